"""`explain --measure`: the rows behind a figure. `explain --order`: why an order is whose it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from engine.app.checks.w991_no_rows import NO_ROWS
from engine.app.checks.w992_unknown_order import UNKNOWN_ORDER
from engine.app.explaining_order import order_story
from engine.app.measuring import make_all, service_of, unreadable
from engine.app.month import MonthRequest, Show, select
from engine.app.policies import compile_policy
from engine.app.result import Result
from engine.app.row_reach import tables_of
from engine.app.standing import opened_book, policy_named
from engine.app.stored import stored_file
from engine.app.workspace import Workspace, catalog, schema
from engine.backends.rows import attach_rows, rows_session
from engine.bind.model import BoundPolicy
from engine.catalog.measures import Measure
from engine.core.closest import closest
from engine.core.diagnostic import Outcome
from engine.core.errors import EngineError
from engine.core.record import record
from engine.core.span import whole_file
from engine.core.text import Language, say
from engine.facts.behind import behind
from engine.ledger.book import Place, computed_of
from engine.ledger.month import StoredRows, read_month
from engine.ledger.store import FILE, open_store
from engine.policy.row_measures import Aggregate, RowMeasure
from engine.report.model import Cell, Report, Table

_COUNTS = {
    "counted": "counted_count",
    "taken_off": "taken_off_count",
    "divided_by": "divided_by_count",
    "compared_with": "compared_with_count",
    "compared_per": "compared_per_count",
}
_EPOCH = dt.datetime(1970, 1, 1)


@record(kw_only=True)
class RowsRequest:
    """Either the rows of an agent's measure, or the story of an order."""

    month: MonthRequest
    agent: str = ""
    measure: str = ""
    order: str = ""
    with_current: bool = False


@record(kw_only=True)
class _Ground:
    """The policy and the rows that count: those of the posting, or those of today."""

    bound: BoundPolicy
    rows: StoredRows
    basis: str


def explain_rows(
    workspace: Workspace, request: RowsRequest, language: Language, show: Show
) -> Result:
    """From the posting's own policy and rows where the month was posted, else from today's."""
    ground = _ground(workspace, request, language)
    if ground.value is None:
        return Result(report=Report(command="explain"), diagnostics=ground.diagnostics)
    found = ground.value
    service = service_of(found.bound)
    show("sql")
    with rows_session(found.rows.root) as connection:
        attach_rows(connection, found.rows.root, found.rows.files)
        mistakes = tuple(unreadable(connection, service))
        if mistakes:
            return Result(report=Report(command="explain"), diagnostics=mistakes)
        make_all(connection, service, found.rows.shop)
        if request.order:
            return _order(connection, found, request, language)
        return _measure(connection, found, request, language)


def _ground(workspace: Workspace, request: RowsRequest, language: Language) -> Outcome[_Ground]:
    shop, month = workspace.shop(request.month.shop), request.month.month
    with open_store(workspace.root, writes=False) as store:
        book = opened_book(store)
        policy = policy_named(workspace, book, shop, request.month.policy)
        standing = book.posting(Place(shop=shop, policy=policy, month=month))
        computed = computed_of(standing) if standing and not request.with_current else None
        batches = None if computed is None else computed.batches
        stored = read_month(store, shop, month, batches)
    if stored.rows is None:
        raise EngineError(NO_ROWS.at(whole_file(FILE), shop=shop))
    if computed is not None:
        bound = compile_policy(stored_file(computed.body), schema("policy"), catalog())
        basis = say(language, "explain.as_posted")
    else:
        bound = select(workspace, request.month).then(lambda found: Outcome(found[1].last))
        basis = say(language, "explain.current")
    rows = stored.rows
    return bound.then(lambda b: Outcome(_Ground(bound=b, rows=rows, basis=basis)))


