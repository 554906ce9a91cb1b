"""A deep check of limits, parts of a month and earlier payslips, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from engine.audit.deep.from_bound import look
from engine.audit.deep.survey import Group, Survey
from tests.pipeline import bound_from, catalog
from tests.test_deep import (
    BELOW_ZERO,
    FALLS,
    ONE_LINE,
    SOLD,
    accepted,
    deep_codes,
    ends,
    falls,
    policy,
    role_of,
)

CAPPED = """roles:
  agent: {pay: [price]}
pay:
  price: {amount: "1 × sold × 33.3%", at_least: 20, at_most: 100}
"""


def test_a_line_and_its_limits_are_exact_as_one() -> None:
    role = role_of(policy("measures:\n", SOLD, CAPPED))
    # 0 is brought up to 20; 500 × 33.3% = 166.50 down to 100
    assert ends(role.budget) == (20, 100, True)
    assert not role.falls
    assert all(seen.exact == seen.bases for seen in role.looked)


def test_a_limit_that_takes_more_than_the_line_gives_is_a_fall() -> None:
    lines = """roles:
  agent: {pay: [base, price, most]}
pay:
  base: {amount: 1000}
  price: {amount: "if(sold >= 10, 50, 0)"}
  most: {counts: [base, price], at_most: "if(sold >= 10, 900, 1000)"}
"""
    # at 9: 1000; at 10: 1050 brought down to 900
    assert falls(policy("measures:\n", SOLD, lines)) == [("cliff", "9", "10", "1000.00", "900.00")]


def test_a_cap_that_takes_is_no_line_below_zero() -> None:
    assert not role_of(policy("measures:\n", SOLD, CAPPED)).weak


def test_a_part_of_a_month_is_one_of_the_calendar() -> None:
    line = "pay:\n  price: {amount: 3000, prorate: {by: calendar_days}}\n"
    role = role_of(policy(ONE_LINE, line))
    # 1 day of 31: 3000 ÷ 31 = 96.774…; never more than the whole month
    assert role.budget is not None
    assert role.budget.least.amount == Decimal("96.77")
    assert role.budget.most.amount == 3000
    for base in role.bases:
        figures = {key: amount for (_, key), amount in base.figures.items()}
        assert figures["在职天数"] <= figures["当月天数"]


HISTORY = "history: {from: 2024-01}\n"


def test_what_depends_on_earlier_payslips_is_only_searched() -> None:
    line = 'pay:\n  price: {amount: "if(sold > previous(sold, 0), 100, 50)"}\n'
    role = role_of(policy(HISTORY, "measures:\n", SOLD, ONE_LINE, line))
    assert ends(role.budget) == (50, 100, False)
    assert role.budget is not None and role.budget.most.bound == 100
    assert all("previous(sold, 1)" in dict.fromkeys(k for _, k in b.figures) for b in role.bases)


def test_a_limit_on_how_often_counts_the_months_before() -> None:
    line = "pay:\n  price: {amount: 1 × sold, times: {at_most: 1, months: 12}}\n"
    role = role_of(policy(HISTORY, "measures:\n", SOLD, ONE_LINE, line))
    assert ends(role.budget)[:2] == (0, 500)


def test_a_role_acknowledges_warnings_of_both_kinds() -> None:
    law = "{finding: probation, reason: meant}"
    assert deep_codes(accepted(f"{FALLS}, {BELOW_ZERO}, {law}")) == ["A604"]
    assert deep_codes(accepted("{finding: falls, reason: meant}"))[0] == "Y152"


def test_an_unknown_kind_of_item_is_searched_and_refuses_nothing() -> None:
    bound = bound_from(policy("measures:\n", SOLD, ONE_LINE, "pay:\n  price: {amount: 1 × sold}\n"))

    class Unheard:
        """A kind of definition, and of node, that nobody has told the look about."""

        def __init__(self, type_: object) -> None:
            self.type = type_

    items = tuple(
        replace(item, expression=Unheard(item.expression.type))  # type: ignore[arg-type]
        if item.key == "price" and item.expression
        else item
        for item in bound.items
    )
    role = look(replace(bound, items=items), catalog(), {}).roles[0]
    assert ends(role.budget)[0] == 0
    assert [(seen.exact, seen.bases > 0) for seen in role.looked] == [(0, True)]


POOL = """roles:
  agent: {pay: [price]}
pools:
  team: {amount: 1000, among: [agent], by: sold, places: 2, remainder: largest_fraction}
pay:
  price: {amount: team}
"""


def test_a_pool_costs_the_shop_what_it_holds_and_nothing_is_proven_of_one_agent() -> None:
    view = look(bound_from(policy("measures:\n", SOLD, POOL)), catalog(), {"agent": 3})
    # three equal shares are 333.33 each, and one of them gets the last cent
    assert view.shop is not None
    assert (view.shop.least.amount, view.shop.most.amount) == (1000, 1000)
    budget = view.roles[0].budget
    assert budget is not None
    # colleagues may sell all or nothing: anything from nothing to the whole pool
    assert (budget.least.bound, budget.most.bound) == (0, 1000)
    assert not budget.most.is_exact or budget.most.amount == 1000


CALLS = "  calls: {unit: count, places: 0, min: 0, max: 500, better: higher}\n"
POOL_BESIDE = """roles:
  agent: {pay: [price, share]}
pools:
  team: {amount: 1000, among: [agent], by: sold, places: 2, remainder: largest_fraction}
pay:
  price: {amount: "max(1000, 10 × calls)"}
  share: {amount: team}
"""


def test_a_share_stands_still_while_a_figure_moves_that_it_does_not_hang_on() -> None:
    role = role_of(policy("measures:\n", SOLD, CALLS, POOL_BESIDE), heads=3)
    exact = {seen.measure: seen.exact == seen.bases for seen in role.looked}
    # the share hangs on what is sold by everybody, so that one is only searched
    assert exact == {"sold": False, "calls": True}
    # 10 × 100 = 1000: up to a hundred calls pay nothing more, whatever the share
    (flat,) = [flat for flat in role.flats if flat.measure == "calls"]
    assert (flat.start, flat.end) == (0, 100)


OF_THE_SHOP = """roles:
  agent: {pay: [share]}
  lead: {pay: [share]}
formulas:
  part: {formula: "if(role = lead, parcels_sent, 10)"}
pools:
  team: {amount: 1000, among: [agent, lead], by: part, places: 2, remainder: nobody}
pay:
  share: {amount: team}
"""


def test_a_figure_of_the_shop_moves_a_share_also_through_other_roles() -> None:
    sent = "  parcels_sent: {unit: count, places: 0, min: 0, max: 500, grain: shop_month}\n"
    bound = bound_from(policy("measures:\n", sent, OF_THE_SHOP))
    survey = Survey(bound, (Group("agent", "agent"),))
    assert ("", "parcels_sent") in survey.reach("agent", "share")
