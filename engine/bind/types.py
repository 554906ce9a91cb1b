"""The type of a value: unit, decimals, and the least and greatest it can be."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from engine.core.number import EXACT, QUOTIENT_PLACES, quantize, scale_of
from engine.core.record import record
from engine.core.unit import Unit

MOST_DIGITS = 38


@record
class ValueType:
    """`places` decimals, between `low` and `high` inclusive. Words: `words` None = any."""

    unit: Unit
    places: int = 0
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    words: tuple[str, ...] | None = None

    @property
    def is_number(self) -> bool:
        return self.unit not in (Unit.TEXT, Unit.TRUTH)

    @property
    def whole_digits(self) -> int:
        """Digits before the point of the largest value."""
        largest = max(abs(self.low), abs(self.high))
        return max(largest.adjusted() + 1, 1) if largest else 1

    @property
    def digits(self) -> int:
        return self.whole_digits + self.places

    def with_unit(self, unit: Unit) -> ValueType:
        return replace(self, unit=unit)


TRUTH = ValueType(Unit.TRUTH)


def number_type(unit: Unit, places: int, low: Decimal, high: Decimal) -> ValueType:
    return ValueType(unit, places, low, high)


def added(one: ValueType, other: ValueType, unit: Unit, *, minus: bool) -> ValueType:
    low, high = (other.high, other.low) if minus else (other.low, other.high)
    sign = -1 if minus else 1
    return ValueType(
        unit,
        max(one.places, other.places),
        EXACT.add(one.low, sign * low),
        EXACT.add(one.high, sign * high),
    )


def multiplied(one: ValueType, other: ValueType, unit: Unit) -> ValueType:
    corners = [EXACT.multiply(a, b) for a in (one.low, one.high) for b in (other.low, other.high)]
    return ValueType(unit, one.places + other.places, min(corners), max(corners))


def divided(one: ValueType, other: ValueType, unit: Unit) -> ValueType:
    """Bounds of a quotient whose divisor is never zero: at least one last place away from it."""
    smallest = Decimal(1).scaleb(-other.places)
    if other.low > 0:
        smallest = max(smallest, other.low)
    elif other.high < 0:
        smallest = max(smallest, -other.high)
    top, bottom = max(abs(one.low), abs(one.high)).as_integer_ratio()
    smallest_top, smallest_bottom = smallest.as_integer_ratio()
    reach = Decimal(-(-top * smallest_bottom // (bottom * smallest_top)))
    is_positive = one.low >= 0 and other.low >= 0
    return ValueType(unit, QUOTIENT_PLACES, Decimal(0) if is_positive else -reach, reach)


def joined(types: list[ValueType], unit: Unit) -> ValueType:
    """The type of a value that may come from any of several branches."""
    words: tuple[str, ...] | None = None
    if all(t.words is not None for t in types):
        words = tuple(dict.fromkeys(w for t in types for w in t.words or ()))
    return ValueType(
        unit,
        max(t.places for t in types),
        min(t.low for t in types),
        max(t.high for t in types),
        words,
    )


def least_of(types: list[ValueType], unit: Unit) -> ValueType:
    places = max(t.places for t in types)
    return ValueType(unit, places, min(t.low for t in types), min(t.high for t in types))


def greatest_of(types: list[ValueType], unit: Unit) -> ValueType:
    places = max(t.places for t in types)
    return ValueType(unit, places, max(t.low for t in types), max(t.high for t in types))


def rounded(type_: ValueType, places: int) -> ValueType:
    """Rounding can move a bound outward by one step at most."""
    if places >= type_.places:
        return type_
    low = quantize(type_.low, places=places, mode="floor")
    high = quantize(type_.high, places=places, mode="ceiling")
    return ValueType(type_.unit, places, low, high)


def is_within(type_: ValueType, amount: Decimal) -> bool:
    """Whether a number is one that the type can hold exactly."""
    return type_.low <= amount <= type_.high and scale_of(amount) <= type_.places
