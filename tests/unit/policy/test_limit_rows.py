"""Limits as rows: what they are called, where they stand, and what is refused."""

from __future__ import annotations

import pytest

from tests.pipeline import all_findings, bound_from, codes

HEAD = """
format: 1
policy: pay
shop: demo
version: 1
title: 示例方案
effective: {from: 2024-01}
currency: CNY
sources: {规章: "002"}
round: {lines: {places: 2, mode: half_up}}
"""


def policy(pay: str, roles: str = "客服: {pay: [工资, 提成]}") -> bytes:
    return f"{HEAD}roles:\n  {roles}\npay:\n{pay}".encode()


@pytest.mark.parametrize(
    ("line", "limit", "row"),
    [
        ("提成", "at_most: 3000", "提成 · 封顶"),
        ("提成", "at_least: 3000", "提成 · 保底"),
        ("提成", "at_least: 10, at_most: 3000", "提成 · 限额"),
        ("piece", "at_most: 3000", "piece · cap"),
        ("piece", "at_least: 3000", "piece · floor"),
        ("piece", "at_least: 10, at_most: 3000", "piece · limits"),
    ],
)
def test_a_limit_is_called_after_its_line(line: str, limit: str, row: str) -> None:
    text = f"  工资: {{amount: 1}}\n  {line}: {{amount: 2% × 销售额, {limit}}}\n"
    bound = bound_from(policy(text, f"客服: {{pay: [{line}, 工资]}}"))
    assert (line, row, "工资") == bound.roles[0].lines


def test_a_floor_under_what_is_taken_is_called_a_cap() -> None:
    text = (
        "  工资: {amount: 4000, category: earned}\n"
        "  赔偿: {amount: −退款金额, at_least: −800, category: compensation}\n"
    )
    bound = bound_from(policy(text, "客服: {pay: [工资, 赔偿]}"))
    assert ("工资", "赔偿", "赔偿 · 封顶") == bound.roles[0].lines


@pytest.mark.parametrize(
    ("pay", "expected"),
    [
        ("  工资: {amount: 1, counts: [提成], at_least: 2}\n  提成: {amount: 3}\n", ["P231"]),
        ("  工资: {label: 底薪}\n  提成: {amount: 3}\n", ["P231"]),
        ("  工资: {amount: 1}\n  提成: {counts: [提城], at_least: 2}\n", ["B314"]),
        ("  工资: {amount: 1}\n  提成: {counts: [工资, 提成], at_least: 2}\n", ["B309"]),
        ("  工资: {amount: 1}\n  提成: {counts: [工资, 工资], at_least: 2}\n", ["P235"]),
        ("  工资: {amount: 1}\n  提成: {counts: [工资], at_least: 询单人数}\n", ["B308"]),
        ("  工资: {amount: 1}\n  提成: {amount: 2, at_least: 3, at_most: 2}\n", ["B371"]),
        ("  工资: {amount: 1}\n  提成: {amount: 2, at_least: 3, at_most: 3}\n", []),
        ("  工资: {amount: 平均(提成)}\n  提成: {amount: 销售额, at_most: 3}\n", ["B373"]),
        ("  工资: {amount: 1, at_least: 提成}\n  提成: {amount: 销售额, at_most: 3}\n", ["B373"]),
        ("  工资: {amount: 1}\n  提成: {amount: 2, category: earned}\n", ["P232"]),
    ],
)
def test_what_could_mean_two_things_is_refused(pay: str, expected: list[str]) -> None:
    assert expected == codes(all_findings(policy(pay)))


def test_a_name_of_a_limit_cannot_be_given_away() -> None:
    pay = "  工资: {amount: 1, at_most: 2}\n  提成: {amount: 3}\n  工资 · 封顶: {amount: 4}\n"
    assert ["B316"] == codes(all_findings(policy(pay)))


@pytest.mark.parametrize("pay", ["[工资, 提成, 工资]", "[工资, 提成, 提成 · 封顶]"])
def test_a_line_or_its_limit_is_listed_once(pay: str) -> None:
    lines = "  工资: {amount: 1}\n  提成: {amount: 销售额, at_most: 3}\n"
    assert ["P236"] == codes(all_findings(policy(lines, f"客服: {{pay: {pay}}}")))
