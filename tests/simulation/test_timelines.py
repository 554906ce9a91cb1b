"""What holds in every world: the figures add up, and the order of the rows means nothing."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from tests.simulation.model import CHOICES, Figure, Refused, Settings, World
from tests.simulation.simulate import simulate_world
from tests.simulation.timelines import smaller, world_of_seed, worlds

TRIES = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def whole(row: dict[str, Figure], column: str) -> Fraction:
    return Fraction(row[column] or 0)


@given(worlds())
@TRIES
def test_people_and_responses_add_up(world: World) -> None:
    for row in simulate_world(world).months.values():
        assert row["consults"] == whole(row, "received") + whole(row, "filtered")
        assert row["received"] == whole(row, "replied") + whole(row, "unanswered")
        assert whole(row, "inquiries") <= whole(row, "received")
        assert whole(row, "inquiry_ordered") <= whole(row, "inquiries")
        assert whole(row, "inquiry_paid") <= whole(row, "inquiries")
        assert whole(row, "handover_done") <= whole(row, "handover_due")
        for name in ("first", "resp"):
            assert whole(row, f"{name}_avg") * whole(row, f"{name}_n") == row[f"{name}_sum"]


@given(worlds())
@TRIES
def test_each_order_is_credited_once(world: World) -> None:
    result = simulate_world(world)
    for column, agent in (("placed", "order_agent"), ("silent_paid", "payment_agent")):
        orders = [order for order in result.orders.values() if order[agent] is not None]
        if column == "silent_paid":
            orders = [order for order in orders if order["silent"]]
        assert len(orders) == sum(whole(row, column) for row in result.months.values())


@given(worlds())
@TRIES
def test_the_order_of_rows_and_their_repetition_mean_nothing(world: World) -> None:
    random = Random(1)
    moved = replace(
        world,
        messages=tuple(random.sample(world.messages * 2, len(world.messages) * 2)),
        orders=tuple(random.sample(world.orders * 2, len(world.orders) * 2)),
        refunds=tuple(random.sample(world.refunds * 2, len(world.refunds) * 2)),
    )
    before, after = simulate_world(world), simulate_world(moved)
    assert before.months == after.months
    assert before.orders == after.orders


@pytest.mark.parametrize("name", CHOICES)
def test_every_setting_matters_in_some_world(name: str) -> None:
    """The worlds are worth comparing on: no setting is out of their reach."""
    for reading in CHOICES[name][1:]:
        assert any(makes_a_difference(world_of_seed(seed), name, reading) for seed in range(600))


def makes_a_difference(world: World, name: str, reading: object) -> bool:
    default = replace(Settings(), **{name: CHOICES[name][0]})  # type: ignore[arg-type]
    other = replace(default, **{name: reading})  # type: ignore[arg-type]
    first = simulate_world(replace(world, settings=default))
    second = simulate_world(replace(world, settings=other))
    return (first.months, first.orders) != (second.months, second.orders)


def test_a_world_is_made_smaller_for_as_long_as_it_differs() -> None:
    def has_silent_payment(world: World) -> bool:
        rows = simulate_world(world).months.values()
        return any(row["silent_paid"] for row in rows)

    world = next(w for w in map(world_of_seed, range(200)) if has_silent_payment(w))
    least = smaller(world, has_silent_payment)
    assert has_silent_payment(least)
    assert (1, 1, 0) == (len(least.messages), len(least.orders), len(least.refunds))


def test_one_id_with_two_meanings_is_refused() -> None:
    world = world_of_seed(3)
    first = world.messages[0]
    other = replace(first, chars=first.chars + 1)
    with pytest.raises(Refused):
        simulate_world(replace(world, messages=(*world.messages, other)))


def test_an_account_that_is_not_listed_is_refused() -> None:
    world = world_of_seed(3)
    stranger = replace(world.messages[0], id="新", account="没有的账号")
    with pytest.raises(Refused):
        simulate_world(replace(world, messages=(*world.messages, stranger)))
