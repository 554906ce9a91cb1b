"""The payout query of a policy against the same pay in hand-written DuckDB SQL.

Both read one table of exact figures, run in one process in turn, and must give the same total;
what is printed is the ratio of the medians, not seconds.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

import duckdb

from engine.app.month import script_of
from engine.app.policies import compiled
from engine.backends.duckdb import CONFIG
from engine.sql.from_plan import Script

POLICY = Path(__file__).parent / "policy.yaml"

# What an experienced person would write for policy.yaml, in DECIMAL, with nothing checked.
BY_HAND = """
WITH points AS (
    SELECT agent, "销售额", "工龄年数", "服务得分" AS service,
        LEAST(CAST((2 * CAST(CAST("询单转化率" AS DECIMAL(38, 4)) * 10000 AS HUGEINT)
            * 1000000000000 + 6000) // 12000 AS DECIMAL(38, 0)) * 0.000000000001 * 100, 100)
            AS conversion,
        GREATEST(100 - 2 * GREATEST("平均响应" - 60, 0), 0) AS response
    FROM inputs
), scored AS (
    SELECT *, CAST(ROUND(service * 0.4 + conversion * 0.4 + response * 0.2, 2) AS DECIMAL(18, 2))
        AS score
    FROM points
), paid AS (
    SELECT agent,
        CASE WHEN score >= 95 THEN 1800 WHEN score >= 85 THEN 1700 WHEN score >= 75 THEN 1600
            ELSE 1500 END AS post_salary,
        ROUND(LEAST("销售额", 20000) * 0.01
            + GREATEST(LEAST("销售额", 50000) - 20000, 0) * 0.015
            + GREATEST("销售额" - 50000, 0) * 0.02, 2) AS commission,
        50 * "工龄年数" AS seniority
    FROM scored
)
SELECT SUM(post_salary + commission + seniority) FROM paid
"""


def fill(connection: duckdb.DuckDBPyConnection, agents: int) -> None:
    connection.execute(f"""
        CREATE TABLE inputs AS SELECT 'a' || i AS agent, '客服' AS "角色",
            CAST(hash(i) % 10001 AS DECIMAL(18, 2)) * 0.01::DECIMAL(18, 2) AS "服务得分",
            CAST((hash(i + 1) % 10001)::DECIMAL(18, 4) * 0.0001 AS DECIMAL(18, 4)) AS "询单转化率",
            CAST((hash(i + 2) % 20000)::DECIMAL(18, 2) * 0.01 AS DECIMAL(18, 2)) AS "平均响应",
            CAST((hash(i + 3) % 9000000)::DECIMAL(18, 2) * 0.01 AS DECIMAL(18, 2)) AS "销售额",
            CAST(hash(i + 4) % 12 AS DECIMAL(18, 0)) AS "工龄年数"
        FROM range({agents}) t(i)
    """)


def seconds(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[float, object]:
    started = time.perf_counter()
    row = connection.execute(query).fetchone()
    return time.perf_counter() - started, row[0] if row else None


def measure(script: Script, agents: int, rounds: int) -> tuple[float, object]:
    """The ratio of medians, and the total that both came to."""
    ours: list[float] = []
    theirs: list[float] = []
    with duckdb.connect(":memory:", config=CONFIG) as connection:
        fill(connection, agents)
        for statement in script.statements:
            connection.execute(statement.sql)
        total = f'SELECT SUM("合计") FROM "{script.payout}"'
        for _ in range(rounds):
            mine, our_total = seconds(connection, total)
            hand, their_total = seconds(connection, BY_HAND)
            if our_total != their_total:
                raise SystemExit(f"the totals differ: {our_total} and {their_total}")
            ours.append(mine)
            theirs.append(hand)
    return statistics.median(ours) / statistics.median(theirs), our_total


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--agents", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    outcome = compiled(POLICY).then(script_of)
    if outcome.value is None:
        raise SystemExit(f"the benchmark's policy does not compile: {outcome.diagnostics}")
    ratio, total = measure(outcome.value, asked.agents, asked.rounds)
    print(f"agent-months {asked.agents}  total {total}  policy ÷ hand-written: {ratio:.2f}")


if __name__ == "__main__":
    main()
