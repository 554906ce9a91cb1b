"""Pay lines and the total → typed expressions in money."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from engine.bind.checks.b308_units_clash import UNITS_CLASH
from engine.bind.checks.b312_rounding_unstated import ROUNDING_UNSTATED
from engine.bind.expression import Choose, Compare, Typed
from engine.bind.formulas import FormulaBinder, constant, rounded
from engine.bind.nonzero import shown_nonzero
from engine.bind.over_months import times_paid
from engine.bind.prorate import prorated
from engine.bind.scope import Items
from engine.bind.types import TRUTH, joined
from engine.bind.units import same
from engine.core.unit import Unit
from engine.formula import nodes
from engine.formula.parse import parse
from engine.policy.model import FormulaText, Limit, Line
from engine.policy.proration import Prorate

MONEY_PLACES = 2


def line_expression(binder: Items, line: Line) -> Typed | None:
    """The amount where `when` holds, else 0, rounded as the line or the policy says."""
    condition_node = _parsed(binder, line.when)
    amount_node = _parsed(binder, line.amount)
    if amount_node is None or (line.when is not None and condition_node is None):
        return None
    formulas = FormulaBinder(binder, binder.found)
    nonzero = shown_nonzero(condition_node, holds=True) if condition_node else frozenset()
    amount = _amount(binder, line, formulas.bind(amount_node, nonzero))
    condition = formulas.truth(condition_node) if condition_node else None
    if amount is None or (condition_node is not None and condition is None):
        return None
    for paid in (condition, _within_times(binder, line)):
        amount = where(paid, amount)
    return in_money(binder, line, amount)


def condition_of(binder: Items, when: FormulaText | None) -> Typed | None:
    node = _parsed(binder, when)
    return FormulaBinder(binder, binder.found).truth(node) if node else None


def bound_under(binder: Items, text: FormulaText, when: FormulaText | None) -> Typed | None:
    """A formula that is worked out only where `when` holds, so what that rules out cannot be."""
    node, condition = _parsed(binder, text), _parsed(binder, when)
    if node is None:
        return None
    nonzero = shown_nonzero(condition, holds=True) if condition else frozenset()
    return FormulaBinder(binder, binder.found).bind(node, nonzero)


def where(condition: Typed | None, amount: Typed) -> Typed:
    """The amount where the condition holds, else 0."""
    if condition is None:
        return amount
    nothing = constant(Decimal(0), Unit.MONEY)
    return Choose(condition, amount, nothing, joined([amount.type, nothing.type], Unit.MONEY))


def in_money(binder: Items, line: Line | Limit, amount: Typed) -> Typed:
    """Rounded as stated; an amount that nobody rounds anywhere is reported."""
    rounding = line.round or binder.policy.line_round
    if rounding is not None and isinstance(line, Line):
        amount = rounded(amount, rounding.places, rounding.mode)
    elif amount.type.places > MONEY_PLACES and rounding is None and not binder.policy.total_round:
        places = str(amount.type.places)
        binder.found.append(
            ROUNDING_UNSTATED.at(line.heading.span, line=line.heading.name, places=places)
        )
    return replace(amount, type=amount.type.with_unit(Unit.MONEY))


def _within_times(binder: Items, line: Line) -> Typed | None:
    """Whether the line may be paid once more."""
    if line.times is None:
        return None
    most = constant(Decimal(line.times.at_most), Unit.COUNT)
    return Compare("<", times_paid(binder, line), most, TRUTH)


def _amount(binder: Items, line: Line, amount: Typed | None) -> Typed | None:
    """Money, of which the line may pay the part of the month that it states."""
    if amount is None:
        return None
    if not amount.type.is_number or same(amount.type.unit, Unit.MONEY) is None:
        one, other = amount.type.unit.value, Unit.MONEY.value
        binder.found.append(UNITS_CLASH.at(line.amount.span, sign="pay", one=one, other=other))
        return None
    if not isinstance(line.prorate, Prorate):
        return amount
    return prorated(binder, line, line.prorate, amount)


def _parsed(binder: Items, text: FormulaText | None) -> nodes.Expression | None:
    if text is None:
        return None
    outcome = parse(text.text, text.span)
    binder.found.extend(outcome.diagnostics)
    return outcome.value
