"""Which rule fits an order: SQL and plain Python say the same, whatever orders and rules."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine.backends.flags import choose_rules, last_moment, refund_statuses
from engine.bind.flag_model import BoundFlags
from engine.core.period import Month
from engine.plan.flags import plan_flags
from engine.replay.flags import choose, facts_of
from tests.flagging import CREATED, database, flags_of, order

CELLS = {
    "订单阶段": ["未付款", "未发货、已发货", "已关闭", "未知", "已收货"],
    "订单状态": ["交易成功", "待打单、交易关闭", "未知"],
    "发过货": ["是", "否", "未知"],
    "退款情况": ["无退款", "申请中、已退款", "未知"],
    "实付金额": ["<50", "[50..100)", ">=100", "100", "(0..20]"],
    "优惠金额": [">20", "(0..20]", "0", "<0"],
    "退款金额": [">0", "0"],
    "改地址": ["是", "否"],
    "关闭原因": ["缺货", "未知"],
    "发货用时": [">48", "<=48"],
    "经手人": ["小美", "无", "小丽、小芳"],
    "指定快递": ["是", "否"],
}
COLOURS = ["红", "黄", "绿", "蓝", "紫"]
BLANKS = [
    "付款时间",
    "发货时间",
    "收货时间",
    "买家留言",
    "退款金额",
    "改价金额",
    "改地址",
    "关闭原因",
]
AMOUNTS = st.sampled_from(
    ["0", "0.01", "19.99", "20", "20.01", "49.99", "50", "99.99", "100", "-5"]
)
MOMENTS = st.sampled_from([0, 1, 24, 47, 48, 49, 500])


@st.composite
def sections(draw: st.DrawFn) -> str:
    tests = st.dictionaries(st.sampled_from(list(CELLS)), st.integers(0, 9), min_size=1, max_size=4)
    rules = draw(st.lists(tests, min_size=1, max_size=8))
    blank = draw(st.lists(st.sampled_from(BLANKS), unique=True))
    lines = ["  source: taobao", "  handled_by: [memo]", "  hit: first", "  otherwise: none"]
    lines += [
        "  statuses: {待打单: 未发货}",
        "  words: {指定快递: {in: [buyer_words], any: [顺丰, 圆通]}}",
    ]
    if blank:
        lines.append(f"  blank: [{', '.join(blank)}]")
    lines.append("  rules:")
    for number, tested in enumerate(rules):
        cells = {fact: CELLS[fact][pick % len(CELLS[fact])] for fact, pick in tested.items()}
        when = ", ".join(f'{fact}: "{cell}"' for fact, cell in cells.items())
        lines.append(f"    r{number}: {{when: {{{when}}}, flag: {COLOURS[number % 5]}}}")
    return "\n".join(lines) + "\n"


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


AFTER = MOMENTS.map(lambda hours: CREATED + dt.timedelta(hours=hours))
ORDERS = st.fixed_dictionaries(
    {
        "paid": maybe(AFTER),
        "shipped": maybe(AFTER),
        "received": maybe(AFTER),
        "amount": AMOUNTS.map(Decimal),
        "status": maybe(st.sampled_from(["交易成功", "交易关闭", "等待买家付款", "待打单", "??"])),
        "refunded": maybe(AMOUNTS.map(Decimal)),
        "price_changed": maybe(AMOUNTS.map(Decimal)),
        "address_changed": maybe(st.booleans()),
        "buyer_words": maybe(st.sampled_from(["发顺丰", "快点", "圆通顺丰", ""])),
        "close_reason": maybe(st.sampled_from(["缺货", "不想要了", ""])),
    }
)
HANDLERS = maybe(st.sampled_from(["小美", "小丽", "小强"]))
REFUNDS = st.lists(st.sampled_from(["退款成功", "退款关闭", "买家已经申请退款"]), max_size=2)


def shown(flags: BoundFlags) -> str:
    return str([rule.tests for rule in flags.rules])


def clean(section: str) -> BoundFlags | None:
    """The rules, unless one of them never matches: that is another test's matter."""
    try:
        return flags_of(section)
    except AssertionError:
        return None


@given(sections(), st.lists(st.tuples(ORDERS, HANDLERS, REFUNDS), min_size=1, max_size=12))
def test_sql_and_replay_choose_the_same_rule(
    section: str, made: list[tuple[dict[str, Any], str | None, list[str]]]
) -> None:
    flags = clean(section)
    if flags is None:
        return
    orders = [order(str(n), **columns) for n, (columns, _, _) in enumerate(made)]
    handlers = {str(n): handler for n, (_, handler, _) in enumerate(made) if handler}
    refunds = [
        {"id": f"{n}-{m}", "order_id": str(n), "status": status}
        for n, (_, _, statuses) in enumerate(made)
        for m, status in enumerate(statuses)
    ]
    connection = database(orders, refunds=refunds)
    as_of, statuses = last_moment(connection), refund_statuses(connection)
    chosen = list(choose_rules(connection, plan_flags(flags, "demo", Month(2024, 3)), handlers))
    assert len(orders) == len(chosen)
    for one in chosen:
        id_ = one.order["id"]
        facts = facts_of(flags, one.order, statuses.get(id_, ()), handlers.get(id_), as_of)
        again = choose(flags, facts)
        assert (again.rule, not again.lacking) == (one.rule, one.is_certain), (facts, shown(flags))


def test_many_edges_are_looked_up_in_a_table() -> None:
    """More edges than are compared one by one: on, below and above each of them."""
    rules = "".join(
        f'    r{n}: {{when: {{实付金额: "[{n}..{n + 1})"}}, flag: {COLOURS[n % 5]}}}\n'
        for n in range(100)
    )
    flags = flags_of(
        "  source: taobao\n  handled_by: [memo]\n  hit: unique\n  otherwise: none\n"
        f"  rules:\n{rules}"
    )
    amounts = ["-1", "0", "0.5", "1", "57", "57.99", "99.99", "100", "1000"]
    orders = [order(str(n), amount=Decimal(a)) for n, a in enumerate(amounts)]
    chosen = choose_rules(database(orders), plan_flags(flags, "demo", None), {})
    assert [None, 0, 0, 1, 57, 57, 99, None, None] == [one.rule for one in chosen]
