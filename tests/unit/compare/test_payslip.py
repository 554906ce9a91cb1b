"""Which lines of pay a change reaches, and tables that stand in files of their own."""

from __future__ import annotations

import hashlib

import pytest

from engine.compare.change import in_language
from engine.compare.clauses import clause_at
from engine.compare.csv_tables import with_csv_rows
from engine.compare.payslip import in_order
from engine.compare.wording import changes
from tests.pipeline import bound_from
from tests.unit.compare.whole import root_of

POLICY = """
format: 1
policy: pay
shop: demo
version: 1
title: demo
effective: {from: 2024-01}
currency: CNY
sources: {rules: "1"}
round: {lines: {places: 2, mode: half_up}}
measures:
  days: {unit: days, places: 0, min: 0, max: 31}
roles:
  clerk: {kpi: card, pay: [base, commission, bonus, tea, floor]}
eligibility:
  there: {when: days >= 10, otherwise: {pay: [commission]}}
kpi:
  card:
    cite: {source: rules, clause: "1"}
    round: {places: 2, mode: half_down}
    missing: refuse
    items:
      first: {weight: 40, measure: 描述评分, points: {target: 5, cap: 100, floor: 0}}
      second: {weight: 60, measure: 服务评分, points: {target: 5, cap: 100, floor: 0}}
tables:
  grade:
    lookup: kpi_score
    method: whole
    edge: from_inclusive
    columns: [from, level, salary, extra]
    units: {salary: money, extra: money}
    rows:
      - [60, good, 2000, 100]
      - [0, fair, 1500, 0]
formulas:
  rate: 2%
pay:
  bonus: {amount: grade.extra}
  commission: {amount: 销售额 × rate}
  base: {amount: grade.salary}
  tea: {amount: 50, prorate: none}
  floor: {counts: [base, commission], at_least: 1800}
"""

REACHED = (
    ("描述评分, points: {target: 5", "描述评分, points: {target: 4", "base, bonus, floor"),
    ("good, 2000", "good, 2100", "base, floor"),
    ("2000, 100]", "2000, 150]", "bonus"),
    ("[60, good", "[65, good", "base, bonus, floor"),
    ("rate: 2%", "rate: 3%", "commission, floor"),
    ("at_least: 1800", "at_least: 1900", "floor"),
    ("days >= 10", "days >= 12", "base, bonus, tea, floor"),
    ("max: 31", "max: 30", "base, bonus, tea, floor"),
    ("{pay: [commission]}", "{pay: [commission, tea]}", "tea"),
    ("places: 2, mode: half_up", "places: 1, mode: half_up", "base, commission, bonus, tea, floor"),
    ("title: demo", "title: other", ""),
    ("from: 2024-01", "from: 2024-02", ""),
)


@pytest.mark.parametrize(("was", "now", "lines"), REACHED)
def test_a_change_reaches_the_lines_that_read_it(was: str, now: str, lines: str) -> None:
    assert 1 == POLICY.count(was), was
    old, new = bound_from(POLICY.encode()), bound_from(POLICY.replace(was, now).encode())
    told = in_order(changes(old.policy.root, new.policy.root), old, new)
    expected = set(lines.split(", ")) if lines else set()
    assert expected == set(told[0].lines)
    order = ["base", "commission", "bonus", "tea", "floor"]
    assert list(told[0].lines) == [line for line in order if line in told[0].lines]


def test_what_was_removed_reaches_the_lines_of_the_older_version() -> None:
    new = POLICY.replace("commission, bonus, tea,", "commission, tea,")
    new = new.replace("  bonus: {amount: grade.extra}\n", "")
    old, later = bound_from(POLICY.encode()), bound_from(new.encode())
    told = in_order(changes(old.policy.root, later.policy.root), old, later)
    assert [("roles.clerk.pay[bonus]", ("bonus",)), ("pay.bonus", ("bonus",))] == [
        (one.change.path, one.lines) for one in told
    ]


def test_the_nearest_clause_above_a_change_is_the_one() -> None:
    root = root_of(
        "kpi: {card: {cite: {source: a, clause: 1}, items: {x: {cite: {source: b, clause: 2}}}}}"
    )
    assert "a 1" == clause_at(root, ("kpi", "card", "round"))
    assert "b 2" == clause_at(root, ("kpi", "card", "items", "x", "weight"))
    assert "" == clause_at(root, ("roles", "clerk"))


def test_a_table_in_a_file_is_compared_row_by_row() -> None:
    old = told_table(b"is,salary\njunior,100\nsenior,300\n", "old.csv")
    new = told_table(b"is,salary\njunior,120\nsenior,300\n", "new.csv")
    found = changes(*old, *new)
    assert [
        "table grade, “junior”: salary 100 → 120",
        "table grade: name of the table’s file old.csv → new.csv (pays nothing)",
    ] == [in_language(c.words, "en") for c in found if c.steps[-1] != "sha256"]
    (row,) = [change for change in found if "rows" in change.steps]
    assert ("old.csv:2:1", "new.csv:2:1") == (str(row.old), str(row.new))


def told_table(content: bytes, name: str):  # type: ignore[no-untyped-def]
    digest = hashlib.sha256(content).hexdigest()
    text = (
        "tables:\n  grade:\n    columns: [is, salary]\n"
        f"    csv: {{file: {name}, sha256: {digest}}}\n"
    )
    return (with_csv_rows(root_of(text), {name: content}),)
