"""Differences by agent, line, grade and month, and what only one side pays."""

from __future__ import annotations

from decimal import Decimal

from engine.compare.differences import moved, moved_lines, pairs, total_of, unpaired
from tests.unit.compare.sides import JUNE, MAY, compared, paid, slip


def test_a_line_that_one_side_lacks_is_zero_there() -> None:
    comparison = compared(
        paid(1, slip("甲", {"底薪": "100", "奖金": "20"})),
        paid(2, slip("甲", {"底薪": "110", "补贴": "5"})),
    )
    found = pairs(comparison, comparison.sides[1])
    lines = moved_lines(found, lambda _, line: line)
    assert {"底薪": 10, "补贴": 5, "奖金": -20} == {k: m.difference for k, m in lines.items()}
    assert Decimal(-5) == total_of(found).difference


def test_months_add_up() -> None:
    comparison = compared(
        paid(1, slip("甲", {"底薪": "100"})),
        paid(1, slip("甲", {"底薪": "100"}), month=JUNE),
        paid(2, slip("甲", {"底薪": "101"})),
        paid(2, slip("甲", {"底薪": "90"}), month=JUNE),
    )
    found = pairs(comparison, comparison.sides[1])
    months = moved(found, lambda p: p.month)
    assert {MAY: Decimal(1), JUNE: Decimal(-10)} == {k: m.difference for k, m in months.items()}
    (agent,) = moved(found, lambda p: p.agent).values()
    assert (Decimal(200), Decimal(191), 2) == (agent.before, agent.after, agent.count)


def test_agents_of_one_side_alone_are_told_and_not_counted() -> None:
    comparison = compared(
        paid(1, slip("甲", {"底薪": "100"}), slip("乙", {"底薪": "70"})),
        paid(2, slip("甲", {"底薪": "100"}), slip("丙", {"底薪": "80"})),
    )
    told = [(n.reason, n.agent, n.values["amount"]) for n in unpaired(comparison)]
    assert [("not_on_side", "乙", "70"), ("not_on_first", "丙", "80")] == told
    assert Decimal(0) == total_of(pairs(comparison, comparison.sides[1])).difference


def test_a_month_without_the_first_side_is_told_for_every_other() -> None:
    comparison = compared(
        paid(1, slip("甲", {"底薪": "1"})),
        paid(2, slip("甲", {"底薪": "1"}), month=JUNE),
        paid(3, slip("甲", {"底薪": "1"}), month=JUNE),
    )
    told = [(n.side, n.reason, n.month) for n in unpaired(comparison)]
    assert [(2, "first_side_lacks_month", JUNE), (3, "first_side_lacks_month", JUNE)] == told
