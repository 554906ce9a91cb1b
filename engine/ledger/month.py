"""The figures of one shop and month as a `Dataset` for one bound policy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from decimal import Decimal
from pathlib import Path

from engine.bind.dataset import AgentFigures, Amount, Dataset, Part
from engine.bind.mid_month import paying_parts
from engine.bind.model import BoundPolicy, PastOf
from engine.bind.names import LEVEL, MONTH_NUMBER, ROLE, SENIORITY
from engine.catalog.measures import Measure
from engine.catalog.row_file import RowFile
from engine.core.period import Days, Month, full_years
from engine.core.record import record
from engine.ledger.book import Book, Place
from engine.ledger.history import History, past_figure, past_of, posted_months
from engine.ledger.rows import row_files
from engine.ledger.store import Store
from engine.policy.proration import DAYS_EMPLOYED, DAYS_IN_MONTH


@record(kw_only=True)
class Post:
    """Who an agent is from the day `start` to before the day `end`, both within the month.

    `is_dated` False: the post begins in this month, and the roster does not say on which day.
    """

    agent: str
    name: str
    role: str
    level: str
    hired: str
    start: dt.date
    end: dt.date
    is_dated: bool

    @property
    def days(self) -> int:
        return (self.end - self.start).days


@record(kw_only=True)
class Cell:
    """One stored figure: amount or state, unit, who stated it and when, and what proves it."""

    state: str
    amount: Decimal | None
    unit: str
    author: str
    entered_at: str = ""
    evidence: str = ""


@record(kw_only=True)
class StoredRows:
    """The files of rows that concern a shop; `root` is the workspace that they lie in."""

    root: Path
    shop: str
    files: tuple[RowFile, ...]


@record(kw_only=True)
class StoredMonth:
    """All that is stored of a shop and month, before any policy looks at it.

    `cells` by agent and measure; `keyed` those that have a figure per key, by key. `beyond`: what
    of the posts lies outside of the days that are looked at; those employ as well. `rows`: chats,
    orders and the like from which figures have not been worked out yet.
    """

    posts: tuple[Post, ...]
    beyond: tuple[Post, ...] = ()
    cells: Mapping[tuple[str, str], Cell]
    keyed: Mapping[tuple[str, str], Mapping[str, Cell]] = field(default_factory=dict)
    batches: tuple[str, ...]
    history: History = field(default_factory=dict)
    rows: StoredRows | None = None


def on_days(stored: StoredMonth, days: Days) -> StoredMonth:
    """The same, with the posts of some days of the month alone; figures are of the whole month."""
    cut = [(post, _cut(post, days)) for post in stored.posts]
    before = [replace(post, end=min(post.end, days.start)) for post, _ in cut]
    after = [replace(post, start=max(post.start, days.end)) for post, _ in cut]
    return replace(
        stored,
        posts=tuple(inside for _, inside in cut if inside.days > 0),
        beyond=tuple(post for post in (*before, *after) if post.days > 0),
    )


def _cut(post: Post, days: Days) -> Post:
    return replace(post, start=max(post.start, days.start), end=min(post.end, days.end))


def with_history(
    book: Book, stored: StoredMonth, bounds: Iterable[BoundPolicy], place: Place
) -> StoredMonth:
    """The same with the earlier months, where any of the policies looks back to some."""
    if not any(item.kind == "past" for bound in bounds for item in bound.items):
        return stored
    return replace(stored, history=posted_months(book, place))


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
        SELECT DISTINCT r.agent, r.name, r.role, r.level, r.hired, r.left_on, r.start_month,
               r.end_month, b.batch
        FROM roster r JOIN batches b USING (number)
        JOIN (
            SELECT r.agent, max(r.number) AS number FROM roster r JOIN batches b USING (number)
            WHERE r.shop = ? AND (? IS NULL OR list_contains(?, b.batch)) GROUP BY r.agent
        ) newest ON newest.agent = r.agent AND newest.number = r.number
        WHERE r.shop = ? AND r.start_month <= ? AND (r.end_month = '' OR ? < r.end_month)
          AND (r.left_on = '' OR r.left_on >= ?) AND (r.hired = '' OR r.hired <= ?)
        ORDER BY r.agent, r.start_month, r.role, r.level
        """,
        [
            shop, named, named, shop, month.last_day.isoformat(), str(month),
            month.start.isoformat(), month.last_day.isoformat(),
        ],
    )  # fmt: skip
    used = {str(row[9]) for row in cells} | {str(row[8]) for row in posts}
    held = [_post([str(text) for text in row], month) for row in posts]
    return StoredMonth(
        posts=tuple(post for post in held if post.days > 0),
        cells={(str(row[0]), str(row[1])): _cell(row) for row in cells if not row[2]},
        keyed=_by_key(cells),
        batches=tuple(sorted(used)),
        rows=_rows(store, shop, named),
    )


