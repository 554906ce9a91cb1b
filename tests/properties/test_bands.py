"""Bands of any edge cover every value exactly once, for both evaluators alike."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.core.number import plain
from engine.core.span import whole_file
from engine.policy.bands import band_mistakes
from engine.policy.model import Bound, Row
from engine.replay.tables import row_of
from tests.pipeline import build_policy, shown
from tests.properties.conftest import EXAMPLES

TABLE = """
format: 1
policy: pay
shop: demo
version: 1
title: one table
effective: {{from: 2024-01}}
currency: CNY
sources: {{tests: "1"}}
roles:
  clerk: {{pay: [line]}}
tables:
  grades:
    lookup: sales
    method: whole
    edge: {edge}
    columns: [{columns}, salary]
    units: {{salary: money}}
    rows:
{rows}
pay:
  line: {{amount: grades.salary}}
"""


ONE = "      - [0, 1]"


@st.composite
def covering(draw: st.DrawFn) -> tuple[str, list[Decimal]]:
    """A table's text whose rows, in any order, cover the whole line."""
    numbers = draw(st.lists(st.integers(-500, 500), min_size=1, max_size=6, unique=True))
    cuts = [Decimal(n).scaleb(-1) for n in sorted(numbers)]
    edge = draw(st.sampled_from(["from_inclusive", "to_inclusive"]))
    lows, highs = ["-∞", *map(plain, cuts)], [*map(plain, cuts), "∞"]
    columns = draw(st.sampled_from(["from, to", "from" if edge == "from_inclusive" else "to"]))
    ends = {"from, to": zip(lows, highs, strict=True), "from": zip(lows), "to": zip(highs)}[columns]
    rows = [f"      - [{', '.join(end)}, {n}]" for n, end in enumerate(ends)]
    shuffled = draw(st.permutations(rows))
    return TABLE.format(edge=edge, columns=columns, rows="\n".join(shuffled)), cuts


def contains(row: Row, amount: Decimal) -> bool:
    """Written once more, so that it does not repeat a mistake."""
    low, high = row.low.amount, row.high.amount
    is_above = low is None or amount > low or (amount == low and row.low.inclusive)
    is_below = high is None or amount < high or (amount == high and row.high.inclusive)
    return is_above and is_below


@settings(max_examples=EXAMPLES)
@given(made=covering(), data=st.data())
def test_exactly_one_row_holds_for_any_value(
    made: tuple[str, list[Decimal]], data: st.DataObject
) -> None:
    text, cuts = made
    outcome = build_policy(text.encode())
    assert outcome.value is not None, shown(outcome.diagnostics)
    (table,) = outcome.value.tables
    step = Decimal("0.1")
    beside = [cut + shift for cut in cuts for shift in (-step, Decimal(0), step)]
    other = Decimal(data.draw(st.integers(-1000, 1000))).scaleb(-1)
    for amount in (*beside, other):
        (only,) = [row for row in table.rows if contains(row, amount)]
        assert only == row_of(table, amount)
        assert expected_row(amount, cuts, table.edge or "") == int(only.cells[0].amount)


def expected_row(amount: Decimal, cuts: list[Decimal], edge: str) -> int:
    """How many cuts lie behind the amount."""
    if edge == "from_inclusive":
        return sum(amount >= cut for cut in cuts)
    return sum(amount > cut for cut in cuts)


@settings(max_examples=EXAMPLES)
@given(
    ends=st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=2, max_size=4),
    inclusive=st.tuples(st.booleans(), st.booleans()),
)
def test_two_rows_for_one_value_are_found(
    ends: list[tuple[int, int]], inclusive: tuple[bool, bool]
) -> None:
    """What `build` lets pass has at most one row for any value."""
    low_in, high_in = inclusive
    rows = tuple(
        Row(
            low=Bound(amount=Decimal(low), inclusive=low_in),
            high=Bound(amount=Decimal(high), inclusive=high_in),
            span=whole_file("bands"),
        )
        for low, high in sorted(ends)
    )
    built = build_policy(TABLE.format(edge="from_inclusive", columns="from", rows=ONE).encode())
    assert built.value is not None
    table = replace(built.value.tables[0], rows=rows)
    halves = [Decimal(n) / 2 for n in range(-20, 21)]
    is_double = any(sum(contains(row, at) for row in rows) > 1 for at in halves)
    if is_double:
        assert list(band_mistakes(table))
