"""What is replayed once for two policies is what each of them alone comes to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.app.demo import demo
from engine.app.month import Beside, PaidMonth, pay, stored_month
from engine.app.policies import compile_policy, load_file
from engine.app.setting import patched
from engine.app.workspace import Workspace, catalog, schema
from engine.backends.duckdb import session
from engine.bind.model import BoundPolicy
from engine.core.number import parse_quantity
from engine.ledger.month import StoredMonth
from engine.policy.file import PolicyFile
from engine.source.document import Scalar
from engine.source.paths import node_at, paths_in
from engine.source.read import read
from tests.checks.shop import MAY, quiet

SHOPS = ("baihe", "dashu", "lanting", "qinghe", "yunfan")
SECTIONS = ("kpi.", "tables.", "decisions.", "pay.", "formulas.", "eligibility.")
# each shop is changed in so many places, spread over its policy
PLACES = 12


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("demo") / "demo"
    for scene in demo(root, "zh"):
        if scene.command.split()[1] == "run":
            break
        scene.play(quiet)
    return Workspace(root)


def bound_from(file: PolicyFile) -> BoundPolicy | None:
    return compile_policy(file, schema("policy"), catalog()).value


def changes(file: PolicyFile) -> Iterator[tuple[str, str]]:
    """Numbers of the policy, each made a tenth greater."""
    document = read(file.name, file.content).value
    assert document is not None
    root = document.root
    found = []
    for path in paths_in(root):
        node = node_at(root, path, lambda key, name: False)
        number = parse_quantity(node.text) if isinstance(node, Scalar) else None
        if path.startswith(SECTIONS) and number:
            found.append((path, f"{number + number / 10:f}"))
    yield from found[:: max(len(found) // PLACES, 1)]


def paid_by(
    bound: BoundPolicy, stored: StoredMonth, beside: Beside | None = None
) -> tuple[PaidMonth | None, list[str]]:
    outcome = pay(bound, stored, MAY, quiet, beside)
    return outcome.value, [d.check.code for d in outcome.diagnostics]


@pytest.mark.parametrize("shop", SHOPS)
def test_both_ways_come_to_the_same(filled: Workspace, shop: str) -> None:
    file = load_file(Path(filled.policies / shop / "pay" / "v1.yaml"), filled)
    bound = bound_from(file)
    assert bound is not None
    stored = stored_month(filled, shop, MAY, bound)
    with session() as database:
        first, found = paid_by(bound, stored, Beside(session=database, paid=None))
        assert first is not None, found
        assert tried_alike(file, stored, Beside(session=database, paid=first))


def tried_alike(file: PolicyFile, stored: StoredMonth, beside: Beside) -> int:
    tried = 0
    for change in changes(file):
        changed = patched(file, [change]).value
        other = bound_from(changed.file) if changed else None
        if other is None:
            continue
        alone, refused = paid_by(other, stored)
        both, refused_both = paid_by(other, stored, beside)
        assert refused == refused_both, change
        if alone is not None and both is not None:
            tried += 1
            assert alone.run == both.run, change
            assert alone.traces == both.traces, change
    return tried
