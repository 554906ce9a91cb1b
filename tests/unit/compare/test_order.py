"""Grades, places and spread, worked by hand."""

from __future__ import annotations

from decimal import Decimal

from engine.compare.differences import Against, pairs
from engine.compare.migration import migration
from engine.compare.ranks import ranks
from engine.compare.spread import spread
from tests.unit.compare.sides import compared, paid, slip


def test_the_matrix_has_a_cell_for_every_move() -> None:
    comparison = compared(
        paid(1, slip("甲", {"奖": "9"}, grade="差"), slip("乙", {"奖": "9"}, grade="好")),
        paid(2, slip("甲", {"奖": "12"}, grade="好"), slip("乙", {"奖": "12"}, grade="好")),
    )
    side = comparison.sides[1]
    cells = [
        (m.before, m.after, m.moved.count, m.moved.difference)
        for m in migration(comparison, side, pairs(comparison, side))
    ]
    assert [("好", "好", 1, Decimal(3)), ("差", "好", 1, Decimal(3))] == cells


def test_equal_pay_shares_a_place() -> None:
    comparison = compared(
        paid(1, *(slip(a, {"奖": t}) for a, t in (("甲", "3"), ("乙", "3"), ("丙", "1")))),
        paid(2, *(slip(a, {"奖": t}) for a, t in (("甲", "1"), ("乙", "3"), ("丙", "2")))),
    )
    found = {r.agent: (r.before, r.after, r.rise) for r in
             ranks(Against(pairs(comparison, comparison.sides[1])))}  # fmt: skip
    assert {"甲": (1, 3, -2), "乙": (1, 1, 0), "丙": (3, 2, 1)} == found


def test_the_spread_of_three() -> None:
    # Gini: Σ (2i − n − 1) x = −2 × 1 + 0 × 2 + 2 × 5 = 8; 8 ÷ (3 × 8) = 0.3333
    found = spread([Decimal(5), Decimal(1), Decimal(2)])
    assert found is not None
    assert (Decimal(1), Decimal(2), Decimal(5)) == (found.least, found.median, found.greatest)
    assert (Decimal(5), Decimal("0.3333")) == (found.ratio, found.gini)


def test_the_median_of_two_is_exact_and_nothing_has_no_ratio() -> None:
    found = spread([Decimal("0.01"), Decimal(0)])
    assert found is not None
    assert Decimal("0.005") == found.median
    assert (None, Decimal("0.5")) == (found.ratio, found.gini)
    assert spread([]) is None
