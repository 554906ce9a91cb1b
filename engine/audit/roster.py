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
from engine.bind.dataset import Part
from engine.bind.mid_month import paying_parts, unstated_change
from engine.bind.model import BoundPolicy
from engine.bind.prorate import silent_lines
from engine.catalog.measures import Measure
from engine.core.closest import closest
from engine.core.diagnostic import Diagnostic
from engine.core.period import Month
from engine.core.span import whole_file
from engine.policy.model import Line


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


class MonthLike(Protocol):
    """What the ledger stores of a month."""

    @property
    def posts(self) -> Sequence[PostLike]: ...
    @property
    def cells(self) -> Mapping[tuple[str, str], CellLike]: ...


def month_mistakes(bound: BoundPolicy, stored: MonthLike, month: Month) -> Iterator[Diagnostic]:
    span, shop = whole_file(bound.policy.span.file), bound.policy.shop
    if not stored.posts:
        yield NOBODY_ON_ROSTER.at(span, shop=shop, month=str(month))
        return
    yield from _posts(bound, stored, month)
    yield from _partly_there(bound, stored, month)
    yield from _strangers(bound, stored, month)
    yield from _cells(bound, stored)


def _posts(bound: BoundPolicy, stored: MonthLike, month: Month) -> Iterator[Diagnostic]:
    for agent, posts in _by_agent(stored).items():
        yield from _states(bound, agent, posts, month)
        for post in posts:
            if post.role not in bound.role_of:
                near = closest(post.role, bound.role_of)
                yield ROLE_UNKNOWN.at(
                    whole_file(bound.policy.span.file), agent=agent, role=post.role, closest=near
                )


def _by_agent(stored: MonthLike) -> dict[str, list[PostLike]]:
    by_agent: dict[str, list[PostLike]] = {}
    for post in sorted(stored.posts, key=lambda p: (p.agent, p.start)):
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
    for agent, posts in _by_agent(stored).items():
        days = sum(_part(p).days for p in posts)
        if days >= whole or not all(p.is_dated for p in posts):
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
    known = {post.agent for post in stored.posts}
    for agent in sorted({agent for agent, _ in stored.cells if agent and agent not in known}):
        near = closest(agent, known)
        yield NOT_ON_ROSTER.at(
            whole_file(bound.policy.span.file), agent=agent, month=str(month), closest=near
        )


def _cells(bound: BoundPolicy, stored: MonthLike) -> Iterator[Diagnostic]:
    for wanted in bound.inputs:
        measure = wanted.item.definition
        if not isinstance(measure, Measure):
            continue
        names = {measure.id, *measure.labels.values()}
        for (agent, name), cell in sorted(stored.cells.items(), key=lambda pair: pair[0]):
            if name not in names or cell.amount is None:
                continue
            if cell.unit != measure.unit.value:
                yield UNIT_DIFFERS.at(
                    wanted.item.span, measure=name, imported=cell.unit, wanted=measure.unit.value
                )
            if measure.entered and not cell.author:
                yield AUTHOR_MISSING.at(wanted.item.span, measure=name, agent=agent)
