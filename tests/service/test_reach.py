"""Rows that stop before the month's end make a figure not ready; they are never taken for 0."""

from __future__ import annotations

from engine.app.running import run_month
from engine.core.diagnostic import Diagnostic
from tests.checks.examples import BASE
from tests.checks.rows_scenarios import ACCOUNTS, CHAT, ORDERS, take
from tests.checks.shop import batch_of, quiet, shop

BY_SALES = BASE.replace("销售额 × 1%", "销售额 × 10%")
BY_CHATS = BASE.replace("销售额 × 1%", "接待人数 × 2")
BY_DEADLINE = BASE.replace("销售额 × 1%", "超时回复数 × 2")
APRIL = ORDERS.replace("2024-05-31", "2024-04-30").replace("2024-05-02", "2024-04-02")
EARLY = ORDERS.replace("2024-05-31", "2024-05-29")


def run(policy: str, orders: str | None, chat: str = CHAT) -> tuple[Diagnostic, ...]:
    with shop(policy) as opened:
        opened.save(batch_of({"小美": {"服务得分": "90"}}))
        take(opened, "账号.csv", "accounts", ACCOUNTS)
        take(opened, "聊天记录.csv", "chat_log", chat)
        if orders is not None:
            take(opened, "ExportOrderList.csv", "taobao_orders", orders)
        return run_month(opened.workspace, opened.request(), "zh", quiet).diagnostics


def not_ready(found: tuple[Diagnostic, ...]) -> bool:
    (one,) = found
    return one.check.code == "R501" and "not_ready" in one.values["agents"]


def test_a_month_whose_orders_were_not_imported_is_refused() -> None:
    assert not_ready(run(BY_SALES, APRIL))
    assert not run(BY_SALES, ORDERS)


def test_a_month_whose_chats_were_not_imported_is_refused() -> None:
    april = CHAT.replace("2024-05", "2024-04").replace("04-31", "04-30")
    assert not_ready(run(BY_SALES, ORDERS, april))
    assert not_ready(run(BY_CHATS, ORDERS, april))


def test_days_without_orders_at_the_end_are_the_policys_to_allow() -> None:
    assert not_ready(run(BY_SALES, EARLY))
    assert not_ready(run("service: {quiet_days: 1}\n" + BY_SALES, EARLY))
    assert not run("service: {quiet_days: 2}\n" + BY_SALES, EARLY)


def test_buyers_received_need_no_orders() -> None:
    assert not run(BY_CHATS, None)
    assert run(BY_SALES, None)


def test_a_question_of_the_last_day_waits_for_its_deadline() -> None:
    assert not_ready(run(BY_DEADLINE, ORDERS))
    later = "2024-06-02 10:00:00,店:小丽,己,接收,在吗\n2024-06-02 10:01:00,店:小丽,己,发送,在\n"
    assert not run(BY_DEADLINE, ORDERS, CHAT + later)
