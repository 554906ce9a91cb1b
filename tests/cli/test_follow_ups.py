"""Rule A10 from raw files: ratings of items imported, a month paid by who was followed up."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import Command

POLICY = """\
format: 1
policy: pay
shop: chadian
version: 1
title: 低评分商品回访
effective: {from: 2024-05}
currency: CNY
sources: {考核: 客服考核制度}
round: {lines: {places: 2, mode: half_up}}
service:
  cite: {source: 考核, clause: §3.3}
  follow_up_days: 7
roles:
  客服: {pay: [回访奖, 漏回访扣款]}
pay:
  回访奖: {amount: 应回访订单数 × 10 × 回访率}
  漏回访扣款: {amount: 0 - 漏回访订单数 × 3}
"""
FILES = {
    "花名册.csv": "工号,姓名,店铺,角色,职级,入职日期,离职日期,生效月,失效月\n"
    "小美,小美,chadian,客服,,2022-01-01,,2024-01,\n",
    "账号.csv": "账号,客服,类型\n店:小美,小美,客服\n",
    # 甲 received on the last day of May and is written to at the last second of the seven days.
    "聊天记录.csv": """时间,客服账号,买家,方向,内容,自动
2024-05-02 10:00:00,店:小美,甲,发送,在的,否
2024-05-02 10:00:00,店:小美,乙,发送,在的,否
2024-05-02 10:00:00,店:小美,丙,发送,在的,否
2024-06-07 23:30:00,店:小美,甲,发送,茶喝着满意吗,否
""",
    "ExportOrderList.csv": "订单编号,买家会员名,订单创建时间,订单付款时间 ,买家实际支付金额,"
    """宝贝总数量,订单状态,确认收货时间
="2300001",甲,2024-05-02 10:30:00,2024-05-02 10:31:00,600.00,2,交易成功,2024-05-31 23:30:00
="2300002",乙,2024-05-02 10:30:00,2024-05-02 10:31:00,80.50,1,交易成功,2024-05-06 12:00:00
="2300003",丙,2024-05-02 10:30:00,2024-05-02 10:31:00,80.50,1,交易成功,2024-05-06 12:00:00
""",
    "ExportOrderDetailList.csv": """订单编号,标题,商家编码,价格,购买数量
="2300001",龙井,LJ,300.00,1
="2300001",白茶,BC,300.00,1
="2300002",盖碗,GW,80.50,1
="2300003",龙井,LJ,80.50,1
""",
    # 白茶 by its title, 盖碗 by its code; 龙井 is not below 4.8
    "商品评分.csv": "商品,日期,评分\n白茶,2024-05-31,4.79\n"
    "GW,2024-05-01,4.5\n龙井,2024-05-01,4.80\n",
}
MAPPINGS = {
    "花名册.csv": "roster", "账号.csv": "accounts", "聊天记录.csv": "chat_log",
    "ExportOrderList.csv": "taobao_orders", "ExportOrderDetailList.csv": "taobao_order_items",
    "商品评分.csv": "item_ratings",
}  # fmt: skip
SHOP = ("--shop", "chadian")
MAY = (*SHOP, "--month", "2024-05", "--format", "json")


@pytest.fixture
def shop(tmp_path: Path) -> Command:
    made = Command(tmp_path)
    (tmp_path / "tianping.yaml").touch()
    path = tmp_path / "policies" / "chadian" / "pay" / "v1.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(POLICY, "utf-8")
    for name, text in FILES.items():
        take(made, name, text, MAPPINGS[name])
    return made


def take(shop: Command, name: str, text: str, mapping: str) -> None:
    (shop.folder / name).write_text(text, "utf-8")
    done = shop("import", name, "--mapping", mapping, *SHOP)
    assert done.code == 0, done.out + done.err


def reach(shop: Command, time: str) -> None:
    """A line of another buyer, so that chats reach to then; orders end with the month."""
    head = FILES["聊天记录.csv"].splitlines()[0]
    take(shop, "聊天记录2.csv", f"{head}\n{time},店:小美,丁,发送,在的,否\n", "chat_log")
    head = FILES["ExportOrderList.csv"].splitlines()[0]
    order = '="2300009",戊,2024-05-31 09:00:00,,0.00,1,等待买家付款,\n'
    take(shop, "ExportOrderList2.csv", f"{head}\n{order}", "taobao_orders")


def test_a_month_is_paid_by_who_was_followed_up(shop: Command) -> None:
    reach(shop, "2024-06-08 00:00:00")
    done = shop("run", *MAY)
    assert done.code == 0, done.err
    # due: 甲 and 乙; 甲 at the last second: 2 × 10 × 1/2 = 10, less 3 for 乙
    (row,) = done.json["payouts"]
    assert row["total"] == "7.00"
    words = ("--agent", "小美", "--measure", "漏回访订单数")
    (missed,) = shop("explain", *MAY, *words).json["counted"]
    assert missed["order_number"] == "2300002"


@pytest.mark.parametrize(
    ("days", "time", "is_ready"),
    [
        (7, "2024-06-07 23:59:59", False),
        (7, "2024-06-08 00:00:00", True),
        (14, "2024-06-14 23:59:59", False),
        (14, "2024-06-15 00:00:00", True),
    ],
)
def test_a_month_waits_for_its_last_deadline(
    shop: Command, days: int, time: str, is_ready: bool
) -> None:
    path = shop.folder / "policies" / "chadian" / "pay" / "v1.yaml"
    path.write_text(POLICY.replace("follow_up_days: 7", f"follow_up_days: {days}"), "utf-8")
    reach(shop, time)
    done = shop("run", *MAY)
    assert (done.code == 0) == is_ready, done.out
    if not is_ready:
        assert set(done.codes) == {"R501"}
        assert all("not_ready" in d["message"] for d in done.json["diagnostics"])
