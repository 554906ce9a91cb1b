"""Whether roster, figures and policy fit together for a month, before anything is computed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Protocol

from engine.audit.checks.r505_role_unknown import ROLE_UNKNOWN
from engine.audit.checks.r506_not_on_roster import NOT_ON_ROSTER
from engine.audit.checks.r507_two_posts import TWO_POSTS
from engine.audit.checks.r508_nobody_on_roster import NOBODY_ON_ROSTER
from engine.audit.checks.r509_unit_differs import UNIT_DIFFERS
from engine.audit.checks.r510_author_missing import AUTHOR_MISSING
from engine.bind.model import BoundPolicy
from engine.catalog.measures import Measure
from engine.core.closest import closest
from engine.core.diagnostic import Diagnostic
from engine.core.period import Month
from engine.core.span import whole_file


class PostLike(Protocol):
    @property
    def agent(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def level(self) -> str: ...


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
    yield from _strangers(bound, stored, month)
    yield from _cells(bound, stored)


def _posts(bound: BoundPolicy, stored: MonthLike, month: Month) -> Iterator[Diagnostic]:
    by_agent: dict[str, list[PostLike]] = {}
    for post in stored.posts:
        by_agent.setdefault(post.agent, []).append(post)
    for agent, posts in by_agent.items():
        if len(posts) > 1:
            texts = ", ".join(f"{p.role} {p.level}".strip() for p in posts)
            yield TWO_POSTS.at(
                whole_file(bound.policy.span.file),
                agent=agent,
                count=str(len(posts)),
                month=str(month),
                posts=texts,
            )
        for post in posts:
            if post.role not in bound.role_of:
                near = closest(post.role, bound.role_of)
                yield ROLE_UNKNOWN.at(
                    whole_file(bound.policy.span.file), agent=agent, role=post.role, closest=near
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
