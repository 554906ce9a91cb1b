"""What a share of a month may be made of, and which lines must state one."""

from __future__ import annotations

import pytest

from engine.bind.prorate import silent_lines
from tests.pipeline import bind_policy, bound_from, codes

POLICY = """\
format: 1
policy: pay
shop: demo
version: 1
title: made up
effective: {from: 2024-01}
currency: CNY
sources: {tests: "1"}
round: {lines: {places: 2, mode: half_up}}
measures:
  sold: {unit: money, places: 2, min: 0, max: 1000000}
  parcels: {unit: count, places: 0, min: 0, max: 100000}
  away: {unit: days, places: 1, min: 0, max: 31}
  conversion: {unit: ratio, places: 4, min: 0, max: 1}
  quality: {unit: points, places: 0, min: 0, max: 100}
  shop_sales: {unit: money, places: 2, min: 0, max: 1000000, grain: shop_month}
roles: {clerk: {kpi: card, pay: [line, rest, more]}}
kpi:
  card:
    round: {places: 2, mode: half_up}
    items:
      parcels: {weight: 50, measure: parcels, points: {target: 100, cap: 100}}
      quality: {weight: 50, measure: quality, points: as_is}
tables:
  grade:
    lookup: kpi_score
    method: whole
    edge: from_inclusive
    columns: [from, salary]
    units: {salary: money}
    rows: [[90, 2000], [0, 1500]]
  steps:
    lookup: sold
    method: whole
    edge: from_inclusive
    columns: [from, prize]
    units: {prize: money}
    rows: [[10000, 300], [0, 0]]
pay:
  line: LINE
  rest: {amount: sold × conversion + 2 × parcels + 3 × away + steps.prize + grade.salary}
  more: {amount: shop_sales}
"""


def of(line: str) -> bytes:
    return POLICY.replace("LINE", line).encode()


@pytest.mark.parametrize(
    ("prorate", "code"),
    [
        ("{by: workdays, base: 21.75, days: sold}", "B308"),
        ("{by: workdays, base: 21.75, days: parcels}", "B308"),
        ("{by: workdays, base: parcels, days: away}", "B308"),
        ("{by: workdays, base: away, days: away}", "B310"),
        ("{by: workdays, base: 0, days: away}", "B310"),
        ("{by: workdays, base: 21.75, days: aways}", "B301"),
        ("{by: workdays, base: 21.75, days: away, cap: 100}", "B326"),
        ("{by: workdays, days: away}", "P217"),
        ("{by: workdays, base: 21.75}", "P217"),
        ("{by: workdays, base: 21.75, days: away, absent: away}", "P217"),
        ("{by: calendar_days, base: 30}", "Y154"),
        ("{by: weeks}", "Y154"),
        ("half", "Y154"),
    ],
)
def test_a_share_that_is_none_is_refused(prorate: str, code: str) -> None:
    found = bind_policy(of(f"{{amount: 1000, prorate: {prorate}}}")).diagnostics
    assert [code] == codes(found)


@pytest.mark.parametrize(
    "prorate",
    [
        "{by: workdays, base: 21.75, days: away, cap: 100%, floor: 0}",
        "{by: workdays, base: days_in_month, absent: away}",
        "{by: calendar_days, cap: 0.9}",
        "none",
    ],
)
def test_a_share_that_is_one_is_taken(prorate: str) -> None:
    assert () == bind_policy(of(f"{{amount: 1000, prorate: {prorate}}}")).diagnostics


@pytest.mark.parametrize(
    ("line", "is_silent"),
    [
        ("{amount: 1000}", True),
        ("{amount: 50 × seniority_years}", True),
        ("{amount: grade.salary}", True),
        ("{amount: 1000 × share(kpi_score)}", True),
        ("{amount: 1000 × conversion}", True),
        ("{amount: 1000, when: away = 0}", True),
        ('{amount: "if(sold > 1000, 200, 100)"}', True),
        ("{amount: shop_sales × 1% ÷ headcount()}", True),
        ("{amount: 1000, prorate: none}", False),
        ("{amount: 1000, prorate: {by: calendar_days}}", False),
        ("{amount: sold × 1%}", False),
        ("{amount: 500 + 0.5 × parcels}", False),
        ("{amount: steps.prize}", False),
        ("{amount: 1000 − 50 × away}", False),
        ("{amount: 1000 × days_employed ÷ days_in_month}", False),
    ],
)
def test_a_fixed_line_must_state_its_share(line: str, is_silent: bool) -> None:
    silent = silent_lines(bound_from(of(line)), "clerk")
    assert is_silent == ("line" in {one.heading.name for one in silent})
