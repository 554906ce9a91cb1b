"""`ImportMapping` + `Catalog` → which measure each column holds, or what the mapping gets wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.catalog.measures import Catalog, Grain, Measure
from engine.core.closest import closest
from engine.core.diagnostic import Diagnostic, Outcome, in_order
from engine.core.record import record
from engine.core.span import Span
from engine.core.unit import Unit
from engine.intake.amount import FITTING_UNITS
from engine.intake.cell import header_key
from engine.intake.checks.i822_unknown_measure import UNKNOWN_MEASURE
from engine.intake.checks.i823_measure_twice import MEASURE_TWICE
from engine.intake.checks.i824_unfit_spelling import UNFIT_SPELLING
from engine.intake.checks.i825_wrong_grain import WRONG_GRAIN
from engine.intake.checks.i826_entered_without_author import ENTERED_WITHOUT_AUTHOR
from engine.intake.checks.i827_redeclared_measure import REDECLARED_MEASURE
from engine.intake.checks.i828_key_misfit import KEY_MISFIT
from engine.intake.checks.i829_evidence_unmapped import EVIDENCE_UNMAPPED
from engine.intake.mapping import (
    CustomMeasure,
    Heading,
    ImportMapping,
    MeasureColumn,
    WrittenAs,
)


@record
class MeasureSpelling:
    """A measure and how the file writes it."""

    measure: Measure
    written_as: WrittenAs


@record
class Resolved:
    """The mapping's columns with their measures; `by_name` where the file itself names them."""

    columns: tuple[tuple[Heading, MeasureSpelling], ...]
    by_name: Mapping[str, MeasureSpelling]


def resolve(mapping: ImportMapping, catalog: Catalog) -> Outcome[Resolved]:
    """The measure behind every name of the mapping."""
    columns = [(column, _measure_of(column, catalog)) for column in mapping.columns]
    found = [d for column, measure in columns for d in _mistakes(mapping, column, measure, catalog)]
    found += _twice(columns)
    found += [d for custom in mapping.custom for d in _redeclared(custom, catalog)]
    declared = [(custom, _declared(custom, _grain(mapping))) for custom in mapping.custom]
    stated = [(column.measure_span, measure) for column, measure in columns if measure]
    for span, measure in (*stated, *((custom.span, measure) for custom, measure in declared)):
        found += _lacking_columns(mapping, measure, span)
    known = tuple(
        (column.heading, MeasureSpelling(measure, column.written_as))
        for column, measure in columns
        if measure
    )
    return Outcome(Resolved(known, _by_name(mapping, catalog)), in_order(found))


def _measure_of(column: MeasureColumn, catalog: Catalog) -> Measure | None:
    if column.custom:
        return _declared(column.custom, "agent_month")
    return catalog.by_name.get(column.measure)


def _declared(custom: CustomMeasure, grain: Grain) -> Measure:
    return Measure(
        id=custom.name,
        labels={},
        unit=custom.unit,
        places=custom.places,
        least=custom.least,
        greatest=custom.greatest,
        grain=grain,
        entered=custom.entered,
        definition={},
        by=custom.by,
        needs_evidence=custom.needs_evidence,
    )


def _grain(mapping: ImportMapping) -> Grain:
    return "shop_month" if mapping.kind == "shop_months" else "agent_month"


def _mistakes(
    mapping: ImportMapping, column: MeasureColumn, measure: Measure | None, catalog: Catalog
) -> Iterator[Diagnostic]:
    name, span = column.measure, column.measure_span
    if measure is None:
        near = closest(name, catalog.by_name)
        yield UNKNOWN_MEASURE.at(span, name=name, closest=near)
        return
    if column.custom:
        yield from _redeclared(column.custom, catalog)
    elif measure.grain != _grain(mapping):
        yield WRONG_GRAIN.at(span, name=name, kind=mapping.kind)
    if measure.unit not in FITTING_UNITS[column.written_as]:
        fitting = [w for w, units in FITTING_UNITS.items() if measure.unit in units]
        yield UNFIT_SPELLING.at(
            span,
            name=name,
            written_as=column.written_as,
            unit=measure.unit.value,
            fitting=", ".join(fitting),
        )
    if measure.entered and not (mapping.author and mapping.entered_at):
        yield ENTERED_WITHOUT_AUTHOR.at(span, name=name)


def _lacking_columns(mapping: ImportMapping, measure: Measure, span: Span) -> Iterator[Diagnostic]:
    """What the file must say beside a figure of this measure, and what it must not."""
    if bool(measure.by) != (mapping.key is not None):
        yield KEY_MISFIT.at(span, name=measure.id)
    if measure.needs_evidence and mapping.evidence is None:
        yield EVIDENCE_UNMAPPED.at(span, name=measure.id)


def _redeclared(custom: CustomMeasure, catalog: Catalog) -> Iterator[Diagnostic]:
    if custom.name in catalog.by_name:
        yield REDECLARED_MEASURE.at(custom.span, name=custom.name)


def _twice(columns: list[tuple[MeasureColumn, Measure | None]]) -> Iterator[Diagnostic]:
    """Two columns for one measure, or one header for two columns."""
    seen: dict[str, Span] = {}
    for column, measure in columns:
        keys = [(header_key(header), column.heading.span) for header in column.heading.names]
        if measure:
            keys.append((f"measure {measure.id}", column.measure_span))
        for key, span in keys:
            first = seen.setdefault(key, span)
            if first is not span:
                name = key.removeprefix("measure ")
                yield MEASURE_TWICE.at(span, first, name=name, line=str(first.line))


def _by_name(mapping: ImportMapping, catalog: Catalog) -> dict[str, MeasureSpelling]:
    grain = _grain(mapping)
    known = {name: m for name, m in catalog.by_name.items() if m.grain == grain}
    if mapping.key is not None:
        known = {}
    known |= {custom.name: _declared(custom, grain) for custom in mapping.custom}
    spelt: Mapping[Unit, WrittenAs] = mapping.by_unit
    return {
        header_key(name): MeasureSpelling(measure, spelt[measure.unit])
        for name, measure in known.items()
        if measure.unit in spelt
    }
