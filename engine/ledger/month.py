"""The figures of one shop and month as a `Dataset` for one bound policy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from engine.bind.dataset import AgentFigures, Amount, Dataset
from engine.bind.model import BoundPolicy, PastOf
from engine.bind.names import LEVEL, MONTH_NUMBER, ROLE, SENIORITY
from engine.catalog.measures import Measure
from engine.core.period import Month, full_years
from engine.ledger.entries import entries
from engine.ledger.history import History, past_figure, past_of, posted_months
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
    """One stored figure: amount or state, unit, and who stated it."""

    state: str
    amount: Decimal | None
    unit: str
    author: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Which month of which shop; `before`: only entries with a lower number count."""

    shop: str
    month: Month
    before: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMonth:
    """All that is stored of a shop and month, before any policy looks at it."""

    posts: tuple[Post, ...]
    cells: Mapping[tuple[str, str], Cell]
    batches: tuple[str, ...]
    history: History = field(default_factory=dict)


def with_history(
    store: Store, stored: StoredMonth, bound: BoundPolicy, place: Place
) -> StoredMonth:
    """The same with the earlier months, where the policy looks back to any."""
    if not any(item.kind == "past" for item in bound.items):
        return stored
    earlier = tuple(
        entry for entry in entries(store) if place.before is None or entry.number < place.before
    )
    history = posted_months(earlier, place.shop, bound.policy.name, place.month)
    return replace(stored, history=history)


def read_month(
    store: Store, shop: str, month: Month, batches: Iterable[str] | None = None
) -> StoredMonth:
    """What is stored now, or (for verification) what the named batches alone hold."""
    named = None if batches is None else list(batches)
    cells = store.rows(
        """
        SELECT f.agent, f.measure, arg_max(f.state, f.number),
               arg_max(coalesce(f.amount::VARCHAR, ''), f.number),
               arg_max(f.unit, f.number), arg_max(f.author, f.number),
               arg_max(b.batch, f.number)
        FROM figures f JOIN batches b USING (number)
        WHERE f.shop = ? AND f.month = ? AND (? IS NULL OR list_contains(?, b.batch))
        GROUP BY f.agent, f.measure
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
    used = {str(row[6]) for row in cells} | {str(row[5]) for row in posts}
    return StoredMonth(
        posts=tuple(
            Post(agent=str(a), name=str(n), role=str(r), level=str(v), hired=str(h))
            for a, n, r, v, h, _ in posts
        ),
        cells={
            (str(a), str(m)): Cell(
                state=str(s),
                amount=Decimal(str(v)) if s == "value" else None,
                unit=str(u),
                author=str(w),
            )
            for a, m, s, v, u, w, _ in cells
        },
        batches=tuple(sorted(used)),
    )


def dataset_for(bound: BoundPolicy, stored: StoredMonth, month: Month) -> Dataset:
    """The inputs that the policy names, per agent on the roster; shop figures stand with each."""
    return Dataset(
        agents=tuple(_agent(bound, stored, post, month) for post in stored.posts),
        batches=stored.batches,
        month=month,
    )


def _agent(bound: BoundPolicy, stored: StoredMonth, post: Post, month: Month) -> AgentFigures:
    figures: dict[str, Amount] = {}
    states: dict[str, str] = {}
    past = past_of(stored.history, post.agent)
    for wanted in bound.inputs:
        key, definition = wanted.item.key, wanted.item.definition
        if isinstance(definition, PastOf):
            first = bound.policy.history_from or month
            figures[key] = past_figure(definition, past, month, first)
            continue
        if not isinstance(definition, Measure):
            figures[key] = _attribute(key, post, month)
            continue
        cell = cell_of(stored, post.agent, definition)
        figures[key] = cell.amount if cell else None
        if cell is not None and cell.amount is None:
            states[key] = cell.state
    return AgentFigures(
        agent=post.agent,
        name=post.name,
        role=post.role,
        figures=figures,
        states=states,
        past=past,
    )


def cell_of(stored: StoredMonth, agent: str, measure: Measure) -> Cell | None:
    """The stored figure under any of the measure's names."""
    owner = "" if measure.grain == "shop_month" else agent
    for name in (measure.id, *measure.labels.values()):
        cell = stored.cells.get((owner, name))
        if cell is not None:
            return cell
    return None


def _attribute(key: str, post: Post, month: Month) -> Amount:
    if key == ROLE:
        return post.role
    if key == LEVEL:
        return post.level or None
    if key == MONTH_NUMBER:
        return Decimal(month.month)
    if key == SENIORITY and post.hired:
        # full years completed by the last day of the month
        return Decimal(full_years(dt.date.fromisoformat(post.hired), month.last_day))
    return None
