"""A number is written with all its digits and no exponent, whatever `str` makes of it."""

from decimal import Decimal

import pytest

from engine.core.number import fixed, plain


@pytest.mark.parametrize(
    ("typed", "as_plain", "as_fixed"),
    [
        ("1234.50", "1234.5", "1234.50"),
        ("1E+3", "1000", "1000.00"),
        ("-1E+3", "-1000", "-1000.00"),
        ("1E-10", "0.0000000001", "0.0000000001"),
        ("0E-8", "0", "0.00"),
        ("-0.00", "0", "0.00"),
        ("-0.50", "-0.5", "-0.50"),
        ("7", "7", "7.00"),
        ("0.125", "0.125", "0.125"),
        ("2.5000", "2.5", "2.50"),
    ],
)
def test_one_text_for_one_number(typed: str, as_plain: str, as_fixed: str) -> None:
    assert as_plain == plain(Decimal(typed))
    assert as_fixed == fixed(Decimal(typed), 2)
