"""Records of a file with the row that each is, as a spreadsheet counts them; broken ones marked."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

from engine.core.record import record
from engine.intake.row_text import Text, Ticks

# {link: row-codes}
ROW_LENGTH, UNSPLIT = "I841", "I877"
LARGEST_CELL = 16 * 2**20


@record
class Record:
    """`broken`: the code of what keeps it from being read, '' for none."""

    row: int
    cells: Sequence[str]
    broken: str = ""


def split(text: Text, delimiter: str, tick: Ticks) -> Iterator[Record]:
    """Strictly as CSV says; a record that breaks the rules is marked and the next one begins."""
    csv.field_size_limit(LARGEST_CELL)
    with opened(text) as file:
        reader = csv.reader(_counted(file, tick), delimiter=delimiter, strict=True)
        row = 0
        last: Record | None = None
        while True:
            row += 1
            try:
                cells = next(reader)
            except StopIteration:
                break
            except csv.Error:
                following = Record(row, (), UNSPLIT)
            else:
                following = Record(row, cells)
            if last is not None:
                yield last
            last = following
        if last is not None:
            yield Record(last.row, (), UNSPLIT) if text.is_cut else last


def opened(text: Text) -> TextIO:
    """Its characters, with ends of lines as they are."""
    # only the end of a file that is cut within a character is no text
    file = text.path.open(encoding="utf-8", errors="ignore", newline="")
    if text.skipped:
        file.read(1)  # the byte order mark
    return file


def _counted(lines: Iterable[str], tick: Ticks) -> Iterator[str]:
    count = 0
    for line in lines:
        count += len(line)
        if count > 1 << 22:
            tick(count)
            count = 0
        yield line


def numbered(records: Iterable[Record], indexes: Sequence[int], width: int, path: Path) -> int:
    """Write number, break and the wanted cells of each record as plain CSV; how many there are.

    A record whose every cell is blank is none, as in a spreadsheet.
    """
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        blank = [""] * len(indexes)
        for one in records:
            cells = one.cells
            if not one.broken and not any(map(str.strip, cells)):
                continue
            broken = one.broken or _misfit(cells, width)
            said = blank if broken else [cells[i] if i < len(cells) else "" for i in indexes]
            writer.writerow([one.row, broken, *said])
            count += 1
    return count


def _misfit(cells: Sequence[str], width: int) -> str:
    """A comma too many or too few moves every cell behind it under another header."""
    if len(cells) == width:
        return ""
    has_more = any(map(str.strip, cells[width:]))
    # with the number of cells, for the message
    return f"{ROW_LENGTH} {len(cells)}" if has_more or len(cells) < width else ""
