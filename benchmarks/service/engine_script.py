"""The measures of all default settings by the engine's own script, to the columns of `columns`."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.service.columns import COUNTS, RULES
from benchmarks.service.handwritten import named
from engine.catalog.facts import load_facts
from engine.catalog.row_measures import row_measure
from engine.facts.encode import Profile
from engine.facts.figures import FigureScript, figures
from engine.facts.from_service import Form, encoding, judging, needed
from engine.facts.step import Step
from engine.policy.service import Service

PROFILE = Profile(has_number_ids=True, has_dated_accounts=False)
DEFAULTS = Service()
FACTS = Path(__file__).parents[2] / "schemas" / "facts.yaml"
Rows = Mapping[str, Any]


def _count(fact: str, **where: str) -> Rows:
    return {"count": fact, "where": where}


def _sales(rule: str) -> dict[str, Rows]:
    fact = f"sales_by_{rule}"
    return {
        f"orders_{rule}": _count(fact, order="yes"), f"sales_{rule}": {"sum": f"{fact}.amount"},
        f"items_{rule}": {"sum": f"{fact}.items"}, f"buyers_{rule}": {"distinct": f"{fact}.buyer"},
    }  # fmt: skip


MEASURES: Mapping[str, Rows] = {
    "consults": _count("people"), "received": _count("people", received="yes"),
    "filtered": _count("people", received="no"), "inquiries": _count("people", inquiry="yes"),
    "after_sale": _count("people", after_sale="yes"),
    "inquiry_ordered": _count("people", ordered="yes"),
    "inquiry_paid": _count("people", paid="yes"), "conversations": _count("conversations"),
    "first_n": _count("responses", first="yes"),
    "first_sum": {"sum": "responses.seconds", "where": {"first": "yes"}},
    "resp_n": _count("responses", average="yes"),
    "resp_sum": {"sum": "responses.seconds", "where": {"average": "yes"}},
    "replied": _count("people", received="yes", answered="yes"),
    "slow": _count("slow_days", slow="yes"), "slow_intervals": {"sum": "slow_days.intervals"},
    "agent_lines": {"sum": "lines.agent_lines"}, "agent_chars": {"sum": "lines.agent_chars"},
    "buyer_lines": {"sum": "lines.buyer_lines"}, "handover_due": _count("handovers"),
    "handover_done": _count("handovers", done="yes"), "late_answers": _count("late_answers"),
    "placed": _count("placed_orders"), "placed_lost": _count("placed_orders", lost="yes"),
    **{name: rows for rule in RULES for name, rows in _sales(rule).items()},
    "silent_followed": _count("silent_follow_ups"),
    "silent_paid": _count("paid_orders", silent="yes"),
    "silent_paid_sales": {"sum": "paid_orders.amount", "where": {"silent": "yes"}},
    "urged": _count("paid_orders", urged="yes"),
    "urged_sales": {"sum": "paid_orders.amount", "where": {"urged": "yes"}},
    "refund_orders": {"distinct": "refunds.order"}, "refund_amount": {"sum": "refunds.amount"},
}  # fmt: skip

# What the generator leaves out of the canonical tables, as an import leaves it empty.
SEEN = """
CREATE VIEW messages AS FROM read_parquet('{folder}/messages.parquet');
CREATE VIEW orders AS FROM read_parquet('{folder}/orders.parquet');
CREATE VIEW refunds AS FROM read_parquet('{folder}/refunds.parquet');
CREATE VIEW accounts AS
SELECT *, account AS pseudonym, CAST(NULL AS DATE) AS start, CAST(NULL AS DATE) AS "end"
FROM read_parquet('{folder}/accounts.parquet');
CREATE TABLE parcels (agent VARCHAR, shop VARCHAR);
CREATE TABLE complaints (agent VARCHAR, shop VARCHAR);
CREATE TABLE attendance (agent VARCHAR, shop VARCHAR);
CREATE TABLE events (agent VARCHAR, shop VARCHAR)
"""


def see_raw(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    connection.execute(SEEN.format(folder=folder))


Stages = tuple[tuple[str, tuple[Step, ...]], ...]


def script(service: Service = DEFAULTS, form: Form = "duckdb") -> tuple[Stages, FigureScript]:
    """Three stages: what hangs on the data alone, the service rules, and the figures."""
    wanted = {name: row_measure(rows) for name, rows in MEASURES.items()}
    found = figures(service, load_facts(str(FACTS), FACTS.read_bytes()), wanted)
    judged = needed(judging(service, form=form), found.steps)
    encoded = needed(encoding(service, PROFILE), judged, keep=("agent_codes",))
    return (("encoding", encoded), ("judging", judged), ("figures", found.steps)), found


def run(
    connection: duckdb.DuckDBPyConnection, is_each: bool = False, form: Form = "duckdb"
) -> Iterator[tuple[str, float]]:
    """From the raw tables to `measures`; the seconds of every stage, or of each step."""
    stages, found = script(form=form)
    for stage, steps in stages:
        began = time.perf_counter()
        for made in steps:
            started = time.perf_counter()
            connection.execute(made.sql)
            if is_each:
                yield made.creates, time.perf_counter() - started
        yield stage, time.perf_counter() - began
    started = time.perf_counter()
    connection.execute(summed(found))
    connection.execute(named("(SELECT agent AS name, agent_no AS agent FROM agent_codes)"))
    yield "measures", time.perf_counter() - started


def summed(found: FigureScript) -> str:
    """The figures of all relations side by side, money in whole cents, as `handwritten` has it."""
    parts: dict[str, list[str]] = {}
    for figure in found.figures:
        relation, column = figure.places[figure.spec.of]
        cents = " * 100" if ".amount" in str(MEASURES[figure.measure].get("sum", "")) else ""
        parts.setdefault(relation, []).append(f"{column}{cents} AS {figure.measure}")
    return (
        f"CREATE TABLE summed AS SELECT agent, month, {_sums(COUNTS)} FROM ({_union(parts)})"
        " GROUP BY agent, month"
    )


def _sums(names: Iterable[str]) -> str:
    return ", ".join(f"coalesce(CAST(sum({name}) AS BIGINT), 0) AS {name}" for name in names)


def _union(parts: Mapping[str, Iterable[str]]) -> str:
    return " UNION ALL BY NAME ".join(
        f"SELECT agent, month, {', '.join(columns)} FROM {relation}"
        for relation, columns in parts.items()
    )
