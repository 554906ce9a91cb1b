"""Division and rounding against fractions, which cannot be inexact."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.core.number import QUOTIENT_PLACES, divide, fixed, parse_decimal, plain, quantize
from tests.properties.conftest import EXAMPLES

NUMBERS = st.one_of(
    st.decimals("-1e15", "1e15", places=4),
    st.integers(-(10**9), 10**9).map(lambda n: Decimal(n) / 8),
    st.integers(-500, 500).map(lambda n: Decimal(n * 5).scaleb(-3)),
)
MANY = EXAMPLES * 20


def half_away(amount: Fraction) -> int:
    whole = floor(abs(amount) + Fraction(1, 2))
    return whole if amount >= 0 else -whole


def half_toward_zero(amount: Fraction) -> int:
    whole = ceil(abs(amount) - Fraction(1, 2))
    return whole if amount >= 0 else -whole


def half_even(amount: Fraction) -> int:
    return round(amount)


def toward_zero(amount: Fraction) -> int:
    return floor(amount) if amount >= 0 else ceil(amount)


def away_from_zero(amount: Fraction) -> int:
    return ceil(amount) if amount >= 0 else floor(amount)


MODES = {
    "half_up": half_away,
    "half_down": half_toward_zero,
    "half_even": half_even,
    "up": away_from_zero,
    "down": toward_zero,
    "ceiling": ceil,
    "floor": floor,
}


@settings(max_examples=MANY)
@given(dividend=NUMBERS, divisor=NUMBERS.filter(bool), places=st.integers(0, QUOTIENT_PLACES))
def test_a_quotient_is_the_exact_one_rounded_half_up(
    dividend: Decimal, divisor: Decimal, places: int
) -> None:
    exact = Fraction(dividend) / Fraction(divisor)
    expected = Fraction(half_away(exact * 10**places), 10**places)
    assert expected == Fraction(divide(dividend, divisor, places))


@settings(max_examples=MANY)
@given(amount=NUMBERS, places=st.integers(0, 6), mode=st.sampled_from(sorted(MODES)))
def test_a_rounding_is_what_its_name_says(amount: Decimal, places: int, mode: str) -> None:
    expected = Fraction(MODES[mode](Fraction(amount) * 10**places), 10**places)
    assert expected == Fraction(quantize(amount, places=places, mode=mode))


@settings(max_examples=MANY)
@given(amount=NUMBERS)
def test_a_number_survives_its_text(amount: Decimal) -> None:
    assert amount == parse_decimal(plain(amount))
    assert amount == parse_decimal(fixed(amount, 2))


@settings(max_examples=MANY)
@given(text=st.text(alphabet="0123456789.,-+eE%nai ∞", max_size=12))
def test_text_is_a_number_or_none(text: str) -> None:
    number = parse_decimal(text)
    assert number is None or number.is_finite()
