"""What a file for people holds: pages for a browser, sheets for a spreadsheet."""

from __future__ import annotations

from engine.core.record import record
from engine.core.text import Language
from engine.report.model import Cell, Table
from engine.report.terminal import label

Facts = tuple[tuple[str, Cell], ...]


@record(kw_only=True)
class Sheet:
    """A table of a file. `sums`: a last row that adds up the others."""

    table: Table
    sums: tuple[Cell, ...] = ()


@record(kw_only=True)
class Page:
    """A page from top to bottom. `result`: a label and an amount to be seen first.

    `working` begins a new sheet of paper, `proof` stands at the end.
    """

    title: str
    warnings: tuple[str, ...] = ()
    facts: Facts
    result: tuple[str, str]
    sheets: tuple[Sheet, ...]
    working: tuple[Sheet, ...] = ()
    proof: Facts = ()
    note: str = ""
    is_wide: bool = False


def headings(table: Table, language: Language) -> tuple[str, ...]:
    """The heads of the columns, as the table or else the catalogue calls them."""
    return table.titles or tuple(label(column, language) for column in table.columns)
