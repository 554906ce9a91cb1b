"""Points of one item of a score card, and the score of the card."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from engine.core.errors import EngineBug
from engine.core.number import divide, quantize
from engine.policy.model import (
    AsIs,
    ByDeduction,
    ByFormula,
    ByTarget,
    FormulaText,
    KpiItem,
    Points,
    Quantity,
)

Compute = Callable[[str], Decimal]


def formula_of(rule: Points) -> FormulaText | None:
    """What the points need beside the figure: a formula, the target, or the limit."""
    match rule:
        case ByFormula(formula=formula) | ByTarget(target=formula) | ByDeduction(limit=formula):
            return formula
        case _:
            return None


def points_of(rule: Points, figure: Callable[[], Decimal], compute: Compute) -> Decimal:
    match rule:
        case AsIs():
            return figure()
        case ByFormula(formula=formula):
            return compute(formula.text)
        case ByTarget():
            return _by_target(rule, figure(), compute(rule.target.text))
        case ByDeduction():
            return _by_deduction(rule, figure(), compute(rule.limit.text))
    raise EngineBug(f"no such points: {rule!r}")


def _by_target(rule: ByTarget, figure: Decimal, target: Decimal) -> Decimal:
    points = divide(figure, target) * 100
    if rule.floor is not None and rule.floor.amount is not None and points < rule.floor.amount:
        points = rule.floor.amount
    if rule.cap is not None and rule.cap.amount is not None and points > rule.cap.amount:
        points = rule.cap.amount
    return points


def _by_deduction(rule: ByDeduction, figure: Decimal, limit: Decimal) -> Decimal:
    beyond = figure - limit if rule.is_above else limit - figure
    if beyond < 0:
        beyond = Decimal(0)
    units = divide(beyond, rule.per.amount or Decimal(1))
    if rule.step == "full":
        units = quantize(units, places=0, mode="floor")
    elif rule.step == "started":
        units = quantize(units, places=0, mode="ceiling")
    points = (rule.start.amount or Decimal(0)) - units * (rule.deduct.amount or Decimal(0))
    if rule.floor is not None and rule.floor.amount is not None and points < rule.floor.amount:
        return rule.floor.amount
    return points


def working_of(item: KpiItem) -> str:
    """How the figure becomes points, as one line: 转化率 ÷ 60% × 100, 0 … 100."""
    figure = item.figure.text
    match item.points:
        case AsIs():
            return figure
        case ByFormula(formula=formula):
            return formula.text
        case ByTarget(target=target, cap=cap, floor=floor):
            return f"({figure}) ÷ ({target.text}) × 100{_limits(floor, cap)}"
        case ByDeduction() as rule:
            sides = (figure, rule.limit.text) if rule.is_above else (rule.limit.text, figure)
            units = f"({sides[0]} − {sides[1]}) ÷ {rule.per.text}"
            units = {"full": f"⌊{units}⌋", "started": f"⌈{units}⌉"}.get(rule.step, units)
            taken = f"{rule.start.text} − {rule.deduct.text} × max(0, {units})"
            return f"{taken}{_limits(rule.floor, None)}"
    raise EngineBug(f"no such points: {item.points!r}")


def _limits(floor: Quantity | None, cap: Quantity | None) -> str:
    if floor is None and cap is None:
        return ""
    return f"  [{floor.text if floor else ''} … {cap.text if cap else ''}]"


def score_of(items: Sequence[KpiItem], points: Sequence[Decimal | None]) -> Decimal:
    """Weighted points; an item left out (None) takes its weight with it."""
    weighted = [
        ((item.weight.amount or Decimal(0)), amount)
        for item, amount in zip(items, points, strict=True)
        if amount is not None
    ]
    total = sum((weight * amount for weight, amount in weighted), Decimal(0))
    if len(weighted) == len(items) and not any(i.missing == "leave_out" for i in items):
        return total.scaleb(-2)
    return divide(total, sum((weight for weight, _ in weighted), Decimal(0)))
