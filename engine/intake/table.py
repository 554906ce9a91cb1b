"""A file as headers and rows of text, whatever it was stored as."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.core.diagnostic import Outcome
from engine.core.record import record
from engine.core.span import whole_file
from engine.intake.checks.i801_too_large import TOO_LARGE
from engine.intake.checks.i802_empty_file import EMPTY_FILE
from engine.intake.checks.i805_broken_table import BROKEN_TABLE
from engine.intake.decode import decode
from engine.intake.mapping import ImportMapping
from engine.intake.workbook import Cells, is_workbook, read_workbook

if TYPE_CHECKING:
    from _csv import Reader

LARGEST_FILE = 100 * 2**20


@record
class Row:
    """The cells of one row as they stand; `number` is its first line, or its sheet row."""

    number: int
    cells: tuple[str, ...]


@record
class Table:
    """Headers and the rows below them; rows without any text are left out.

    `lost` holds (row, cell) of numbers whose digits the spreadsheet no longer has.
    """

    headers: Row
    rows: tuple[Row, ...]
    lost: frozenset[tuple[int, int]] = frozenset()


def read_table(file: str, content: bytes, mapping: ImportMapping) -> Outcome[Table]:
    """Headers and rows, or why the file as a whole cannot be read."""
    size = len(content)
    if size > LARGEST_FILE:
        largest = str(LARGEST_FILE // 2**20)
        found = TOO_LARGE.at(whole_file(file), size=str(size), largest=largest)
        return Outcome(None, (found,))
    if is_workbook(content):
        cells = read_workbook(file, content, mapping.sheet)
    else:
        text = decode(file, content, mapping.encoding)
        cells = text.then(lambda t: _split(file, t, mapping))
    return cells.then(lambda found: _below_headers(file, found, mapping.header_row))


def _split(file: str, text: str, mapping: ImportMapping) -> Outcome[Cells]:
    separator = "\t" if _is_tabbed(text, mapping) else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return Outcome(Cells(tuple(_numbered(reader))))
    except csv.Error as error:
        place = str(reader.line_num)
        found = BROKEN_TABLE.at(whole_file(file), place=place, problem=str(error))
        return Outcome(None, (found,))


def _numbered(reader: Reader) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Records with the line on which they begin; a quoted cell may run over several lines."""
    begins = 1
    for cells in reader:
        yield begins, tuple(cells)
        begins = reader.line_num + 1


def _is_tabbed(text: str, mapping: ImportMapping) -> bool:
    """Whether cells are parted by tabs: as declared, or as the line of the headers shows."""
    if mapping.delimiter != "auto":
        return mapping.delimiter == "tab"
    lines = text.split("\n", mapping.header_row)[: mapping.header_row]
    return "\t" in lines[-1] and "," not in lines[-1]


def _below_headers(file: str, cells: Cells, header_row: int) -> Outcome[Table]:
    rows = [Row(number, line) for number, line in cells.rows if any(map(str.strip, line))]
    headers = next((row for row in rows if row.number == header_row), None)
    below = tuple(row for row in rows if row.number > header_row)
    if headers is None or not below:
        return Outcome(None, (EMPTY_FILE.at(whole_file(file), row=str(header_row)),))
    return Outcome(Table(headers, below, cells.lost))
