"""One database for several scripts: each comes to what it would alone."""

from __future__ import annotations

from engine.backends.duckdb import run, session
from engine.bind.dataset import AgentFigures, Dataset
from engine.core.span import whole_file
from engine.sql.from_plan import Script, Statement

AGENTS = Dataset(agents=(AgentFigures(agent="甲", name="甲", role="", figures={}, states={}),))


def script(amount: int, *, is_stored: bool) -> Script:
    kind = "TABLE" if is_stored else "VIEW"
    first = f'CREATE OR REPLACE TEMPORARY {kind} "step" AS SELECT agent FROM inputs'
    last = f'CREATE OR REPLACE TEMPORARY VIEW "paid" AS SELECT *, {amount} AS a FROM "step"'
    statements = (
        made("step", first, is_stored=is_stored),
        made("paid", last, is_stored=False),
    )
    return Script(statements=statements, payout="paid", inputs=())


def made(creates: str, sql: str, *, is_stored: bool) -> Statement:
    where = whole_file("v1.yaml")
    return Statement(creates=creates, comments=(), sql=sql, is_stored=is_stored, origin=where)


def test_a_table_takes_the_place_of_a_view_and_back() -> None:
    with session() as one:
        for number, is_stored in enumerate((False, False, True, True, False)):
            wanted = script(number, is_stored=is_stored)
            assert run(wanted, AGENTS) == one.run(wanted, AGENTS)
