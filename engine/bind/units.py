"""Which units may meet in which operation, and what comes out. None = they may not."""

from __future__ import annotations

from engine.core.unit import Unit

_PER_PIECE = {Unit.MONEY, Unit.POINTS, Unit.COUNT, Unit.SECONDS, Unit.DAYS}
_QUOTIENTS = {
    (Unit.MONEY, Unit.COUNT): Unit.MONEY,
    (Unit.MONEY, Unit.DAYS): Unit.MONEY,
    (Unit.POINTS, Unit.COUNT): Unit.POINTS,
    (Unit.SECONDS, Unit.COUNT): Unit.SECONDS,
    (Unit.COUNT, Unit.DAYS): Unit.COUNT,
    (Unit.DAYS, Unit.COUNT): Unit.DAYS,
}


def same(one: Unit, other: Unit) -> Unit | None:
    """For + − comparisons and choices: a bare number takes the unit of its neighbour."""
    if one is other:
        return one
    if Unit.TEXT in (one, other) or Unit.TRUTH in (one, other):
        return None
    if one is Unit.NUMBER:
        return other
    return one if other is Unit.NUMBER else None


def product(one: Unit, other: Unit) -> Unit | None:
    for left, right in ((one, other), (other, one)):
        # 50 × years is fifty of something per year: the neighbour or the pay line says of what
        if left is Unit.NUMBER and right in (Unit.COUNT, Unit.DAYS, Unit.RATIO):
            return Unit.NUMBER
        if left is Unit.NUMBER or left is Unit.RATIO:
            return right
        if left is Unit.COUNT and right in _PER_PIECE:
            return right
        if left is Unit.DAYS and right is Unit.MONEY:
            return right
    return None


def quotient(one: Unit, other: Unit) -> Unit | None:
    if other in (Unit.NUMBER, Unit.RATIO):
        return one
    if one is Unit.NUMBER and other in (Unit.COUNT, Unit.DAYS):
        return one  # a fixed pool shared by heads: 1000 ÷ 人数()
    if one is other:
        return Unit.RATIO
    return _QUOTIENTS.get((one, other))
