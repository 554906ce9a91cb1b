"""Each setting does something: under its other reading the SQL gives other figures, and the right
ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache

import duckdb
import pytest

from tests.service.columns import FACTS, measures_of, service_of
from tests.service.comparing import differences
from tests.service.merged import merged, simulated
from tests.service.rows import load, opened, rows_of
from tests.service.running import Computed, encode_rows, judge_rows
from tests.simulation.model import CHOICES, Settings
from tests.simulation.timelines import NUMBERS, world_of_seed

WORLDS = tuple(world_of_seed(seed) for seed in range(80))
# so that some duties are over and others are not
DEFAULT = Settings(as_of=datetime(2024, 5, 20, 12))
READINGS = [
    *((name, reading) for name, known in CHOICES.items() for reading in known[1:]),
    *((name, known[1]) for name, known in NUMBERS.items()),
]


@pytest.fixture(scope="module")
def encoded() -> Iterator[duckdb.DuckDBPyConnection]:
    """No setting of these comes in before the lines have their order."""
    connection = opened()
    load(connection, rows_of(merged(WORLDS, DEFAULT)))
    encode_rows(connection, service_of(DEFAULT), as_of=DEFAULT.as_of)
    yield connection
    connection.close()


def judged(connection: duckdb.DuckDBPyConnection, settings: Settings) -> Computed:
    service = service_of(settings)
    return judge_rows(connection, service, FACTS, measures_of(service))


@cache
def by_default() -> Computed:
    return simulated(WORLDS, DEFAULT)


@pytest.mark.parametrize(
    ("name", "reading"), READINGS, ids=lambda value: str(value) if value is not None else "none"
)
def test_another_reading_gives_other_figures(
    encoded: duckdb.DuckDBPyConnection, name: str, reading: object
) -> None:
    settings = replace(DEFAULT, **{name: reading})  # type: ignore[arg-type]
    found = judged(encoded, settings)
    assert "" == differences(simulated(WORLDS, settings), found)
    assert "" != differences(by_default(), found), "the setting changes nothing"


def test_without_a_setting_the_rules_hold_as_written(encoded: duckdb.DuckDBPyConnection) -> None:
    assert "" == differences(by_default(), judged(encoded, DEFAULT))


def test_every_choice_is_tried() -> None:
    assert 44 == len(CHOICES)
    assert {*CHOICES, *NUMBERS} == {name for name, _ in READINGS}
