"""Runs the script of many variants over the figures of one or several months."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field
from decimal import Decimal
from typing import Any

from sqlglot import exp

from engine.backends.duckdb import CONFIG, figure_text
from engine.bind.dataset import Amount, Dataset
from engine.bind.types import ValueType
from engine.bind.variants import Parameter
from engine.core.errors import EngineBug
from engine.core.number import plain
from engine.core.record import record
from engine.plan.model import BEFORE, MONTH, VARIANT
from engine.sql.expressions import fitting_type
from engine.sql.from_plan import AGENT, DIALECT, INPUTS, VARIANTS, Script
from engine.sql.variants import Survey, rows_of

# rows of agents and variants that are worked out at a time, and if some of them must be kept
MOST_ROWS = 20_000_000
MOST_KEPT_ROWS = 2_000_000

Row = Mapping[str, Amount | bool]


class TooWideError(Exception):
    """A value outgrew the type that holds those of every variant."""


@record(kw_only=True)
class MonthFigures:
    """A month's figures, and what each agent gets by the policy as it is."""

    month: str
    dataset: Dataset
    before: Mapping[str, Decimal]


@record(kw_only=True)
class Tally:
    """What one variant comes to. `unsure`: rows of which SQL alone does not know if they stand."""

    cost: Decimal
    gaining: int
    losing: int
    least: Decimal
    median: Decimal
    greatest: Decimal
    words: Mapping[tuple[str, str], int]
    unsure: int = 0


@record(kw_only=True)
class VariantRows:
    """Script and figures, and which variants there are: their numbers, and their parameters.

    `before` is the type of what agents get by the policy as it is; `codes` are columns that hold
    numbers for words.
    """

    script: Script
    before: ValueType
    months: tuple[MonthFigures, ...]
    numbers: tuple[int, ...]
    parameters: tuple[Parameter, ...]
    codes: Mapping[str, tuple[str, ...]] = field(hash=False)

    @property
    def agent_rows(self) -> int:
        return sum(len(m.dataset.agents) for m in self.months)

    @property
    def most_rows(self) -> int:
        # one is kept before the variants come in
        kept = sum(statement.is_stored for statement in self.script.statements)
        return MOST_ROWS if kept < 2 else MOST_KEPT_ROWS


@contextmanager
def opened(rows: VariantRows) -> Iterator[Any]:
    """A connection with the figures in it."""
    import duckdb  # imported here: it costs a tenth of a second

    with duckdb.connect(":memory:", config=CONFIG) as connection:
        try:
            _load_figures(connection, rows)
            yield connection
        except (duckdb.ConversionException, duckdb.OutOfRangeException) as error:
            raise TooWideError from error


def tallies(connection: Any, rows: VariantRows, query: Survey) -> dict[int, Tally]:
    """One query for as many variants as fit, and the next for the others."""
    found: dict[int, Tally] = {}
    for _ in _portions(connection, rows):
        found.update(_tally(row, query) for row in _exact(connection.execute(query.text)))
    return found


def amounts(
    connection: Any, rows: VariantRows, keys: Sequence[str], only: Sequence[int] | None = None
) -> Iterator[tuple[int, str, str, Row]]:
    """Variant, month, agent, and the named columns."""
    named = (VARIANT, MONTH, AGENT, *keys)
    for _ in _portions(connection, rows, only):
        for row in _exact(connection.execute(rows_of(rows.script, named))):
            values = dict(zip(keys, row[3:], strict=True))
            for key in values.keys() & rows.codes.keys():
                number = values[key]
                values[key] = None if number is None else rows.codes[key][int(number)]
            yield row[0], row[1], row[2], values


def _tally(row: tuple[Any, ...], query: Survey) -> tuple[int, Tally]:
    number, cost, gaining, losing, least, median, greatest, unsure, *counts = row
    if cost is None:
        return number, Tally(
            cost=Decimal(0), gaining=0, losing=0, least=Decimal(0), median=Decimal(0),
            greatest=Decimal(0), words={}, unsure=max(int(unsure), 1),
        )  # fmt: skip
    words = {word: int(count) for word, count in zip(query.words, counts, strict=True)}
    return number, Tally(
        cost=cost, gaining=gaining, losing=losing, least=least, median=median, greatest=greatest,
        words=words, unsure=int(unsure),
    )  # fmt: skip


def _exact(cursor: Any) -> list[tuple[Any, ...]]:
    inexact = [d[0] for d in cursor.description if "DOUBLE" in str(d[1]) or "FLOAT" in str(d[1])]
    if inexact:
        raise EngineBug(f"columns {inexact} are not exact")
    rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _portions(
    connection: Any, rows: VariantRows, only: Sequence[int] | None = None
) -> Iterator[None]:
    """Fill `variants` with some of them at a time, and make what keeps rows anew."""
    places = [
        place for place, number in enumerate(rows.numbers) if only is None or number in set(only)
    ]
    size = max(rows.most_rows // max(rows.agent_rows, 1), 1)
    for start in range(0, len(places), size):
        _load_variants(connection, rows, places[start : start + size])
        for statement in rows.script.statements:
            # views stand, and read the new variants; what keeps rows does not
            if not start or statement.is_stored:
                connection.execute(statement.sql)
        yield


def _load_figures(connection: Any, rows: VariantRows) -> None:
    columns: list[tuple[str, exp.DataType]] = [
        (AGENT, _WORDS), (MONTH, _WORDS), (BEFORE, fitting_type(rows.before))
    ]  # fmt: skip
    columns += [
        (name, fitting_type(type_) if type_.is_number else _WORDS)
        for name, type_ in rows.script.inputs
    ]
    texts: list[list[str | None]] = [[] for _ in columns]
    for month in rows.months:
        for row in month.dataset.agents:
            own = [figure_text(row, name) for name, _ in rows.script.inputs]
            before = plain(month.before[row.agent])
            for cells, text in zip(texts, (row.agent, month.month, before, *own), strict=True):
                cells.append(text)
    _fill(connection, INPUTS, columns, texts)


def _load_variants(connection: Any, rows: VariantRows, places: Sequence[int]) -> None:
    columns = [(VARIANT, exp.DataType(this=exp.DataType.Type.INT))]
    columns += [(p.key, fitting_type(p.type)) for p in rows.parameters]
    texts: list[list[str | None]] = [[str(rows.numbers[place]) for place in places]]
    texts += [[plain(p.amounts[place]) for place in places] for p in rows.parameters]
    _fill(connection, VARIANTS, columns, texts)


_WORDS = exp.DataType.build("VARCHAR")


def _fill(
    connection: Any,
    name: str,
    columns: Sequence[tuple[str, exp.DataType]],
    texts: Sequence[Sequence[str | None]],
) -> None:
    """A table made anew; every number travels as its exact text."""
    definitions = [
        exp.ColumnDef(this=exp.to_identifier(key, quoted=True), kind=kind) for key, kind in columns
    ]
    table = exp.Schema(this=exp.to_identifier(name, quoted=True), expressions=definitions)
    create = exp.Create(this=table, kind="TABLE", replace=True)
    listed = exp.cast(exp.Placeholder(), "VARCHAR[]")
    taken = [exp.cast(exp.func("UNNEST", listed.copy()), kind) for _, kind in columns]
    insert = exp.insert(exp.select(*taken), exp.to_table(name))
    connection.execute(create.sql(dialect=DIALECT))
    if texts[0]:
        connection.execute(insert.sql(dialect=DIALECT), [list(cells) for cells in texts])
