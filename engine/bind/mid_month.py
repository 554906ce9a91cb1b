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
from engine.core.unit import Unit
from engine.policy.model import Line, Policy
from engine.policy.proration import DAYS_EMPLOYED, MidMonth, StateRule

MOST_DAYS = Decimal(31)
_ALL_DAYS = number_type(Unit.DAYS, 0, Decimal(1), MOST_DAYS)


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


@record
class TimesDays:
    """`each`: what a line comes to in one state, times its days; `summed`: the type of the sum."""

    each: Typed
    summed: ValueType


def times_days(item: Item) -> TimesDays:
    each = arithmetic("*", Read(item.key, item.type), Read(DAYS_EMPLOYED, _ALL_DAYS), Unit.MONEY)
    low, high = (EXACT.multiply(end, MOST_DAYS) for end in (item.type.low, item.type.high))
    return TimesDays(each, number_type(Unit.MONEY, item.type.places, low, high))


def too_wide(policy: Policy, items: Iterable[Item]) -> Iterator[Diagnostic]:
    """Lines whose amount times its days, or its quotient, outgrows what is exact."""
    if not is_by_days(policy):
        return
    for item in items:
        if item.kind == "line":
            digits = max(map(most_digits, (times_days(item).each, weighted_line(policy, item))))
            digits = max(digits, times_days(item).summed.digits)
            if digits > MOST_DIGITS:
                yield TOO_MANY_DIGITS.at(item.span, digits=str(digits), most=str(MOST_DIGITS))


def weighted_line(policy: Policy, item: Item) -> Typed:
    """The sum of amount × days over the states, divided once by all their days, rounded once."""
    total = Read(item.key, times_days(item).summed)
    whole = quotient(total, Read(DAYS_EMPLOYED, _ALL_DAYS), Unit.MONEY)
    rounding = item.definition.round if isinstance(item.definition, Line) else None
    rounding = rounding or policy.line_round
    return whole if rounding is None else rounded(whole, rounding.places, rounding.mode)
