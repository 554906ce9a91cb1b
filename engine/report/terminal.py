"""A report on a terminal, with rich tables; imported only when there is something to print."""

from __future__ import annotations

from typing import TextIO

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text
from rich.tree import Tree

from engine.core.text import Language, catalogue
from engine.report.model import Cell, Report, Table

PLAIN_WIDTH = 200


def show(report: Report, language: Language, out: TextIO) -> None:
    """Facts first, then tables; in a pipe plain text without colours or cut cells."""
    wide = None if out.isatty() else PLAIN_WIDTH
    console = Console(file=out, highlight=False, width=wide, soft_wrap=False)
    if report.width is not None:
        console.width = min(console.width, report.width)
    if report.facts:
        console.print(_facts(report, language))
    for table in report.views or report.tables:
        if table.rows:
            console.print()
            console.print(_tree(table, language) if _is_tree(table) else _table(table, language))
    if report.text:
        out.write(report.text)
    for note in report.notes:
        console.print(Text(note))


def _facts(report: Report, language: Language) -> RichTable:
    grid = RichTable.grid(padding=(0, 2))
    for key, value in report.facts:
        if value == "":
            continue
        grid.add_row(Text(label(key, language), style="dim"), Text(text_of(value)))
    return grid


def label(key: str, language: Language) -> str:
    """The heading of a column or fact in the reader's language."""
    return catalogue(language).get(f"column.{key}.label", key)


def heading_of(table: Table, language: Language) -> str:
    """The heading of a table in the reader's language."""
    return catalogue(language).get(f"table.{table.key}", table.key)


def _table(table: Table, language: Language) -> RichTable:
    shown = RichTable(title=heading_of(table, language), title_justify="left", header_style="bold")
    titles = table.titles or tuple(label(c, language) for c in table.columns)
    for key, heading in zip(table.columns, titles, strict=True):
        is_number = key in table.numbers
        # a word that is wider than its column goes on in the next line; nothing is cut off
        shown.add_column(
            heading, justify="right" if is_number else "left", no_wrap=is_number, overflow="fold"
        )
    for row in table.rows:
        shown.add_row(*(Text(text_of(cell)) for cell in row))
    return shown


def _is_tree(table: Table) -> bool:
    return table.columns[0] == "depth"


def _tree(table: Table, language: Language) -> Tree:
    """Rows by depth; the second column is the name, the rest follow behind it."""
    root = Tree(Text(catalogue(language).get(f"table.{table.key}", table.key), style="bold"))
    branches = [root]
    for row in table.rows:
        depth = int(str(row[0]))
        text = Text(text_of(row[1]))
        for key, cell in zip(table.columns[2:], row[2:], strict=True):
            if cell not in (None, ""):
                text.append(f"\n  {label(key, language)}: ", style="dim")
                text.append(text_of(cell))
        del branches[depth + 1 :]
        branches.append(branches[-1].add(text))
    return root


def text_of(cell: Cell) -> str:
    """A cell as people read it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "✓" if cell else "✗"
    return str(cell)