def _measure(connection: Any, ground: _Ground, request: RowsRequest, language: Language) -> Result:
    measure = _named(ground, request.measure)
    spec = measure.rows
    assert spec is not None, "only measures from rows are found"
    month = request.month.month.year * 12 + request.month.month.month - 1
    tables: list[Table] = []
    for part, aggregate in _parts(spec):
        query, names = behind(
            service_of(ground.bound), catalog().facts, aggregate, request.agent, month
        )
        rows = connection.execute(query.sql(dialect="duckdb")).fetchall()
        tables.append(_table(part, names, rows, language, aggregate))
    facts: tuple[tuple[str, Cell], ...] = (
        ("shop", request.month.shop),
        ("month", str(request.month.month)),
        ("agent", request.agent),
        ("measure", measure.label(language)),
        ("definition", measure.definition.get(language, "")),
        ("basis", ground.basis),
        *((_COUNTS[table.key], len(table.rows)) for table in tables),
    )
    report = Report(command="explain", facts=facts, tables=tuple(tables))
    return Result(report=report)


def _named(ground: _Ground, name: str) -> Measure:
    known = {
        word: wanted.item.definition
        for wanted in ground.bound.inputs
        if isinstance(wanted.item.definition, Measure) and wanted.item.definition.rows is not None
        for word in (wanted.item.definition.id, *wanted.item.definition.labels.values())
    }
    have = {one.table for one in ground.rows.files}
    shipped = {
        word: measure
        for word, measure in catalog().by_name.items()
        if measure.rows is not None and tables_of(measure) <= have
    }
    found = {**shipped, **known}
    if name not in found:
        near = closest(name, found)
        raise EngineError(NO_ROWS.at(whole_file(name), shop=name, closest=near))
    return found[name]


def _parts(spec: RowMeasure) -> Iterator[tuple[str, Aggregate]]:
    yield "counted", spec.of
    if spec.less is not None:
        yield "taken_off", spec.less
    if spec.per is not None:
        yield "divided_by", spec.per
    if spec.relative_to is not None:
        yield "compared_with", spec.relative_to.of
        if spec.relative_to.per is not None:
            yield "compared_per", spec.relative_to.per


def _table(
    part: str, names: tuple[str, ...], rows: list[tuple[Any, ...]], language: Language,
    aggregate: Aggregate,
) -> Table:  # fmt: skip
    table = catalog().facts.by_name[aggregate.fact]
    titles = tuple(c.labels.get(language, c.name) for c in table.columns)
    # a buyer is shown once, beside the time
    kept = [n for n, c in enumerate(table.columns) if c.type != "who"]
    return Table(
        key=part,
        columns=("time", "buyer", "order_number", *(names[n] for n in kept)),
        rows=tuple((*_place(row), *(_cell(row[3 + n]) for n in kept)) for row in rows),
        titles=(
            *(say(language, f"explain.rows.{key}") for key in ("time", "buyer", "order_number")),
            *(titles[n] for n in kept),
        ),
    )


def _place(row: tuple[Any, ...]) -> tuple[Cell, ...]:
    at, buyer, order = row[:3]
    return ("" if at is None else moment(int(at)), _cell(buyer), _cell(order))


def moment(seconds: int) -> str:
    return str(_EPOCH + dt.timedelta(seconds=seconds))


def _cell(value: Any) -> Cell:
    if value is None:
        return ""
    if isinstance(value, bool | int | str):
        return value
    return str(value)


def _order(connection: Any, ground: _Ground, request: RowsRequest, language: Language) -> Result:
    story = order_story(connection, service_of(ground.bound), request.order, language)
    if story is None:
        raise EngineError(UNKNOWN_ORDER.at(whole_file(FILE), order=request.order))
    section = ground.bound.policy.service
    cite = section.heading.cite if section and section.heading else None
    facts: tuple[tuple[str, Cell], ...] = (
        ("shop", request.month.shop),
        *story.facts,
        ("clause", f"{cite.source} {cite.clause}" if cite else ""),
        ("basis", ground.basis),
    )
    report = Report(command="explain", facts=facts, tables=(story.timeline,))
    return Result(report=report, diagnostics=story.found)
