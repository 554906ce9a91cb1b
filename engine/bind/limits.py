"""Limits on pay lines → what brings a sum within its bounds, as a typed expression in money."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from engine.bind import names as words
from engine.bind.checks.b308_units_clash import UNITS_CLASH
from engine.bind.checks.b314_unknown_part import UNKNOWN_PART
from engine.bind.checks.b371_limits_cross import LIMITS_CROSS
from engine.bind.checks.b372_counts_nothing import COUNTS_NOTHING
from engine.bind.checks.b373_limited_line_read import LIMITED_LINE_READ
from engine.bind.expression import Cases, Compare, Read, Typed, Word, reads
from engine.bind.formulas import arithmetic, constant, greatest, least, rounded
from engine.bind.model import AverageOf, Item, LimitOf, OverPeople, Place, RankOf, computed
from engine.bind.pay import bound_under, condition_of, in_money, where
from engine.bind.scope import Items
from engine.bind.types import TRUTH, ValueType, joined
from engine.bind.units import same
from engine.core.closest import closest
from engine.core.diagnostic import Diagnostic
from engine.core.unit import Unit
from engine.formula import nodes
from engine.policy.lines import with_limits
from engine.policy.model import FormulaText, Limit, Policy

NOTHING = constant(Decimal(0), Unit.MONEY)


def limit_item(binder: Items, limit: Limit) -> Item | None:
    """max(0, at_least − sum) + min(0, at_most − sum), of the lines that the role is paid."""
    counted = _counted(binder.policy, limit)
    lines = _lines(binder, limit, counted)
    low, high = (_bound(binder, limit, text) for text in (limit.at_least, limit.at_most))
    condition = condition_of(binder, limit.when)
    is_bound = (low is None) == (limit.at_least is None) and (high is None) == (
        limit.at_most is None
    )
    if lines is None or not is_bound or (condition is None) != (limit.when is None):
        return None
    if low is not None and high is not None and low.type.high > high.type.low:
        place = limit.at_least.span if limit.at_least else limit.heading.span
        binder.found.append(LIMITS_CROSS.at(place, line=limit.owner or limit.heading.name))
        return None
    amount = _per_role(binder.policy, counted, lines, (low, high))
    amount = in_money(binder, limit, where(condition, amount))
    bound_reads = tuple(k for part in (low, high, condition) if part for k in reads(part))
    heading = limit.heading
    path = f"pay.{limit.owner or heading.name}"
    return computed(
        heading.name, "line", LimitOf(limit, counted, bound_reads), amount,
        Place(path=path, span=heading.span, cite=heading.cite),
    )  # fmt: skip


def _counted(policy: Policy, limit: Limit) -> Mapping[str, tuple[str, ...]]:
    """By role the counted lines that it is paid; all of them where it is not paid the limit."""
    if limit.owner:  # counts its line alone, and whoever is paid one is paid the other
        return {role.heading.name: (limit.owner,) for role in policy.roles}
    named = tuple(line.name for line in with_limits(limit.counts, policy.lines))
    found = {}
    for role in policy.roles:
        paid = {line.name for line in role.pay}
        is_paid = limit.heading.name in paid
        found[role.heading.name] = tuple(n for n in named if n in paid or not is_paid)
    return found


def _lines(
    binder: Items, limit: Limit, counted: Mapping[str, tuple[str, ...]]
) -> Mapping[str, Typed] | None:
    known = [limit.owner] if limit.owner else [p.heading.name for p in binder.policy.lines]
    for name in limit.counts:
        if name.name not in known:
            near = closest(name.name, known)
            binder.found.append(
                UNKNOWN_PART.at(name.span, name=name.name, section="pay", closest=near)
            )
    for role, lines in counted.items():
        if not lines and all(name.name in known for name in limit.counts):
            binder.found.append(
                COUNTS_NOTHING.at(limit.heading.span, line=limit.heading.name, role=role)
            )
    names = dict.fromkeys(name for lines in counted.values() for name in lines)
    bound = {
        name: binder.read_name(nodes.Name(name, limit.heading.span))
        for name in names
        if name in known
    }
    whole = {name: line for name, line in bound.items() if line is not None}
    return whole if len(whole) == len(names) and all(counted.values()) else None


def _bound(binder: Items, limit: Limit, text: FormulaText | None) -> Typed | None:
    """A bound is rounded as the line is, so that what is paid at the bound is a payable amount."""
    bound = bound_under(binder, text, limit.when) if text is not None else None
    if bound is None or text is None:
        return None
    if not bound.type.is_number or same(bound.type.unit, Unit.MONEY) is None:
        one, other = bound.type.unit.value, Unit.MONEY.value
        binder.found.append(UNITS_CLASH.at(text.span, sign="pay", one=one, other=other))
        return None
    rounding = limit.round or binder.policy.line_round
    return bound if rounding is None else rounded(bound, rounding.places, rounding.mode)


def _per_role(
    policy: Policy, counted: Mapping[str, tuple[str, ...]], lines: Mapping[str, Typed],
    bounds: tuple[Typed | None, Typed | None],
) -> Typed:  # fmt: skip
    """One expression where every role counts the same lines, else one for each role."""
    sums = {role: _change([lines[n] for n in names], bounds) for role, names in counted.items()}
    if len(set(counted.values())) == 1:
        return next(iter(sums.values()))
    roles = ValueType(Unit.TEXT, words=tuple(r.heading.name for r in policy.roles))
    arms = tuple(
        (Compare("=", Read(words.ROLE, roles), Word(role, roles), TRUTH), change)
        for role, change in sums.items()
    )
    return Cases((), arms, joined([change.type for _, change in arms], Unit.MONEY))


def _change(lines: Sequence[Typed], bounds: tuple[Typed | None, Typed | None]) -> Typed:
    summed = lines[0]
    for line in lines[1:]:
        summed = arithmetic("+", summed, line, Unit.MONEY)
    low, high = bounds
    parts: list[Typed] = []
    if low is not None:
        parts.append(greatest([NOTHING, arithmetic("-", low, summed, Unit.MONEY)], Unit.MONEY))
    if high is not None:
        parts.append(least([NOTHING, arithmetic("-", high, summed, Unit.MONEY)], Unit.MONEY))
    return parts[0] if len(parts) == 1 else arithmetic("+", parts[0], parts[1], Unit.MONEY)


def half_read(items: Iterable[Item], policy: Policy) -> Iterator[Diagnostic]:
    """Items that read a limited line without its limit: which of two amounts is meant?"""
    owned = {p.owner: p.heading.name for p in policy.lines if isinstance(p, Limit) and p.owner}
    for item in items:
        read = set(item.reads)
        definition = item.definition
        if isinstance(definition, OverPeople | AverageOf | RankOf) and definition.item:
            read.add(definition.item)
        for line in sorted(read & owned.keys()):
            if owned[line] not in read and item.key != owned[line]:
                yield LIMITED_LINE_READ.at(item.span, line=line, limit=owned[line])


def unscored_reads(item: Item) -> tuple[str, ...]:
    """What an item cannot do without: a counted line that is not paid counts 0."""
    definition = item.definition
    return definition.bound_reads if isinstance(definition, LimitOf) else item.reads


def paid_reads(item: Item, role: str, paid: Container[str]) -> Iterator[str]:
    """What a limit reads for one role: its bounds, and the counted lines that it may be paid."""
    definition = item.definition
    assert isinstance(definition, LimitOf)
    yield words.ROLE
    yield from definition.bound_reads
    yield from (key for key in definition.counted[role] if key in paid)
