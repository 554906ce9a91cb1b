"""Whether roster, figures and policy fit together for a month, before anything is computed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Protocol

from engine.audit.checks.r505_role_unknown import ROLE_UNKNOWN
from engine.audit.checks.r506_not_on_roster import NOT_ON_ROSTER
from engine.audit.checks.r507_two_posts import TWO_POSTS
from engine.audit.checks.r508_nobody_on_roster import NOBODY_ON_ROSTER
from engine.audit.checks.r509_unit_differs import UNIT_DIFFERS
from engine.audit.checks.r510_author_missing import AUTHOR_MISSING
from engine.audit.checks.r521_change_unstated import CHANGE_UNSTATED
from engine.audit.checks.r522_part_of_month_unstated import PART_OF_MONTH_UNSTATED
from engine.audit.checks.r532_key_without_row import KEY_WITHOUT_ROW
from engine.audit.checks.r533_evidence_missing import EVIDENCE_MISSING
from engine.bind.dataset import Part
from engine.bind.mid_month import paying_parts, unstated_change
from engine.bind.model import BoundPolicy, Item
from engine.bind.prorate import silent_lines
from engine.catalog.measures import Measure
from engine.core.closest import closest
from engine.core.diagnostic import Diagnostic
from engine.core.number import plain
from engine.core.period import Month
from engine.core.span import whole_file
from engine.policy.model import Line, Table


class PostLike(Protocol):
    @property
    def agent(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def start(self) -> dt.date: ...
    @property
    def end(self) -> dt.date: ...
    @property
    def is_dated(self) -> bool: ...


class CellLike(Protocol):
    @property
    def amount(self) -> Decimal | None: ...
    @property
    def unit(self) -> str: ...
    @property
    def author(self) -> str: ...
    @property
    def evidence(self) -> str: ...


class MonthLike(Protocol):
    """What the ledger stores of a month."""

    @property
    def posts(self) -> Sequence[PostLike]: ...
    @property
    def beyond(self) -> Sequence[PostLike]: ...
    @property
    def cells(self) -> Mapping[tuple[str, str], CellLike]: ...
    @property
    def keyed(self) -> Mapping[tuple[str, str], Mapping[str, CellLike]]: ...


ByAgent = dict[str, list[PostLike]]


def month_mistakes(
    bound: BoundPolicy, stored: MonthLike, month: Month, *, has_fitting_inputs: bool = False
) -> Iterator[Diagnostic]:
    """`has_fitting_inputs`: another policy that asks for the same figures was paid from them."""
    span, shop = whole_file(bound.policy.span.file), bound.policy.shop
    if not stored.posts:
        yield NOBODY_ON_ROSTER.at(span, shop=shop, month=str(month))
        return
    by_agent = _by_agent(stored.posts)
    yield from _posts(bound, by_agent, month)
    yield from _partly_there(bound, stored, month)
    yield from _strangers(bound, stored, month)
    if not has_fitting_inputs:
        yield from _cells(bound, stored)
    yield from _keys(bound, stored)


def _posts(bound: BoundPolicy, by_agent: ByAgent, month: Month) -> Iterator[Diagnostic]:
    for agent, posts in by_agent.items():
        if len(posts) > 1:
            yield from _states(bound, agent, posts, month)
        for post in posts:
            if post.role not in bound.role_of:
                near = closest(post.role, bound.role_of)
                yield ROLE_UNKNOWN.at(
                    whole_file(bound.policy.span.file), agent=agent, role=post.role, closest=near
                )


def _by_agent(posts: Sequence[PostLike]) -> ByAgent:
    by_agent: dict[str, list[PostLike]] = {}
    for post in sorted(posts, key=lambda p: (p.agent, p.start)):
        by_agent.setdefault(post.agent, []).append(post)
    return by_agent


def _states(
    bound: BoundPolicy, agent: str, posts: list[PostLike], month: Month
) -> Iterator[Diagnostic]:
    """Two posts on one day, or one after the other without a rule which of them pays."""
    span = whole_file(bound.policy.span.file)
    texts = ", ".join(f"{p.role} {p.level}".strip() + f" ({_dates(p)})" for p in posts)
    if any(after.start < before.end for before, after in pairwise(posts)):
        count = str(len(posts))
        yield TWO_POSTS.at(span, agent=agent, count=count, month=str(month), posts=texts)
        return
    what = unstated_change(bound.policy.mid_month, [_part(p) for p in posts])
    if what:
        yield CHANGE_UNSTATED.at(span, agent=agent, month=str(month), posts=texts, what=what)


def _dates(post: PostLike) -> str:
    last = post.end - dt.timedelta(days=1)
    return f"{post.start:%m-%d} – {last:%m-%d}"


def _part(post: PostLike) -> Part:
    return Part(role=post.role, level=post.level, days=(post.end - post.start).days)


def _partly_there(bound: BoundPolicy, stored: MonthLike, month: Month) -> Iterator[Diagnostic]:
    """Lines of a fixed amount that do not say what they pay those who were there for a part."""
    whole = month.last_day.day
    partly: dict[str, list[str]] = {}
    lines: dict[str, Line] = {}
    beyond = _by_agent(stored.beyond)
    for agent, posts in _by_agent(stored.posts).items():
        held = [*posts, *beyond.get(agent, [])]
        days = sum((p.end - p.start).days for p in held)
        if days >= whole or not all(p.is_dated for p in held):
            continue
        parts = paying_parts(bound.policy.mid_month, [_part(p) for p in posts])
        for role in dict.fromkeys(p.role for p in parts if p.role in bound.role_of):
            for line in silent_lines(bound, role):
                lines[line.heading.name] = line
                partly.setdefault(line.heading.name, []).append(f"{agent} ({days}/{whole})")
    for name, line in lines.items():
        agents = ", ".join(dict.fromkeys(partly[name]))
        yield PART_OF_MONTH_UNSTATED.at(
            line.heading.span, line=name, agents=agents, month=str(month)
        )


def _strangers(bound: BoundPolicy, stored: MonthLike, month: Month) -> Iterator[Diagnostic]:
    """Agents with figures for the month whom the roster does not have."""
    known = {post.agent for post in (*stored.posts, *stored.beyond)}
    stated = {agent for agent, _ in (*stored.cells, *stored.keyed)}
    for agent in sorted(agent for agent in stated if agent and agent not in known):
        near = closest(agent, known)
        yield NOT_ON_ROSTER.at(
            whole_file(bound.policy.span.file), agent=agent, month=str(month), closest=near
        )


def _cells(bound: BoundPolicy, stored: MonthLike) -> Iterator[Diagnostic]:
    wanted: dict[str, tuple[Item, Measure]] = {}
    for one in bound.inputs:
        measure = one.item.definition
        if isinstance(measure, Measure):
            for name in (measure.id, *measure.labels.values()):
                wanted.setdefault(name, (one.item, measure))
    for agent, name, cell in _all_cells(stored):
        if cell.amount is not None and name in wanted:
            item, measure = wanted[name]
            if not _fits(measure, cell):
                yield from _misfit(item, measure, (agent, name), cell)


def _all_cells(stored: MonthLike) -> Iterator[tuple[str, str, CellLike]]:
    for (agent, name), cell in stored.cells.items():
        yield agent, name, cell
    for (agent, name), by_key in stored.keyed.items():
        for cell in by_key.values():
            yield agent, name, cell


def _fits(measure: Measure, cell: CellLike) -> bool:
    return (
        cell.unit == measure.unit.value
        and (not measure.entered or bool(cell.author))
        and (not measure.needs_evidence or bool(cell.evidence))
    )


def _misfit(
    item: Item, measure: Measure, of: tuple[str, str], cell: CellLike
) -> Iterator[Diagnostic]:
    agent, name = of
    wanted = measure.unit.value
    if cell.unit != wanted:
        yield UNIT_DIFFERS.at(item.span, measure=name, imported=cell.unit, wanted=wanted)
    if measure.entered and not cell.author:
        yield AUTHOR_MISSING.at(item.span, measure=name, agent=agent)
    if measure.needs_evidence and not cell.evidence:
        yield EVIDENCE_MISSING.at(item.span, measure=name, agent=agent)


def _keys(bound: BoundPolicy, stored: MonthLike) -> Iterator[Diagnostic]:
    """Figures under a key that a table which sums over keys does not name."""
    measures = {name: m for m in _measures_by_key(bound) for name in (m.id, *m.labels.values())}
    for table in bound.policy.tables:
        if table.each is None or table.each.name not in measures:
            continue
        measure = measures[table.each.name]
        names = {measure.id, *measure.labels.values()}
        for (agent, name), by_key in sorted(stored.keyed.items(), key=lambda pair: pair[0]):
            if name in names:
                yield from _unnamed(table, measure, agent or bound.policy.shop, by_key)


def _measures_by_key(bound: BoundPolicy) -> Iterator[Measure]:
    for wanted in bound.inputs:
        measure = wanted.item.definition
        if isinstance(measure, Measure) and measure.by:
            yield measure


def _unnamed(
    table: Table, measure: Measure, agent: str, by_key: Mapping[str, CellLike]
) -> Iterator[Diagnostic]:
    for key in sorted(set(by_key) - {row.key for row in table.rows}):
        amount = by_key[key].amount
        yield KEY_WITHOUT_ROW.at(
            table.heading.span,
            agent=agent,
            amount="—" if amount is None else plain(amount),
            measure=measure.id,
            key=key,
            table=table.heading.name,
        )
