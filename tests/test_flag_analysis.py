"""Rules about flags held against every order that can occur, and exactly so."""

from __future__ import annotations

import time

from engine.core.diagnostic import Diagnostic
from tests.checks.examples import BASE
from tests.pipeline import bind_policy, codes

HEAD = "flags:\n  source: taobao\n  handled_by: [memo]\n"


def found(hit: str, *rules: str, more: str = "") -> tuple[Diagnostic, ...]:
    listed = "".join(f"    {rule}}}\n" for rule in rules)
    text = f"{BASE}{HEAD}  hit: {hit}\n{more}  rules:\n{listed}"
    return bind_policy(text.encode()).diagnostics


OTHERWISE = "  otherwise: none\n"
CHANGED = '改价: {when: {优惠金额: ">0"}, flag: 黄'
MOVED = "改地址: {when: {改地址: 是}, flag: 紫"


def test_two_rules_that_ask_for_different_colours_are_shown_with_an_order() -> None:
    (clash,) = found("unique", CHANGED, MOVED, more=OTHERWISE)
    assert "B386" == clash.check.code
    assert "优惠金额 = 0.5, 改地址 = 是" == clash.values["example"]
    assert ("改价", "改地址") == (clash.values["other"], clash.values["rule"])


def test_two_rules_that_ask_for_the_same_do_not_clash() -> None:
    assert not found("unique", CHANGED, MOVED.replace("紫", "黄"), more=OTHERWISE)


def test_with_a_stated_order_there_is_no_clash() -> None:
    assert not found("first", CHANGED, MOVED, more=OTHERWISE)


def test_rules_that_exclude_each_other_do_not_clash() -> None:
    other = MOVED.replace("{改地址: 是}", '{改地址: 是, 优惠金额: "<=0"}')
    assert not found("unique", CHANGED, other, more=OTHERWISE)


def test_an_order_that_no_rule_covers_is_shown() -> None:
    (gap,) = found("first", CHANGED, MOVED)
    assert "B385" == gap.check.code
    assert gap.values["example"].startswith("优惠金额 = -1, 改地址 = 否")


def test_rules_that_cover_every_order_need_no_otherwise() -> None:
    rest = '其余: {when: {优惠金额: "<=0"}, flag: 灰'
    assert not found("unique", CHANGED, rest)


def test_a_stage_that_no_rule_names_is_shown_in_the_words_of_the_policy() -> None:
    rule = "一: {when: {订单阶段: 未付款、未发货、已发货、已关闭}, flag: 紫"
    (gap,) = found("unique", rule)
    assert "订单阶段 = 已收货" == gap.values["example"]


def test_a_rule_behind_one_that_takes_everything_never_matches() -> None:
    (unreachable,) = found("first", CHANGED, '大改价: {when: {优惠金额: ">20"}, flag: 红',
                           more=OTHERWISE)  # fmt: skip
    assert ("B387", "大改价") == (unreachable.check.code, unreachable.values["rule"])


def test_a_rule_covered_by_two_others_together_never_matches() -> None:
    """No single rule before it covers it: only looking at every part shows that."""
    parts = [
        '少: {when: {优惠金额: "<5"}, flag: 红',
        '多: {when: {优惠金额: ">=5"}, flag: 黄',
        '中: {when: {优惠金额: "[3..7]"}, flag: 蓝',
    ]
    (unreachable,) = found("first", *parts)
    assert "中" == unreachable.values["rule"]


def test_two_thousand_rules_are_looked_at_exactly_and_soon() -> None:
    stages = ["未付款", "未发货", "已发货", "已收货", "已关闭"]
    rules = [
        f'r{n}: {{when: {{订单阶段: {stages[n % 5]}, 关闭原因: 原因{n // 5 % 40}, '
        f'实付金额: "[{n // 200}..{n // 200 + 1})"}}, flag: {"红黄绿蓝紫"[n % 5]}'
        for n in range(2000)
    ]  # fmt: skip
    start = time.perf_counter()
    assert not found("unique", *rules, more=OTHERWISE)
    assert time.perf_counter() - start < 10
    (clash,) = found("unique", *rules, rules[7].replace("r7", "zwei").replace("绿", "灰"),
                     more=OTHERWISE)  # fmt: skip
    assert ("r7", "zwei") == (clash.values["other"], clash.values["rule"])


def test_names_that_nobody_knows_are_told_with_the_nearest_one() -> None:
    wrong = found("first", "一: {when: {优惠额: 1}, flag: 黄色, memo: '{客服名}'", more=OTHERWISE)
    assert ["B381", "B383", "B384"] == sorted(codes(wrong))
    near = {d.check.code: d.values["closest"] for d in wrong}
    assert {"B383": "优惠金额", "B384": "客服"}.items() <= near.items()
