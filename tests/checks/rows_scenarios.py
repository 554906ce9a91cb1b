"""Workspaces with chats and orders, for the findings about rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.app.explaining_order import order_story
from engine.app.explaining_rows import RowsRequest, explain_rows
from engine.app.importing import ImportRequest, import_files
from engine.app.measuring import make_all
from engine.backends.rows import attach_rows, rows_session
from engine.core.errors import EngineError
from engine.ledger.month import read_month
from engine.ledger.store import open_store
from engine.policy.service import Service
from tests.checks.examples import BASE, Example, Found
from tests.checks.shop import MAY, SHOP, Opened, batch_of, quiet, shop

ACCOUNTS = "账号,客服,类型\n店:小美,小美,客服\n店:小丽,小丽,客服\n"
CHAT = """时间,客服账号,买家,方向,内容
2024-05-02 10:00:00,店:小美,甲,接收,在吗
2024-05-02 10:00:30,店:小美,甲,发送,在的
2024-05-31 10:00:00,店:小丽,乙,接收,在吗
2024-05-31 10:01:00,店:小丽,乙,发送,在的
"""
WITHOUT_TEXT = CHAT.replace(",内容", ",字数").replace(",在吗", ",2").replace(",在的", ",2")
ORDERS = """订单编号,买家会员名,订单创建时间,订单付款时间 ,买家实际支付金额,宝贝总数量,订单状态
230000000000000001,甲,2024-05-02 10:05:00,2024-05-02 10:06:00,88.00,1,交易成功
230000000000000005,戊,2024-05-31 12:00:00,,0.00,1,等待买家付款
"""
BY_ROWS = BASE.replace("销售额 × 1%", "慢响应次数 × 1")
PREFIX = 'service:\n  auto_prefixes: ["[自动]"]\n'


def take(opened: Opened, name: str, mapping: str, text: str) -> None:
    path = opened.workspace.root / name
    path.write_text(text, "utf-8")
    request = ImportRequest(
        files=(path,), mapping=mapping, shop=SHOP, month=None, replace=False, language="zh"
    )
    import_files(opened.workspace, request, quiet)


def with_rows(
    opened: Opened, accounts: str = ACCOUNTS, chat: str = CHAT, orders: str = ORDERS
) -> None:
    take(opened, "账号.csv", "accounts", accounts)
    take(opened, "聊天记录.csv", "chat_log", chat)
    take(opened, "ExportOrderList.csv", "taobao_orders", orders)


def run(
    policy: str, figures: Mapping[str, Mapping[str, str]], accounts: str = ACCOUNTS,
    chat: str = CHAT,
) -> Callable[[Example], Found]:  # fmt: skip
    """What a run of May says, with these figures and rows."""

    def scenario(example: Example) -> Found:
        from tests.checks.scenarios import month_run

        with shop(policy) as opened:
            opened.save(batch_of(figures))
            with_rows(opened, accounts, chat)
            return month_run(opened)

    return scenario


def refunded_above(example: Example) -> Found:
    """Warnings of one import beyond those that are shown, without the warnings themselves."""
    head = ORDERS.splitlines()[0] + ",退款金额\n"
    rows = "".join(
        f"2300000000000{n:05d},甲,2024-05-02 10:05:00,2024-05-02 10:06:00,1.00,1,交易成功,2.00\n"
        for n in range(201)
    )
    with shop(BY_ROWS) as opened:
        path = opened.workspace.root / "ExportOrderList.csv"
        path.write_text(head + rows, "utf-8")
        request = ImportRequest(
            files=(path,), mapping="taobao_orders", shop=SHOP, month=None, replace=False,
            language="zh",
        )  # fmt: skip
        found = import_files(opened.workspace, request, quiet).diagnostics
    return tuple(one for one in found if one.check.code != "I881")


def told(request: Callable[[Opened], RowsRequest], *, rows: bool) -> Callable[[Example], Found]:
    """What `explain` says of rows."""

    def scenario(example: Example) -> Found:
        with shop(BY_ROWS) as opened:
            opened.save(batch_of({"小美": {"服务得分": "90"}}))
            if rows:
                with_rows(opened)
            try:
                return explain_rows(opened.workspace, request(opened), "zh", quiet).diagnostics
            except EngineError as error:
                return error.diagnostics

    return scenario


def credited_by_another_rule(example: Example) -> Found:
    """An order whose agent was changed after SQL had told it, as an error of ours would."""
    with shop(BY_ROWS) as opened:
        with_rows(opened)
        with open_store(opened.workspace.root, writes=False) as store:
            rows = read_month(store, SHOP, MAY).rows
        assert rows is not None
        with rows_session(rows.root) as connection:
            attach_rows(connection, rows.root, rows.files)
            make_all(connection, Service(), SHOP)
            known = order_story(connection, Service(), "230000000000000001", "zh")
            assert known is not None and not known.found
            connection.execute("UPDATE credited_orders SET order_agent = NULL")
            story = order_story(connection, Service(), "230000000000000001", "zh")
    assert story is not None
    return story.found


def of_measure(opened: Opened) -> RowsRequest:
    return RowsRequest(month=opened.request(), agent="小美", measure="慢响应次数")


def of_order(opened: Opened) -> RowsRequest:
    return RowsRequest(month=opened.request(), order="230000000000000009")


_POINTS = {"小美": {"服务得分": "90"}}
ROWS_SCENARIOS: Mapping[str, Callable[[Example], Found]] = {
    "rows: messages of an account that nobody listed": run(
        BY_ROWS, _POINTS, accounts=ACCOUNTS.replace("店:小丽,小丽", "店:小红,小红")
    ),
    "rows: messages of accounts that are listed": run(BY_ROWS, _POINTS),
    "rows: chats, and slow responses imported as well": run(
        BY_ROWS, {"小美": {"服务得分": "90", "慢响应次数": "3"}}
    ),
    "rows: automatic replies by prefix, and messages without texts": run(
        PREFIX + BY_ROWS, _POINTS, chat=WITHOUT_TEXT
    ),
    "rows: automatic replies by prefix, and messages with texts": run(PREFIX + BY_ROWS, _POINTS),
    "rows: orders that were refunded above what was paid, more than are shown": refunded_above,
    "rows: an order credited to another agent than it should be": credited_by_another_rule,
    "rows: the rows of a measure where no rows were imported": told(of_measure, rows=False),
    "rows: the rows of a measure": told(of_measure, rows=True),
    "rows: an order that nobody imported": told(of_order, rows=True),
}
