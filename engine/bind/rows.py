"""Measures from rows: do the facts have such columns, and is the unit that of what is summed."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bind.checks.b391_unknown_facts import UNKNOWN_FACTS
from engine.bind.checks.b392_unfit_facts import UNFIT_FACTS
from engine.bind.checks.b393_rows_unit import ROWS_UNIT
from engine.catalog.facts import NO, YES, FactColumn, Facts, FactTable
from engine.catalog.measures import Measure
from engine.core.closest import closest
from engine.core.diagnostic import Diagnostic
from engine.core.unit import Unit
from engine.policy.row_measures import Aggregate, Condition, RowMeasure

_NUMBERS = ("whole", "number", "money", "seconds")
_UNITS = {"money": Unit.MONEY, "seconds": Unit.SECONDS, "whole": Unit.COUNT}


def row_mistakes(measure: Measure, facts: Facts) -> Iterator[Diagnostic]:
    """What is wrong with the rows of a measure that a policy declares."""
    spec = measure.rows
    if spec is None:
        return
    found = [d for aggregate in spec.aggregates for d in _mistakes(aggregate, facts)]
    yield from found
    if not found:
        yield from _unit_mistakes(measure, spec, facts)


def _mistakes(aggregate: Aggregate, facts: Facts) -> Iterator[Diagnostic]:
    table = facts.by_name.get(aggregate.fact)
    if table is None:
        near = closest(aggregate.fact, facts.by_name)
        known = ", ".join(t.name for t in facts.tables)
        yield UNKNOWN_FACTS.at(aggregate.span, name=aggregate.fact, closest=near, known=known)
        return
    yield from _of_mistakes(aggregate, table)
    for condition in aggregate.where:
        held = table.column(condition.column)
        if held is None:
            yield _unknown(table, condition.column, condition)
        elif not _fits(held, condition):
            written = ", ".join(condition.words)
            yield UNFIT_FACTS.at(condition.span, written=written, column=condition.column)


def _of_mistakes(aggregate: Aggregate, table: FactTable) -> Iterator[Diagnostic]:
    column = table.column(aggregate.column)
    if aggregate.how == "count":
        if aggregate.column:
            yield UNFIT_FACTS.at(aggregate.span, written=aggregate.column, column="count")
    elif column is None:
        yield _unknown(table, aggregate.column, aggregate)
    elif aggregate.how != "distinct" and column.type not in _NUMBERS:
        yield UNFIT_FACTS.at(aggregate.span, written=aggregate.how, column=aggregate.column)


def _unknown(table: FactTable, name: str, at: Aggregate | Condition) -> Diagnostic:
    names = [c.name for c in table.columns]
    full = f"{table.name}.{name}"
    near = closest(name, [*names, *(w for c in table.columns for w in c.labels.values())])
    return UNKNOWN_FACTS.at(at.span, name=full, closest=near, known=", ".join(names))


def _fits(column: FactColumn, condition: Condition) -> bool:
    bounds = (condition.least, condition.above, condition.greatest, condition.below)
    has_bounds = any(bound is not None for bound in bounds)
    if column.type == "yes_no":
        return len(condition.words) == 1 and condition.words[0] in YES | NO
    if column.type in _NUMBERS:
        return has_bounds and not condition.words
    return column.type == "text" and bool(condition.words)


def _unit_mistakes(measure: Measure, spec: RowMeasure, facts: Facts) -> Iterator[Diagnostic]:
    units = [_unit(aggregate, facts) for aggregate in spec.aggregates]
    of = units[0]
    # attendance has a row per day, so counting rows may give days
    fits: tuple[Unit, ...] = (of, Unit.DAYS) if of is Unit.COUNT else (of,)
    if spec.per is not None:
        per = _unit(spec.per, facts)
        of_like = per is of
        fits = (Unit.RATIO, Unit.COUNT) if of_like else (of, Unit.COUNT)
    if spec.relative_to is not None:
        fits = (Unit.RATIO, Unit.COUNT)
    if measure.unit not in fits or (spec.less is not None and units[1] is not of):
        names = ", ".join(unit.value for unit in fits)
        yield ROWS_UNIT.at(spec.of.span, unit=measure.unit.value, fitting=names)


def _unit(aggregate: Aggregate, facts: Facts) -> Unit:
    if aggregate.how in ("count", "distinct"):
        return Unit.COUNT
    column = facts.by_name[aggregate.fact].column(aggregate.column)
    return _UNITS.get(column.type if column else "", Unit.COUNT)
