"""What `check` says of lines by jurisdiction, and that it is words alone."""

from __future__ import annotations

import pytest

from engine.audit.law import FINDINGS
from tests.pipeline import all_findings, build_policy, codes, schema, shown

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
LINES = """
roles:
  客服: {pay: [工资, 罚款, 赔偿, 补足, 社保]}
pay:
  工资: {amount: 4000, category: earned}
  罚款: {amount: −50 × 违纪次数, category: fine}
  赔偿: {amount: −退款金额, category: compensation}
  补足: {counts: [工资, 罚款, 赔偿], at_least: 2490, category: top_up}
  社保: {amount: −400, category: statutory}
"""


def found(jurisdiction: str, lines: str = LINES) -> list[str]:
    stated = f"jurisdiction: {jurisdiction}\n" if jurisdiction else ""
    return codes(all_findings((HEAD + stated + lines).encode()))


@pytest.mark.parametrize(
    ("jurisdiction", "expected"),
    [
        ("", []),
        ("cn", ["A621", "A625"]),
        ("cn-shanghai", ["A621", "A625"]),
        ("cn-shenzhen", ["A623", "A625"]),
        ("cn-guangdong", ["A622", "A625", "A626"]),
        ("cn-hebei", ["A624", "A625"]),
    ],
)
def test_each_place_has_its_own_warnings(jurisdiction: str, expected: list[str]) -> None:
    assert expected == found(jurisdiction)


def test_a_limit_of_its_own_caps_a_fine_in_shenzhen_as_a_line_over_all_fines_does() -> None:
    own = LINES.replace("违纪次数, category", "违纪次数, at_least: −30% × 工资, category")
    own = own.replace("退款金额, category", "退款金额, at_least: −20% × 工资, category")
    assert [] == found("cn-shenzhen", own)
    assert ["A621"] == found("cn", own)


def test_a_cap_that_holds_from_above_is_no_cap_on_what_is_taken() -> None:
    wrong = LINES.replace("退款金额, category", "退款金额, at_most: −10, category")
    assert ["A621", "A625"] == found("cn", wrong)


def test_two_compensations_need_one_limit_over_both() -> None:
    each = LINES.replace("赔偿, 补足", "赔偿, 赔货, 补足").replace(
        "[工资, 罚款, 赔偿]", "[工资, 罚款, 赔偿, 赔货]"
    )
    each = each.replace("退款金额, category", "退款金额, at_least: −20% × 工资, category") + (
        "  赔货: {amount: −退款金额, at_least: −20% × 工资, category: compensation}\n"
    )
    assert ["A621", "A625", "A625"] == found("cn", each)
    both = each.replace("赔货, 补足", "赔货, 封顶, 补足").replace(
        "赔偿, 赔货]", "赔偿, 赔货, 封顶]"
    ) + ("  封顶: {counts: [赔偿, 赔货], at_least: −20% × 工资, category: compensation}\n")
    assert ["A621"] == found("cn", both)


def test_a_top_up_without_a_deduction_is_named() -> None:
    assert ["A621", "A625", "A628"] == found(
        "cn", LINES.replace("[工资, 罚款, 赔偿]", "[工资, 罚款]")
    )


def test_a_top_up_that_leaves_out_a_line_over_several_is_named() -> None:
    capped = LINES.replace("赔偿, 补足, 社保", "赔偿, 赔偿封顶, 补足, 社保") + (
        "  赔偿封顶: {counts: [赔偿], at_least: −20% × 工资, category: compensation}\n"
    )
    assert ["A621", "A628"] == found("cn", capped)
    assert ["A621"] == found("cn", capped.replace("罚款, 赔偿], at", "罚款, 赔偿, 赔偿封顶], at"))


def test_an_acknowledgement_of_what_no_place_warns_of_is_unused() -> None:
    accepted = LINES.replace(
        "category: fine}", "category: fine, accept: [{finding: fine, reason: 律师看过}]}"
    )
    assert ["A625"] == found("cn", accepted)
    assert ["A604"] == found("", accepted)


def test_a_warning_is_no_error() -> None:
    text = (HEAD + "jurisdiction: cn\n" + LINES).encode()
    warned = all_findings(text)
    assert warned, shown(warned)
    assert not any(diagnostic.is_error for diagnostic in warned)


@pytest.mark.parametrize(
    ("words", "warns"),
    [
        ("如果(职级 = 试用, 70% × 4000, 4000)", True),
        ("如果(职级 = 试用, 79.9% × 4000, 4000)", True),
        ("如果(职级 = 试用, 80% × 4000, 4000)", False),
        ("如果(职级 = 试用, 5% × 销售额, 10% × 销售额)", False),
        ("如果(职级 = 正式, 70% × 4000, 4000)", False),
    ],
)
def test_probation_is_searched_by_its_word(words: str, warns: bool) -> None:
    lines = (
        f"roles:\n  客服: {{pay: [工资]}}\npay:\n  工资: {{amount: '{words}', category: earned}}\n"
    )
    assert (["A629"] if warns else []) == found("cn", lines)


def test_a_row_of_a_table_and_a_role_on_probation_are_found() -> None:
    table = """
roles:
  客服: {pay: [工资]}
tables:
  系数:
    lookup: 职级
    method: whole
    edge: exact
    columns: [is, 比例]
    units: {比例: ratio}
    rows: [[试用, 70%], [正式, 100%]]
pay:
  工资: {amount: 系数.比例 × 4000, category: earned}
"""
    role = """
roles:
  试用客服: {pay: [工资]}
pay:
  工资: {amount: 70% × 4000, category: earned}
"""
    assert ["A629"] == found("cn", table)
    assert ["A629"] == found("cn", role)


def test_a_jurisdiction_may_be_stated_after_a_version_has_paid() -> None:
    def built(text: str) -> tuple[str, str]:
        policy = build_policy(text.encode()).value
        assert policy is not None
        return policy.paying_digest, policy.meaning_digest

    without, shenzhen = built(HEAD + LINES), built(HEAD + "jurisdiction: cn-shenzhen\n" + LINES)
    assert without[0] == shenzhen[0]
    assert without[1] != shenzhen[1]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("at_least: 2490", "at_least: 2500"),
        ("at_least: 2490", "at_most: 2490"),
        ("[工资, 罚款, 赔偿]", "[工资, 罚款]"),
        ("4000, category: earned", "4000, at_most: 3000, category: earned"),
        ("category: fine", "category: not_earned"),
    ],
)
def test_limits_and_categories_are_frozen_once_they_have_paid(old: str, new: str) -> None:
    before = build_policy((HEAD + LINES).encode()).value
    after = build_policy((HEAD + LINES.replace(old, new)).encode()).value
    assert before is not None and after is not None
    assert before.paying_digest != after.paying_digest


def test_every_word_of_acknowledgement_is_one_that_a_warning_has() -> None:
    findings = schema()["$defs"]["acceptance"]["properties"]["finding"]["enum"]
    assert set(FINDINGS) <= set(findings)
