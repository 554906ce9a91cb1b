"""Files of payslips read back by other programs than the ones that wrote them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

from python_calamine import CalamineWorkbook

Rows = list[list[str]]


class Reader(HTMLParser):
    """Tables by their id, every other text in order; scripts and links are told."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: dict[str, Rows] = {}
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.loads: list[str] = []
        self._table: Rows | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        self.loads += [str(given[key]) for key in ("src", "href") if key in given]
        if tag == "table":
            self._table = self.tables[str(given["id"])] = []
        elif tag == "tr" and self._table is not None:
            self._table.append([])
        elif tag in ("td", "th") and self._table is not None:
            self._table[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._table = None

    def handle_data(self, data: str) -> None:
        if self._table is None:
            self.texts.append(data)
        elif self._table and self._table[-1]:
            self._table[-1][-1] += data


def page(path: Path) -> Reader:
    reader = Reader()
    reader.feed(path.read_text("utf-8"))
    return reader


def payable(reader: Reader) -> Decimal:
    """The amount that stands large at the top of a page."""
    texts = [text.strip() for text in reader.texts if text.strip()]
    found = [n for n, text in enumerate(texts) if text in ("应付", "payable")]
    return Decimal(texts[found[0] + 1])


def workbook(content: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def csv_rows(path: Path) -> Rows:
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def added(cells: Iterable[object]) -> Decimal:
    """Cells of a spreadsheet are binary numbers; their shortest text is the amount that was put."""
    return sum((Decimal(str(cell)) for cell in cells), Decimal(0))


def column(rows: list[list[object]] | Rows, heading: str) -> list[object]:
    place = rows[0].index(heading)  # type: ignore[arg-type]
    return [row[place] for row in rows[1:]]
