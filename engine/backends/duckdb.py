"""Runs a script on DuckDB in memory, locked away from files and network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import takewhile
from typing import Any

from sqlglot import exp

from engine.bind.dataset import AgentFigures, Amount, Dataset
from engine.bind.mid_month import days_type
from engine.bind.names import DIFFERENCE, LEVEL, ROLE, TOTAL
from engine.bind.types import ValueType
from engine.core.errors import EngineBug
from engine.core.number import plain
from engine.core.record import record
from engine.policy.proration import DAYS_EMPLOYED
from engine.sql.by_days import PARTS
from engine.sql.expressions import column_type
from engine.sql.from_plan import AGENT, DIALECT, INPUTS, Script, Statement

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "lock_configuration": "true",
}


Row = Mapping[str, Amount | bool]


@record
class Run:
    """What the script paid: every column of the payout, by agent.

    `parts`: of agents who are paid by several states of the month, the payout in each.
    """

    rows: Mapping[str, Row]
    parts: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)


def run(script: Script, dataset: Dataset) -> Run:
    """Execute the script over the figures; nothing of it outlives the call."""
    with session() as one:
        return one.run(script, dataset)


@dataclass
class Session:
    """One database for several scripts over the same figures: what they begin with alike runs once.

    `last`: what the relations in it are of; None where that is not certain. `stored`: whether a
    relation of that name is a table, or else a view.
    """

    connection: Any
    last: tuple[Script, Dataset] | None = None
    stored: dict[str, bool] = field(default_factory=dict)

    def run(self, script: Script, dataset: Dataset) -> Run:
        before, self.last = self.last, None
        begun = _begun(before, script, dataset)
        if not begun:
            load_inputs(self.connection, script, dataset)
        for statement in script.statements[begun:]:
            self._make(statement)
        paid = _by_days(self.connection, script, dataset, fetch_payout(self.connection, script))
        if not paid.parts:  # else the figures are those of one of several states
            self.last = (script, dataset)
        return paid

    def _make(self, statement: Statement) -> None:
        """A table takes the place of a table alone, and a view that of a view."""
        is_table = self.stored.get(statement.creates, statement.is_stored)
        if is_table != statement.is_stored:
            name = exp.Table(this=exp.to_identifier(statement.creates, quoted=True))
            drop = exp.Drop(tables=[name], kind="TABLE" if is_table else "VIEW")
            self.connection.execute(drop.sql(dialect=DIALECT))
        self.stored[statement.creates] = statement.is_stored
        self.connection.execute(statement.sql)


def _begun(before: tuple[Script, Dataset] | None, script: Script, dataset: Dataset) -> int:
    """How many statements stand already: those before the first that differs."""
    if before is None or before[1] is not dataset or before[0].inputs != script.inputs:
        return 0
    pairs = zip(before[0].statements, script.statements, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0].sql == pair[1].sql, pairs))


@contextmanager
def session() -> Iterator[Session]:
    """A database that is gone afterwards."""
    import duckdb  # imported here: it costs a tenth of a second

    with duckdb.connect(":memory:", config=CONFIG) as connection:
        yield Session(connection)


def run_again(connection: Any, script: Script, dataset: Dataset) -> Run:
    """Once more over other figures, where the script has run: its views stand, tables do not."""
    return _by_days(connection, script, dataset, _once_more(connection, script, dataset))


def _once_more(connection: Any, script: Script, dataset: Dataset) -> Run:
    load_inputs(connection, script, dataset)
    for statement in script.statements:
        if statement.is_stored:
            connection.execute(statement.sql)
    return fetch_payout(connection, script)


def _by_days(connection: Any, script: Script, dataset: Dataset, base: Run) -> Run:
    """Who changed within the month is paid once per state; the states come to one payslip."""
    if not any(row.parts for row in dataset.agents):
        return base
    parts = _in_states(connection, script, dataset)
    _load_parts(connection, script, dataset, parts)
    for statement in script.by_days:
        connection.execute(statement.sql)
    together = fetch(connection, script.by_days[-1].creates)
    rows = dict(base.rows)
    for row in dataset.agents:
        if row.parts:
            lines = {line for role in row.roles for line in script.lines_of_role[role]}
            own = {k: v for k, v in together[row.agent].items() if k in lines or k in TOTALS}
            rows[row.agent] = {**rows[row.agent], **own}
    return Run(rows, parts)


TOTALS = (TOTAL, DIFFERENCE)


def _in_states(connection: Any, script: Script, dataset: Dataset) -> dict[str, tuple[Row, ...]]:
    """Every state as if it lasted, beside the others as they stand where that matters."""
    changed = [(row, row.in_every_state()) for row in dataset.agents if row.parts]
    paid: dict[str, list[Row]] = {row.agent: [] for row, _ in changed}
    if script.is_alone:
        for number in range(max(len(states) for _, states in changed)):
            rows = tuple(states[number] for _, states in changed if number < len(states))
            run_so = _once_more(connection, script, Dataset(agents=rows))
            for agent, row in run_so.rows.items():
                paid[agent].append(row)
    else:
        for person, states in changed:
            for state in states:
                run_so = _once_more(connection, script, _with(dataset, state))
                paid[person.agent].append(run_so.rows[person.agent])
    return {agent: tuple(rows) for agent, rows in paid.items()}


def _with(dataset: Dataset, state: AgentFigures) -> Dataset:
    agents = tuple(state if row.agent == state.agent else row for row in dataset.agents)
    return Dataset(agents=agents)


def _load_parts(
    connection: Any, script: Script, dataset: Dataset, parts: Mapping[str, tuple[Row, ...]]
) -> None:
    """Make the relation `parts`; a line that the state's role does not pay is 0."""
    states: list[list[str | None]] = []
    for row in dataset.agents:
        for part, paid in zip(row.parts, parts.get(row.agent, ()), strict=True):
            lines = script.lines_of_role[part.role]
            amounts = [paid[k] if k in lines else Decimal(0) for k, _ in script.part_columns]
            texts = [plain(a) if isinstance(a, Decimal) else None for a in amounts]
            states.append([row.agent, str(part.days), *texts])
    load_parts(connection, (script.part_columns, days_type()), states)


