"""The hand-written SQL of `benchmarks.service` against the plain simulation of the same rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from benchmarks.service.columns import MEASURES
from benchmarks.service.handwritten import run

if TYPE_CHECKING:
    from tests.simulation.model import World
RAW = """
CREATE TABLE messages(id VARCHAR, time TIMESTAMP, account VARCHAR, buyer VARCHAR,
    direction VARCHAR, text VARCHAR, chars INTEGER, auto BOOLEAN);
CREATE TABLE orders(id VARCHAR, shop VARCHAR, buyer VARCHAR, created TIMESTAMP, paid TIMESTAMP,
    amount DECIMAL(12, 2), items INTEGER, status VARCHAR, shipped TIMESTAMP, received TIMESTAMP,
    logistics TIMESTAMP);
CREATE TABLE refunds(id VARCHAR, order_id VARCHAR, amount DECIMAL(12, 2), applied TIMESTAMP,
    finished TIMESTAMP, status VARCHAR);
CREATE TABLE accounts(account VARCHAR, agent VARCHAR, kind VARCHAR, shop VARCHAR)
"""

Months = dict[tuple[str, str], dict[str, Fraction | None]]


def numbered(rows: Iterable[Any]) -> dict[str, str]:
    """The canonical tables have numbers for ids, in the order of the ids."""
    from tests.simulation.reading import id_place

    ids = sorted({row.id for row in rows}, key=id_place)
    return {text: str(place) for place, text in enumerate(ids, start=1)}


def rows_of(world: World) -> dict[str, list[Sequence[object]]]:
    from tests.simulation.reading import without_repeats

    lines, orders = numbered(world.messages), numbered(world.orders)
    return {
        "messages": [
            (lines[m.id], m.time, m.account, m.buyer, m.direction, m.text, m.chars, m.auto)
            for m in without_repeats(world.messages)
        ],
        "orders": [
            (orders[o.id], o.shop, o.buyer, o.created, o.paid, o.amount, o.items, o.status,
             o.shipped, o.received, o.logistics)
            for o in without_repeats(world.orders)
        ],
        "refunds": [
            (r.id, orders[r.order], r.amount, r.applied, r.finished, r.status)
            for r in without_repeats(world.refunds) if r.order in orders
        ],
        "accounts": [(a.account, a.agent, a.kind, a.shop) for a in world.accounts],
    }  # fmt: skip


def by_sql(world: World) -> Months:
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(RAW)
        for name, rows in rows_of(world).items():
            if rows:
                marks = ", ".join("?" for _ in rows[0])
                connection.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
        for _ in run(connection):
            pass
        found = connection.execute("FROM measures").fetchall()
    return {
        (agent, month): {
            name: None if figure is None else Fraction(figure)
            for name, figure in zip(MEASURES, figures, strict=True)
        }
        for agent, month, *figures in found
    }


def half_up(name: str, figure: int | Fraction | None) -> Fraction | None:
    if figure is None:
        return None
    unit = 10000 if name.startswith(("conv_", "reply_rate", "refund_rate")) else 100
    exact = Fraction(figure) * unit
    return Fraction((2 * exact.numerator + exact.denominator) // (2 * exact.denominator), unit)


def by_simulation(world: World) -> Months:
    from tests.simulation.simulate import simulate_world

    return {
        key: {name: half_up(name, row[name]) for name in MEASURES}
        for key, row in simulate_world(world).months.items()
    }


@pytest.mark.parametrize("seed", range(60))
def test_both_come_to_the_same_figures_for_a_random_history(seed: int) -> None:
    from tests.simulation.model import Settings
    from tests.simulation.timelines import world_of_seed

    world = replace(world_of_seed(seed), settings=Settings())
    assert by_sql(world) == by_simulation(world)


def test_both_come_to_the_same_figures_for_every_case_worked_out_by_hand() -> None:
    from tests.simulation.cases import all_cases
    from tests.simulation.model import Settings

    for case in all_cases():
        if case.world.settings == Settings():
            assert by_sql(case.world) == by_simulation(case.world), case.name
