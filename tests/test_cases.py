"""Every worked example of every policy, by hand, by SQL and by replay: all three agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb
import pytest

from engine.audit.cases import BoundCase, bind_case, is_expected
from engine.audit.cases import shown as amount_text
from engine.backends.duckdb import CONFIG, Run, load_inputs, run_again
from engine.bind.dataset import Dataset
from engine.bind.model import BoundPolicy
from engine.policy.case import Case
from engine.replay.from_bound import evaluate
from engine.replay.trace import Trace
from engine.sql.from_plan import Script
from tests.pipeline import (
    CONFORMANCE,
    SHIPPED,
    bind_policy,
    build_policy,
    catalog,
    relative,
    script_of,
    shown,
)


@dataclass(frozen=True)
class Opened:
    """One policy on one connection, on which its cases run one after another."""

    bound: BoundPolicy
    script: Script
    connection: duckdb.DuckDBPyConnection

    def run(self, case: BoundCase) -> Run:
        return run_again(self.connection, self.script, case.dataset)


@cache
def opened(path: Path) -> Opened | str:
    """The policy ready to run, or why it cannot be run."""
    outcome = bind_policy(path.read_bytes(), relative(path))
    if outcome.value is None or outcome.diagnostics:
        return shown(outcome.diagnostics)
    script = script_of(outcome.value)
    connection = duckdb.connect(":memory:", config=CONFIG)
    load_inputs(connection, script, Dataset(agents=()))
    for statement in script.statements:
        connection.execute(statement.sql)
    return Opened(outcome.value, script, connection)


@cache
def stated(path: Path) -> tuple[Case, ...]:
    policy = build_policy(path.read_bytes(), relative(path)).value
    return policy.cases if policy else ()


def items() -> Iterator[object]:
    for path in (*SHIPPED, *CONFORMANCE):
        for index, case in enumerate(stated(path)):
            name = f"{relative(path)}:{case.span.line} {case.title}"
            yield pytest.param(path, index, id=name)


def report(case: Case, trouble: list[str]) -> str:
    head = [f"{case.span}  {case.title}", *(f"  why: {line}" for line in case.why.splitlines())]
    return "\n".join([*head, *trouble])


def replayed(trace: Trace, key: str) -> str:
    if key not in trace.findings and trace.refusals:
        first = trace.refusals[0]
        return f"({first.reason}: {first.key} {first.detail})"
    return amount_text(trace.amount(key))


@pytest.mark.parametrize(("path", "index"), list(items()))
def test_the_case_comes_out_as_worked_by_hand(path: Path, index: int) -> None:
    policy = opened(path)
    if isinstance(policy, str):
        pytest.fail(policy, pytrace=False)
    case, unknown = bind_case(policy.bound, catalog(), policy.bound.policy.cases[index])
    if case is None:
        pytest.fail(shown(unknown), pytrace=False)
    keys = case.keys()
    rows = policy.run(case).rows
    traces = evaluate(policy.bound, case.dataset, keys, keys)
    trouble = []
    for expectation, key in case.expected:
        trace, by_sql = traces[expectation.agent], rows[expectation.agent][key]
        if is_expected(expectation.text, by_sql) and is_expected(
            expectation.text, trace.amount(key)
        ):
            continue
        trouble.append(
            f"  {expectation.agent}, {expectation.name.name}: expected {expectation.text}"
            f"   sql {amount_text(by_sql)}   replay {replayed(trace, key)}"
        )
    if trouble:
        pytest.fail(report(case.case, trouble), pytrace=False)


@pytest.mark.parametrize("path", [*SHIPPED, *CONFORMANCE], ids=relative)
def test_every_policy_states_cases(path: Path) -> None:
    assert stated(path), shown(build_policy(path.read_bytes(), relative(path)).diagnostics)
