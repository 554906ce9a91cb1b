"""The steps from rows to figures, run in DuckDB; every value exact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import duckdb

from engine.catalog.facts import Facts
from engine.facts.encode import Profile
from engine.facts.figures import FigureParts, FigureScript, figures
from engine.facts.from_service import encoding, judging
from engine.facts.step import Step
from engine.policy.row_measures import Aggregate, RowMeasure
from engine.policy.service import Service

Figure = Fraction | None
Month = Mapping[str, Figure]
EPOCH = dt.datetime(1970, 1, 1)
PER_ORDER = (
    "id, order_agent, payment_agent, first_agent, is_silent AS silent, is_urged AS urged,"
    " after_sale_agent, ship, may_resend"
)
OF_AGENTS = ("order_agent", "payment_agent", "first_agent", "after_sale_agent")


@dataclass(frozen=True)
class Computed:
    """By agent and month, by month alone for what is of the whole shop, and by order."""

    months: Mapping[tuple[str, str], Month]
    shop: Mapping[str, Month]
    orders: Mapping[str, Mapping[str, object]]


def encode_rows(
    connection: duckdb.DuckDBPyConnection,
    service: Service,
    profile: Profile | None = None,
    as_of: dt.datetime | None = None,
    shop: str = "",
) -> None:
    until = None if as_of is None else int((as_of - EPOCH).total_seconds())
    execute(connection, encoding(service, profile or Profile(), until, shop))


def judge_rows(
    connection: duckdb.DuckDBPyConnection,
    service: Service,
    facts: Facts,
    measures: Mapping[str, RowMeasure],
    shop: str = "",
) -> Computed:
    """After `encode_rows`, any number of times with other settings."""
    execute(connection, judging(service, shop))
    script = figures(service, facts, measures)
    execute(connection, script.steps)
    names: Mapping[object, str] = dict(
        connection.execute("SELECT agent_no, agent FROM agent_codes").fetchall()
    )
    sums = {step.creates: _by_key(connection, step.creates) for step in script.steps}
    months = {
        (names[agent], _month(month)): row
        for (agent, month), row in _figures(script, sums, of_shop=False).items()
    }
    shops = {_month(m): row for (_, m), row in _figures(script, sums, of_shop=True).items()}
    return Computed(months, shops, _orders(connection, names))


def execute(connection: duckdb.DuckDBPyConnection, steps: tuple[Step, ...]) -> None:
    for step in steps:
        try:
            connection.execute(step.sql)
        except duckdb.Error as error:  # the statement is what one wants to see
            raise AssertionError(f"{error}\n{step.text}") from error
    assert floats(connection) == [], "no step makes a type that rounds"


def floats(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Columns of the relations made so far that are of a type that rounds."""
    found = connection.execute(
        "SELECT table_name || '.' || column_name FROM duckdb_columns()"
        " WHERE NOT internal AND (data_type LIKE '%DOUBLE%' OR data_type LIKE '%FLOAT%')"
    )
    return [name for (name,) in found.fetchall()]


Sums = Mapping[str, Mapping[tuple[object, int], Mapping[str, object]]]


def _by_key(
    connection: duckdb.DuckDBPyConnection, relation: str
) -> Mapping[tuple[object, int], Mapping[str, object]]:
    found = _dicts(connection, f"SELECT * FROM {relation}")
    return {(row.get("agent"), int(str(row["month"]))): row for row in found}


def _dicts(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, object]]:
    cursor = connection.execute(query)
    columns = [column[0] for column in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _figures(
    script: FigureScript, sums: Sums, *, of_shop: bool
) -> Mapping[tuple[object, int], Month]:
    """A row for everybody who has anything; what is of the whole shop has no agent."""
    held = [f for f in script.figures if f.spec.of.is_whole == of_shop]
    relations = {relation for figure in held for relation, _ in figure.places.values()}
    keys = {key for relation in relations for key in sums[relation]}
    wanted = [key for key in keys if (key[0] is None) == of_shop]
    return {key: {f.measure: _figure(f, sums, key) for f in held} for key in wanted}


def _figure(figure: FigureParts, sums: Sums, key: tuple[object, int]) -> Figure:
    """A sum over a sum: nothing to count is 0, nothing to divide by is no value."""

    def part(aggregate: Aggregate) -> Fraction:
        relation, column = figure.places[aggregate]
        whose = None if aggregate.is_whole else key[0]
        value = sums[relation].get((whose, key[1]), {}).get(column)
        return Fraction(value) if value is not None else Fraction(0)  # type: ignore[arg-type]

    spec = figure.spec
    value = part(spec.of) - (part(spec.less) if spec.less else 0)
    whole = part(spec.per) if spec.per else Fraction(1)
    other = Fraction(1)
    if spec.relative_to is not None and spec.relative_to.per is not None:
        heads = part(spec.relative_to.per)
        other = part(spec.relative_to.of) / heads if heads else Fraction(0)
    return value / whole / other if whole and other else None


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def _orders(
    connection: duckdb.DuckDBPyConnection, names: Mapping[object, str]
) -> Mapping[str, Mapping[str, object]]:
    found: dict[str, Mapping[str, object]] = {}
    for row in _dicts(connection, f"SELECT {PER_ORDER} FROM credited_orders"):
        named = {agent: names.get(row[agent]) for agent in OF_AGENTS}
        found[str(row.pop("id"))] = {**row, **named}
    return found
