"""An import mapping: where the columns of a file are, how they are written, what to leave out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import Literal

from engine.core.record import record
from engine.core.span import Span
from engine.core.unit import Unit
from engine.intake.batch import State

Kind = Literal["agent_months", "shop_months", "agents"]
RowKind = Literal[
    "messages", "accounts", "orders", "order_items", "item_ratings", "refunds", "parcels",
    "ratings", "complaints", "attendance", "events", "flag_events",
]  # fmt: skip
Layout = Literal["wide", "long", "page"]
Zone = Literal["local", "utc", "stated"]
Keep = Literal["safe", "plain", "nothing"]
Encoding = Literal["auto", "gb18030", "utf-8", "utf-16"]
Delimiter = Literal["auto", "comma", "tab"]
WrittenAs = Literal[
    "number", "percent_sign", "percent_number", "fraction", "duration", "seconds", "yuan"
]

ROSTER_FIELDS = ("agent", "name", "shop", "role", "level", "hired", "left", "start", "end")


@record(kw_only=True)
class Heading:
    """A column by its header. `values` turns the file's words into ours."""

    header: str
    also: tuple[str, ...] = ()
    optional: bool = False
    values: Mapping[str, str] = field(default_factory=dict)
    span: Span = field(compare=False)

    @property
    def names(self) -> tuple[str, ...]:
        return (self.header, *self.also)


@record(kw_only=True)
class CustomMeasure:
    """A measure that the catalogue lacks, declared where it is imported."""

    name: str
    unit: Unit
    places: int
    least: Decimal
    greatest: Decimal
    entered: bool
    by: str = ""
    needs_evidence: bool = False
    span: Span = field(compare=False)


@record(kw_only=True)
class MeasureColumn:
    """A column that holds one measure. `custom` is set if the catalogue lacks the measure."""

    heading: Heading
    measure: str
    measure_span: Span = field(compare=False)
    written_as: WrittenAs
    custom: CustomMeasure | None = None


@record(kw_only=True)
class RowField:
    """Where a column of a canonical table stands in the file, and how it is written there.

    `heading` None: the file has no such column and every row holds `fixed`. `same_as`: the cell
    names who sends, and the direction follows from whether that is the account or the buyer.
    """

    heading: Heading | None
    fixed: str = ""
    otherwise: str = ""
    words: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    zone: Zone = "local"
    plus: tuple[Heading, ...] = ()
    same_as: str = ""
    keep: Keep = "safe"
    given: bool = False
    span: Span = field(compare=False)


@record(kw_only=True)
class MonthSource:
    """Where the month stands: in a column, in the file's name, or in the command."""

    source: Literal["column", "file_name", "command_line"]
    heading: Heading | None = None
    pattern: str = ""


@record(kw_only=True)
class ImportMapping:
    """One checked mapping file.

    `by_unit` says how measures of a unit are written where the file names them itself: in the
    measure column of a long layout, or in headers of a wide one. `fields`: the columns of a table
    of rows; `blanks`: words that stand for nothing in it; `order_paid`: of refunds, the column with
    what the order came to. `digest` is of the file's bytes.
    """

    name: str
    title: str
    kind: Kind | RowKind
    layout: Layout
    files: tuple[str, ...]
    encoding: Encoding
    delimiter: Delimiter
    sheet: str
    header_row: int
    month: MonthSource
    agent: Heading | None = None
    shop: Heading | None = None
    author: Heading | None = None
    entered_at: Heading | None = None
    key: Heading | None = None
    evidence: Heading | None = None
    measure: Heading | None = None
    value: Heading | None = None
    columns: tuple[MeasureColumn, ...] = ()
    custom: tuple[CustomMeasure, ...] = ()
    by_unit: Mapping[Unit, WrittenAs] = field(default_factory=dict)
    roster: Mapping[str, Heading] = field(default_factory=dict)
    drop_rows: frozenset[str] = frozenset()
    states: Mapping[str, State] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    fields: Mapping[str, RowField] = field(default_factory=dict)
    blanks: tuple[str, ...] = ()
    order_paid: Heading | None = None
    digest: str
    span: Span = field(compare=False)

    @property
    def is_of_rows(self) -> bool:
        """Whether the file holds rows of a canonical table, and not figures or posts."""
        return bool(self.fields)


def matching_mappings(file: str, mappings: Iterable[ImportMapping]) -> tuple[ImportMapping, ...]:
    """The mappings whose file patterns fit the file's name, in the given order."""
    name = base_name(file)
    return tuple(m for m in mappings if any(fnmatchcase(name, p) for p in m.files))


def base_name(file: str) -> str:
    """The file's name without its folders, whichever system wrote the path."""
    return re.split(r"[/\\]", file)[-1]
