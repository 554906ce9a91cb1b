"""A page that tells of many numbers: words first, then charts, tables, and how each came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from engine.core.record import record
from engine.report.charts import Chart
from engine.report.model import Cell, Table


@record(kw_only=True)
class Listed:
    """A table of a page. `links`: where a cell leads, by row and column; `ids`: names of rows."""

    table: Table
    links: Mapping[tuple[int, str], str] = field(default_factory=dict)
    ids: tuple[str, ...] = ()


@record(kw_only=True)
class Matrix:
    """From what (rows) to what (columns). Each cell: a count, an amount, and -1, 0 or 1."""

    title: str
    corner: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], tuple[int, str, int]]


@record(kw_only=True)
class Step:
    """One number on two sides. `how`: headings and texts."""

    depth: int
    item: str
    before: str
    after: str
    how: tuple[tuple[str, str], ...]


@record(kw_only=True)
class Explanation:
    """How two sides come to what they pay one agent, month after month."""

    anchor: str
    title: str
    months: tuple[tuple[str, tuple[Step, ...]], ...]


@record(kw_only=True)
class Section:
    key: str
    title: str
    texts: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    matrices: tuple[Matrix, ...] = ()
    tables: tuple[Listed, ...] = ()
    explanations: tuple[Explanation, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (
            self.texts or self.charts or self.matrices or self.explanations
            or any(one.table.rows for one in self.tables)
        )  # fmt: skip


@record(kw_only=True)
class Story:
    title: str
    facts: tuple[tuple[str, Cell], ...]
    summary: tuple[str, ...]
    sections: tuple[Section, ...]
