"""SQL and replay come to the same value for every item of every agent, to the last digit."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import duckdb
import pytest
from hypothesis import assume, event, given, seed, settings
from hypothesis import strategies as st

from engine.backends.duckdb import CONFIG, Run, fetch_payout, load_inputs
from engine.bind.dataset import Amount, Dataset
from engine.bind.model import BoundPolicy
from engine.plan.from_bound import plan
from engine.plan.model import Step
from engine.replay.from_bound import Shop
from engine.replay.trace import NoValueError
from engine.sql.expressions import to_sql
from engine.sql.from_plan import INPUTS, Script
from tests.pipeline import bind_policy, codes, script_of
from tests.properties.conftest import EXAMPLES, IS_SEARCH
from tests.properties.figures import datasets
from tests.properties.policies import MadePolicy, policies

# each part is another search, so that the work can be shared
PARTS = 4
# what the payslip shows; a formula or lookup may be worked out in passing for a gap that is covered
SHOWN = ("rule", "points", "score", "own_score", "column", "pool", "line", "total")


class RefusedError(Exception):
    """The month is refused for want of people to count, whatever SQL says of the agent."""


def by_replay(shop: Shop, agent: str, key: str) -> Amount | bool:
    """The value, or None with the reason that replay gives."""
    try:
        return shop.finding(agent, key).amount
    except NoValueError as error:
        # to SQL, `nobody's average < 5 or 1 = 1` is true; replay refuses, and with it the month
        if error.refusal.reason == "no_agents":
            raise RefusedError from error
        return None


def is_same(one: Amount | bool, other: Amount | bool) -> bool:
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return one.compare(other) == 0
    return type(one) is type(other) and one == other


def differences(bound: BoundPolicy, dataset: Dataset, run: Run) -> list[str]:
    shop = Shop(bound, {row.agent: row for row in dataset.agents})
    found = []
    for row in dataset.agents:
        for item in bound.items:
            if item.kind not in SHOWN or row.role not in item.roles:
                continue
            sql = run.rows[row.agent][item.key]
            try:
                replay = by_replay(shop, row.agent, item.key)
            except RefusedError:
                continue
            if not is_same(sql, replay):
                found.append(f"{row.agent} ({row.role}) {item.key}: sql {sql} replay {replay}")
    return found


def inexact(connection: duckdb.DuckDBPyConnection, bound: BoundPolicy, script: Script) -> list[str]:
    """Columns, and expressions before they are cast to their column, that are not exact."""
    planned = plan(bound).value
    assert planned is not None
    found = []
    for step in planned.steps:
        described = connection.execute(f'DESCRIBE "{step.name}"').fetchall()
        found += [f"{step.name}.{row[0]}" for row in described if is_inexact(str(row[1]))]
        found += inside(connection, step)
    return found


def inside(connection: duckdb.DuckDBPyConnection, step: Step) -> list[str]:
    relations = ", ".join(f'"{name}"' for name in (step.source or INPUTS, *step.beside))
    found = []
    for column in step.columns:
        if column.expression is not None and step.kind not in ("people", "total"):
            sql = to_sql(column.expression).sql(dialect="duckdb")
            described = connection.execute(f"DESCRIBE SELECT {sql} FROM {relations}").fetchall()
            found += [column.item.key for row in described if is_inexact(str(row[1]))]
    return found


def is_inexact(type_: str) -> bool:
    return any(word in type_ for word in ("DOUBLE", "FLOAT", "REAL"))


def agree(made: MadePolicy, data: st.DataObject, tried: Counter[bool]) -> None:
    outcome = bind_policy(made.text.encode())
    bound = outcome.value
    tried[bound is not None] += 1
    for code in codes(outcome.diagnostics):
        event(code)
    assume(bound is not None)
    assert bound is not None
    script = script_of(bound)
    dataset = data.draw(datasets(bound, made.constants))
    with duckdb.connect(":memory:", config=CONFIG) as connection:
        load_inputs(connection, script, dataset)
        for statement in script.statements:
            connection.execute(statement.sql)
        run = fetch_payout(connection, script)
        assert not inexact(connection, bound, script)
    found = differences(bound, dataset, run)
    if found:
        figures = [f"{r.agent} {r.role} {dict(r.figures)}" for r in dataset.agents]
        raise AssertionError("\n".join([made.text, *figures, *found]))


@pytest.mark.parametrize("part", range(PARTS))
def test_both_evaluators_agree(part: int) -> None:
    tried: Counter[bool] = Counter()

    @settings(max_examples=EXAMPLES * 2 // PARTS)
    @given(made=policies(), data=st.data())
    def search(made: MadePolicy, data: st.DataObject) -> None:
        agree(made, data, tried)

    if not IS_SEARCH:
        search = seed(part)(search)
    search()
    # were most policies refused, the search would have shown nothing
    assert tried[True] > 2 * tried[False], tried
