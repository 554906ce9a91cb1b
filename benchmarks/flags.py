"""Two thousand rules about flags over a million orders against the same in hand-written SQL.

By hand there is a table of rules, joined on its three columns, of which the first rule counts. Both
run in one process in turn, from the orders to a table of chosen rules, and must choose the same;
what is printed is the ratio of the medians, not seconds. `--case` holds a nested CASE against both.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from typing import Any

import duckdb

from engine.app.policies import compile_policy
from engine.app.workspace import catalog, schema
from engine.backends.duckdb import CONFIG
from engine.bind.flag_model import BoundFlags
from engine.plan.flags import plan_flags
from engine.policy.file import PolicyFile
from engine.sql.flags import FlagScript, emit_flags

STATUSES, REASONS, BANDS, WIDTH = 5, 40, 10, 100
COLOURS = "红黄绿蓝紫"
HEAD = """
format: 1
policy: pay
shop: demo
version: 1
title: flags
effective: {from: 2024-01}
currency: CNY
sources: {bench: "1"}
roles:
  agent: {pay: [line]}
pay:
  line: {amount: 1}
flags:
  source: taobao
  handled_by: [memo]
  hit: first
  otherwise: none
  rules:
"""
BY_HAND = """
CREATE OR REPLACE TABLE by_hand AS
SELECT o.id, COALESCE(MIN(r.rule), 0) AS rule FROM orders o LEFT JOIN rules r
    ON o.status = r.status AND o.close_reason = r.reason AND o.amount >= r.low AND o.amount < r.high
GROUP BY o.id
"""
Rule = tuple[int, str, str, int, int]


def rules(count: int) -> list[Rule]:
    """Every combination of status, reason and band, the first `count` of them."""
    combined = [(s, r, b) for b in range(BANDS) for r in range(REASONS) for s in range(STATUSES)]
    return [
        (number, f"状态{s}", f"原因{r}", b * WIDTH, (b + 1) * WIDTH)
        for number, (s, r, b) in enumerate(combined[:count], start=1)
    ]


def policy(listed: list[Rule]) -> BoundFlags:
    lines = (
        f"    r{n}: {{flag: {COLOURS[n % len(COLOURS)]}, "
        f'when: {{订单状态: {status}, 关闭原因: {reason}, 实付金额: "[{low}..{high})"}}}}\n'
        for n, status, reason, low, high in listed
    )
    file = PolicyFile(name="flags.yaml", content=(HEAD + "".join(lines)).encode(), companions={})
    outcome = compile_policy(file, schema("policy"), catalog())
    if outcome.value is None or outcome.value.flags is None:
        raise SystemExit(f"the benchmark's policy does not compile: {outcome.diagnostics}")
    return outcome.value.flags


def fill(connection: duckdb.DuckDBPyConnection, orders: int, listed: list[Rule]) -> None:
    connection.execute(f"""
        CREATE TABLE orders AS
        SELECT '2' || lpad(CAST(i AS VARCHAR), 17, '0') AS id, 'demo' AS shop,
            TIMESTAMP '2024-03-01' + to_seconds(i % 2600000) AS created,
            '状态' || hash(i) % {STATUSES + 1} AS status,
            '原因' || hash(i + 7) % {REASONS + 5} AS close_reason,
            CAST(hash(i * 3) % {WIDTH * (BANDS + 1) * 100} AS DECIMAL(18, 2))
                * 0.01::DECIMAL(2, 2) AS amount
        FROM range({orders}) t(i)
    """)
    connection.execute(
        "CREATE TABLE rules(rule INTEGER, status VARCHAR, reason VARCHAR, "
        "low DECIMAL(18, 2), high DECIMAL(18, 2))"
    )
    connection.executemany("INSERT INTO rules VALUES (?, ?, ?, ?, ?)", listed)


def seconds(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def ours(connection: duckdb.DuckDBPyConnection, script: FlagScript) -> None:
    connection.execute(script.facts.sql)
    connection.execute(script.choice.sql)


def nested(listed: list[Rule]) -> str:
    arms = "".join(
        f" WHEN status = '{status}' AND close_reason = '{reason}' AND amount >= {low} "
        f"AND amount < {high} THEN {number}"
        for number, status, reason, low, high in listed
    )
    return (
        f"CREATE OR REPLACE TABLE by_case AS SELECT id, CASE{arms} ELSE 0 END AS rule FROM orders"
    )


def measure(orders: int, count: int, rounds: int, with_case: bool) -> tuple[float, float | None]:
    """Ours by hand-written, and nested CASE by ours."""
    listed = rules(count)
    script = emit_flags(plan_flags(policy(listed), "demo", None))
    mine: list[float] = []
    hand: list[float] = []
    with duckdb.connect(":memory:", config=CONFIG) as connection:
        fill(connection, orders, listed)
        for _ in range(rounds):
            mine.append(seconds(lambda: ours(connection, script)))
            hand.append(seconds(lambda: connection.execute(BY_HAND)))
        differing = connection.execute(
            "SELECT COUNT(*) FROM by_hand JOIN flag_choice USING (id) "
            "WHERE by_hand.rule <> flag_choice.rule OR NOT certain"
        ).fetchone()
        if differing != (0,):
            raise SystemExit(f"the chosen rules differ: {differing}")
        case = seconds(lambda: connection.execute(nested(listed))) if with_case else None
    ratio = statistics.median(mine) / statistics.median(hand)
    return ratio, case / statistics.median(mine) if case else None


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--rules", type=int, nargs="*", default=[50, 500, 2000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--case", action="store_true")
    asked = parser.parse_args()
    for count in asked.rules:
        ratio, case = measure(asked.orders, count, asked.rounds, asked.case)
        beside = f"  nested CASE ÷ policy: {case:.1f}" if case else ""
        print(f"orders {asked.orders}  rules {count}  policy ÷ hand-written: {ratio:.2f}{beside}")


if __name__ == "__main__":
    main()
