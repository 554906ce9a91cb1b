"""A report: facts and tables under documented keys; every amount is text."""

from __future__ import annotations

from dataclasses import field

from engine.core.record import record

Cell = str | int | bool | None


@record(kw_only=True)
class Table:
    """Rows under documented snake_case keys. `titles` replaces the labels of the catalogue."""

    key: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    titles: tuple[str, ...] = ()
    numbers: frozenset[str] = frozenset()


@record(kw_only=True)
class Report:
    """What one command has to say. `views` are what a terminal shows instead of `tables`.

    A view whose first column is a depth is shown as a tree. `width`: the most columns that the
    report takes, however wide the terminal is; None: as many as there are.
    """

    command: str
    facts: tuple[tuple[str, Cell], ...] = ()
    tables: tuple[Table, ...] = ()
    views: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    text: str = field(default="")
    width: int | None = None
