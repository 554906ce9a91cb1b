"""A translated case → passed, failed or not expressible, by DuckDB and by replay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import duckdb

from engine.audit.cases import BoundCase, bind_case, is_expected, shown
from engine.audit.cliffs import cliff_findings
from engine.backends.duckdb import CONFIG, load_inputs, run_again
from engine.bind.dataset import Dataset
from engine.bind.model import BoundPolicy
from engine.core.diagnostic import Diagnostic
from engine.replay.from_bound import evaluate
from engine.sql.from_plan import Script
from tests.peers.draft import NotExpressible, Translated
from tests.pipeline import bind_policy, catalog, script_of
from tests.pipeline import shown as findings

PASSED, FAILED, NOT_EXPRESSIBLE = "passed", "failed", "not expressible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of one case of a peer."""

    name: str
    outcome: str
    reason: str = ""


Case = Translated | Verdict | tuple[str, NotExpressible]


def verdicts(cases: Iterable[Case]) -> Iterator[Verdict]:
    for case in cases:
        if isinstance(case, Verdict):
            yield case
        elif isinstance(case, Translated):
            yield verdict(case)
        else:
            name, lacking = case
            yield Verdict(name=name, outcome=NOT_EXPRESSIBLE, reason=str(lacking))


def verdict(case: Translated) -> Verdict:
    trouble = "; ".join(_refused(case) if case.codes else _computed(case))
    if trouble:
        return Verdict(name=case.name, outcome=FAILED, reason=f"{trouble}\n{case.policy}")
    if case.lacking:
        return Verdict(name=case.name, outcome=NOT_EXPRESSIBLE, reason=case.lacking)
    return Verdict(name=case.name, outcome=PASSED, reason=case.note)


def found_in(policy: str) -> tuple[Diagnostic, ...]:
    """What checking finds, cliffs included; the cases are left to the two evaluators."""
    outcome = bind_policy(policy.encode(), "peer.yaml")
    cliffs = cliff_findings(outcome.value) if outcome.value is not None else ()
    return (*outcome.diagnostics, *cliffs)


def _refused(case: Translated) -> Iterator[str]:
    codes = [d.check.code for d in found_in(case.policy)]
    if not any(code in case.codes for code in codes):
        yield f"one of {', '.join(case.codes)} is expected, found {', '.join(codes) or 'nothing'}"


def _computed(case: Translated) -> Iterator[str]:
    outcome = bind_policy(case.policy.encode(), "peer.yaml")
    if outcome.value is None or outcome.diagnostics:
        yield findings(outcome.diagnostics)
        return
    bound = outcome.value
    script = script_of(bound)
    with duckdb.connect(":memory:", config=CONFIG) as connection:
        load_inputs(connection, script, Dataset(agents=()))
        for statement in script.statements:
            connection.execute(statement.sql)
        for stated in bound.policy.cases:
            bound_case, unknown = bind_case(bound, catalog(), stated)
            if bound_case is None:
                yield findings(unknown)
                continue
            yield from _differences(bound, script, connection, bound_case)


def _differences(
    bound: BoundPolicy, script: Script, connection: duckdb.DuckDBPyConnection, case: BoundCase
) -> Iterator[str]:
    keys = case.keys()
    rows = run_again(connection, script, case.dataset).rows
    traces = evaluate(bound, case.dataset, keys, keys)
    for expectation, key in case.expected:
        by_sql = rows[expectation.agent][key]
        by_replay = traces[expectation.agent].amount(key)
        if not (is_expected(expectation.text, by_sql) and is_expected(expectation.text, by_replay)):
            said = f"sql {shown(by_sql)!r}, replay {shown(by_replay)!r}"
            yield f"{expectation.name.name}: expected {expectation.text!r}, {said}"
