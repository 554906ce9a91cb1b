"""A cliff is named at the last figure of one row and the first of the next, as the edge says."""

from __future__ import annotations

import pytest

from tests.pipeline import all_findings

POLICY = """
format: 1
policy: pay
shop: demo
version: 1
title: a salary that falls
effective: {{from: 2024-01}}
currency: CNY
sources: {{tests: "1"}}
measures:
  worth: {{unit: count, places: 0, min: 0, max: 1000, better: {better}}}
roles:
  clerk: {{pay: [line]}}
tables:
  ladder: {{lookup: worth, method: whole, edge: {edge}, columns: {columns}, units: {{paid: money}}, rows: {rows}}}
pay:
  line: {{amount: ladder.paid, round: {{places: 2, mode: half_up}}}}
"""  # noqa: E501


def cliff(better: str, edge: str, columns: str, rows: str) -> tuple[str, str]:
    text = POLICY.format(better=better, edge=edge, columns=columns, rows=rows)
    (found,) = all_findings(text.encode())
    return found.values["at"], found.values["beyond"]


@pytest.mark.parametrize(
    ("better", "edge", "columns", "rows", "at", "beyond"),
    [
        ("higher", "to_inclusive", "[to, paid]", '[[100, 50], ["∞", 20]]', "100", "101"),
        ("higher", "from_inclusive", "[from, paid]", "[[0, 50], [100, 20]]", "99", "100"),
        ("lower", "to_inclusive", "[to, paid]", '[[100, 20], ["∞", 50]]', "101", "100"),
        ("lower", "from_inclusive", "[from, paid]", "[[0, 20], [100, 50]]", "100", "99"),
    ],
)
def test_a_cliff_is_named_on_both_sides_of_its_edge(
    better: str, edge: str, columns: str, rows: str, at: str, beyond: str
) -> None:
    assert (at, beyond) == cliff(better, edge, columns, rows)
