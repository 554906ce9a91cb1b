"""Every case worked out by hand, against the simulation."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from tests.simulation.cases import Case, all_cases
from tests.simulation.model import CHOICES, Settings, World
from tests.simulation.simulate import simulate_world

CASES = tuple(all_cases())


def compared(case: Case, world: World) -> tuple[dict[object, object], dict[object, object]]:
    """What the case says, and what comes out for the same months, orders and columns."""
    result = simulate_world(world)
    expected: dict[object, object] = {**case.months, **case.orders}
    found: dict[object, object] = {}
    for key, row in case.months.items():
        got = result.months.get(key)
        found[key] = got if row is None or got is None else {name: got[name] for name in row}
    for order, shown in case.orders.items():
        found[order] = {name: result.orders[order][name] for name in shown}
    return expected, found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_comes_out_as_worked_out_by_hand(case: Case) -> None:
    expected, found = compared(case, case.world)
    assert expected == found, case.why


def test_no_two_cases_share_a_name() -> None:
    assert len({case.name for case in CASES}) == len(CASES)


def shows(case: Case, name: str, reading: object) -> bool:
    """Whether the case has this reading, and would come out differently under the default."""
    settings = case.world.settings
    if getattr(settings, name) != reading:
        return False
    default = replace(settings, **{name: CHOICES[name][0]})
    expected, found = compared(case, replace(case.world, settings=default))
    return expected != found


@pytest.mark.parametrize("name", CHOICES)
def test_every_other_reading_has_a_case_in_which_it_matters(name: str) -> None:
    if CHOICES[name][0] is None:  # a number of days: one that matters will do
        numbers = {getattr(case.world.settings, name) for case in CASES} - {None}
        assert any(shows(case, name, number) for case in CASES for number in numbers)
        return
    for reading in CHOICES[name][1:]:
        assert any(shows(case, name, reading) for case in CASES), reading


def test_the_choices_are_those_of_the_settings() -> None:
    defaults = {setting.name: setting.default for setting in fields(Settings)}
    assert {name: readings[0] for name, readings in CHOICES.items()} == {
        name: defaults[name] for name in CHOICES
    }
    assert len(CHOICES) == 44
