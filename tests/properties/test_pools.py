"""Parts of a pool add up to the pool, and every ranked person is in exactly one row."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.backends.duckdb import CONFIG, load_inputs, run_again
from engine.bind.dataset import AgentFigures, Amount, Dataset
from engine.bind.model import BoundPolicy
from engine.bind.names import ROLE
from engine.core.number import divide, quantize
from engine.replay.from_bound import Shop
from engine.sql.from_plan import Script
from tests.pipeline import bound_from, script_of
from tests.properties.conftest import EXAMPLES

REMAINDERS = ("nobody", "largest_fraction", "highest_share")
PLACES = (0, 2)
HEADCOUNTS = ("half_up", "half_even", "up", "down")
SHARES = ("0.15", "0.45", "0.3", "0.1")
NAMES = "abcdefghijkl"

HEAD = """
format: 1
policy: pay
shop: demo
version: 1
title: shared
effective: {from: 2024-01}
currency: CNY
sources: {tests: "1"}
measures:
  pot: {unit: money, places: 2, min: -1000000, max: 1000000, grain: shop_month}
  days: {unit: days, places: 1, min: 0, max: 31}
  sold: {unit: money, places: 2, min: -100, max: 1000}
"""


def pool_name(places: int, remainder: str) -> str:
    return f"pool_{places}_{remainder}"


def policy_text() -> str:
    pools, lines, names = [], [], []
    for places in PLACES:
        for remainder in REMAINDERS:
            name = pool_name(places, remainder)
            # a part with twelve decimals in one of them, heads in another
            by = {"nobody": "days ÷ 7", "highest_share": "heads"}.get(remainder, "days")
            pools += [
                f"  {name}:",
                f"    amount: round(pot, {places}, down)",
                "    among: [clerk]",
                "    when: days > 0",
                f"    by: {by}",
                f"    places: {places}",
                f"    remainder: {remainder}",
            ]
            lines.append(f"  l_{name}: {{amount: {name}}}")
            names.append(f"l_{name}")
    for heads in HEADCOUNTS:
        rows = ", ".join(f"[{share}, {n}]" for n, share in enumerate(SHARES))
        pools += [] if heads != HEADCOUNTS[0] else ["distributions:"]
        pools += [
            f"  rows_{heads}:",
            "    rank: sold",
            "    among: [clerk]",
            "    when: days > 0",
            "    first: highest",
            f"    ties: {'better' if heads in ('half_up', 'up') else 'worse'}",
            f"    headcounts: {heads}",
            "    columns: [share, row]",
            "    units: {row: money}",
            f"    rows: [{rows}]",
            "    otherwise: [-1]",
        ]
        lines.append(f"  l_rows_{heads}: {{amount: rows_{heads}.row}}")
        names.append(f"l_rows_{heads}")
    roles = ["roles:", f"  clerk: {{pay: [{', '.join(names)}]}}", "  guest: {pay: [base]}"]
    pay = ["pay:", "  base: {amount: 1}", *lines]
    return HEAD + "\n".join([*roles, "pools:", *pools, *pay]) + "\n"


@cache
def opened() -> tuple[BoundPolicy, Script, duckdb.DuckDBPyConnection]:
    bound = bound_from(policy_text().encode())
    script = script_of(bound)
    connection = duckdb.connect(":memory:", config=CONFIG)
    load_inputs(connection, script, Dataset(agents=()))
    for statement in script.statements:
        connection.execute(statement.sql)
    return bound, script, connection


@st.composite
def shops(draw: st.DrawFn) -> dict[str, dict[str, Decimal]]:
    """Up to twelve clerks with small numbers, so that equal parts and fractions are common."""
    cents = draw(st.one_of(st.integers(-400, 400), st.integers(-(10**8), 10**8)))
    tenths = st.one_of(st.integers(0, 4).map(lambda n: n * 10), st.integers(0, 310))
    count = draw(st.integers(1, len(NAMES)))
    return {
        agent: {
            "pot": Decimal(cents).scaleb(-2),
            "days": Decimal(draw(tenths)).scaleb(-1),
            "sold": Decimal(draw(st.integers(-3, 6))),
        }
        for agent in NAMES[:count]
    }


def paid(shop: dict[str, dict[str, Decimal]]) -> Mapping[str, Mapping[str, Amount | bool]]:
    """What SQL pays, after replay has come to the same for everybody."""
    bound, script, connection = opened()
    rows = [
        AgentFigures(agent=a, name=a, role="clerk", figures={**f, ROLE: "clerk"}, states={})
        for a, f in shop.items()
    ]
    guest = {"pot": rows[0].figures["pot"], "days": Decimal(9), "sold": Decimal(900), ROLE: "guest"}
    rows.append(AgentFigures(agent="z", name="z", role="guest", figures=guest, states={}))
    by_sql = run_again(connection, script, Dataset(agents=tuple(rows))).rows
    replay = Shop(bound, {row.agent: row for row in rows})
    for agent in shop:
        for line in bound.role_of["clerk"].lines:
            expected = replay.finding(agent, line).amount
            assert by_sql[agent][line] == expected, (agent, line, shop)
    return by_sql


def numbers(rows: Mapping[str, Mapping[str, Amount | bool]], line: str) -> dict[str, Decimal]:
    found = {agent: row[line] for agent, row in rows.items() if agent != "z"}
    return {agent: amount for agent, amount in found.items() if isinstance(amount, Decimal)}


def part(figures: dict[str, Decimal], remainder: str) -> Fraction:
    """÷ has twelve decimals, and they are what is shared by."""
    days = figures["days"]
    if remainder == "highest_share":
        return Fraction(1 if days > 0 else 0)
    return Fraction(divide(days, Decimal(7)) if remainder == "nobody" else days)


@settings(max_examples=EXAMPLES)
@given(shop=shops())
def test_parts_add_up_to_the_pool(shop: dict[str, dict[str, Decimal]]) -> None:
    if not any(figures["days"] for figures in shop.values()):
        return  # nobody has a part: refused, as the examples of R531 show
    rows = paid(shop)
    pot = next(iter(shop.values()))["pot"]
    for places in PLACES:
        unit = Decimal(1).scaleb(-places)
        amount = quantize(pot, places=places, mode="down")
        for remainder in REMAINDERS:
            parts = numbers(rows, f"l_{pool_name(places, remainder)}")
            rest = amount - sum(parts.values())
            assert len(parts) == len(shop)
            assert (rest == 0) or (remainder == "nobody" and abs(rest) < len(shop) * unit)
            assert all(p == 0 or (p > 0) == (amount > 0) for p in parts.values())
            assert all(not parts[a] for a, f in shop.items() if not f["days"])
            if remainder == "highest_share":
                continue
            total = sum(part(f, remainder) for f in shop.values())
            for agent, figures in shop.items():
                exact = Fraction(amount) * part(figures, remainder) / total
                assert abs(Fraction(parts[agent]) - exact) < Fraction(unit)


@pytest.mark.parametrize("headcounts", HEADCOUNTS)
def test_rows_hold_as_many_as_the_shares_say(headcounts: str) -> None:
    reach = [sum((Decimal(s) for s in SHARES[: n + 1]), Decimal(0)) for n in range(len(SHARES))]

    @settings(max_examples=EXAMPLES // 4)
    @given(shop=shops())
    def search(shop: dict[str, dict[str, Decimal]]) -> None:
        for agent, figures in shop.items():
            figures["pot"] = Decimal(0)
            figures["sold"] = Decimal(NAMES.index(agent))
        got = numbers(paid(shop), f"l_rows_{headcounts}")
        ranked = [a for a, f in shop.items() if f["days"] > 0]
        assert all(got[a] == -1 for a in shop if a not in ranked)
        for row, share in enumerate(reach):
            heads = quantize(share * len(ranked), places=0, mode=headcounts)
            assert sum(1 for a in ranked if got[a] <= row) == heads

    search()
