"""Document → `ImportMapping`: a mapping file in its own words, before any data file is seen."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from decimal import Decimal
from typing import Any, cast

from engine.core.diagnostic import Diagnostic, Outcome, in_order
from engine.core.errors import EngineBug
from engine.core.number import parse_decimal
from engine.core.span import Span
from engine.core.unit import Unit
from engine.intake.batch import State
from engine.intake.cell import clean_text
from engine.intake.checks.i821_month_pattern import MONTH_PATTERN
from engine.intake.mapping import (
    CustomMeasure,
    Encoding,
    Heading,
    ImportMapping,
    Keep,
    Kind,
    Layout,
    MeasureColumn,
    MonthSource,
    RowField,
    WrittenAs,
    Zone,
)
from engine.intake.month_text import is_month_pattern
from engine.intake.row_fields import field_mistakes
from engine.source.document import Document, Mapping, Node, Scalar, Sequence
from engine.source.read import read
from engine.source.shape import shape


def read_mapping(
    name: str, content: bytes, schema: MappingType[str, Any]
) -> Outcome[ImportMapping]:
    """A mapping file's bytes → the mapping, or every mistake of it.

    `schema` is the parsed `schemas/mapping.schema.json`, hence Any.
    """
    return read(name, content).then(lambda d: shape(d, schema)).then(build_mapping)


def build_mapping(document: Document) -> Outcome[ImportMapping]:
    """The mapping that a shape-checked document states."""
    root = document.root
    mapping = ImportMapping(
        name=_text(root, "mapping"),
        title=_text(root, "title"),
        kind=cast(Kind, _text(root, "kind")),
        layout=cast(Layout, _text(root, "layout", "wide")),
        files=_texts(root, "files"),
        encoding=cast(Encoding, _text(root, "encoding", "auto")),
        delimiter=cast(Any, _text(root, "delimiter", "auto")),  # the schema lists its values
        sheet=_text(root, "sheet"),
        header_row=int(_text(root, "header_row", "1")),
        month=_month_source(root.get("month")),
        agent=_heading(root.get("agent")),
        shop=_heading(root.get("shop")),
        author=_heading(root.get("author")),
        entered_at=_heading(root.get("entered_at")),
        key=_heading(root.get("key")),
        evidence=_heading(root.get("evidence")),
        measure=_heading(root.get("measure")),
        value=_heading(root.get("value")),
        columns=tuple(_measure_column(item) for item in _items(root, "columns")),
        custom=tuple(_custom(item) for item in _items(root, "custom")),
        by_unit={Unit(k): cast(WrittenAs, v) for k, v in _pairs(root, "by_unit").items()},
        roster=_roster(root.get("roster")),
        drop_rows=frozenset(clean_text(text) for text in _texts(root, "drop_rows")),
        states={clean_text(k): cast(State, v) for k, v in _pairs(root, "states").items()},
        ignore=_texts(root, "ignore"),
        fields=_fields(root.get("fields")),
        blanks=_texts(root, "blanks"),
        order_paid=_heading(root.get("order_paid")),
        digest=document.bytes_digest,
        span=root.span,
    )
    found = (*_pattern_mistakes(root, mapping), *field_mistakes(mapping))
    return Outcome(mapping, in_order(found))


def _pattern_mistakes(root: Mapping, mapping: ImportMapping) -> list[Diagnostic]:
    pattern = mapping.month.pattern
    if mapping.month.source != "file_name" or is_month_pattern(pattern):
        return []
    month = root.get("month")
    node = month.get("pattern") if isinstance(month, Mapping) else None
    return [MONTH_PATTERN.at((node or root).span, pattern=pattern)]


def _month_source(node: Node | None) -> MonthSource:
    if not isinstance(node, Mapping):
        return MonthSource(source="command_line")
    source = _text(node, "from")
    if source == "column":
        return MonthSource(source="column", heading=_heading(node))
    if source == "file_name":
        return MonthSource(source="file_name", pattern=_text(node, "pattern"))
    return MonthSource(source="command_line")


def _heading(node: Node | None) -> Heading | None:
    if not isinstance(node, Mapping):
        return None
    header = node.get("header")
    return Heading(
        header=_text(node, "header"),
        also=_texts(node, "also"),
        optional=_text(node, "optional") == "true",
        values={clean_text(k): v for k, v in _pairs(node, "values").items()},
        span=(header or node).span,
    )


def _measure_column(node: Node) -> MeasureColumn:
    mapping = _as_mapping(node)
    heading = _heading(mapping)
    measure = mapping.get("measure")
    if heading is None or measure is None:
        raise EngineBug("a measure column passed the schema without header or measure")
    return MeasureColumn(
        heading=heading,
        measure=_text(mapping, "measure"),
        measure_span=measure.span,
        written_as=cast(WrittenAs, _text(mapping, "written_as")),
        custom=_custom(mapping) if mapping.get("unit") else None,
    )


def _custom(node: Node) -> CustomMeasure:
    mapping = _as_mapping(node)
    return CustomMeasure(
        name=_text(mapping, "measure"),
        unit=Unit(_text(mapping, "unit")),
        places=int(_text(mapping, "places")),
        least=_number(mapping, "min"),
        greatest=_number(mapping, "max"),
        entered=_text(mapping, "entered") == "true",
        by=_text(mapping, "by"),
        needs_evidence=_text(mapping, "evidence") == "required",
        span=(mapping.get("measure") or mapping).span,
    )


def _roster(node: Node | None) -> dict[str, Heading]:
    if not isinstance(node, Mapping):
        return {}
    headings = {name.text: _heading(value) for name, value in node.pairs}
    return {name: heading for name, heading in headings.items() if heading}


def _fields(node: Node | None) -> dict[str, RowField]:
    pairs = node.pairs if isinstance(node, Mapping) else ()
    return {name.text: _field(_as_mapping(value), name.span) for name, value in pairs}


def _field(node: Mapping, span: Span) -> RowField:
    plus = node.get("plus")
    headings = [_heading(item) for item in (plus.items if isinstance(plus, Sequence) else ())]
    return RowField(
        heading=_heading(node) if node.get("header") else None,
        fixed=_text(node, "fixed"),
        otherwise=_text(node, "otherwise"),
        words=_texts(node, "words"),
        formats=_texts(node, "formats"),
        zone=cast(Zone, _text(node, "zone", "local")),
        plus=tuple(heading for heading in headings if heading),
        same_as=_text(node, "same_as"),
        given=_text(node, "given") == "true",
        keep=cast(Keep, _text(node, "keep", "safe")),
        span=span,
    )


def _as_mapping(node: Node) -> Mapping:
    if not isinstance(node, Mapping):
        raise EngineBug("the schema let something pass that is no mapping")
    return node


def _number(mapping: Mapping, key: str) -> Decimal:
    number = parse_decimal(_text(mapping, key))
    if number is None:
        raise EngineBug(f"the schema let {key} pass, which is no number")
    return number


def _text(mapping: Mapping, key: str, absent: str = "") -> str:
    node = mapping.get(key)
    return node.text if isinstance(node, Scalar) else absent


def _items(mapping: Mapping, key: str) -> tuple[Node, ...]:
    node = mapping.get(key)
    return node.items if isinstance(node, Sequence) else ()


def _texts(mapping: Mapping, key: str) -> tuple[str, ...]:
    return tuple(item.text for item in _items(mapping, key) if isinstance(item, Scalar))


def _pairs(mapping: Mapping, key: str) -> dict[str, str]:
    node = mapping.get(key)
    pairs = node.pairs if isinstance(node, Mapping) else ()
    return {name.text: value.text for name, value in pairs if isinstance(value, Scalar)}
