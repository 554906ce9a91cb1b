"""A month from raw chats and orders: imported, run, explained to the rows, posted, verified.

The expected amounts are counted by hand from the twelve messages and three orders below.
"""

from __future__ import annotations

import pytest

from tests.cli.command import Command

POLICY = """\
format: 1
policy: pay
shop: chadian
version: 1
title: 由聊天和订单算出
effective: {from: 2024-01}
currency: CNY
sources: {细则: 统计细则}
round: {lines: {places: 2, mode: half_up}}
service:
  cite: {source: 细则, clause: 第4条}
measures:
  大单数:
    unit: count
    places: 0
    min: 0
    max: 1000
    rows: {count: sales, where: {order: yes, amount: {least: 500}}}
roles:
  客服: {pay: [提成, 接待奖, 大单奖]}
pay:
  提成: {amount: 销售额 × 1%}
  接待奖: {amount: 接待人数 × 2}
  大单奖: {amount: 大单数 × 10}
"""
ROSTER = "工号,姓名,店铺,角色,职级,入职日期,离职日期,生效月,失效月\n" + "".join(
    f"{name},{name},chadian,客服,,2022-01-01,,2024-01,\n" for name in ("小美", "小丽")
)
ACCOUNTS = "账号,客服,类型\n店:小美,小美,客服\n店:小丽,小丽,客服\n店:机器人,,机器人\n"
# 甲 asks 小美 and orders; 小丽 writes 20 minutes later, which is too soon to take the credit.
# 乙 asks 小丽 and pays; 丙 orders in silence, and 小美 follows up half an hour later.
CHAT = """时间,客服账号,买家,方向,内容,自动
2024-05-02 10:00:00,店:小美,甲,接收,在吗,否
2024-05-02 10:00:01,店:机器人,甲,发送,您好,是
2024-05-02 10:00:20,店:小美,甲,发送,在的,否
2024-05-02 10:20:20,店:小丽,甲,发送,还在看吗,否
2024-05-03 09:00:00,店:小丽,乙,接收,"多少钱,包邮吗",否
2024-05-03 09:01:00,店:小丽,乙,发送,包邮,否
2024-05-04 12:30:00,店:小美,丙,发送,核对地址,否
2024-05-31 20:00:00,店:小丽,丁,接收,在吗,否
"""
ORDERS = """订单编号,买家会员名,订单创建时间,订单付款时间 ,买家实际支付金额,宝贝总数量,订单状态
="230000000000000001",甲,2024-05-02 10:30:00,2024-05-02 10:31:00,600.00,1,交易成功
="230000000000000002",乙,2024-05-03 09:05:00,2024-05-03 09:06:00,80.50,1,交易成功
="230000000000000003",丙,2024-05-04 12:00:00,2024-05-04 12:40:00,500.00,2,交易成功
="230000000000000005",戊,2024-05-31 12:00:00,,0.00,1,等待买家付款
"""
OWN_MAPPING = """\
format: 1
mapping: own
title: 月报
kind: agent_months
files: ["月报*.csv"]
agent: {header: 客服}
month: {from: column, header: 月份}
columns:
  - {header: 销售额, measure: 销售额, written_as: yuan}
  - {header: 接待人数, measure: 接待人数, written_as: number}
  - {header: 大单数, measure: 大单数, written_as: number, unit: count, places: 0, min: 0, max: 1000}
"""
SHOP = ("--shop", "chadian")
MAY = (*SHOP, "--month", "2024-05")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """Everything imported; nothing posted yet."""
    folder = tmp_path_factory.mktemp("chadian")
    made = Command(folder)
    (folder / "tianping.yaml").touch()
    path = folder / "policies" / "chadian" / "pay" / "v1.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(POLICY, "utf-8")
    files = {
        "花名册.csv": ("roster", ROSTER), "账号.csv": ("accounts", ACCOUNTS),
        "聊天记录.csv": ("chat_log", CHAT), "ExportOrderList.csv": ("taobao_orders", ORDERS),
    }  # fmt: skip
    for name, (mapping, text) in files.items():
        (folder / name).write_text(text, "utf-8")
        done = made("import", name, "--mapping", mapping, *SHOP)
        assert done.code == 0, done.out + done.err
    return made


def payouts(found: dict[str, object]) -> dict[str, str]:
    rows = found["payouts"]
    assert isinstance(rows, list)
    return {row["agent"]: row["total"] for row in rows}


