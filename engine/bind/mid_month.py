"""Which states of a month pay an agent, and what a line comes to that several states pay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Literal

from engine.bind.checks.b311_too_many_digits import TOO_MANY_DIGITS
from engine.bind.dataset import Part
from engine.bind.digits import most_digits
from engine.bind.expression import Read, Typed
from engine.bind.formulas import arithmetic, quotient, rounded
from engine.bind.model import Item
from engine.bind.types import MOST_DIGITS, ValueType, number_type
from engine.core.diagnostic import Diagnostic
from engine.core.number import EXACT
from engine.core.record import record
from engine.core.span import Span
from engine.core.unit import Unit
from engine.policy.model import Line, Policy, Rounding
from engine.policy.proration import DAYS_EMPLOYED, MidMonth, StateRule

MOST_DAYS = Decimal(31)


def unstated_change(rules: MidMonth, states: Sequence[Part]) -> Literal["", "role", "level"]:
    """What changes within the month without the policy saying which state pays."""
    if len({s.role for s in states}) > 1 and rules.role is None:
        return "role"
    if rules.level is None and any(len(levels) > 1 for levels in _levels(rules, states)):
        return "level"
    return ""


def _levels(rules: MidMonth, states: Sequence[Part]) -> Iterator[set[str]]:
    kept = _kept(rules.role, states)
    yield from ({s.level for s in kept if s.role == role} for role in {s.role for s in kept})


def paying_parts(rules: MidMonth, states: Sequence[Part]) -> tuple[Part, ...]:
    """The states that pay, each with its days; the last one is where the agent stands.

    `states` are in the order of their days. A change of role goes by the rule for roles; a change
    of level within one role goes by the rule for levels.
    """
    by_role: dict[str, list[Part]] = {}
    for state in _kept(rules.role, states):
        by_role.setdefault(state.role, []).append(state)
    parts: dict[tuple[str, str], int] = {}
    for role in sorted(by_role, key=lambda name: _last_index(states, name)):
        for part in _of_level(rules.level, by_role[role]):
            days = parts.pop((role, part.level), 0)
            parts[role, part.level] = days + part.days
    return tuple(Part(role=r, level=v, days=days) for (r, v), days in parts.items())


def _kept(rule: StateRule | None, states: Sequence[Part]) -> list[Part]:
    if rule == "by_days":
        return list(states)
    role = states[0 if rule == "first_state" else -1].role
    return [s for s in states if s.role == role]


def _last_index(states: Sequence[Part], role: str) -> int:
    return max(n for n, state in enumerate(states) if state.role == role)


def _of_level(rule: StateRule | None, states: list[Part]) -> list[Part]:
    if rule == "by_days":
        return states
    level = states[0 if rule == "first_state" else -1].level
    return [Part(role=s.role, level=level, days=s.days) for s in states]


def is_by_days(policy: Policy) -> bool:
    return "by_days" in (policy.mid_month.role, policy.mid_month.level)


@record(kw_only=True)
class Weighed:
    """A line that several states pay: what it can be in each of them, and its rounding."""

    key: str
    type: ValueType
    round: Rounding | None


def weighed(policy: Policy, item: Item) -> Weighed:
    rounding = item.definition.round if isinstance(item.definition, Line) else None
    return Weighed(key=item.key, type=item.type, round=rounding or policy.line_round)


@record
class TimesDays:
    """`each`: what a line comes to in one state, times its days; `summed`: the type of the sum."""

    each: Typed
    summed: ValueType


def days_type(most: Decimal = MOST_DAYS) -> ValueType:
    return number_type(Unit.DAYS, 0, Decimal(1), most)


def times_days(line: Weighed, most: Decimal = MOST_DAYS) -> TimesDays:
    """`most`: what all the days, or whatever else weighs the states, can come to."""
    days = Read(DAYS_EMPLOYED, days_type(most))
    each = arithmetic("*", Read(line.key, line.type), days, Unit.MONEY)
    low, high = (EXACT.multiply(end, most) for end in (line.type.low, line.type.high))
    return TimesDays(each, number_type(Unit.MONEY, line.type.places, low, high))


def too_wide(policy: Policy, items: Iterable[Item]) -> Iterator[Diagnostic]:
    """Lines whose amount times its days, or its quotient, outgrows what is exact."""
    if not is_by_days(policy):
        return
    for item in items:
        if item.kind == "line":
            yield from too_wide_line(weighed(policy, item), item.span)


def too_wide_line(line: Weighed, span: Span, most: Decimal = MOST_DAYS) -> Iterator[Diagnostic]:
    times = times_days(line, most)
    digits = max(map(most_digits, (times.each, weighted_line(line, most))))
    digits = max(digits, times.summed.digits)
    if digits > MOST_DIGITS:
        yield TOO_MANY_DIGITS.at(span, digits=str(digits), most=str(MOST_DIGITS))


def weighted_line(line: Weighed, most: Decimal = MOST_DAYS) -> Typed:
    """The sum of amount × days over the states, divided once by all their days, rounded once."""
    total = Read(line.key, times_days(line, most).summed)
    whole = quotient(total, Read(DAYS_EMPLOYED, days_type(most)), Unit.MONEY)
    return whole if line.round is None else rounded(whole, line.round.places, line.round.mode)
