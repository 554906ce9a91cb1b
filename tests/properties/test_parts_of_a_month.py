"""Parts of a month: the weights sum to one, nothing is lost, and both evaluators agree."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.audit.agreement import disagreements, part_disagreements
from engine.backends.duckdb import run
from engine.bind.dataset import AgentFigures, Dataset, Part
from engine.bind.mid_month import paying_parts, unstated_change
from engine.bind.model import BoundPolicy
from engine.bind.names import TOTAL
from engine.core.number import divide, quantize
from engine.policy.proration import MidMonth, StateRule
from engine.replay.from_bound import evaluate
from tests.pipeline import bind_policy, bound_from, script_of, shown
from tests.properties.conftest import EXAMPLES
from tests.properties.figures import datasets
from tests.properties.policies import LEVELS, ROLES, MadePolicy, policies

RULES: tuple[StateRule, ...] = ("first_state", "last_state", "by_days")
SHARES = (
    "",
    "none",
    "{by: calendar_days}",
    "{by: calendar_days, floor: 50%}",
    "{by: workdays, base: 21.75, days: days_employed}",
    "{by: workdays, base: 21.75, days: days_employed, cap: 100%}",
    "{by: workdays, base: days_in_month, absent: days_employed, floor: 0%, cap: 90%}",
)

rules = st.builds(MidMonth, role=st.sampled_from(RULES), level=st.sampled_from(RULES))
states = st.builds(
    Part, role=st.sampled_from(ROLES), level=st.sampled_from(LEVELS), days=st.integers(1, 5)
)
months = st.lists(states, min_size=1, max_size=6)


@given(rules=rules, month=months)
def test_the_days_of_the_parts_are_the_days_of_the_states_that_pay(
    rules: MidMonth, month: list[Part]
) -> None:
    parts = paying_parts(rules, month)
    paying = {p.role for p in parts}
    days = sum(p.days for p in parts)
    assert sum(s.days for s in month if s.role in paying) == days
    if rules.role == "by_days":
        assert sum(s.days for s in month) == days
    assert Decimal(days) == sum(Decimal(p.days) for p in parts)


@given(rules=rules, month=months)
def test_no_state_pays_twice_and_the_last_is_the_last(rules: MidMonth, month: list[Part]) -> None:
    parts = paying_parts(rules, month)
    assert len({(p.role, p.level) for p in parts}) == len(parts)
    if rules.role != "first_state":
        assert month[-1].role == parts[-1].role
        if rules.level != "first_state":
            assert month[-1].level == parts[-1].level


@given(month=months)
def test_one_state_needs_no_rule(month: list[Part]) -> None:
    same = [replace(s, role="clerk", level="1") for s in month]
    assert "" == unstated_change(MidMonth(), same)
    changes = any(one.role != other.role for one, other in pairwise(month))
    assert changes == (unstated_change(MidMonth(), month) == "role")


LADDER = """\
format: 1
policy: pay
shop: demo
version: 1
title: made up
effective: {from: 2024-01}
currency: CNY
sources: {tests: "1"}
mid_month: {level: by_days}
measures: {ones: {unit: money, places: 2, min: 0, max: 100000}}
round: {lines: {places: 2, mode: MODE}}
roles: {clerk: {pay: [fixed, own]}}
tables:
  ladder:
    lookup: level
    method: whole
    edge: exact
    columns: [is, salary]
    units: {salary: money}
    rows: [[1, 3000.01], [2, 3600], [3, 4100.5]]
pay:
  fixed: {amount: ladder.salary}
  own: {amount: ones}
