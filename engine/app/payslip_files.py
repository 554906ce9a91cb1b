"""The payslips of a month as files in a folder: all of them appear, or none."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Literal

from engine.app.checks.w936_file_unwritable import FILE_UNWRITABLE
from engine.app.payslip_book import MonthSlips
from engine.app.payslip_pages import sheets, shop_page, slip_page
from engine.core.errors import EngineError
from engine.core.span import whole_file
from engine.core.text import Language, say

Form = Literal["html", "xlsx", "csv"]
# {link: forms-of-payslips}
FORMS: tuple[Form, ...] = ("html", "xlsx", "csv")
# a file name has at most 255 bytes, of which the ending and the temporary name take some
_LONGEST_NAME = 200
# sheets of a workbook that stand there without a row; a CSV file always does, or an older one stays
_ALWAYS = ("summary", "bank", "payslips", "adjustments")
_FORBIDDEN = frozenset('<>:"/\\|?*')


def files_of(month: MonthSlips, forms: Iterable[Form], language: Language) -> Mapping[str, bytes]:
    """What is to be written, by file name."""
    from engine.report.page import to_page
    from engine.report.spreadsheet import to_csv_file, to_workbook

    names = _Names(month)
    wanted = frozenset(forms)
    made: dict[str, bytes] = {}
    if "html" in wanted:
        if not month.is_narrowed:
            made[names.name("", ".html")] = to_page(shop_page(month, language), language).encode()
        for slip in month.slips:
            page = slip_page(month.only(slip), language)
            made[names.name(slip.agent, ".html")] = to_page(page, language).encode()
    tables = [(one.table.key, one) for one in sheets(month, language)]
    agent = month.slips[0].agent if month.is_narrowed else ""
    if "xlsx" in wanted:
        kept = [(key, one) for key, one in tables if one.table.rows or key in _ALWAYS]
        named = ((say(language, f"sheet.{key}"), one) for key, one in kept)
        made[names.name(agent, ".xlsx")] = to_workbook(named, language)
    for key, sheet in tables if "csv" in wanted else ():
        if key == "bank" and not sheet.table.rows:
            continue  # a month that does not hold yet has no bank list
        made[names.name(agent, f"_{key}.csv")] = to_csv_file(sheet, language)
    return made


class _Names:
    """A file name for each: safe, and never the same for two agents."""

    def __init__(self, month: MonthSlips) -> None:
        place = month.place
        self._head = (str(place.month), place.shop, place.policy)
        self._taken: set[str] = set()

    def name(self, agent: str, ending: str) -> str:
        parts = (*self._head, agent) if agent else self._head
        stem = _shortened("_".join(safe(part) for part in parts))
        number = 1
        name = f"{stem}{ending}"
        # some systems take `A` and `a` for one name
        while name.casefold() in self._taken:
            number += 1
            name = f"{stem}_{number}{ending}"
        self._taken.add(name.casefold())
        return name


def safe(text: str) -> str:
    """A part of a file name: what could lead elsewhere, hide the file or end it becomes `_`."""
    plain = unicodedata.normalize("NFC", text)
    kept = "".join("_" if _is_unfit(sign) else sign for sign in plain)
    bare = kept.lstrip(".").rstrip(". ")
    return bare or "_"


def _is_unfit(sign: str) -> bool:
    # C: control, format (marks that turn the direction of reading), surrogates, private use
    return sign in _FORBIDDEN or unicodedata.category(sign)[0] == "C" or sign.isspace()


def _shortened(stem: str) -> str:
    return stem.encode("utf-8")[:_LONGEST_NAME].decode("utf-8", errors="ignore")


def write_files(folder: Path, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """All under temporary names first, then renamed: a full disk leaves the old files whole."""
    pending: list[tuple[Path, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            pending.append((_written(folder, name, content), folder / name))
        for temporary, path in pending:
            # a link of that name is replaced, never followed
            temporary.replace(path)
    except OSError as error:
        problem = error.strerror or str(error)
        where = Path(error.filename or folder).as_posix()
        raise EngineError(FILE_UNWRITABLE.at(whole_file(where), problem=problem)) from None
    finally:
        for temporary, _ in pending:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
    return tuple(path.as_posix() for _, path in pending)


def _written(folder: Path, name: str, content: bytes) -> Path:
    temporary = folder / f".{name}.new"
    temporary.unlink(missing_ok=True)
    # x: what somebody put there in the meantime is not written through
    with temporary.open("xb") as file:
        file.write(content)
    return temporary
