"""A sweep of 1,000 variants over 10,000 agent-months against runs one by one, and by hand.

Three ways to the same table: all variants together; a sample of them each as an ordinary run, with
replay, scaled up; and one hand-written query in BIGINT over a table of parameters. Cost, gains,
losses, least, median, greatest pay and grades must be the same; printed are ratios.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import duckdb

from engine.app.month import pay
from engine.app.policies import compiled, load_file
from engine.app.resolving import resolve
from engine.app.sampling import differing, sampled
from engine.app.variants import (
    Ground,
    Outlook,
    Together,
    bound_of,
    by_itself,
    look_at,
    prepared,
    totals_of,
)
from engine.app.varying import Asked, Axis, Variant
from engine.backends.duckdb import CONFIG
from engine.backends.variants import MonthFigures, Tally, opened, tallies
from engine.bind.names import TOTAL
from engine.bind.variants import shape_of, values_of
from engine.core.number import plain
from engine.core.period import Month
from engine.ledger.month import Cell, Post, StoredMonth, dataset_for
from engine.source.numbers import named

POLICY = Path(__file__).parent / "variants.yaml"
MAY = Month(2024, 5)
SEED = 7
T = TypeVar("T")

# every number that varies, in the order of the columns of the hand-written query's parameters
PATHS = (
    "考核.服务.weight", "考核.转化.weight", "考核.响应.weight",
    "评级.rows[95].from", "评级.rows[85].from", "评级.rows[75].from",
    "评级.rows[95].岗位工资", "评级.rows[85].岗位工资",
    "提成表.rows[20000].to", "提成表.rows[50000].to",
    "提成表.rows[20000].rate", "提成表.rows[50000].rate", "提成表.rows[∞].rate",
    "接待表.rows[500].rate", "接待表.rows[1000].rate",
)  # fmt: skip

# What an experienced person would write: whole cents, ratios as integers, one cross join.
BY_HAND = """
WITH points AS (
    SELECT agent, before_cents, sales_cents, received, years * 5000 AS seniority_cents,
        service_cents * 10000000000 AS service,
        LEAST((2 * conversion * 1000000000000::HUGEINT + 6000) // 12000 * 100, 100000000000000)
            ::BIGINT AS conversion,
        GREATEST(10000 - 2 * GREATEST(response_cents - 6000, 0), 0) * 10000000000 AS response
    FROM figures
), scored AS (
    SELECT p.*, agent, before_cents, sales_cents, received, seniority_cents,
        (service * w1 + conversion * w2 + response * w3 + 500000000000) // 1000000000000 AS score
    FROM points CROSS JOIN parameters p
), paid AS (
    SELECT variant, before_cents,
        CASE WHEN score >= g1 THEN 1 WHEN score >= g2 THEN 2 WHEN score >= g3 THEN 3 ELSE 4 END
            AS grade,
        CASE WHEN score >= g1 THEN s1 WHEN score >= g2 THEN s2 WHEN score >= g3 THEN 160000
            ELSE 150000 END
        + (2 * (LEAST(sales_cents, t1) * r1 + GREATEST(LEAST(sales_cents, t2) - t1, 0) * r2
            + GREATEST(sales_cents - t2, 0) * r3) + 100000) // 200000
        + CASE WHEN received >= 1000 THEN received * p2 WHEN received >= 500 THEN received * p1
            ELSE 0 END
        + seniority_cents AS pay
    FROM scored
)
SELECT variant, SUM(pay), COUNT(*) FILTER (WHERE pay > before_cents),
    COUNT(*) FILTER (WHERE pay < before_cents), MIN(pay), QUANTILE_DISC(pay, 0.5), MAX(pay),
    COUNT(*) FILTER (WHERE grade = 4), COUNT(*) FILTER (WHERE grade = 3),
    COUNT(*) FILTER (WHERE grade = 2), COUNT(*) FILTER (WHERE grade = 1)
FROM paid GROUP BY variant ORDER BY variant
"""
# cents, or hundred-thousandths where it is a rate: what each parameter is multiplied by
UNITS = (1, 1, 1, 100, 100, 100, 100, 100, 100, 100, 100000, 100000, 100000, 100, 100)
COLUMNS = (
    "variant", "w1", "w2", "w3", "g1", "g2", "g3", "s1", "s2", "t1", "t2", "r1", "r2", "r3", "p1",
    "p2",
)  # fmt: skip
FIGURES = (
    "agent", "before_cents", "service_cents", "conversion", "response_cents", "sales_cents",
    "received", "years",
)  # fmt: skip


def month_of(agents: int) -> StoredMonth:
    """Figures as a shop might have them, the same every time."""
    chance = random.Random(SEED)
    posts, cells = [], {}
    for number in range(agents):
        agent = f"a{number:05}"
        posts.append(
            Post(
                agent=agent,
                name=agent,
                role="客服",
                level="",
                hired=f"20{number % 12 + 12}-01-01",
                start=MAY.start,
                end=MAY.plus(1).start,
                is_dated=True,
            )
        )
        drawn = {
            "服务得分": (Decimal(chance.randrange(6000, 10001)).scaleb(-2), "points"),
            "询单转化率": (Decimal(chance.randrange(3000, 7501)).scaleb(-4), "ratio"),
            "平均响应": (Decimal(chance.randrange(2000, 10001)).scaleb(-2), "seconds"),
            "销售额": (Decimal(chance.randrange(0, 9_000_001)).scaleb(-2), "money"),
            "接待人数": (Decimal(chance.randrange(0, 1800)), "count"),
        }
        for name, (amount, unit) in drawn.items():
            cells[agent, name] = Cell(state="value", amount=amount, unit=unit, author="")
    return StoredMonth(posts=tuple(posts), cells=cells, batches=())


def texts_of(chance: random.Random) -> tuple[str, ...]:
    """Weights that sum to 100, edges in order, rates that rise."""
    service, conversion = chance.randrange(20, 50), chance.randrange(20, 50)
    edges = (chance.randrange(90, 99), chance.randrange(82, 90), chance.randrange(70, 82))
    rates = sorted(chance.sample(range(50, 251), 3))
    return (
        str(service), str(conversion), str(100 - service - conversion), *map(str, edges),
        str(chance.randrange(1750, 1900)), str(chance.randrange(1650, 1750)),
        str(chance.randrange(15, 25) * 1000), str(chance.randrange(40, 60) * 1000),
        *(f"{plain(Decimal(rate).scaleb(-2))}%" for rate in rates),
        plain(Decimal(chance.randrange(10, 25)).scaleb(-2)),
        plain(Decimal(chance.randrange(25, 40)).scaleb(-2)),
    )  # fmt: skip


def asked(count: int) -> Asked:
    document = resolve(load_file(POLICY)).value
    if document is None:
        raise SystemExit("the benchmark's policy cannot be read")
    numbers = [named(document.document.root, path) for path in PATHS]
    axes = tuple(Axis(number=found[0], texts=()) for found in numbers)
    chance = random.Random(SEED)
    variants = tuple(Variant(index=n, texts=texts_of(chance)) for n in range(1, count + 1))
    return Asked(document=document.document, axes=axes, balance=None, variants=variants)


def ground_of(agents: int) -> Ground:
    bound = compiled(POLICY).value
    if bound is None:
        raise SystemExit("the benchmark's policy does not compile")
    stored = month_of(agents)
    paid = pay(bound, stored, MAY, quiet)
    if paid.value is None:
        raise SystemExit(f"the benchmark's month is refused: {paid.diagnostics[:1]}")
    before = {MAY: paid.value}
    return Ground(
        file=load_file(POLICY), bound=bound, stored={MAY: stored}, before=before,
        totals=totals_of(before), show=quiet,
    )  # fmt: skip


def quiet(step: str) -> None:
    """Progress that nobody watches."""


def timed(work: Callable[[], T]) -> tuple[float, T]:
    started = time.perf_counter()
    made = work()
    return time.perf_counter() - started, made


def whole_sweep(ground: Ground, question: Asked) -> Outlook:
    """As the command does it: check, compute, and run a sample again."""
    outlook = look_at(ground, question)
    found = list(differing(outlook, sampled(outlook, (), "benchmark")))
    if found or outlook.alone or outlook.refused:
        raise SystemExit(f"not all together: {found[:1]} {len(outlook.alone)}")
    return outlook


def queries(
    ground: Ground, question: Asked, rounds: int
) -> tuple[float, float, Mapping[int, Tally]]:
    """Medians of the one generated query and of the hand-written one, tables loaded."""
    bounds = [bound_of(ground, question, variant).value for variant in question.variants]
    known = [bound for bound in bounds if bound is not None]
    group = Together(known[0], [v.index for v in question.variants], [values_of(b) for b in known])
    if len({shape_of(bound) for bound in known}) != 1:
        raise SystemExit("the variants are not of one shape")
    dataset = dataset_for(known[0], ground.stored[MAY], MAY)
    figures = MonthFigures(month=str(MAY), dataset=dataset, before=totals_of(ground.before))
    made = prepared(group, (figures,), ground.bound.by_key[TOTAL].type)
    if made is None:
        raise SystemExit("nothing varies")
    ours, theirs = [], []
    with opened(made.rows) as mine, duckdb.connect(":memory:", config=CONFIG) as other:
        load_by_hand(other, ground, question)
        for _ in range(rounds):
            seconds, found = timed(lambda: tallies(mine, made.rows, made.query))
            ours.append(seconds)
            seconds, by_hand = timed(lambda: other.execute(BY_HAND).fetchall())
            theirs.append(seconds)
    compare(found, by_hand)
    return statistics.median(ours), statistics.median(theirs), found


def load_by_hand(other: duckdb.DuckDBPyConnection, ground: Ground, question: Asked) -> None:
    paid = ground.before[MAY]
    rows = []
    for row in paid.dataset.agents:
        taken = [row.figures[key] for key in ("服务得分", "询单转化率", "平均响应", "销售额")]
        service, conversion, response, sales = [Decimal(str(amount)) for amount in taken]
        received, years = row.figures["接待人数"], row.figures["工龄年数"]
        rows.append(
            (row.agent, int(ground.totals[row.agent] * 100), int(service * 100),
             int(conversion * 10000), int(response * 100), int(sales * 100), int(str(received)),
             int(str(years)))
        )  # fmt: skip
    fill(other, "figures", FIGURES, rows)
    parameters = [
        (v.index, *(int(a * unit) for a, unit in zip(v.amounts, UNITS, strict=True)))
        for v in question.variants
    ]
    fill(other, "parameters", COLUMNS, parameters)


def fill(
    other: duckdb.DuckDBPyConnection,
    name: str,
    columns: Sequence[str],
    rows: list[tuple[object, ...]],
) -> None:
    kinds = ["VARCHAR" if isinstance(cell, str) else "BIGINT" for cell in rows[0]]
    listed = ", ".join(f"{c} {k}" for c, k in zip(columns, kinds, strict=True))
    other.execute(f"CREATE TABLE {name} ({listed})")
    taken = ", ".join(f"UNNEST(?::{kind}[])" for kind in kinds)
    # names and types are those above
    other.execute(f"INSERT INTO {name} SELECT {taken}", [list(c) for c in zip(*rows, strict=True)])


def compare(found: Mapping[int, Tally], by_hand: list[tuple[int, ...]]) -> None:
    for number, cost, gaining, losing, least, median, greatest, *grades in by_hand:
        tally = found[number]
        mine = (tally.cost, tally.gaining, tally.losing, tally.least, tally.median, tally.greatest)
        cents = [Decimal(c).scaleb(-2) for c in (cost, least, median, greatest)]
        theirs = (cents[0], gaining, losing, *cents[1:])
        if mine != theirs or list(tally.words.values()) != grades:
            raise SystemExit(f"variant {number} differs: {mine} {theirs} {tally.words} {grades}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--agents", type=int, default=10_000)
    parser.add_argument("--variants", type=int, default=1_000)
    parser.add_argument("--alone", type=int, default=20, help="ordinary runs to scale up from")
    parser.add_argument("--rounds", type=int, default=3)
    typed = parser.parse_args()
    ground, question = ground_of(typed.agents), asked(typed.variants)
    together, _ = timed(lambda: whole_sweep(ground, question))
    one_by_one = [
        timed(lambda v=variant: by_itself(ground, question, v))[0]  # type: ignore[misc]
        for variant in question.variants[: typed.alone]
    ]
    scaled = statistics.median(one_by_one) * typed.variants
    ours, theirs, _ = queries(ground, question, typed.rounds)
    print(f"agent-months {typed.agents}  variants {typed.variants}")
    print(f"sweep {together:.1f} s; {typed.alone} ordinary runs, scaled up: {scaled:.0f} s")
    print(f"sweep ÷ ordinary runs: 1/{scaled / together:.0f}")
    print(f"query {ours:.2f} s; hand-written {theirs:.2f} s")
    print(f"query ÷ hand-written: {ours / theirs:.2f}")


if __name__ == "__main__":
    main()
