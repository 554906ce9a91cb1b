"""How far apart a side pays: least, median, greatest, their ratio, and the Gini coefficient."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, localcontext

from engine.core.number import EXACT, divide
from engine.core.record import record

# quotients of a spread are rounded once, half up, to as many decimals
PLACES = 4


@record(kw_only=True)
class Spread:
    """Of the totals of payslips. `ratio`: greatest ÷ least; None where the least is not above 0.

    `gini`: 0 where all are paid alike, towards 1 where one gets it all; None where some total is
    below 0, or all are 0.
    """

    count: int
    least: Decimal
    median: Decimal
    greatest: Decimal
    ratio: Decimal | None
    gini: Decimal | None


def spread(totals: Iterable[Decimal]) -> Spread | None:
    """None for no payslip at all."""
    ordered = sorted(totals)
    if not ordered:
        return None
    count, least, greatest = len(ordered), ordered[0], ordered[-1]
    return Spread(
        count=count,
        least=least,
        median=_median(ordered),
        greatest=greatest,
        ratio=divide(greatest, least, PLACES) if least > 0 else None,
        gini=_gini(ordered) if least >= 0 and greatest > 0 else None,
    )


def _median(ordered: list[Decimal]) -> Decimal:
    """Of an even number the middle between the two in the middle, which is exact."""
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    with localcontext(EXACT):
        return (ordered[half - 1] + ordered[half]) * Decimal("0.5")


def _gini(ordered: list[Decimal]) -> Decimal:
    """Σ (2i − n − 1) × x_i ÷ (n × Σ x_i), i from the least paid: the mean difference, halved."""
    count = len(ordered)
    with localcontext(EXACT):
        weighted = sum(
            ((2 * number - count - 1) * total for number, total in enumerate(ordered, start=1)),
            Decimal(0),
        )
        whole = count * sum(ordered, Decimal(0))
    return divide(weighted, whole, PLACES)
