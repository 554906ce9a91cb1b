"""Steps and columns that the figures do not need are left out, and the figures stay the same."""

from __future__ import annotations

import duckdb
import pytest

from benchmarks.service.engine_script import FACTS as FACTS_FILE
from benchmarks.service.engine_script import MEASURES
from engine.catalog.facts import load_facts
from engine.catalog.row_measures import row_measure
from engine.facts.encode import Profile
from engine.facts.figures import figures
from engine.facts.from_service import encoding, judging, needed
from engine.facts.step import Step
from tests.properties.service_worlds import load_world
from tests.properties.test_service_forms import service_of
from tests.simulation.timelines import world_of_seed

FACTS = load_facts("facts.yaml", FACTS_FILE.read_bytes())
WANTED = {name: row_measure(rows) for name, rows in MEASURES.items()}


def rows_of(connection: duckdb.DuckDBPyConnection, steps: tuple[Step, ...]) -> object:
    for step in steps:
        connection.execute(step.sql)
    return [
        sorted(connection.execute(f"SELECT * FROM {step.creates}").fetchall(), key=repr)
        for step in steps
    ]


@pytest.mark.parametrize("seed", range(300, 316))
def test_figures_do_not_hang_on_what_is_left_out(seed: int) -> None:
    world = world_of_seed(seed)
    service = service_of(world.settings)
    script = figures(service, FACTS, WANTED)
    encoded, judged = encoding(service, Profile()), judging(service)
    with duckdb.connect() as connection:
        load_world(connection, world)
        for step in (*encoded, *judged):
            connection.execute(step.sql)
        whole = rows_of(connection, script.steps)
    with duckdb.connect() as connection:
        load_world(connection, world)
        few = needed(judged, script.steps)
        for step in (*needed(encoded, few, keep=("agent_codes",)), *few):
            connection.execute(step.sql)
        assert whole == rows_of(connection, script.steps)


def test_what_is_kept_is_not_dropped() -> None:
    script = figures(service_of(world_of_seed(0).settings), FACTS, WANTED)
    steps = judging(service_of(world_of_seed(0).settings))
    kept = needed(steps, script.steps, keep=("said", "judged"))
    assert not {"said", "judged"} & {name for step in kept for name in step.drops}


def test_a_rule_of_credit_does_not_encode_anew() -> None:
    first = service_of(world_of_seed(0).settings)
    for seed in range(1, 30):
        other = service_of(world_of_seed(seed).settings)
        texts = [[step.sql for step in encoding(service, Profile())] for service in (first, other)]
        assert texts[0] == texts[1]
