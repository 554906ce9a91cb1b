"""The figures of one shop and month as a `Dataset` for one bound policy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from engine.bind.dataset import AgentFigures, Amount, Dataset
from engine.bind.model import BoundPolicy
from engine.bind.names import LEVEL, ROLE, SENIORITY
from engine.catalog.measures import Measure
from engine.core.period import Month, full_years
from engine.ledger.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Who an agent is in a month, as the roster says."""

    agent: str
    name: str
    role: str
    level: str
    hired: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One stored figure: amount or state, unit, who stated it and when, and what proves it."""

    state: str
    amount: Decimal | None
    unit: str
    author: str
    entered_at: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMonth:
    """All that is stored of a shop and month, before any policy looks at it.

    `cells` by agent and measure; `keyed` those that have a figure per key, by key.
    """

    posts: tuple[Post, ...]
    cells: Mapping[tuple[str, str], Cell]
    keyed: Mapping[tuple[str, str], Mapping[str, Cell]] = field(default_factory=dict)
    batches: tuple[str, ...]


def read_month(
    store: Store, shop: str, month: Month, batches: Iterable[str] | None = None
) -> StoredMonth:
    """What is stored now, or (for verification) what the named batches alone hold."""
    named = None if batches is None else list(batches)
    cells = store.rows(
        """
        SELECT f.agent, f.measure, f.item_key, arg_max(f.state, f.number),
               arg_max(coalesce(f.amount::VARCHAR, ''), f.number),
               arg_max(f.unit, f.number), arg_max(f.author, f.number),
               arg_max(f.entered_at, f.number), arg_max(f.evidence, f.number),
               arg_max(b.batch, f.number)
        FROM figures f JOIN batches b USING (number)
        WHERE f.shop = ? AND f.month = ? AND (? IS NULL OR list_contains(?, b.batch))
        GROUP BY f.agent, f.measure, f.item_key
        """,
        [shop, str(month), named, named],
    )
    posts = store.rows(
        """
        SELECT DISTINCT r.agent, r.name, r.role, r.level, r.hired, b.batch
        FROM roster r JOIN batches b USING (number)
        JOIN (
            SELECT r.agent, max(r.number) AS number FROM roster r JOIN batches b USING (number)
            WHERE r.shop = ? AND (? IS NULL OR list_contains(?, b.batch)) GROUP BY r.agent
        ) newest ON newest.agent = r.agent AND newest.number = r.number
        WHERE r.shop = ? AND r.start_month <= ? AND (r.end_month = '' OR ? < r.end_month)
          AND (r.left_on = '' OR r.left_on >= ?) AND (r.hired = '' OR r.hired <= ?)
        ORDER BY r.agent, r.role, r.level
        """,
        [
            shop, named, named, shop, str(month), str(month), month.start.isoformat(),
            month.last_day.isoformat(),
        ],
    )  # fmt: skip
    used = {str(row[9]) for row in cells} | {str(row[5]) for row in posts}
    return StoredMonth(
        posts=tuple(
            Post(agent=str(a), name=str(n), role=str(r), level=str(v), hired=str(h))
            for a, n, r, v, h, _ in posts
        ),
        cells={(str(row[0]), str(row[1])): _cell(row) for row in cells if not row[2]},
        keyed=_by_key(cells),
        batches=tuple(sorted(used)),
    )


def _cell(row: tuple[object, ...]) -> Cell:
    state, amount, unit, author, entered_at, evidence = map(str, row[3:9])
    return Cell(
        state=state,
        amount=Decimal(amount) if state == "value" else None,
        unit=unit,
        author=author,
        entered_at=entered_at,
        evidence=evidence,
    )


def _by_key(rows: list[tuple[object, ...]]) -> dict[tuple[str, str], dict[str, Cell]]:
    keyed: dict[tuple[str, str], dict[str, Cell]] = {}
    for row in rows:
        if row[2]:
            keyed.setdefault((str(row[0]), str(row[1])), {})[str(row[2])] = _cell(row)
    return keyed


def dataset_for(bound: BoundPolicy, stored: StoredMonth, month: Month) -> Dataset:
    """The inputs that the policy names, per agent on the roster; shop figures stand with each."""
    return Dataset(
        agents=tuple(_agent(bound, stored, post, month) for post in stored.posts),
        batches=stored.batches,
    )


def _agent(bound: BoundPolicy, stored: StoredMonth, post: Post, month: Month) -> AgentFigures:
    figures: dict[str, Amount] = {}
    states: dict[str, str] = {}
    for wanted in bound.inputs:
        key, definition = wanted.item.key, wanted.item.definition
        if not isinstance(definition, Measure):
            figures[key] = _attribute(key, post, month)
            continue
        cell = cell_of(stored, post.agent, definition)
        figures[key] = cell.amount if cell else None
        if cell is not None and cell.amount is None:
            states[key] = cell.state
    return AgentFigures(
        agent=post.agent, name=post.name, role=post.role, figures=figures, states=states
    )


def cell_of(stored: StoredMonth, agent: str, measure: Measure) -> Cell | None:
    """The stored figure under any of the measure's names."""
    owner = "" if measure.grain == "shop_month" else agent
    if measure.by:
        return _cell_of_key(stored, owner, measure)
    for name in (measure.id, *measure.labels.values()):
        cell = stored.cells.get((owner, name))
        if cell is not None:
            return cell
    return None


def _cell_of_key(stored: StoredMonth, owner: str, measure: Measure) -> Cell | None:
    """A key that did not come is 0, if the measure came with any key at all."""
    for name in (measure.id, *measure.labels.values()):
        cells = stored.keyed.get((owner, name))
        if cells is not None:
            nothing = Cell(state="value", amount=Decimal(0), unit=measure.unit.value, author="")
            return cells.get(measure.key, nothing)
    return None


def _attribute(key: str, post: Post, month: Month) -> Amount:
    if key == ROLE:
        return post.role
    if key == LEVEL:
        return post.level or None
    if key == SENIORITY and post.hired:
        # full years completed by the last day of the month
        return Decimal(full_years(dt.date.fromisoformat(post.hired), month.last_day))
    return None
