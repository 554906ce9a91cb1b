"""The measures of all default settings in DuckDB SQL, as an experienced person would write it.

The raw tables are canonical: an id occurs once, every account is known. Times are whole seconds,
money whole cents, names small numbers; names come back in the last statement.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import duckdb

from benchmarks.service import sql_chats, sql_orders
from benchmarks.service.columns import COUNTS, MEASURES, MONEY, RULES
from benchmarks.service.generate import TABLES

PARTS = """
SELECT agent, month, count(*) AS consults, count(*) FILTER (seen > 0) AS received,
    count(*) FILTER (seen = 0) AS filtered, count(*) FILTER (seen & 8 > 0) AS inquiries,
    count(*) FILTER (seen & 4 > 0) AS after_sale,
    count(*) FILTER (seen & 16 > 0) AS inquiry_ordered,
    count(*) FILTER (seen & 32 > 0) AS inquiry_paid, count(*) FILTER (seen & 2 > 0) AS replied,
    sum(chats) FILTER (thread > 0) AS conversations
FROM units GROUP BY agent, month
UNION ALL BY NAME
SELECT agent, month, count(first_seconds) AS first_n, sum(first_seconds) AS first_sum,
    sum(replies) AS resp_n, sum(seconds) AS resp_sum
FROM conversations WHERE thread > 0 GROUP BY agent, month
UNION ALL BY NAME
SELECT agent, month_of(day * 86400) AS month, sum(lines) FILTER (NOT asks) AS agent_lines,
    sum(chars) FILTER (NOT asks) AS agent_chars, sum(lines) FILTER (asks) AS buyer_lines
FROM (SELECT agent, second // 86400 AS day, asks, count(*) AS lines, sum(chars) AS chars
    FROM lines WHERE thread > 0 GROUP BY ALL) GROUP BY ALL
UNION ALL BY NAME
SELECT agent, month_of(day * 86400) AS month, sum(intervals) AS slow_intervals,
    count(*) FILTER (intervals >= 3) AS slow
FROM (SELECT thread, agent, asked // 86400 AS day, count(*) AS intervals FROM slow_rounds
    GROUP BY ALL) GROUP BY ALL
UNION ALL BY NAME
SELECT agent, month, count(*) AS handover_due, count(*) FILTER (done) AS handover_done
FROM handovers GROUP BY agent, month
UNION ALL BY NAME
SELECT agent, month, count(*) AS late_answers FROM late_answers GROUP BY agent, month
UNION ALL BY NAME
SELECT order_agent AS agent, month_of(created) AS month, count(*) AS placed,
    count(*) FILTER (closed) AS placed_lost
FROM credited WHERE order_agent IS NOT NULL GROUP BY ALL
UNION ALL BY NAME
SELECT agent, month, orders AS orders_order, cents AS sales_order, items AS items_order,
    buyers AS buyers_order FROM sales WHERE rule = 'order'
UNION ALL BY NAME
SELECT agent, month, orders AS orders_payment, cents AS sales_payment, items AS items_payment,
    buyers AS buyers_payment FROM sales WHERE rule = 'payment'
UNION ALL BY NAME
SELECT agent, month, orders AS orders_first, cents AS sales_first, items AS items_first,
    buyers AS buyers_first FROM sales WHERE rule = 'first'
UNION ALL BY NAME
SELECT agent, month, count(*) AS silent_followed FROM followed GROUP BY agent, month
UNION ALL BY NAME
SELECT payment_agent AS agent, month_of(paid) AS month, count(*) AS silent_paid,
    sum(cents) AS silent_paid_sales
FROM credited WHERE order_agent IS NULL AND payment_agent IS NOT NULL GROUP BY ALL
UNION ALL BY NAME
SELECT agent, month, count(*) AS urged, sum(cents) AS urged_sales FROM urged GROUP BY agent, month
UNION ALL BY NAME
SELECT agent, month, count(*) AS refund_orders, sum(cents) AS refund_amount
FROM refunded GROUP BY agent, month
"""

SUMMED = f"""
CREATE TABLE summed AS SELECT agent, month,
    {", ".join(f"coalesce(CAST(sum({name}) AS BIGINT), 0) AS {name}" for name in COUNTS)}
FROM ({PARTS}) GROUP BY agent, month
"""


def ratio(part: str, whole: str, unit: int) -> str:
    """Half-up, as a whole number of 1 / unit; nothing over nothing is unknown."""
    return f"(2 * {part} * {unit} + {whole}) // nullif(2 * {whole}, 0)"


def rate(part: str, whole: str) -> str:
    return f"CAST({ratio(part, whole, 10000)} AS DECIMAL(18, 0)) * 0.0001"


def mean(total: str, count: str, unit: int = 100) -> str:
    """To hundredths; `unit` is what a whole one of the total is worth in them."""
    return money(ratio(total, count, unit))


def money(cents: str) -> str:
    return f"CAST({cents} AS DECIMAL(18, 0)) * 0.01"


SHARES = {
    "conv_order": rate("inquiry_ordered", "inquiries"),
    "conv_paid": rate("inquiry_paid", "inquiries"),
    "first_avg": mean("first_sum", "first_n"), "resp_avg": mean("resp_sum", "resp_n"),
    "unanswered": "received - replied", "reply_rate": rate("replied", "received"),
    **{f"aov_{rule}": mean(f"sales_{rule}", f"buyers_{rule}", 1) for rule in RULES},
    "refund_rate_orders": rate("refund_orders", "orders_payment"),
    "refund_rate_amount": rate("refund_amount", "sales_payment"),
}  # fmt: skip
SHOWN = {name: money(name) for name in MONEY} | SHARES


def named(agents: str) -> str:
    """`agents` is a relation of name and number."""
    return f"""
CREATE TABLE measures AS
SELECT agents.name AS agent,
    CAST(month // 12 AS VARCHAR) || '-' || lpad(CAST(month % 12 + 1 AS VARCHAR), 2, '0') AS month,
    {", ".join(f"{SHOWN.get(name, name)} AS {name}" for name in MEASURES)}
FROM summed JOIN {agents} agents USING (agent)
ORDER BY agents.name, summed.month
"""


STAGES = (
    ("keys", sql_chats.KEYS), ("lines", sql_chats.LINES),
    ("turns", f"{sql_chats.TURNS};{sql_chats.MARKS}"),
    ("conversations", sql_chats.CONVERSATIONS), ("slow rounds", sql_chats.SLOW_ROUNDS),
    ("spans", sql_chats.SPANS), ("takings", sql_chats.TAKINGS),
    ("handovers", sql_chats.HANDOVERS), ("orders", sql_orders.BOUGHT),
    ("late answers", sql_chats.LATE_ANSWERS), ("kinds", sql_orders.KINDS),
    ("credit", sql_orders.CREDITED), ("urged", sql_orders.URGED), ("silent", sql_orders.SILENT),
    ("refunds", sql_orders.REFUNDED), ("sales", sql_orders.SALES), ("parts", SUMMED),
    ("measures", named("agents")),
)  # fmt: skip


def see_raw(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    for name in TABLES:
        connection.execute(f"CREATE VIEW {name} AS FROM read_parquet('{folder / name}.parquet')")


def run(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, float]]:
    """From the raw tables to `measures`; the seconds of every stage."""
    for name, text in STAGES:
        started = time.perf_counter()
        connection.execute(text)
        yield name, time.perf_counter() - started
