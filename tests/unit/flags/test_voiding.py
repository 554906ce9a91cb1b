"""Flags that void an order's credit: plain Python and SQL say the same."""

from __future__ import annotations

import datetime as dt

import pytest

from engine.flags.voiding import is_voided
from engine.sql.flag_voids import voided_orders
from tests.checks.flag_scenarios import SECTION
from tests.flagging import CREATED, database, flags_of, order

FLAGS = flags_of(SECTION + "  voids: {flags: [灰, 蓝], before: midnight}\n")
DAY = dt.datetime(2024, 3, 5)


@pytest.mark.parametrize(
    ("moment", "code", "voids"),
    [
        (DAY + dt.timedelta(hours=23, minutes=59, seconds=59), "4", True),
        (DAY + dt.timedelta(days=1), "4", False),
        (CREATED, "0", True),
        (CREATED, "2", False),
        (CREATED, "77", False),
    ],
)
def test_a_flag_voids_credit_until_the_day_of_the_order_has_ended(
    moment: dt.datetime, code: str, voids: bool
) -> None:
    assert voids == is_voided(FLAGS, CREATED, [(moment, code)])
    event = {"id": "e", "order_id": "1", "time": moment, "flag": code}
    connection = database([order("1"), order("2")], flag_events=[event])
    found = connection.execute(voided_orders(FLAGS).sql(dialect="duckdb")).fetchall()
    assert [("1",)] * voids == found


def test_a_policy_without_such_flags_voids_nothing() -> None:
    flags = flags_of(SECTION)
    assert not is_voided(flags, CREATED, [(CREATED, "0")])
    event = {"id": "e", "order_id": "1", "time": CREATED, "flag": "0"}
    connection = database([order("1")], flag_events=[event])
    assert [] == connection.execute(voided_orders(flags).sql(dialect="duckdb")).fetchall()
