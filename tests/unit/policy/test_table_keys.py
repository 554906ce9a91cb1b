"""A key that means nothing in a table of its method is refused: it would silently do nothing."""

from __future__ import annotations

import pytest

from tests.checks.examples import BASE
from tests.pipeline import all_findings, codes

POINTS = """  线:
    lookup: 销售额
    method: interpolated
    outside: clamp
    unit: money
    columns: [at, value]
    rows:
      - [0, 0]
      - [10000, 300]
"""
WITH_POINTS = BASE.replace("tables:\n", "tables:\n" + POINTS).replace("销售额 × 1%", "线.金额")


@pytest.mark.parametrize("key", ["apply_to: 销售额", "quota: 100", "outside: clamp"])
def test_grades_take_neither_base_nor_quota_nor_ends(key: str) -> None:
    text = BASE.replace("    method: whole\n", f"    method: whole\n    {key}\n")
    assert ["P219"] == codes(all_findings(text.encode()))


@pytest.mark.parametrize("key", ["apply_to: 销售额", "quota: 100", "edge: to_inclusive"])
def test_points_take_neither_base_nor_quota_nor_edge(key: str) -> None:
    assert [] == codes(all_findings(WITH_POINTS.encode()))
    text = WITH_POINTS.replace("    outside: clamp\n", f"    outside: clamp\n    {key}\n")
    assert ["P219"] == codes(all_findings(text.encode()))
