"""Which changed clause causes how much: worked by hand."""

from __future__ import annotations

from decimal import Decimal

from tests.attributing import attributed, by_path, paths

HEAD = """
format: 1
policy: pay
shop: demo
version: 1
title: worked by hand
effective: {from: 2024-01}
currency: CNY
sources: {paper: "1"}
round:
  lines: {places: 2, mode: half_up}
"""
CARD = """
kpi:
  card:
    round: {places: 2, mode: half_up}
    items:
      one: {weight: 60, measure: 服务得分, points: as_is}
      two: {weight: 40, measure: 工作任务分, points: as_is}
"""


def test_clauses_of_different_lines_are_split_as_each_alone() -> None:
    """Commission 10000 × (1.5% − 1%) = 50; the grade's salary 1600 − 1500 = 100."""
    old = (
        HEAD
        + """
roles:
  客服: {kpi: card, pay: [salary, commission]}
kpi:
  card:
    round: {places: 2, mode: half_up}
    items:
      one: {weight: 100, measure: 服务得分, points: as_is}
tables:
  grades:
    lookup: kpi_score
    method: whole
    edge: from_inclusive
    columns: [from, grade, salary]
    units: {salary: money}
    rows:
      - [60, good, 1500]
      - [0, poor, 1200]
pay:
  salary: {amount: grades.salary}
  commission: {amount: sales × 1%, cite: {source: paper, clause: "3"}}
"""
    )
    new = old.replace("1%", "1.5%").replace("good, 1500", "good, 1600").replace("v: 1", "v: 2")
    found = attributed(old, new, {"小美": {"服务得分": "90", "销售额": "10000"}})
    assert {
        ("tables", "grades", "rows", "60"): Decimal(100),
        ("pay", "commission"): Decimal(50),
    } == {edit.path: found.of_clauses()[n] for n, c in enumerate(found.clauses) for edit in c.edits}
    assert Decimal(150) == found.difference
    assert found.sampled is None
    assert not found.interactions
    # lines that share no clause are told apart in one run each, at the same time
    assert found.hybrids <= 2
    commission = next(e for c in found.clauses for e in c.edits if e.path[0] == "pay")
    assert commission.old is not None
    assert commission.new is not None
    assert ("paper 3", "v1.yaml", "v2.yaml") == (
        commission.old.cite, commission.old.span.file, commission.new.span.file,
    )  # fmt: skip


def test_clauses_that_multiply_share_what_they_bring_together() -> None:
    """Commission = sales × rate × score, with sales 10000, service 90 and spot check 60.

    rate 1% → 2%, weights 60/40 → 90/10: score 60% × 90 + 40% × 60 = 78 → 90% × 90 + 10% × 60 = 87.

    | rate | weights | pays |
    | 1%   | old     | 10000 × 1% × 0.78 = 78 |
    | 2%   | old     | 156 |
    | 1%   | new     | 87 |
    | 2%   | new     | 174 |

    rate first: 156 − 78 = 78, rate last: 174 − 87 = 87; its share is (78 + 87) ÷ 2 = 82.50.
    weights first: 87 − 78 = 9, last: 174 − 156 = 18; their share is (9 + 18) ÷ 2 = 13.50.
    Together 82.50 + 13.50 = 96 = 174 − 78. Beyond each alone: 96 − 78 − 9 = 9.
    """
    old = (
        HEAD
        + """
roles:
  客服: {kpi: card, pay: [commission]}
"""
        + CARD
        + """
pay:
  commission: {amount: sales × 1% × share(kpi_score)}
"""
    )
    new = old.replace("1%", "2%").replace("weight: 60", "weight: 90")
    new = new.replace("weight: 40", "weight: 10")
    found = attributed(
        old, new, {"小美": {"服务得分": "90", "工作任务分": "60", "销售额": "10000"}}
    )
    assert {
        ("pay.commission",): Decimal("82.50"),
        ("kpi.card.weights",): Decimal("13.50"),
    } == by_path(found)
    (pair,) = found.interactions
    assert {("pay.commission",), ("kpi.card.weights",)} == {
        paths(found, pair.first), paths(found, pair.second)
    }  # fmt: skip
    assert Decimal(9) == pair.amount


