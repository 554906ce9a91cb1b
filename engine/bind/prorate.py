"""The share of a month that a line pays → typed expressions, and lines that say nothing of it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bind.checks.b308_units_clash import UNITS_CLASH
from engine.bind.checks.b310_division_by_zero import DIVISION_BY_ZERO
from engine.bind.checks.b326_percent_sign import PERCENT_SIGN
from engine.bind.expression import Choose, Read, Typed, children
from engine.bind.formulas import arithmetic, constant, difference, greatest, least, quotient
from engine.bind.model import BoundPolicy, Factor, Item, Place, computed
from engine.bind.scope import Items
from engine.bind.units import same
from engine.catalog.measures import Measure
from engine.core.diagnostic import Diagnostic
from engine.core.unit import Unit
from engine.policy.model import FormulaText, Line, Quantity
from engine.policy.proration import DAYS_EMPLOYED, Prorate


def factor_key(line: str) -> str:
    return f"{line}[prorate]"


def prorated(items: Items, line: Line, rule: Prorate, amount: Typed) -> Typed | None:
    """amount × paid days ÷ days of the month, divided once: 3000 × 20 ÷ 30 is 2000 exactly."""
    base, days = _days(items, rule.base), _days(items, rule.days)
    items.found.extend(_unsigned(rule))
    if base is None or days is None:
        return None
    if base.type.low <= 0:
        items.found.append(DIVISION_BY_ZERO.at(rule.base.span))
        return None
    paid = _within(rule, difference(base, days, Unit.DAYS) if rule.is_absence else days, base)
    name = line.heading.name
    place = Place(path=f"pay.{name}.prorate", span=rule.span, cite=line.heading.cite)
    factor = quotient(paid, base, Unit.RATIO)
    items.add(computed(factor_key(name), "factor", Factor(line), factor, place))
    return quotient(arithmetic("*", amount, paid, Unit.MONEY), base, Unit.MONEY)


def _days(items: Items, text: FormulaText) -> Typed | None:
    typed = items.formula(text)
    if typed is None:
        return None
    if not typed.type.is_number or same(typed.type.unit, Unit.DAYS) is None:
        one, other = typed.type.unit.value, Unit.DAYS.value
        items.found.append(UNITS_CLASH.at(text.span, sign="prorate", one=one, other=other))
        return None
    return typed


def _within(rule: Prorate, paid: Typed, base: Typed) -> Typed:
    """The limits are shares of the whole; in days, nothing is divided before the amount is."""
    if rule.floor is not None:
        paid = greatest([paid, _share(base, rule.floor)], Unit.DAYS)
    if rule.cap is not None:
        paid = least([paid, _share(base, rule.cap)], Unit.DAYS)
    return paid


def _share(base: Typed, limit: Quantity) -> Typed:
    amount = limit.amount
    assert amount is not None
    return arithmetic("*", base, constant(amount, Unit.RATIO), Unit.DAYS)


def _unsigned(rule: Prorate) -> Iterator[Diagnostic]:
    for limit in (rule.cap, rule.floor):
        if limit is not None and not limit.is_ratio and (limit.amount or 0) > 1:
            yield PERCENT_SIGN.at(limit.span, written=limit.text, meant=f"{limit.text}%")


def silent_lines(bound: BoundPolicy, role: str) -> tuple[Line, ...]:
    """Lines of a fixed monthly amount that do not say what they pay for a part of a month."""
    lines = [bound.by_key[key].definition for key in bound.role_of[role].lines]
    return tuple(
        line
        for line in lines
        if isinstance(line, Line) and line.prorate is None and is_fixed(bound, line)
    )


def is_fixed(bound: BoundPolicy, line: Line) -> bool:
    """Whether nothing in the amount grows by itself with the days that somebody was there.

    Money, counts and days of the agent's own do, also by picking a row of a table; scores, ratios,
    conditions and the shop's do not.
    """
    queue, seen = [line.heading.name], set[str]()
    while queue:
        item = bound.by_key[queue.pop()]
        if item.key in seen:
            continue
        seen.add(item.key)
        if _grows(item):
            return False
        if item.expression is not None and item.kind not in ("score", "own_score", "points"):
            queue.extend(_amounts_in(item.expression))
    return True


def _grows(item: Item) -> bool:
    if item.key == DAYS_EMPLOYED:
        return True
    measure = item.definition
    is_own = isinstance(measure, Measure) and measure.grain == "agent_month"
    return is_own and item.type.unit in (Unit.MONEY, Unit.COUNT, Unit.DAYS)


def _amounts_in(node: Typed) -> Iterator[str]:
    """What the amount is made of; a condition only chooses."""
    match node:
        case Read(key=key):
            yield key
        case Choose(then=then, otherwise=otherwise):
            yield from _amounts_in(then)
            yield from _amounts_in(otherwise)
        case _:
            for child in children(node):
                yield from _amounts_in(child)
