"""A workspace with one shop, its policy, and the figures of a month: what scenarios start from."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from engine.app.month import MonthRequest
from engine.app.starting import make_workspace
from engine.app.workspace import Workspace
from engine.catalog.measures import Measure
from engine.core.diagnostic import Diagnostic
from engine.core.errors import EngineError
from engine.core.number import parse_quantity
from engine.core.period import Month
from engine.core.unit import Unit
from engine.intake.batch import Figure
from engine.ledger.batches import NewBatch, RosterEntry, Stored, save_batch
from engine.ledger.store import open_store
from tests.pipeline import catalog

SHOP = "demo"
MAY = Month(2024, 5)
ROLE, LEVEL, ROSTER = "角色", "职级", "名册"
OWN = {
    "品类销售额": Measure(
        id="品类销售额", labels={}, unit=Unit.MONEY, places=2, least=Decimal(0),
        greatest=Decimal(1000000), definition={}, by="品类",
    ),
    "差错次数": Measure(
        id="差错次数", labels={}, unit=Unit.COUNT, places=0, least=Decimal(0),
        greatest=Decimal(100), definition={}, entered=True, needs_evidence=True,
    ),
}  # fmt: skip
FIGURES: Mapping[str, Mapping[str, str]] = {"小美": {"服务得分": "90", "销售额": "10000"}}


def quiet(step: str) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Opened:
    """The workspace, and the path of its one policy."""

    workspace: Workspace
    policy: Path

    def request(self, month: Month = MAY) -> MonthRequest:
        return MonthRequest(shop=SHOP, month=month)

    def save(self, batch: NewBatch) -> Stored:
        with open_store(self.workspace.root, writes=True) as store:
            return save_batch(store, batch, replace=False, show=quiet)

    def replace(self, batch: NewBatch) -> Stored:
        """The figures of the batch in place of what is stored."""
        with open_store(self.workspace.root, writes=True) as store:
            return save_batch(store, batch, replace=True, show=quiet)


@contextmanager
def shop(policy: str) -> Iterator[Opened]:
    """A new workspace in a folder of its own, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "shop"
        make_workspace(root)
        path = root / "policies" / SHOP / "pay" / "v1.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(policy, encoding="utf-8")
        yield Opened(Workspace(root), path)


def batch_of(agents: Mapping[str, Mapping[str, str]], month: Month = MAY) -> NewBatch:
    """Figures and roster as one import; 角色 and 职级 go to the roster, `名册: 无` is not on it."""
    figures = tuple(
        figure(agent, name, text, month)
        for agent, stated in agents.items()
        for name, text in stated.items()
        if name not in (ROLE, LEVEL, ROSTER)
    )
    roster = tuple(
        entry(agent, role=stated.get(ROLE, "客服"), level=stated.get(LEVEL, ""))
        for agent, stated in agents.items()
        if ROSTER not in stated
    )
    return NewBatch(
        kind="agent_months",
        file="五月.csv",
        content_digest=f"sha256:{agents}",
        mapping="test",
        mapping_digest="sha256:test",
        shop=SHOP,
        rows_read=len(agents),
        dropped=0,
        imported_at="2024-06-01T00:00:00+00:00",
        figures=figures,
        roster=roster,
        rejects=(),
    )


def figure(agent: str, name: str, text: str, month: Month) -> Figure:
    """`品类销售额.手机` is the figure of one key of a measure."""
    name, _, key = name.partition(".")
    measure = catalog().by_name.get(name) or OWN[name]
    amount = parse_quantity(text)
    assert amount is not None, text
    return Figure(
        shop=SHOP,
        month=month,
        agent=agent,
        measure=measure.id,
        unit=measure.unit,
        state="value",
        amount=amount,
        row=2,
        author="主管" if measure.entered else "",
        entered_at="2024-06-01" if measure.entered else "",
        key=key,
        evidence="工单 8101" if measure.needs_evidence else "",
    )


def entry(agent: str, *, role: str, level: str) -> RosterEntry:
    return RosterEntry(
        shop=SHOP,
        agent=agent,
        name=agent,
        role=role,
        level=level,
        hired="2022-01-01",
        left="",
        start="2022-01",
        end="",
        row=2,
    )


def with_unit(batch: NewBatch, unit: Unit) -> NewBatch:
    """Every figure stored in another unit than the catalogue has."""
    wrong = tuple(replace(f, unit=unit) for f in batch.figures if isinstance(f, Figure))
    return replace(batch, figures=wrong)


def without_author(batch: NewBatch) -> NewBatch:
    unsigned = tuple(replace(f, author="") for f in batch.figures if isinstance(f, Figure))
    return replace(batch, figures=unsigned)


def without_evidence(batch: NewBatch) -> NewBatch:
    bare = tuple(replace(f, evidence="") for f in batch.figures if isinstance(f, Figure))
    return replace(batch, figures=bare)


def with_amount(batch: NewBatch, amount: Decimal) -> NewBatch:
    """The same file again with one other amount, as another import."""
    first, *rest = batch.figures
    assert isinstance(first, Figure)
    changed = (replace(first, amount=amount), *rest)
    return replace(batch, figures=changed, content_digest="sha256:other")


@contextmanager
def refused(found: list[Diagnostic]) -> Iterator[None]:
    """Findings of an `EngineError`, where the world forbids to go on."""
    try:
        yield
    except EngineError as error:
        found.extend(error.diagnostics)
