"""Orders held against the rules of a shop: what they should have, what they have, who answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from engine.app.flag_suggesting import suggestion, upload_file
from engine.audit.flagging import OrdersOf, judged_orders, month_discipline
from engine.bind.flag_model import BoundFlags
from engine.core.period import Month
from engine.flags.judging import Verdict
from tests.flagging import CREATED, database, order
from tests.pipeline import ROOT, bound_from

POLICY = (ROOT / "policies" / "qinghe" / "pay" / "v1.yaml").read_bytes()
MARCH = Month(2024, 3)
WAITS, SENT = "买家已付款，等待卖家发货", "卖家已发货，等待买家确认"
LATER = CREATED + dt.timedelta(days=9)


def flags() -> BoundFlags:
    found = bound_from(POLICY).flags
    assert found is not None
    return found


def judged(*orders: Mapping[str, Any], **others: Any) -> dict[str, Verdict]:
    """With an order of nine days later, so that every deadline has passed."""
    rows = [*orders, order("last", shop="demo", created=LATER)]
    connection = database(rows, **others)
    wanted = OrdersOf(
        shop="demo", month=MARCH, agents={"小美": (), "小丽": (), "李主管": ()}, credited={}
    )
    return {v.order.id: v for v in judged_orders(connection, flags(), wanted)}


def one(refunds: tuple[str, ...] = (), events: Any = (), **columns: Any) -> Verdict:
    stated = {"status": WAITS, "paid": CREATED, **columns}
    rows = [{"id": str(n), "order_id": "1", "status": s} for n, s in enumerate(refunds)]
    return judged(order("1", **stated), refunds=rows, flag_events=events)["1"]


def kinds(verdict: Verdict) -> list[str]:
    return [problem.kind for problem in verdict.problems]


def rule(verdict: Verdict) -> str | None:
    return verdict.rule.name if verdict.rule else None


def test_e1_a_changed_price_is_yellow_with_the_agent() -> None:
    verdict = one(price_changed=Decimal(-5), flag="2", memo="小美")
    assert ("改价", []) == (rule(verdict), kinds(verdict))


def test_c12_above_twenty_yuan_the_memo_names_who_approved_it() -> None:
    cut = {"price_changed": Decimal("-20.01"), "flag": "2"}
    assert ["unreadable_memo"] == kinds(one(memo="小美", **cut))
    assert [] == kinds(one(memo="小美 批：李主管", **cut))
    assert "改价" == rule(one(price_changed=Decimal(-20)))


def test_e2_what_is_not_shipped_is_purple_with_reason_agent_and_date() -> None:
    moved = {"address_changed": True, "flag": "5"}
    assert [] == kinds(one(memo="改地址+小美/3.5", **moved))
    assert "未发货取消" == rule(one(buyer_words="拍错了，取消"))


def test_e3_what_is_shipped_is_blue() -> None:
    sent = {"status": SENT, "shipped": CREATED, "address_changed": True, "memo": "改地址+小美/3.5"}
    assert [] == kinds(one(flag="4", **sent))
    verdict = one(flag="5", **sent)
    assert ["wrong_colour"] == kinds(verdict)
    assert ("蓝", "紫") == (verdict.problems[0].expected, verdict.problems[0].found)


def test_e4_a_wish_for_a_courier_is_red_and_names_it() -> None:
    verdict = one(buyer_words="麻烦发顺丰", flag="1", memo="顺丰 小美 3/5")
    assert ("指定快递", []) == (rule(verdict), kinds(verdict))


def test_e5_a_refundable_order_is_green() -> None:
    verdict = one(refunds=("买家已经申请退款",), flag="3", memo="小丽3.6")
    assert ("可退款", [], "小丽") == (rule(verdict), kinds(verdict), verdict.agent)
    assert rule(one(refunds=("退款关闭",))) is None


def test_an_order_without_a_flag_and_memo_lacks_both() -> None:
    verdict = one(price_changed=Decimal(-5))
    assert ["missing_flag", "missing_memo"] == kinds(verdict)
    assert "" == verdict.responsible


def test_grey_is_no_flag() -> None:
    assert ["missing_flag"] == kinds(one(price_changed=Decimal(-5), flag="0", memo="小美"))


def test_whoever_set_the_flag_answers_where_the_memo_names_nobody() -> None:
    event = {"id": "e", "order_id": "1", "time": CREATED, "flag": "2", "author": "小丽"}
    verdict = one(events=[event], price_changed=Decimal(-5), flag="2")
    assert ("小丽", ["missing_memo"]) == (verdict.responsible, kinds(verdict))


@pytest.mark.parametrize(("hours", "late"), [(24, []), (25, ["late"])])
def test_a_flag_after_its_deadline_is_late(hours: int, late: list[str]) -> None:
    moment = CREATED + dt.timedelta(hours=hours)
    event = {"id": "e", "order_id": "1", "time": moment, "flag": "2", "author": "小美"}
    verdict = one(events=[event], price_changed=Decimal(-5), flag="2", memo="小美")
    assert late == kinds(verdict)


def test_without_an_event_the_day_in_the_memo_tells() -> None:
    moved = {"address_changed": True, "flag": "5"}
    assert [] == kinds(one(memo="改地址+小美/3.6", **moved))
    assert ["late"] == kinds(one(memo="改地址+小美/3.7", **moved))


def test_what_still_has_time_counts_for_nobody() -> None:
    fresh = order("2", created=LATER, price_changed=Decimal(-5), memo="小美")
    verdict = judged(fresh)["2"]
    assert not verdict.is_due
    wanted = OrdersOf(shop="demo", month=MARCH, agents={"小美": ()}, credited={})
    assert () == month_discipline(database([fresh]), flags(), wanted)


def test_an_order_of_which_a_fact_is_unknown_is_undecided_not_passed_over() -> None:
    """The status is a word that nobody knows, and it is blank whether it was refunded."""
    blank = flags().blank
    assert "price_changed" in blank
    text = POLICY.replace("改价金额, 退款金额".encode(), "退款金额".encode())
    loose = bound_from(text).flags
    assert loose is not None
    wanted = OrdersOf(shop="demo", month=MARCH, agents={}, credited={})
    (verdict,) = judged_orders(database([order("1")]), loose, wanted)
    assert (("优惠金额",), None) == (verdict.lacking, verdict.rule)


def test_discipline_is_counted_by_agent() -> None:
    orders = [
        order("1", price_changed=Decimal(-5), flag="2", memo="小美"),
        order("2", price_changed=Decimal(-5), flag="3", memo="小美"),
        order("3", price_changed=Decimal(-5), flag="2", memo="小丽"),
        order("4", price_changed=Decimal(-5), flag="2"),
        order("5", flag="2", memo="小丽"),
        order("last", created=LATER),
    ]
    wanted = OrdersOf(shop="demo", month=MARCH, agents={"小美": (), "小丽": ()}, credited={})
    rows = month_discipline(database(orders), flags(), wanted)
    assert [("小丽", 1, 1, Decimal(1)), ("小美", 2, 1, Decimal("0.5"))] == [
        (row.agent, row.handled, row.right, row.share) for row in rows
    ]


def memo_of(verdict: Verdict) -> tuple[str, tuple[str, ...]]:
    made = suggestion(verdict, flags())
    return made.memo.text, made.memo.lacking


def test_a_memo_is_suggested_from_what_is_known() -> None:
    event = {"id": "e", "order_id": "1", "time": CREATED, "flag": "1", "author": "小美"}
    wish = {"buyer_words": "发顺丰", "events": [event]}
    assert ("顺丰+小美/3.5", ()) == memo_of(one(**wish))
    assert ("顺丰+小美/3.5；老客户", ()) == memo_of(one(memo="老客户", **wish))


def test_what_nobody_knows_is_left_to_a_person() -> None:
    assert ("小美 批:＿＿；小美", ("approver",)) == memo_of(
        one(price_changed=Decimal(-30), memo="小美")
    )


def test_a_memo_that_is_right_stays_as_it_is() -> None:
    assert ("改地址 小美 3-5 ！", ()) == memo_of(
        one(address_changed=True, memo="改地址 小美 3-5 ！")
    )


def test_the_file_to_upload_keeps_numbers_as_text_and_runs_nothing() -> None:
    wild = order("=1+1", price_changed=Decimal(-5), memo='小美\n=cmd|" /C calc"!A0', flag="1")
    long = order("1234567890123456789", address_changed=True, memo="@小丽" + "长" * 40_000)
    found = judged(wild, long)
    made = [suggestion(found[key], flags()) for key in ("=1+1", "1234567890123456789")]
    content = upload_file(made, flags(), ".csv", "zh")
    text = content.decode("GB18030")
    lines = text.split("\r\n")
    assert "订单编号,旗帜代码,订单备注" == lines[0]
    assert lines[1].startswith("'=1+1,2,\"小美 =cmd")
    assert lines[2].startswith("1234567890123456789,5,改地址+小丽/3.5；@小丽长")
    assert lines[2].endswith("…")
    memo = lines[2].split(",", 2)[2]
    assert 996 < len(memo.encode("GB18030")) <= 1000
    assert upload_file(made, flags(), ".xlsx", "zh").startswith(b"PK")


def test_a_memo_of_one_hundred_kilobytes_is_reported_whole() -> None:
    memo = "小美" + "x" * 100_000
    verdict = one(price_changed=Decimal(-5), memo=memo, flag="2")
    assert memo == verdict.order.memo
    assert verdict.reading is not None
    assert "long" in dict(verdict.reading.assumed)


def test_every_rule_of_the_shop_has_an_example() -> None:
    shop = flags()
    assert {one.name for one in shop.rules} <= {case.rule for case in shop.cases}


def test_agents_are_known_by_account_and_sign_with_their_name() -> None:
    event = {"id": "e", "order_id": "1", "time": CREATED, "flag": "1", "author": "店：阿兰"}
    rows = [order("1", status=WAITS, paid=CREATED, buyer_words="发顺丰"), order("2", created=LATER)]
    account = {"account": "店:小丽", "shop": "demo", "agent": "店:小丽", "kind": "agent"}
    connection = database(rows, flag_events=[event], accounts=[account])
    names = {"店:兰兰": ("阿兰",), "店:小丽": ("小丽",)}
    wanted = OrdersOf(shop="demo", month=MARCH, agents=names, credited={})
    verdict = next(judged_orders(connection, flags(), wanted))
    assert "店：阿兰" == verdict.agent
    event["author"] = "阿兰"
    connection = database(rows, flag_events=[event], accounts=[account])
    verdict = next(judged_orders(connection, flags(), wanted))
    assert ("店:兰兰", "顺丰+阿兰/3.5") == (verdict.agent, memo_of(verdict)[0])


def test_a_name_that_two_agents_share_says_nothing() -> None:
    rows = [order("1", price_changed=Decimal(-5), memo="小美", flag="2"), order("2", created=LATER)]
    names = {"店:1": ("小美",), "店:2": ("小美",)}
    wanted = OrdersOf(shop="demo", month=MARCH, agents=names, credited={})
    verdict = next(judged_orders(database(rows), flags(), wanted))
    assert (None, ["unknown_name"]) == (verdict.agent, kinds(verdict))
