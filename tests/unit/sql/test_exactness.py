"""Branches of different decimals keep them all: DuckDB would give some up for room."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.unit.sql.paying import paid

CASES = {
    # a product 38 digits wide beside a quotient of 12 decimals
    "if(n > 0, a ÷ 7, a × n × n × n × n × 1.5)": "14.285714285714",
    "if(n > 100, a × n × n × n × n × 1.5, a ÷ 7)": "14.285714285714",
    "max(a ÷ 7, a × n × n × n × n × 1.5 - 1000000)": "14.285714285714",
    "min(a × n × n × n × n × 1.5, a ÷ 7)": "14.285714285714",
    "clamp(a ÷ 7, 0, a × n × n × n × n × 1.5)": "14.285714285714",
    "divide(a, 7, a × n × n × n × n × 1.5)": "14.285714285714",
}
STRAIGHT = """
tables:
  straight:
    lookup: n
    method: interpolated
    outside: clamp
    unit: money
    columns: [to, earn]
    rows:
      - [70, 326]
      - [73, 251]
      - [83, 360]
"""


@pytest.mark.parametrize("formula", CASES)
def test_a_branch_keeps_its_decimals(formula: str) -> None:
    expected = Decimal(CASES[formula])
    assert (expected, expected) == paid(formula, a="100", n="3")


def test_a_table_keeps_the_decimals_of_its_rows() -> None:
    # 326 + (71 − 70) × 251 ÷ 3
    expected = Decimal("409.666666666667")
    assert (expected, expected) == paid("straight.amount", STRAIGHT, a="100", n="71")
    # 17 × 326 ÷ 70
    expected = Decimal("79.171428571429")
    assert (expected, expected) == paid("straight.amount", STRAIGHT, a="100", n="17")


@pytest.mark.parametrize("mode", ["half_up", "half_even", "up", "down", "ceiling", "floor"])
def test_a_rounding_of_numbers_alone_is_exact(mode: str) -> None:
    """Without a figure these are integers to the database, which rounds them to a DOUBLE."""
    assert (Decimal(3), Decimal(3)) == paid(f"round(6 ÷ 2, 0, {mode})", a="100", n="3")
    text = paid(f"round(7 ÷ 2, 0, {mode}) × 2", a="100", n="3")
    assert text[0] == text[1]