PLAIN = (
    HEAD
    + """
roles:
  客服: {pay: [commission]}
pay:
  commission: {amount: sales × 1%}
"""
)


def test_a_new_line_with_its_formula_and_table_is_one_clause() -> None:
    """The bonus is 5% of what is sold beyond 8000, by the table of 2000: 100."""
    new = PLAIN.replace("[commission]", "[commission, bonus]").replace(
        "pay:\n  commission:",
        """formulas:
  beyond: max(0, sales − 8000)
tables:
  rates:
    lookup: beyond
    apply_to: beyond
    method: whole
    edge: from_inclusive
    unit: money
    columns: [from, rate]
    rows:
      - [0, 5%]
pay:
  bonus: {amount: rates.amount}
  commission:""",
    )
    found = attributed(PLAIN, new, {"小美": {"销售额": "10000"}})
    ((path, amount),) = by_path(found).items()
    assert Decimal(100) == amount
    assert {"pay.bonus", "formulas.beyond", "tables.rates", "roles.客服.pay.bonus"} == set(path)
    assert not found.merged


def test_a_line_taken_from_one_role_is_a_clause_of_that_role() -> None:
    old = PLAIN.replace(
        "客服: {pay: [commission]}",
        "客服: {pay: [commission, bonus]}\n  主管: {pay: [commission, bonus]}",
    ).replace("pay:\n  commission:", "pay:\n  bonus: {amount: 80}\n  commission:")
    new = old.replace("客服: {pay: [commission, bonus]}", "客服: {pay: [commission]}")
    found = attributed(
        old, new, {"小美": {"销售额": "1000"}, "老王": {"角色": "主管", "销售额": "1000"}}
    )
    assert {("roles.客服.pay.bonus",): Decimal(-80)} == by_path(found)
    assert ["小美"] == [part.agent for part in found.parts]


def test_what_the_checker_refuses_apart_is_one_clause() -> None:
    """`twice` is read by one line before and by the other after: between, nobody would read it.

    Before: the bonus is 3% of 1000 = 30, commission 1% of 2000 + 10% of 30 = 23; together 53.
    After: the bonus is 2% of 2000 = 40, commission 1% of 1000 + 10% of 40 = 14; together 54.
    """
    old = PLAIN.replace("[commission]", "[commission, bonus]").replace(
        "pay:\n  commission: {amount: sales × 1%}",
        "formulas:\n  twice: sales × 2\npay:\n  bonus: {amount: sales × 3%}\n"
        "  commission: {amount: twice × 1% + bonus × 10%}",
    )
    new = old.replace("twice × 1%", "sales × 1%").replace("sales × 3%", "twice × 2%")
    found = attributed(old, new, {"小美": {"销售额": "1000"}})
    assert {("pay.bonus", "pay.commission"): Decimal(1)} == by_path(found)
    moved = {part.line: part.amount for part in found.parts}
    assert {"bonus": Decimal(10), "commission": Decimal(-9)} == moved
    (merged,) = found.merged
    assert merged.found.check.code == "B323"
    assert ["pay.bonus", "pay.commission"] == [".".join(e.path) for (e,) in merged.edits]


def test_words_cases_and_the_end_are_no_clauses() -> None:
    new = PLAIN.replace("worked by hand", "other words").replace("from: 2024-01", "from: 2024-03")
    new = new.replace("amount: sales × 1%", "note: as ever, amount: sales × 1%")
    found = attributed(PLAIN, new, {"小美": {"销售额": "1000"}})
    assert not found.clauses
    assert Decimal(0) == found.difference


def test_what_moves_nobody_here_is_a_clause_of_nothing() -> None:
    new = PLAIN.replace("{amount: sales × 1%}", "{amount: sales × 1%, at_most: 900}")
    found = attributed(PLAIN, new, {"小美": {"销售额": "1000"}})
    assert {("pay.commission.limits",): Decimal(0)} == by_path(found)
