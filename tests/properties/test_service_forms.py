"""The service rules in DuckDB's form and in the portable one: the same rows in every relation."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Any

import duckdb
import pytest

from engine.facts.encode import Profile
from engine.facts.from_service import encoding, judging
from engine.policy.service import Service
from tests.properties.service_worlds import load_world
from tests.simulation.model import Settings
from tests.simulation.timelines import world_of_seed

SEEDS = range(24)
# A fold over a list in order has no portable form.
ONLY_DUCKDB = {"filter_merge": "from_first"}
# The first three are understood elsewhere, with other rows; the last two are refused.
UNLIKE = (r"\bASOF\b", r"COLLECT_LIST", r"\bAVG\(", r"\bDATEDIFF\b", r"OVER \(\)", r"EPOCH")


def service_of(settings: Settings) -> Service:
    names = {f.name for f in fields(Service)}
    chosen = {f.name: getattr(settings, f.name) for f in fields(Settings) if f.name in names}
    return Service(**chosen)


def is_portable(service: Service) -> bool:
    return service.filter_merge != ONLY_DUCKDB["filter_merge"]


def relations(connection: duckdb.DuckDBPyConnection, service: Service, form: Any) -> Any:
    steps = judging(service, form=form)
    for step in steps:
        connection.execute(step.sql)
    return {
        step.creates: sorted(
            connection.execute(f"SELECT * FROM {step.creates}").fetchall(), key=repr
        )
        for step in steps
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_both_forms_make_the_same_rows(seed: int) -> None:
    world = world_of_seed(seed)
    service = service_of(world.settings)
    if not is_portable(service):
        service = Service()
    with duckdb.connect() as connection:
        load_world(connection, world)
        are_numbers = all(re.fullmatch("[0-9]{1,18}", m.id) for m in world.messages)
        for step in encoding(service, Profile(has_number_ids=are_numbers)):
            connection.execute(step.sql)
        expected = relations(connection, service, "duckdb")
        made = relations(connection, service, "portable")
    for name, rows in expected.items():
        assert rows == made[name], name


PORTABLE = [n for n in range(100, 140) if is_portable(service_of(world_of_seed(n).settings))]


@pytest.mark.parametrize("seed", [None, *PORTABLE])
def test_the_portable_form_has_nothing_that_spark_reads_otherwise(seed: int | None) -> None:
    service = Service() if seed is None else service_of(world_of_seed(seed).settings)
    for step in judging(service, form="portable"):
        text = step.tree.expression.sql(dialect="spark")
        for pattern in UNLIKE:
            assert not re.search(pattern, text), (step.creates, pattern)
        for found in re.finditer(r"M(?:AX|IN)_BY\([^()]*\)(.{0,20})", text, re.DOTALL):
            assert "FILTER" in found[1], step.creates
