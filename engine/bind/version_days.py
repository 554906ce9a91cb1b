"""Several versions of a policy that pay one month by its days, bound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm

from engine.bind.checks.b335_shared_by_days import SHARED_BY_DAYS
from engine.bind.checks.b336_line_elsewhere import LINE_ELSEWHERE
from engine.bind.dataset import Part
from engine.bind.mid_month import Weighed, weighed
from engine.bind.model import BoundPolicy, BoundRole, Item, PoolPart
from engine.bind.types import number_type
from engine.core.diagnostic import Diagnostic
from engine.core.period import Days
from engine.core.record import record
from engine.core.unit import Unit


@record(kw_only=True)
class VersionDays:
    """A version, and the days of the month that it pays."""

    bound: BoundPolicy
    days: Days


@record(kw_only=True)
class Payer:
    """What pays a month: one policy, or several versions of it on their days, in order."""

    parts: tuple[VersionDays, ...]

    @property
    def last(self) -> BoundPolicy:
        return self.parts[-1].bound

    @property
    def bounds(self) -> tuple[BoundPolicy, ...]:
        return tuple(part.bound for part in self.parts)


@record(kw_only=True)
class InVersion:
    """What a version pays an agent by: all days of the agent in it, and the states that pay."""

    version: str
    days: int
    states: tuple[Part, ...]


@record(kw_only=True)
class Share:
    """A state under a version, and how much it weighs beside the agent's others."""

    part: Part
    weight: int


def shares(versions: Sequence[InVersion]) -> tuple[tuple[Share, ...], ...]:
    """The states under each version with whole weights, which are days wherever all of them pay.

    Where a version pays by some of an agent's states alone, those share all of its days.
    """
    exact = [
        [Fraction(one.days * part.days, sum(p.days for p in one.states)) for part in one.states]
        for one in versions
    ]
    common = lcm(*(share.denominator for of in exact for share in of))
    return tuple(
        tuple(
            Share(part=replace(part, version=one.version), weight=int(share * common))
            for part, share in zip(one.states, of, strict=True)
        )
        for one, of in zip(versions, exact, strict=True)
    )


def weighed_lines(bounds: Sequence[BoundPolicy]) -> tuple[Weighed, ...]:
    """Every line of any version, as wide as it is in any; rounded as the last one says."""
    found: dict[str, Weighed] = {}
    for bound in reversed(bounds):
        for item in bound.items:
            if item.kind == "line":
                own = weighed(bound.policy, item)
                found[item.key] = _wider(found[item.key], own) if item.key in found else own
    return tuple(found.values())


def _wider(line: Weighed, other: Weighed) -> Weighed:
    one, two = line.type, other.type
    places = max(one.places, two.places)
    low, high = min(one.low, two.low), max(one.high, two.high)
    return replace(line, type=number_type(Unit.MONEY, places, low, high))


def together(bounds: Sequence[BoundPolicy]) -> BoundPolicy:
    """The last version, with the lines and roles that only earlier ones have: to show, not to run.

    A role of an earlier version has its lines alone; how its score came about is told by that one.
    """
    *earlier, last = bounds
    known = set(last.by_key)
    items: list[Item] = list(last.items)
    names = dict(last.names)
    for bound in reversed(earlier):
        own = [i for i in bound.items if i.kind == "line" and i.key not in known]
        items.extend(own)
        known.update(i.key for i in own)
        names = {**{n: k for n, k in bound.names.items() if k in known}, **names}
    return replace(last, items=tuple(items), roles=tuple(_roles(bounds)), names=names)


def _roles(bounds: Sequence[BoundPolicy]) -> Iterator[BoundRole]:
    newest_first = tuple(reversed(bounds))
    for name in dict.fromkeys(role.name for bound in newest_first for role in bound.roles):
        own = [bound.role_of[name] for bound in newest_first if name in bound.role_of]
        lines = tuple(dict.fromkeys(line for role in own for line in role.lines))
        if name in bounds[-1].role_of:
            yield replace(own[0], lines=lines)
        else:
            yield BoundRole(name=name, kpi=None, lines=lines, rules=())


def not_by_days(parts: Sequence[VersionDays]) -> Iterator[Diagnostic]:
    """What of several versions cannot be weighed against each other."""
    for part in parts:
        yield from _shared(part.bound)
    yield from _elsewhere([part.bound for part in parts])


def _shared(bound: BoundPolicy) -> Iterator[Diagnostic]:
    """Shares of a pool add up to it to the cent; weighted and rounded again they would not."""
    version = f"v{bound.policy.version}"
    for item in bound.items:
        if item.kind == "line" and any(_is_share(i) for i in _reached(bound, item)):
            yield SHARED_BY_DAYS.at(item.span, line=item.key, version=version)


def _is_share(item: Item) -> bool:
    return isinstance(item.definition, PoolPart)


def _reached(bound: BoundPolicy, item: Item) -> Iterator[Item]:
    seen: set[str] = set()
    queue = [item.key]
    while queue:
        key = queue.pop()
        found = bound.by_key.get(key)
        if key not in seen and found is not None:
            seen.add(key)
            queue.extend(found.reads)
            yield found


def _elsewhere(bounds: Iterable[BoundPolicy]) -> Iterator[Diagnostic]:
    """A name that is a line in one version and something else in another."""
    known = list(bounds)
    lines = {i.key: b for b in known for i in b.items if i.kind == "line"}
    for bound in known:
        for item in bound.items:
            if item.kind != "line" and item.key in lines:
                yield LINE_ELSEWHERE.at(
                    item.span, line=item.key, version=f"v{lines[item.key].policy.version}",
                    other=f"v{bound.policy.version}",
                )  # fmt: skip