def load_parts(
    connection: Any,
    columns: tuple[tuple[tuple[str, ValueType], ...], ValueType],
    states: Sequence[Sequence[str | None]],
) -> None:
    """Each row: agent, weight, and the amount of each column; `columns` with the weight's type."""
    create, insert = _table_statements(PARTS, ((DAYS_EMPLOYED, columns[1]), *columns[0]))
    connection.execute(create)
    connection.execute(insert, [list(column) for column in zip(*states, strict=True)])


def load_inputs(connection: Any, script: Script, dataset: Dataset) -> None:
    """Make the relation `inputs` anew. `connection` is duckdb's, which has no types of its own."""
    create, insert = _table_statements(INPUTS, script.inputs)
    connection.execute(create)
    if dataset.agents:
        names = (AGENT, *(name for name, _ in script.inputs))
        connection.execute(
            insert, [[figure_text(row, name) for row in dataset.agents] for name in names]
        )


@lru_cache(maxsize=4)
def _table_statements(name: str, of: tuple[tuple[str, ValueType], ...]) -> tuple[str, str]:
    """CREATE and INSERT; the INSERT takes one list of texts per column."""
    columns = [(AGENT, None), *of]
    definitions = [
        exp.ColumnDef(
            this=exp.to_identifier(name, quoted=True),
            kind=(column_type(type_) if type_ else None) or exp.DataType.build("VARCHAR"),
        )
        for name, type_ in columns
    ]
    table = exp.Schema(this=exp.to_identifier(name, quoted=True), expressions=definitions)
    create = exp.Create(this=table, kind="TABLE", replace=True)
    texts = exp.cast(exp.Placeholder(), "VARCHAR[]")
    taken = [exp.cast(exp.func("UNNEST", texts.copy()), d.args["kind"]) for d in definitions]
    insert = exp.insert(exp.select(*taken), exp.to_table(name))
    return create.sql(dialect=DIALECT), insert.sql(dialect=DIALECT)


def figure_text(row: AgentFigures, name: str) -> str | None:
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
    return Run(fetch(connection, script.payout))


def fetch(connection: Any, relation: str) -> dict[str, dict[str, Amount | bool]]:
    query = exp.select(exp.Star()).from_(exp.to_identifier(relation, quoted=True))
    cursor = connection.execute(query.sql(dialect=DIALECT))
    names = [d[0] for d in cursor.description]
    inexact = [d[0] for d in cursor.description if "DOUBLE" in str(d[1]) or "FLOAT" in str(d[1])]
    if inexact:
        raise EngineBug(f"columns {inexact} are not exact")
    rows = (dict(zip(names, row, strict=True)) for row in cursor.fetchall())
    return {str(row.pop(AGENT)): row for row in rows}
