"""Sums → the amount of a figure: one quotient, exact, rounded once."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from engine.core.record import record
from engine.policy.row_measures import Aggregate, Quotient, RowMeasure

Sum = Callable[[Aggregate], Decimal | None]


@record
class Worked:
    """`amount` None: there is nothing to divide by, or nothing to take the least of."""

    amount: Decimal | None


def worked(spec: RowMeasure, sum_of: Sum, places: int) -> Worked:
    """`sum_of` gives None where no row fits: of a count or a sum that is 0."""
    of = _part(spec.of, sum_of)
    if of is None:
        return Worked(None)
    amount = Fraction(of)
    if spec.less is not None:
        amount -= Fraction(_part(spec.less, sum_of) or 0)
    if spec.per is not None:
        per = _part(spec.per, sum_of)
        if not per:
            return Worked(None)
        amount /= Fraction(per)
    if spec.relative_to is not None:
        other = _quotient(spec.relative_to, sum_of)
        if not other:
            return Worked(None)
        amount /= other
    return Worked(half_up(amount, places))


def _quotient(spec: Quotient, sum_of: Sum) -> Fraction | None:
    of, per = _part(spec.of, sum_of), None
    if spec.per is not None:
        per = _part(spec.per, sum_of)
        if not per:
            return None
    return Fraction(of or 0) / Fraction(per or 1)


def _part(aggregate: Aggregate, sum_of: Sum) -> Decimal | None:
    found = sum_of(aggregate)
    if found is None and aggregate.how in ("count", "distinct", "sum"):
        return Decimal(0)
    return found


def half_up(amount: Fraction, places: int) -> Decimal:
    """Half away from zero, in whole numbers of the last place."""
    scaled = abs(amount) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if amount >= 0 else -whole).scaleb(-places)
