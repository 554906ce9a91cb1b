"""A file of messages or orders → a plan of its rows, and text that DuckDB can read.

Takes the file's path, a mapping of rows, and what the command says.
Gives a `RowPlan` and the `RowSource` it is for; nothing is held in memory but headers.
Guarantees that the row numbers are those that a spreadsheet shows.
Refuses a file whose encoding or headers cannot be told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from engine.catalog.tables import canonical_tables
from engine.core.diagnostic import Diagnostic, Outcome, in_order
from engine.core.digest import digest_bytes
from engine.core.record import record
from engine.core.span import whole_file
from engine.intake.cell import header_key
from engine.intake.checks.i802_empty_file import EMPTY_FILE
from engine.intake.checks.i813_no_shop import NO_SHOP
from engine.intake.decode import decode
from engine.intake.mapping import Heading, ImportMapping
from engine.intake.placement import Headers
from engine.intake.row_page import HEADERS, page_records
from engine.intake.row_records import Record, numbered, opened, split
from engine.intake.row_text import Text, Ticks, file_digest, read_text
from engine.intake.table import Row
from engine.intake.workbook import Cells, is_workbook, read_workbook
from engine.sql.row_plan import LOST_MARK, ROW, Cell, RowPlan, RowSource

_BROKEN = "broken"
_PARQUET = b"PAR1"
Describe = Callable[[Path], Sequence[tuple[str, str]]]


@record(kw_only=True)
class RowsRequest:
    """One file of rows. `folder`: where copies of it may lie; `tick`: told how much was read;
    `describe`: names and types of the columns of a Parquet file.
    """

    file: str
    path: Path
    mapping: ImportMapping
    folder: Path
    shop: str = ""
    tick: Ticks = lambda _: None
    describe: Describe = lambda _: ()


@record(kw_only=True)
class PreparedRows:
    """What to read and how. `again`: the same rows one by one, where DuckDB cannot split them."""

    digest: str
    plan: RowPlan
    source: RowSource
    headers: dict[str, str]
    again: Callable[[], RowSource] | None


def prepare_rows(request: RowsRequest) -> Outcome[PreparedRows]:
    """The plan for a file and the text to read, or why the file as a whole cannot be taken."""
    mapping, path = request.mapping, request.path
    with path.open("rb") as file:
        start = file.read(4)
    if start == _PARQUET:
        return _of_parquet(request)
    if is_workbook(start):
        return _of_workbook(request)
    if mapping.layout == "page":
        return _of_page(request)
    beside = request.folder / "text.csv"
    return read_text(request.file, path, mapping.encoding, beside, request.tick).then(
        lambda text: _of_text(request, text)
    )


def _of_text(request: RowsRequest, text: Text) -> Outcome[PreparedRows]:
    delimiter = _delimiter(text, request.mapping)
    top = list(islice(split(text, delimiter, request.tick), request.mapping.header_row + 1))
    headers = _headers(request.mapping.header_row, top)
    if headers is None or len(top) <= request.mapping.header_row:
        row = str(request.mapping.header_row)
        return Outcome(None, (EMPTY_FILE.at(whole_file(request.file), row=row),))

    def rewritten() -> RowSource:
        return _rewritten(request, split(text, delimiter, request.tick), headers)

    def prepared(plan: RowPlan) -> Outcome[PreparedRows]:
        is_direct = text.is_plain and headers.number == len(top) - 1
        source = RowSource(
            path=text.path,
            columns=tuple(_cell(index) for index in range(len(headers.cells))),
            delimiter=delimiter,
            end=text.end,
            skipped=headers.number,
        )
        return Outcome(
            PreparedRows(
                digest=text.digest,
                plan=plan,
                source=source if is_direct else rewritten(),
                headers=_spoken(request.mapping, plan, headers),
                again=rewritten if is_direct else None,
            )
        )

    return plan_rows(request, headers).then(prepared)


def _of_records(
    request: RowsRequest, digest: str, headers: Row, below: Sequence[Record]
) -> Outcome[PreparedRows]:
    """Rows that are in memory already, as those of a workbook."""
    if not below:
        return Outcome(None, (EMPTY_FILE.at(whole_file(request.file), row=str(headers.number)),))
    return plan_rows(request, headers).then(
        lambda plan: Outcome(
            PreparedRows(
                digest=digest,
                plan=plan,
                source=_rewritten(request, below, headers),
                headers=_spoken(request.mapping, plan, headers),
                again=None,
            )
        )
    )


def _of_workbook(request: RowsRequest) -> Outcome[PreparedRows]:
    content = request.path.read_bytes()
    request.tick(len(content))

    def with_rows(cells: Cells) -> Outcome[PreparedRows]:
        records = [Record(row, _marked(row, line, cells.lost)) for row, line in cells.rows]
        header_row = request.mapping.header_row
        headers = _headers(header_row, records)
        if headers is None:
            empty = EMPTY_FILE.at(whole_file(request.file), row=str(header_row))
            return Outcome(None, (empty,))
        below = [one for one in records if one.row > header_row]
        return _of_records(request, digest_bytes(content), headers, below)

    return read_workbook(request.file, content, request.mapping.sheet).then(with_rows)


def _marked(row: int, line: Sequence[str], lost: frozenset[tuple[int, int]]) -> tuple[str, ...]:
    """A number whose digits the spreadsheet lost is told by a mark that nobody types."""
    return tuple(LOST_MARK + c if (row, i) in lost else c for i, c in enumerate(line))


def _of_page(request: RowsRequest) -> Outcome[PreparedRows]:
    content = request.path.read_bytes()
    request.tick(len(content))
    headers = Row(1, HEADERS)
    return (
        decode(request.file, content, request.mapping.encoding)
        .then(lambda html: page_records(request.file, html))
        .then(lambda below: _of_records(request, digest_bytes(content), headers, below))
    )


def _of_parquet(request: RowsRequest) -> Outcome[PreparedRows]:
    columns = request.describe(request.path)
    headers = Row(1, tuple(name for name, _ in columns))
    digest = file_digest(request.path, request.tick)
    source = RowSource(
        path=request.path,
        columns=headers.cells,
        skipped=1,
        is_parquet=True,
        floats=tuple(name for name, kind in columns if kind in ("DOUBLE", "FLOAT")),
    )
    return plan_rows(request, headers).then(
        lambda plan: Outcome(
            PreparedRows(
                digest=digest, plan=plan, source=source,
                headers=_spoken(request.mapping, plan, headers), again=None,
            )
        )
    )  # fmt: skip


def _rewritten(request: RowsRequest, records: Iterable[Record], headers: Row) -> RowSource:
    """Number, break and all cells of each row below the headers."""
    width = max((i for i, cell in enumerate(headers.cells) if header_key(cell)), default=-1) + 1
    path = request.folder / "numbered.csv"
    below = (one for one in records if one.row > headers.number)
    numbered(below, range(width), width, path)
    cells = tuple(_cell(index) for index in range(width))
    return RowSource(path=path, columns=(ROW, _BROKEN, *cells), is_numbered=True)


def _cell(index: int) -> str:
    return f"c{index}"


def _delimiter(text: Text, mapping: ImportMapping) -> str:
    """As declared, or as the line of the headers shows."""
    if mapping.delimiter != "auto":
        return "\t" if mapping.delimiter == "tab" else ","
    with opened(text) as file:
        lines = list(islice(file, mapping.header_row))
    last = lines[-1] if lines else ""
    return "\t" if "\t" in last and "," not in last else ","


def _headers(header_row: int, top: Sequence[Record]) -> Row | None:
    found = next((one for one in top if one.row == header_row and not one.broken), None)
    if found is None or not any(map(str.strip, found.cells)):
        return None
    return Row(found.row, tuple(found.cells))


# -- headers → plan --------------------------------------------------------------------------------


def plan_rows(request: RowsRequest, row: Row) -> Outcome[RowPlan]:
    """Where each column of the table stands in the file; every column of the file accounted for."""
    mapping = request.mapping
    table = canonical_tables()[mapping.kind]
    placing = _Placing(request.file, row, mapping)
    cells = tuple(placing.cell(name, request.shop) for name in table.by_name)
    paid = placing.place(mapping.order_paid)
    found = (*placing.finish(), *_shop_mistakes(request, cells))
    plan = RowPlan(
        table=table,
        columns=cells,
        shop=request.shop,
        blanks=mapping.blanks,
        paid=paid,
        first=_cell(0),
        drop_rows=tuple(sorted(mapping.drop_rows)),
    )
    return Outcome(plan, in_order(found))


class _Placing:
    """Headers taken one by one; a heading that two fields read is taken once."""

    def __init__(self, file: str, row: Row, mapping: ImportMapping) -> None:
        keys = [header_key(cell) for cell in row.cells]
        open_: dict[str, list[int]] = {}
        for index, key in enumerate(keys):
            if key:
                open_.setdefault(key, []).append(index)
        self.left = Headers(file, row, open_)
        self.mapping = mapping
        self.taken: dict[str, int | None] = {}

    def place(self, heading: Heading | None) -> str:
        if heading is None:
            return ""
        keys = [header_key(name) for name in heading.names]
        before = [self.taken[key] for key in keys if key in self.taken]
        index = next((i for i in before if i is not None), None)
        if index is None:
            index = self.left.take(heading)
            self.taken |= dict.fromkeys(keys, index)
        return "" if index is None else _cell(index)

    def cell(self, name: str, shop: str) -> Cell:
        column = canonical_tables()[self.mapping.kind].by_name[name]
        field = self.mapping.fields.get(name)
        if field is None:
            return Cell(column=column, fixed=shop if column.is_shop else "")
        cell = self.place(field.heading)
        return Cell(
            column=column,
            cell=cell,
            fixed=field.fixed or (shop if column.is_shop and not cell else ""),
            otherwise=field.otherwise,
            values=field.heading.values if field.heading else {},
            words=field.words,
            formats=field.formats,
            zone=field.zone,
            plus=tuple(filter(None, map(self.place, field.plus))),
            same_as=field.same_as,
            keep=field.keep,
            given=field.given,
        )

    def finish(self) -> Iterator[Diagnostic]:
        self.left.report_rest(self.mapping.ignore, list(self.taken))
        yield from self.left.found


def _shop_mistakes(request: RowsRequest, cells: Sequence[Cell]) -> Iterator[Diagnostic]:
    for cell in cells:
        field = request.mapping.fields.get(cell.name)
        is_wanted = field is not None and field.heading is not None and not field.heading.optional
        if cell.column.is_shop and not (cell.cell or cell.fixed or is_wanted):
            yield NO_SHOP.at(whole_file(request.file))


def _spoken(mapping: ImportMapping, plan: RowPlan, headers: Row) -> dict[str, str]:
    """The file's own header of each column, for messages."""
    by_cell = {_cell(index): header_key(text) for index, text in enumerate(headers.cells)}
    return {one.name: by_cell.get(one.cell, one.name) for one in plan.columns}
