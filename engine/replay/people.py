"""What sums, averages and places over several agents come to, once their values are known."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext

from engine.core.number import EXACT, divide


def summed_up(function: str, amounts: Sequence[Decimal]) -> Decimal:
    """total, count or average of at least one value."""
    with localcontext(EXACT):
        total = sum(amounts, Decimal(0))
    if function == "total":
        return total
    count = Decimal(len(amounts))
    return count if function == "count" else divide(total, count)


def place_of(own: Decimal, amounts: Sequence[Decimal], function: str) -> Decimal:
    """One more than those who are better (shared), or than their different values (dense)."""
    kind, _, ties = function.partition(":")
    better = [a for a in amounts if (a < own if kind == "rank_from_low" else a > own)]
    return Decimal(1 + (len(better) if ties == "shared" else len(set(better))))
