"""Every case of the simulation that was worked out by hand, through the SQL as well."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest

from tests.service.columns import FACTS, measures_of, service_of
from tests.service.merged import id_of, merged, named
from tests.service.rows import load, opened, rows_of
from tests.service.running import Computed, encode_rows, judge_rows
from tests.simulation.cases import Case, all_cases
from tests.simulation.model import Settings

CASES = tuple(all_cases())
# what hangs on how far the data reaches, so that a case cannot share a run with later ones
OF_REACH = {"ship", "may_resend", "late_answers"}


@cache
def groups() -> Mapping[object, tuple[Case, ...]]:
    """Cases under the same settings share one run."""
    found: dict[object, tuple[Case, ...]] = {}
    for case in CASES:
        key = group_of(case)
        found[key] = (*found.get(key, ()), case)
    return found


def group_of(case: Case) -> object:
    shown = {name for row in (*case.months.values(), *case.orders.values()) for name in row or ()}
    reaches = case.world.settings.as_of is None and shown & OF_REACH
    return case.name if reaches else case.world.settings


@cache
def computed(group: object) -> Computed:
    cases = groups()[group]
    settings: Settings = cases[0].world.settings
    connection = opened()
    load(connection, rows_of(merged([case.world for case in cases], settings)))
    service = service_of(settings)
    encode_rows(connection, service, as_of=settings.as_of)
    return judge_rows(connection, service, FACTS, measures_of(service))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_comes_out_of_the_sql_as_worked_out_by_hand(case: Case) -> None:
    group = group_of(case)
    result, number = computed(group), groups()[group].index(case) + 1
    for (agent, month), row in case.months.items():
        found = result.months.get((named(number, agent), month), {})
        if row is None:
            assert not any(found.values()), f"{agent} {month}: {case.why}"
            continue
        shown = {name: found.get(name, 0) for name in row}
        assert row == shown, f"{agent} {month}: {case.why}"
    for order, expected in case.orders.items():
        got = result.orders[id_of(number, order)]
        told = {
            name: named(number, value) if name.endswith("_agent") and value else value
            for name, value in expected.items()
        }
        assert told == {name: got[name] for name in expected}, f"{order}: {case.why}"
