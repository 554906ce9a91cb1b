"""Fields of a mapping against the table that they fill: unknown, missing, unfit."""

from __future__ import annotations

from collections.abc import Iterator

from engine.catalog.tables import CanonicalTable, Column, canonical_tables
from engine.core.closest import closest
from engine.core.diagnostic import Diagnostic
from engine.intake.checks.i831_unknown_field import UNKNOWN_FIELD
from engine.intake.checks.i832_field_missing import FIELD_MISSING
from engine.intake.checks.i833_field_misfit import FIELD_MISFIT
from engine.intake.mapping import ImportMapping, RowField

_YES_NO = ("yes", "no")


def field_mistakes(mapping: ImportMapping) -> Iterator[Diagnostic]:
    """Everything that can be said before a file is seen."""
    if not mapping.is_of_rows:
        return
    table = canonical_tables()[mapping.kind]
    known = table.by_name
    for name, field in mapping.fields.items():
        if name in known:
            yield from _misfits(known[name], field)
        else:
            near, columns = closest(name, known), ", ".join(known)
            yield UNKNOWN_FIELD.at(
                field.span, name=name, table=table.name, columns=columns, closest=near
            )
    for name in _lacking(table, mapping):
        yield FIELD_MISSING.at(mapping.span, name=name, table=table.name)


def _lacking(table: CanonicalTable, mapping: ImportMapping) -> Iterator[str]:
    """An id can be made, the shop be told by the command, and characters be counted."""
    told = {"id", "chars"} if "text" in mapping.fields else {"id"}
    for column in table.columns:
        may_lack = column.empty != "never" or column.is_shop or column.name in told
        if not may_lack and column.name not in mapping.fields:
            yield column.name


def _misfits(column: Column, field: RowField) -> Iterator[Diagnostic]:
    allowed = _words(column)
    values = field.heading.values.values() if field.heading else ()
    said = (*values, *([field.fixed] if column.type == "one_of" else []))
    for word in (w for w in said if allowed and w and w not in allowed):
        yield FIELD_MISFIT.at(
            field.span, what=word, name=column.name, allowed=", ".join(allowed), closest=""
        )
    fitting = _fitting_keys(column)
    for key in (k for k in _used_keys(field) if k not in fitting):
        yield FIELD_MISFIT.at(
            field.span, what=key, name=column.name, allowed=", ".join(fitting), closest=""
        )


def _words(column: Column) -> tuple[str, ...]:
    return {"one_of": column.values, "yes_no": _YES_NO}.get(column.type, ())


def _used_keys(field: RowField) -> Iterator[str]:
    yield from (
        key
        for key, is_used in {
            "words": bool(field.words),
            "values": bool(field.heading and field.heading.values),
            "formats": bool(field.formats),
            "zone": field.zone != "local",
            "plus": bool(field.plus),
            "same_as": bool(field.same_as),
            "keep": field.keep != "safe",
            "given": field.given,
        }.items()
        if is_used
    )


def _fitting_keys(column: Column) -> tuple[str, ...]:
    common = ("header", "also", "optional", "fixed", "otherwise")
    match column.type:
        case "text":
            is_personal = column.free or column.pseudonym
            return (*common, "words", "values", *(["keep"] if is_personal else []))
        case "money":
            return (*common, "plus")
        case "moment" | "day":
            return (*common, "formats", *(["zone"] if column.type == "moment" else []))
        case "one_of" | "yes_no":
            extra = {"direction": ["same_as"]}.get(column.name, [])
            return (*common, "values", *extra, *(["given"] if column.type == "yes_no" else []))
        case _:
            return common
