"""Where there is no value, SQL pays none either: no 0, no other branch, no error."""

from __future__ import annotations

import pytest

from tests.unit.sql.paying import paid

OF_NOBODY = [
    "average(a, lead)",
    "total(a, lead)",
    "a × headcount(lead)",
    "a ÷ headcount(lead)",
    "if(headcount(lead) > 3, 100, 200)",
    "if(headcount(lead) > 3 and a > 0, 100, 200)",
    "if(not (headcount(lead) > 3), 100, 200)",
    "min(average(a, lead), 5)",
    "max(5, average(a, lead))",
    "clamp(average(a, lead), 1, 5)",
    "abs(average(a, lead) - 5)",
    "round(average(a, lead), 2, up)",
    "divide(a, headcount(lead), 7)",
]


@pytest.mark.parametrize("formula", OF_NOBODY)
def test_a_formula_over_nobody_has_no_value(formula: str) -> None:
    assert (None, None) == paid(formula, a="100", n="3")


def test_a_missing_figure_has_no_value() -> None:
    assert (None, None) == paid("if(a > 5, 100, 200)", n="3")
    assert (None, None) == paid("min(a, 5)", n="3")


def test_a_rule_over_nobody_is_neither_met_nor_unmet() -> None:
    rule = "eligibility:\n  enough: {when: headcount(lead) > 3, otherwise: {pay: []}}"
    assert (None, None) == paid("a", rule, a="100", n="3")


@pytest.mark.parametrize("hit", ["first", "sum", "min", "max"])
def test_a_row_that_tests_nothing_pays_nothing_on_a_missing_figure(hit: str) -> None:
    rows = '[["<5", "-", 1], ["-", ">=9", 2], ["-", "-", 3]]'
    tested = "{worth: a, pieces: n}"
    table = f"bonus: {{hit: {hit}, when: {tested}, gives: {{yuan: money}}, rows: {rows}}}"
    sections = f"decisions:\n  {table}"
    assert (None, None) == paid("bonus.yuan", sections, n="3")
    assert (None, None) == paid("bonus.yuan", sections, a="3")
