"""Thousands of buyers' timelines under random settings: every figure as the simulation has it.

One run of the SQL costs about the same for one world and for sixty, so many are merged into one.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from engine.facts.encode import Profile
from tests.service.columns import FACTS, measures_of, service_of
from tests.service.comparing import differences
from tests.service.merged import merged, simulated
from tests.service.rows import load, opened, rows_of
from tests.service.running import Computed, encode_rows, judge_rows
from tests.simulation.model import Settings, World
from tests.simulation.timelines import world_of_seed

BATCHES, SIZE = 20, 60


def worlds_of(batch: int) -> list[World]:
    """The first of them lends its settings."""
    return [world_of_seed(batch * SIZE + number) for number in range(SIZE)]


def computed(world: World, profile: Profile | None = None) -> Computed:
    connection = opened()
    load(connection, rows_of(world))
    service = service_of(world.settings)
    encode_rows(connection, service, profile, world.settings.as_of)
    return judge_rows(connection, service, FACTS, measures_of(service))


@pytest.mark.parametrize("batch", range(BATCHES))
def test_sixty_worlds_come_out_as_in_the_simulation(batch: int) -> None:
    worlds = worlds_of(batch)
    settings = worlds[0].settings
    found = computed(merged(worlds, settings))
    assert "" == differences(simulated(worlds, settings), found), settings


@pytest.mark.parametrize("batch", range(2))
def test_ids_of_digits_may_be_compared_as_numbers(batch: int) -> None:
    """The short way of ordering lines, where every id is a number that fits."""
    worlds = [w for w in worlds_of(100 + batch) if all(m.id.isdigit() for m in w.messages)]
    settings = worlds[0].settings
    found = computed(merged(worlds, settings), Profile(has_number_ids=True))
    assert "" == differences(simulated(worlds, settings), found), settings


@pytest.mark.parametrize("batch", range(3))
def test_the_order_of_rows_means_nothing(batch: int) -> None:
    random = Random(batch)
    worlds = worlds_of(200 + batch)
    world = merged(worlds, worlds[0].settings)
    moved = replace(
        world,
        messages=tuple(random.sample(world.messages, len(world.messages))),
        orders=tuple(random.sample(world.orders, len(world.orders))),
        refunds=tuple(random.sample(world.refunds, len(world.refunds))),
        accounts=tuple(random.sample(world.accounts, len(world.accounts))),
    )
    assert computed(world) == computed(moved)


def test_a_world_of_nothing_has_no_figures() -> None:
    found = computed(World((), (), (), (), Settings()))
    assert Computed({}, {}, {}) == found


def test_the_comparison_sees_a_difference() -> None:
    """Simulated under other settings, the figures differ, and the first of them are named."""
    worlds = worlds_of(0)
    found = computed(merged(worlds, Settings()))
    expected = simulated(worlds, replace(Settings(), slow_seconds=60))
    said = differences(expected, found)
    assert "slow: expected" in said
    assert "more" in said
