"""What the simulation does not know, worked out by hand and run in a policy's own words."""

from __future__ import annotations

import pytest

from tests.service.columns import FACTS
from tests.service.policy_cases import PolicyCase, all_policy_cases, figure, read_policy
from tests.service.rows import load, opened
from tests.service.running import Computed, Figure, encode_rows, judge_rows

CASES = tuple(all_policy_cases())


def computed(case: PolicyCase) -> Computed:
    service, measures = read_policy(case)
    connection = opened()
    load(connection, case.rows)
    encode_rows(connection, service, as_of=case.as_of, shop=case.shop)
    return judge_rows(connection, service, FACTS, measures, shop=case.shop)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_comes_out_as_worked_out_by_hand(case: PolicyCase) -> None:
    result = computed(case)
    for agent, months in case.expect.get("months", {}).items():
        for month, row in months.items():
            found = result.months.get((agent, month), {})
            assert expected(row) == shown(row, found), f"{agent} {month}: {case.why}"
    for month, row in case.expect.get("shop", {}).items():
        assert expected(row) == shown(row, result.shop.get(month, {})), f"{month}: {case.why}"
    for order, told in case.expect["orders"].items():
        got = result.orders.get(order)
        assert told == ({name: got[name] for name in told} if got else {}), f"{order}: {case.why}"


def expected(row: dict[str, str]) -> dict[str, Figure]:
    return {name: figure(text) for name, text in row.items()}


def shown(row: dict[str, str], found: object) -> dict[str, object]:
    """An agent without a row has nothing of it: 0, or no value."""
    assert isinstance(found, dict)
    return {
        name: found[name] if found else (0 if text == "0" else None) for name, text in row.items()
    }


def test_no_two_cases_share_a_name() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
