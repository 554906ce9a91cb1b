"""How a pool is parted among people, in whole last places, as one would do it on paper."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, localcontext
from fractions import Fraction

from engine.core.number import EXACT, quantize
from engine.core.record import record


@record(kw_only=True)
class Parted:
    """`cut`: each share cut off at its last place; `added`: what each gets of the rest."""

    total: Decimal
    cut: Mapping[str, Decimal]
    added: Mapping[str, Decimal]
    rest: Decimal


def parted(
    amount: Decimal, weights: Mapping[str, Decimal], places: int, remainder: str
) -> Parted | None:
    """None where there is an amount and nobody has a part in it."""
    with localcontext(EXACT):
        total = sum(weights.values(), Decimal(0))
        if not total and amount:
            return None
        exact = {a: _fair(amount, w, total) for a, w in weights.items()}
        cut = {a: _cut_off(share, places) for a, share in exact.items()}
        rest = amount - sum(cut.values(), Decimal(0))
        added = dict.fromkeys(weights, Decimal(0))
        if remainder == "highest_share" and rest:
            added[_in_turn(weights)[0]] = rest
        if remainder == "largest_fraction":
            missing = {a: abs(exact[a] - Fraction(cut[a])) for a in weights}
            step = Decimal(1).scaleb(-places).copy_sign(rest)
            for agent in _in_turn(weights, missing)[: int(rest / step)]:
                added[agent] = step
    return Parted(total=total, cut=cut, added=added, rest=rest)


def _fair(amount: Decimal, weight: Decimal, total: Decimal) -> Fraction:
    return Fraction(amount) * Fraction(weight) / Fraction(total) if total else Fraction(0)


def _cut_off(share: Fraction, places: int) -> Decimal:
    units = abs(share) * 10**places
    cut = Decimal(units.numerator // units.denominator).scaleb(-places)
    return quantize(-cut if share < 0 else cut, places=places, mode="down")


def _in_turn(
    weights: Mapping[str, Decimal], missing: Mapping[str, Fraction] | None = None
) -> list[str]:
    """{link: pool-remainder} The largest fraction first, then the largest part, then by account."""
    by_account = sorted(weights)
    by_part = sorted(by_account, key=lambda agent: weights[agent], reverse=True)
    if missing is None:
        return by_part
    return sorted(by_part, key=lambda agent: missing[agent], reverse=True)
