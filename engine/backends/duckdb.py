"""Runs a script on DuckDB in memory, locked away from files and network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlglot import exp

from engine.bind.dataset import AgentFigures, Amount, Dataset
from engine.bind.names import LEVEL, ROLE
from engine.core.errors import EngineBug
from engine.core.number import plain
from engine.sql.expressions import column_type
from engine.sql.from_plan import AGENT, DIALECT, INPUTS, Script

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "lock_configuration": "true",
}


@dataclass(frozen=True, slots=True)
class Run:
    """What the script paid: every column of the payout, by agent."""

    rows: Mapping[str, Mapping[str, Amount | bool]]


def run(script: Script, dataset: Dataset) -> Run:
    """Execute the script over the figures; nothing of it outlives the call."""
    import duckdb  # imported here: it costs a tenth of a second

    with duckdb.connect(":memory:", config=CONFIG) as connection:
        load_inputs(connection, script, dataset)
        for statement in script.statements:
            connection.execute(statement.sql)
        return fetch_payout(connection, script)


def run_again(connection: Any, script: Script, dataset: Dataset) -> Run:
    """Once more over other figures, where the script has run: its views stand, tables do not."""
    load_inputs(connection, script, dataset)
    for statement in script.statements:
        if statement.is_stored:
            connection.execute(statement.sql)
    return fetch_payout(connection, script)


def load_inputs(connection: Any, script: Script, dataset: Dataset) -> None:
    """Make the relation `inputs` anew. `connection` is duckdb's, which has no types of its own."""
    create, insert = _input_statements(script)
    connection.execute(create)
    if dataset.agents:
        names = (AGENT, *(name for name, _ in script.inputs))
        connection.execute(insert, [[_text(row, name) for row in dataset.agents] for name in names])


@lru_cache(maxsize=4)
def _input_statements(script: Script) -> tuple[str, str]:
    """CREATE and INSERT; the INSERT takes one list of texts per column."""
    columns = [(AGENT, None), *script.inputs]
    definitions = [
        exp.ColumnDef(
            this=exp.to_identifier(name, quoted=True),
            kind=(column_type(type_) if type_ else None) or exp.DataType.build("VARCHAR"),
        )
        for name, type_ in columns
    ]
    table = exp.Schema(this=exp.to_identifier(INPUTS, quoted=True), expressions=definitions)
    create = exp.Create(this=table, kind="TABLE", replace=True)
    texts = exp.cast(exp.Placeholder(), "VARCHAR[]")
    taken = [exp.cast(exp.func("UNNEST", texts.copy()), d.args["kind"]) for d in definitions]
    insert = exp.insert(exp.select(*taken), exp.to_table(INPUTS))
    return create.sql(dialect=DIALECT), insert.sql(dialect=DIALECT)


def _text(row: AgentFigures, name: str) -> str | None:
    """Every figure travels as its exact text."""
    if name == AGENT:
        return row.agent
    if name == ROLE:
        return row.role
    amount = row.figures.get(name)
    if amount is None or (name == LEVEL and amount == ""):
        return None
    return plain(amount) if isinstance(amount, Decimal) else amount


def fetch_payout(connection: Any, script: Script) -> Run:
    """Read the payout; a column of it that is not exact is our bug."""
    query = exp.select(exp.Star()).from_(exp.to_identifier(script.payout, quoted=True))
    cursor = connection.execute(query.sql(dialect=DIALECT))
    names = [d[0] for d in cursor.description]
    inexact = [d[0] for d in cursor.description if "DOUBLE" in str(d[1]) or "FLOAT" in str(d[1])]
    if inexact:
        raise EngineBug(f"columns {inexact} are not exact")
    rows = (dict(zip(names, row, strict=True)) for row in cursor.fetchall())
    return Run({str(row.pop(AGENT)): row for row in rows})