def test_a_month_is_paid_from_chats_and_orders(shop: Command) -> None:
    # 小美: 甲 600 and 丙 500 (followed up at 30:00 exactly) = 1100 × 1 % = 11; received 甲 = 2;
    # two orders of 500 and more = 20. 小丽: 乙 80.50 × 1 % = 0.805 → 0.81; received 乙 and 丁 = 4.
    # 小丽 only wrote to 甲, and 小美 to 丙: no consult.
    done = shop("run", *MAY, "--format", "json")
    assert done.code == 0, done.err
    assert payouts(done.json) == {"小美": "33.00", "小丽": "4.81"}


def test_a_figure_is_explained_down_to_its_rows(shop: Command) -> None:
    words = ("--agent", "小美", "--measure", "销售额", "--format", "json")
    done = shop("explain", *MAY, *words)
    assert done.code == 0, done.err
    orders = [(row["order_number"], row["amount"]) for row in done.json["counted"]]
    assert orders == [("230000000000000001", "600.00"), ("230000000000000003", "500.00")]


def test_an_order_tells_why_it_is_credited(shop: Command) -> None:
    done = shop("explain", *MAY, "--order", "230000000000000001", "--format", "json")
    assert (done.json["order_agent"], done.json["payment_agent"]) == ("小美", "小美")
    assert done.json["clause"] == "细则 第4条"
    (late,) = [row for row in done.json["timeline"] if row["agent"] == "小丽"]
    assert "1200" in late["reason"] and "1800" in late["reason"]
    silent = shop("explain", *MAY, "--order", "230000000000000003", "--format", "json").json
    assert silent["is_silent"] and silent["order_agent"] == "" and silent["payment_agent"] == "小美"


def test_an_order_that_is_not_there_is_said(shop: Command) -> None:
    done = shop("explain", *MAY, "--order", "230000000000000009", "--format", "json")
    assert (done.code, done.codes) == (1, ["W992"])


def test_another_credit_rule_is_a_side_of_a_comparison(shop: Command) -> None:
    sides = ("v1", "v1", "--set", "service.silent_gap_seconds=1801")
    done = shop("compare", *sides, *MAY, "--format", "json")
    assert done.code == 0, done.err
    # one second more, and 丙 is nobody's: 小美 loses 5 + 10
    changes = {row["agent"]: row["difference"] for row in done.json["agents"]}
    assert changes == {"小美": "-15.00", "小丽": "0.00"}


def test_a_month_that_the_rows_do_not_reach_is_not_ready(shop: Command) -> None:
    done = shop("run", *SHOP, "--month", "2024-06", "--format", "json")
    assert (done.code, set(done.codes)) == (1, {"R501"})
    assert all("not_ready" in d["message"] for d in done.json["diagnostics"])


def test_a_month_before_the_first_rows_has_no_figures(shop: Command) -> None:
    done = shop("run", *SHOP, "--month", "2024-03", "--format", "json")
    assert (done.code, set(done.codes)) == (1, {"R501"})
    assert all("not_ready" not in d["message"] for d in done.json["diagnostics"])


def test_sums_are_kept_and_a_cache_that_was_spoilt_is_worked_out_again(shop: Command) -> None:
    kept = list((shop.folder / "cache" / "figures").glob("*.json"))
    assert kept
    for one in kept:
        one.write_text("{", "utf-8")
    assert payouts(shop("run", *MAY, "--format", "json").json)["小美"] == "33.00"


def test_a_posted_month_is_verified_from_its_rows(shop: Command) -> None:
    assert shop("post", *MAY, "--by", "店长").code == 0
    assert shop("verify").code == 0
    # an order that comes later changes the month of today, not the one that was posted
    late = ORDERS.splitlines()[0] + '\n="230000000000000004",乙,2024-05-20 08:00:00,'
    late += "2024-05-20 08:01:00,1000.00,1,交易成功\n"
    (shop.folder / "ExportOrderList2.csv").write_text(late, "utf-8")
    assert shop("import", "ExportOrderList2.csv", "--mapping", "taobao_orders", *SHOP).code == 0
    assert shop("verify").code == 0
    now = shop("explain", *MAY, "--agent", "小丽", "--with-current", "--format", "json")
    assert now.code == 0, now.err
    # 小丽 holds the credit of 乙 still: 1000 × 1 % + 10 for a large order
    again = shop("rerun", *MAY, "--by", "店长", "--reason", "迟到的订单", "--format", "json")
    assert again.code == 0, again.err
    found = [(r["agent"], r["line"], r["difference"]) for r in again.json["differences"]]
    assert found == [("小丽", "提成", "10.00"), ("小丽", "大单奖", "10.00")]


