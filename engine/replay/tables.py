"""What a table gives for one agent, row by row as a person would read it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from engine.core.number import divide, plain
from engine.policy.model import Row, Table

Number = Callable[[str], Decimal]


def row_of(table: Table, lookup: Decimal | str) -> Row | None:
    """The row that the lookup falls into; None if there is none."""
    if table.is_exact:
        word = plain(lookup) if isinstance(lookup, Decimal) else lookup
        return next((row for row in table.rows if _same(row.key, word)), None)
    if isinstance(lookup, str):
        return None
    return next((row for row in table.rows if _is_in(row, lookup)), None)


def _same(key: str, word: str) -> bool:
    return key == word


def _is_in(row: Row, amount: Decimal) -> bool:
    low, high = row.low, row.high
    if low.amount is not None and (
        amount < low.amount or (amount == low.amount and not low.inclusive)
    ):
        return False
    return high.amount is None or (
        amount < high.amount or (amount == high.amount and high.inclusive)
    )


def amount_of(table: Table, lookup: Decimal | str, base: Decimal, quota: Decimal) -> Decimal | None:
    """The amount that the table gives; None where the lookup has no row."""
    if table.method == "interpolated":
        return _interpolate(table, lookup) if isinstance(lookup, Decimal) else None
    if table.method == "marginal":
        return sum((_share_of_band(row, base) for row in table.rows), Decimal(0))
    row = row_of(table, lookup)
    if row is None:
        return None
    rate = row.rate.amount or Decimal(0) if row.rate else Decimal(0)
    fixed = row.fixed.amount or Decimal(0) if row.fixed else Decimal(0)
    if table.method == "over_quota":
        return rate * (base - quota) if base > quota else Decimal(0)
    if table.method == "slab" and row.of_excess:
        base = base - (row.low.amount or Decimal(0))
    return fixed + rate * base


def parts_of(table: Table, base: Decimal) -> tuple[tuple[Decimal, Row], ...]:
    """How a marginal table cuts a base: the part in each band that it reaches."""
    cut: list[tuple[Decimal, Row]] = []
    for row in table.rows:
        bottom, top = row.low.amount or Decimal(0), row.high.amount
        upper = base if top is None or base < top else top
        if upper > bottom:
            cut.append((upper - bottom, row))
    return tuple(cut)


def _share_of_band(row: Row, base: Decimal) -> Decimal:
    """What one band pays on its part of the base, plus its fixed part if entered."""
    bottom, top = row.low.amount, row.high.amount
    reaches = (
        bottom is None or not bottom or base > bottom or (base == bottom and row.low.inclusive)
    )
    if not reaches:
        return Decimal(0)
    upper = base if top is None or base < top else top
    part = upper if not bottom else upper - bottom
    fixed = row.fixed.amount or Decimal(0) if row.fixed else Decimal(0)
    return fixed + part * (row.rate.amount or Decimal(0) if row.rate else Decimal(0))


def _interpolate(table: Table, at: Decimal) -> Decimal | None:
    corners = _corners(table)
    if at < corners[0][0]:
        return corners[0][1] if table.clamps_outside else None
    if at > corners[-1][0]:
        return corners[-1][1] if table.clamps_outside else None
    for index in range(len(corners) - 1):
        (x0, y0), (x1, y1) = corners[index], corners[index + 1]
        if x0 <= at < x1:
            return y0 + divide((at - x0) * (y1 - y0), x1 - x0)
    return corners[-1][1]


def _corners(table: Table) -> list[tuple[Decimal, Decimal]]:
    corners: list[tuple[Decimal, Decimal]] = []
    earned = Decimal(0)
    for row in table.rows:
        if row.value is not None:
            corners.append((row.low.amount or Decimal(0), row.value.amount or Decimal(0)))
        elif row.earn is not None:
            if not corners:
                corners.append((Decimal(0), Decimal(0)))
            earned += row.earn.amount or Decimal(0)
            corners.append((row.high.amount or Decimal(0), earned))
    return corners