"""
SALARIES = {"1": Decimal("3000.01"), "2": Decimal(3600), "3": Decimal("4100.5")}


@settings(max_examples=EXAMPLES // 4)
@given(
    month=st.lists(states.map(lambda s: replace(s, role="clerk")), min_size=1, max_size=6),
    mode=st.sampled_from(["half_up", "half_even", "up", "down"]),
    own=st.decimals(0, 100000, places=2),
)
def test_nothing_is_lost_between_the_parts(month: list[Part], mode: str, own: Decimal) -> None:
    """The parts, each rounded, with the rest to the last, are the line."""
    bound = bound_from(LADDER.replace("MODE", mode).encode())
    parts = paying_parts(bound.policy.mid_month, month)
    figures = {"ones": own, "职级": parts[-1].level, "角色": "clerk"}
    dataset = Dataset(
        agents=(
            AgentFigures(
                agent="ann", name="ann", role="clerk", figures=figures, states={},
                parts=parts if len(parts) > 1 else (),
            ),
        )
    )  # fmt: skip
    paid = run(script_of(bound), dataset).rows["ann"]
    days = sum(p.days for p in parts)
    earned = [SALARIES[p.level] * p.days for p in parts]
    line = quantize(divide(sum(earned, Decimal(0)), Decimal(days)), places=2, mode=mode)
    rounded = [quantize(divide(e, Decimal(days)), places=2, mode=mode) for e in earned[:-1]]
    assert (line, own) == (paid["fixed"], paid["own"])
    assert sum([*rounded, line - sum(rounded, Decimal(0))]) == paid["fixed"]
    assert line + own == paid[TOTAL]
    lowest, highest = (f([SALARIES[p.level] for p in parts]) for f in (min, max))
    assert lowest <= line <= highest


@st.composite
def changing(draw: st.DrawFn, made: MadePolicy) -> str:
    """The policy with a rule for changes, and shares of a month on some of its lines."""
    head, pay = made.text.rsplit("\npay:\n", 1)
    lines = [with_share(line, draw(st.sampled_from(SHARES))) for line in pay.splitlines()]
    rules = "mid_month: {role: by_days, level: by_days}"
    return "\n".join((head, rules, "pay:", *lines)) + "\n"


def with_share(line: str, share: str) -> str:
    return re.sub(r"\}$", f", prorate: {share}}}", line) if share else line


@st.composite
def with_states(draw: st.DrawFn, bound: BoundPolicy, dataset: Dataset) -> Dataset:
    """Some of the agents change within the month, of those who have the figures of every state."""
    rows = []
    for row in dataset.agents:
        month = draw(st.lists(states, min_size=2, max_size=3)) if draw(st.booleans()) else []
        parts = paying_parts(MidMonth(role="by_days", level="by_days"), month) if month else ()
        changed = replace(row.standing_in(parts[-1]), parts=parts) if len(parts) > 1 else row
        lacking = [i for i in bound.inputs if changed.figures.get(i.item.key) is None]
        is_whole = not any(role in i.required for i in lacking for role in changed.roles)
        rows.append(changed if is_whole else row)
    return replace(dataset, agents=tuple(rows))


def test_both_evaluators_agree_on_parts_of_a_month() -> None:
    tried: Counter[str] = Counter()

    @settings(max_examples=EXAMPLES // 2)
    @given(made=policies(), data=st.data())
    def search(made: MadePolicy, data: st.DataObject) -> None:
        text = data.draw(changing(made))
        bound = bind_policy(text.encode()).value
        tried["bound" if bound else "refused"] += 1
        assume(bound is not None)
        assert bound is not None
        dataset = data.draw(with_states(bound, data.draw(datasets(bound, made.constants))))
        paid = run(script_of(bound), dataset)
        traces = evaluate(bound, dataset)
        paid_so = [r for r in dataset.agents if r.parts and not traces[r.agent].refusals]
        tried["paid by days"] += bool(paid_so)
        found = (
            *disagreements(bound, paid.rows, traces),
            *part_disagreements(bound, paid.parts, traces),
        )
        assert not found, "\n".join((text, shown(found)))

    search()
    assert tried["bound"] > tried["refused"], tried
    assert tried["paid by days"] > tried["bound"] // 4, tried