def test_rows_that_were_altered_on_the_disk_are_found(shop: Command) -> None:
    (path,) = (shop.folder / "rows" / "accounts").glob("*.parquet")
    held = path.read_bytes()
    try:
        path.write_bytes(held[:-1] + bytes([held[-1] ^ 1]))
        assert shop("verify", "--format", "json").code == 1
    finally:
        path.write_bytes(held)


def test_figures_of_such_a_month_are_taken_as_they_were_imported(shop: Command) -> None:
    lines = ["客服,月份,销售额,接待人数,大单数"]
    lines += [f"{name},2024-04,1000,10,1" for name in ("小美", "小丽")]
    mapping = shop.folder / "mappings" / "own.yaml"
    mapping.parent.mkdir(exist_ok=True)
    mapping.write_text(OWN_MAPPING, "utf-8")
    (shop.folder / "月报.csv").write_text("\n".join(lines) + "\n", "utf-8")
    done = shop("import", "月报.csv", "--mapping", "own", *SHOP)
    assert done.code == 0, done.out + done.err
    # 1000 × 1 % + 10 × 2 + 1 × 10
    april = shop("run", *SHOP, "--month", "2024-04", "--format", "json")
    assert payouts(april.json) == {"小美": "40.00", "小丽": "40.00"}
    # a figure of a month that the rows cover as well is refused, unless the policy says which holds
    (shop.folder / "月报.csv").write_text("\n".join(lines).replace("-04", "-05") + "\n", "utf-8")
    assert shop("import", "月报.csv", "--mapping", "own", *SHOP).code == 0
    may = shop("run", *MAY, "--format", "json")
    assert (may.code, set(may.codes)) == (1, {"R542"})
    path = shop.folder / "policies" / "chadian" / "pay" / "v1.yaml"
    for holds, pay in (("rows", "33.00"), ("figures", "40.00")):
        path.write_text(POLICY.replace("service:\n", f"service:\n  prefer: {holds}\n"), "utf-8")
        assert payouts(shop("run", *MAY, "--format", "json").json)["小美"] == pay
    path.write_text(POLICY, "utf-8")


FLAGS = """\
flags:
  source: taobao
  meanings: {红: 不计业绩, 绿: 已付款, 灰: 没有事}
  handled_by: [credit]
  blank: [付款时间]
  date: m.d
  hit: unique
  otherwise: none
  rules:
    付了款:
      when: {实付金额: ">0"}
      flag: 绿
      memo: "{客服}"
  voids: {flags: [红], before: midnight}
"""


def test_a_flag_set_on_the_order_day_takes_the_credit_and_credit_says_who_handled(
    shop: Command,
) -> None:
    path = shop.folder / "policies" / "chadian" / "pay" / "v1.yaml"
    second = POLICY.replace("service:\n", "service:\n  prefer: rows\n")
    text = "编号,订单编号,时间,旗帜,操作人\n"
    text += "1,230000000000000001,2024-05-02 23:59:59,1,小美\n"
    text += "2,230000000000000003,2024-05-05 00:00:00,1,小美\n"
    (shop.folder / "旗帜.csv").write_text(text, "utf-8")
    assert shop("import", "旗帜.csv", "--mapping", "flag_events", *SHOP).code == 0
    sides = ("compare", "v1.yaml", "v2.yaml", *MAY, "--format", "json")
    for name, held in (("v1.yaml", second), ("v2.yaml", second + FLAGS)):
        (shop.folder / name).write_text(held, "utf-8")
    done = shop(*sides)
    assert done.code == 0, done.err
    # 甲 (600) was flagged in the last second of its day: 6 + 10 less; 丙 a second too late
    changes = {row["agent"]: row["difference"] for row in done.json["agents"]}
    assert changes == {"小美": "-16.00", "小丽": "0.00"}
    path.write_text(second + FLAGS, "utf-8")
    try:
        told = shop("flags", "suggest", *MAY, "--format", "json")
        assert "suggestions" in told.json, told.out
        handled = {row["order"]: row["agent"] for row in told.json["suggestions"]}
        assert handled["230000000000000003"] == "小美"
        assert handled["230000000000000002"] == "小丽"
    finally:
        path.write_text(POLICY, "utf-8")
