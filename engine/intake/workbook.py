"""One sheet of an xlsx workbook → rows of text. The only place where a float is seen."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal

from engine.core.diagnostic import Check, Outcome
from engine.core.number import plain
from engine.core.record import record
from engine.core.span import whole_file
from engine.intake.checks.i801_too_large import TOO_LARGE
from engine.intake.checks.i802_empty_file import EMPTY_FILE
from engine.intake.checks.i805_broken_table import BROKEN_TABLE
from engine.intake.checks.i806_no_such_sheet import NO_SUCH_SHEET

LARGEST_UNPACKED = 800 * 2**20
MOST_DIGITS = 15

_BEGINS = b"PK\x03\x04"


@record
class Cells:
    """Numbered rows of text; `lost` holds (row, cell) of numbers that lost digits."""

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    lost: frozenset[tuple[int, int]] = frozenset()


def is_workbook(content: bytes) -> bool:
    return content.startswith(_BEGINS)


def read_workbook(file: str, content: bytes, sheet: str) -> Outcome[Cells]:
    """The named sheet, or the only one that holds anything."""
    try:
        unpacked = _unpacked_size(content)
    # zipfile raises NotImplementedError for a version or a compression that it cannot unpack
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        return _refuse(file, BROKEN_TABLE, place="1", problem=str(error))
    if unpacked > LARGEST_UNPACKED:
        largest = str(LARGEST_UNPACKED // 2**20)
        return _refuse(file, TOO_LARGE, size=str(unpacked), largest=largest)
    return _read_sheet(file, content, sheet)


def _unpacked_size(content: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return sum(member.file_size for member in archive.infolist())


def _read_sheet(file: str, content: bytes, sheet: str) -> Outcome[Cells]:
    from python_calamine import CalamineError, CalamineWorkbook  # only xlsx needs it

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = {name: workbook.get_sheet_by_name(name) for name in workbook.sheet_names}
        filled = [name for name in sheets if sheets[name].total_height]
        if not filled:
            return _refuse(file, EMPTY_FILE, row="1")
        wanted = sheet or (filled[0] if len(filled) == 1 else "")
        if wanted not in sheets:
            names = ", ".join(workbook.sheet_names)
            return _refuse(file, NO_SUCH_SHEET, sheet=sheet, names=names)
        return Outcome(_as_text(sheets[wanted].to_python(skip_empty_area=False)))
    except CalamineError as error:
        return _refuse(file, BROKEN_TABLE, place="1", problem=str(error))


def _refuse(file: str, check: Check, **values: str) -> Outcome[Cells]:
    return Outcome(None, (check.at(whole_file(file), **values),))


def _as_text(sheet: Iterable[Sequence[object]]) -> Cells:
    lost: set[tuple[int, int]] = set()
    rows = []
    for number, line in enumerate(sheet, start=1):
        rows.append((number, tuple(_cell_text(cell) for cell in line)))
        lost.update((number, index) for index, cell in enumerate(line) if _has_lost(cell))
    return Cells(tuple(rows), frozenset(lost))


def _cell_text(cell: object) -> str:
    match cell:
        case float():
            # repr is the shortest text that gives this very float: what was typed, up to 15 digits.
            return plain(Decimal(repr(cell)))
        case dt.datetime():
            return cell.isoformat(sep=" ", timespec="seconds")
        case dt.timedelta():
            return _clock(cell)
        case _:
            return str(cell)


def _clock(duration: dt.timedelta) -> str:
    seconds = duration.days * 86400 + duration.seconds
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _has_lost(cell: object) -> bool:
    """Whether digits went missing before us: a float carries 15 and no more."""
    if not isinstance(cell, float):
        return False
    return abs(cell) >= 10**MOST_DIGITS or len(_digits(cell)) > MOST_DIGITS


def _digits(cell: float) -> str:
    return plain(Decimal(repr(cell))).replace(".", "").strip("-0")
