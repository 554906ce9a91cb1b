"""Tables as files that a spreadsheet opens: a workbook, or a CSV file for each.

A spreadsheet changes what it opens: it runs formulas, rounds long numbers, drops leading zeros.
Only what comes out of it unchanged is given to it as a number; all else is text.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from engine.core.number import parse_decimal, scale_of
from engine.core.text import Language
from engine.core.width import width
from engine.report.document import Sheet, headings
from engine.report.machine import DANGEROUS, neutral
from engine.report.model import Cell
from engine.report.terminal import text_of

BOM = "\ufeff"
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# a fixed day: the same sheets give the same bytes
_MADE = dt.datetime(2024, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
_A4 = 9
_LONGEST_CELL = 32767
_WIDEST, _NARROWEST = 48, 8
_MOST_DIGITS = 15
_PLACES = 2
# what a spreadsheet reads as another number, or as the same one written otherwise
_REWRITTEN = re.compile(r"[+-]?(?:0\d+|\d{12,}|\d+(?:\.\d+)?[eE][+-]?\d+)")


def is_kept(amount: Decimal) -> bool:
    """Whether a spreadsheet, which shows fifteen digits, keeps the amount as it is."""
    return _digits(amount) <= _MOST_DIGITS


def _digits(amount: Decimal) -> int:
    return len(format(amount, "f").replace(".", "").lstrip("-0"))


def to_workbook(sheets: Iterable[tuple[str, Sheet]], language: Language) -> bytes:
    """One sheet for each table, under the name that goes with it."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _OPTIONS)
    book.set_properties({"created": _MADE})
    forms = _Forms(book)
    for name, sheet in sheets:
        _write_sheet(book.add_worksheet(name), sheet, forms, language)
    book.close()
    return out.getvalue()


class _Forms:
    """The looks of cells; a workbook keeps one object for each."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._numbers: dict[tuple[int, bool], Format] = {}
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        # shown as text also after somebody edits the cell
        self.quoted = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self.quoted.set_quote_prefix()

    def number(self, amount: Decimal, *, is_sum: bool) -> Format:
        """With as many decimals as the amount has, at least two."""
        key = (max(scale_of(amount), _PLACES), is_sum)
        if key not in self._numbers:
            form = self._book.add_format({"num_format": f"0.{'0' * key[0]}", "valign": "top"})
            if is_sum:
                form.set_bold()
                form.set_top(1)
            self._numbers[key] = form
        return self._numbers[key]


def _write_sheet(page: Worksheet, sheet: Sheet, forms: _Forms, language: Language) -> None:
    table = sheet.table
    heads = headings(table, language)
    rows = [*table.rows, *([sheet.sums] if sheet.sums else [])]
    for column, (key, heading) in enumerate(zip(table.columns, heads, strict=True)):
        page.write_string(0, column, heading, forms.head)
        texts = [heading]
        for row, cells in enumerate(rows, start=1):
            cell = cells[column]
            texts.append(text_of(cell))
            is_sum = bool(sheet.sums) and row == len(rows)
            amount = parse_decimal(text_of(cell)) if key in table.numbers else None
            if amount is not None and is_kept(amount):
                form = forms.number(amount, is_sum=is_sum)
                # the library writes any number; handed over as a decimal it is written exactly
                page.write_number(row, column, amount, form)
            else:
                _write_text(page, (row, column), cell, forms)
        widest = max(width(line) for text in texts for line in text.split("\n"))
        page.set_column(column, column, min(max(widest + 2, _NARROWEST), _WIDEST))
    page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    page.freeze_panes(1, 0)
    if table.rows:
        # sums are no row to sort or filter
        page.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    page.repeat_rows(0)
    page.set_paper(_A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _write_text(page: Worksheet, place: tuple[int, int], cell: Cell, forms: _Forms) -> None:
    text = text_of(cell)
    if len(text) > _LONGEST_CELL:
        # the library would leave the cell out without a word
        text = text[: _LONGEST_CELL - 1] + "…"
    page.write_string(*place, text, forms.quoted if text.startswith(DANGEROUS) else forms.text)


def to_csv_file(sheet: Sheet, language: Language) -> bytes:
    """With the mark by which spreadsheets know that the text is UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    table = sheet.table
    writer.writerow([neutral(heading) for heading in headings(table, language)])
    for cells in (*table.rows, *([sheet.sums] if sheet.sums else [])):
        pairs = zip(table.columns, cells, strict=True)
        writer.writerow([_safe(cell, is_amount=key in table.numbers) for key, cell in pairs])
    return (BOM + out.getvalue()).encode("utf-8")


def _safe(cell: Cell, *, is_amount: bool) -> str:
    """A quote before what the spreadsheet would run, round or rewrite."""
    text = neutral(cell)
    amount = parse_decimal(text) if is_amount else None
    if amount is not None:
        return text if is_kept(amount) else f"'{text}"
    return f"'{text}" if _REWRITTEN.fullmatch(text) else text