def _rows(store: Store, shop: str, named: list[str] | None) -> StoredRows | None:
    """Files that were imported for the shop, or that name the shop in each row."""
    known = store.rows("SELECT batch FROM batches WHERE shop IN (?, '')", [shop])
    batches = {str(row[0]) for row in known}
    wanted = batches if named is None else batches & set(named)
    files = row_files(store, wanted)
    return StoredRows(root=store.path.parent, shop=shop, files=files) if files else None


def _post(row: list[str], month: Month) -> Post:
    """What of a stored post lies in the month. A bare month stands for its first day."""
    agent, name, role, level, hired, left, start, end, _ = row
    next_month = month.plus(1).start
    starts = [month.start, _day(start), *([dt.date.fromisoformat(hired)] if hired else [])]
    ends = [next_month, *([_day(end)] if end else [])]
    if left:
        ends.append(dt.date.fromisoformat(left) + dt.timedelta(days=1))
    return Post(
        agent=agent, name=name, role=role, level=level, hired=hired, start=max(starts),
        end=min(ends), is_dated=bool(hired) or start != str(month),
    )  # fmt: skip


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text if len(text) > len("2024-05") else f"{text}-01")


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
    beyond = _by_agent(stored.beyond)
    return Dataset(
        agents=tuple(
            _agent(bound, stored, (posts, beyond.get(agent, [])), month)
            for agent, posts in _by_agent(stored.posts).items()
        ),
        batches=stored.batches,
        month=month,
    )


def _by_agent(posts: Iterable[Post]) -> dict[str, list[Post]]:
    held: dict[str, list[Post]] = {}
    for post in posts:
        held.setdefault(post.agent, []).append(post)
    return held


def states_of(posts: Iterable[Post]) -> tuple[Part, ...]:
    """The posts of one agent as states of the month, in the order of their days."""
    in_order = sorted(posts, key=lambda post: post.start)
    return tuple(Part(role=p.role, level=p.level, days=p.days) for p in in_order)


def _agent(
    bound: BoundPolicy, stored: StoredMonth, held: tuple[list[Post], list[Post]], month: Month
) -> AgentFigures:
    """`held`: the agent's posts, and those of other days of the month."""
    posts, beyond = held
    figures: dict[str, Amount] = {}
    parts = paying_parts(bound.policy.mid_month, states_of(posts))
    last = max(posts, key=lambda post: post.start)
    post = replace(last, role=parts[-1].role, level=parts[-1].level)
    states: dict[str, str] = {}
    past = past_of(stored.history, post.agent)
    for wanted in bound.inputs:
        key, definition = wanted.item.key, wanted.item.definition
        if isinstance(definition, PastOf):
            first = bound.policy.history_from or month
            figures[key] = past_figure(definition, past, month, first)
            continue
        if not isinstance(definition, Measure):
            is_days = key in _DAYS
            days = _days(key, [*posts, *beyond], month) if is_days else None
            figures[key] = days if is_days else _attribute(key, post, month)
            if is_days and figures[key] is None:
                states[key] = "hired?"
            continue
        cell = cell_of(stored, post.agent, definition)
        figures[key] = cell.amount if cell else None
        if cell is not None and cell.amount is None:
            states[key] = cell.state
    return AgentFigures(
        agent=post.agent, name=post.name, role=post.role, figures=figures, states=states, past=past,
        parts=parts if len(parts) > 1 else (),
    )  # fmt: skip


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


_DAYS = (DAYS_EMPLOYED, DAYS_IN_MONTH)


def _days(key: str, posts: list[Post], month: Month) -> Amount:
    if key == DAYS_IN_MONTH:
        return Decimal(month.last_day.day)
    return Decimal(sum(p.days for p in posts)) if all(p.is_dated for p in posts) else None


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
    if key == MONTH_NUMBER:
        return Decimal(month.month)
    if key == SENIORITY and post.hired:
        # full years completed by the last day of the month
        return Decimal(full_years(dt.date.fromisoformat(post.hired), month.last_day))
    return None
