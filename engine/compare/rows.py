"""What differs between the rows of two tables, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator

from engine.compare.change import Change, Listed, Part, Words, same, typed
from engine.compare.grid import Grid, grid_of, row_names, twins
from engine.compare.sentences import Sides, Spot, both, general, reordered
from engine.compare.values import word
from engine.core.record import record
from engine.policy.tables import EDGE_COLUMNS
from engine.source.document import Node, Sequence

# the columns that have a meaning of their own; others are called what the author calls them
_KNOWN = frozenset({"from", "to", "at", "is", "fixed", "rate", "of", "earn", "value", "share"})
_BY_EDGES = {
    ("from",): "diff.row.from",
    ("to",): "diff.row.to",
    ("at",): "diff.row.at",
    ("from", "to"): "diff.row.from_to",
}


@record(kw_only=True)
class _Tables:
    """Both sides, which rows are the same, and what the rows are called."""

    spot: Spot
    old: Grid
    new: Grid
    pairs: dict[int, int]

    @property
    def shared(self) -> tuple[str, ...]:
        return tuple(name for name in self.new.columns if name in self.old.columns)


def row_changes(spot: Spot, old: Node, new: Node) -> Iterator[Change]:
    """Rows that came, that changed, that went, and last whether the others stand in order."""
    before, after = (grid_of(spot.kind, body) for body in spot.bodies)
    if before is None or after is None:
        yield general(spot, old, new)
        return
    if spot.kind == "decision":  # its columns are told elsewhere, without their cells
        yield from _other_columns(spot, before, after, both(old, new))
    tables = _Tables(spot=spot, old=before, new=after, pairs=twins(before, after))
    back = {n: o for o, n in tables.pairs.items()}
    for number in range(len(after.rows)):
        if number in back:
            yield from _cells(tables, back[number], number)
        else:
            yield _came(tables, number)
    for number in range(len(before.rows)):
        if number not in tables.pairs:
            yield _went(tables, number)
    yield from _moved(tables, old, new)


def _cells(tables: _Tables, old: int, new: int) -> Iterator[Change]:
    name, subject = row_names(tables.new)[new], _row_words(tables, old, new)
    for column in tables.shared:
        before, after = tables.old.cell(old, column), tables.new.cell(new, column)
        if same(before, after):
            continue
        filled = {"part": tables.spot.subject, "row": subject, "column": column_words(column)}
        values = {"before": _cell(column, before), "after": _cell(column, after)}
        words = Words("diff.form.cell", {**filled, **values})
        inside = (f"[{name}]", column)
        yield tables.spot.change("changed", words, both(before, after), inside)


def _came(tables: _Tables, number: int) -> Change:
    words = _whole("diff.form.row_added", tables.spot, tables.new, number)
    row, inside = tables.new.rows[number], (f"[{row_names(tables.new)[number]}]",)
    sides = Sides(after=_typed(row), new=row[0].span)
    return tables.spot.change("added", words, sides, inside)


def _went(tables: _Tables, number: int) -> Change:
    words = _whole("diff.form.row_removed", tables.spot, tables.old, number)
    row, inside = tables.old.rows[number], (f"[{row_names(tables.old)[number]}]",)
    sides = Sides(before=_typed(row), old=row[0].span)
    return tables.spot.change("removed", words, sides, inside)


def _whole(key: str, spot: Spot, grid: Grid, number: int) -> Words:
    cells = Listed(tuple(
        Words("diff.value.field", {"field": column_words(name), "value": _cell(name, cell)})
        for name, cell in zip(grid.columns, grid.rows[number], strict=True)
    ))  # fmt: skip
    return Words(key, {"part": spot.subject, "number": str(number + 1), "cells": cells})


def _typed(row: tuple[Node, ...]) -> str:
    return f"[{', '.join(typed(cell) for cell in row)}]"


def _moved(tables: _Tables, old: Node, new: Node) -> Iterator[Change]:
    order = [tables.pairs[number] for number in sorted(tables.pairs)]
    if order == sorted(order):
        return
    names = row_names(tables.new)
    before = tuple(names[number] for number in order)
    after = tuple(names[number] for number in sorted(order))
    yield reordered(tables.spot, before, after, Sides(old=old.span, new=new.span))


def _row_words(tables: _Tables, old: int, new: int) -> Part:
    """What people call a row: its grade, its key, its edges, or the number of its line."""
    grid = tables.new
    name = row_names(grid)[new]
    if grid.tested:
        tests = Listed(tuple(typed(cell) for cell in grid.rows[new][: grid.tested]))
        return Words("diff.row.tested", {"number": name, "tests": tests})
    if "is" in grid.columns:
        return Words("diff.row.key", {"key": name})
    if grid.columns[0] not in _KNOWN or not _is_edge(grid, new, name):
        return name
    return _by_edges(tables, old, new)


def _is_edge(grid: Grid, number: int, name: str) -> bool:
    """Whether the name is no more than the first cell, which says from where or to where."""
    first = typed(grid.rows[number][0])
    return name.startswith(first)


def _by_edges(tables: _Tables, old: int, new: int) -> Part:
    edges = tuple(sorted(name for name in tables.shared if name in EDGE_COLUMNS))
    is_kept = all(same(tables.old.cell(old, n), tables.new.cell(new, n)) for n in edges)
    key = _BY_EDGES.get(edges)
    if key is None or not is_kept:
        return Words("diff.row.number", {"number": str(new + 1)})
    return Words(key, {name: typed(tables.new.cell(new, name)) for name in edges})


def column_words(name: str) -> Part:
    return Words(f"diff.column.{name}") if name in _KNOWN else name


def _cell(column: str, cell: Node) -> Part:
    text = typed(cell)
    return word("of", text) if column == "of" else text or Words("diff.value.empty")


def column_changes(spot: Spot, old: Node, new: Node) -> Iterator[Change]:
    """Columns that came with their cells, that went with theirs, and another order."""
    before, after = (grid_of(spot.kind, body) for body in spot.bodies)
    if before is None or after is None:
        yield general(spot, old, new)
        return
    yield from _other_columns(spot, before, after, both(old, new))
    yield from order_of_columns(spot, before, after, both(old, new))


def _other_columns(spot: Spot, before: Grid, after: Grid, at: Sides) -> Iterator[Change]:
    for name in after.columns:
        if name not in before.columns:
            words = _column("diff.form.column_added", spot, after, name)
            sides = Sides(after=_typed(_down(after, name)), new=at.new)
            yield spot.change("added", words, sides, (f"[{name}]",))
    for name in before.columns:
        if name not in after.columns:
            words = _column("diff.form.column_removed", spot, before, name)
            sides = Sides(before=_typed(_down(before, name)), old=at.old)
            yield spot.change("removed", words, sides, (f"[{name}]",))


def order_of_columns(spot: Spot, before: Grid, after: Grid, at: Sides) -> Iterator[Change]:
    """Cells are read by their place, so the order of the columns says which cell is which."""
    kept = tuple(name for name in before.columns if name in after.columns)
    now = tuple(name for name in after.columns if name in before.columns)
    if kept != now:
        yield reordered(spot, kept, now, at, columns=True)


def _down(grid: Grid, name: str) -> tuple[Node, ...]:
    return tuple(row[grid.column(name)] for row in grid.rows)


def _column(key: str, spot: Spot, grid: Grid, name: str) -> Words:
    cells = Listed(tuple(_cell(name, cell) for cell in _down(grid, name)))
    return Words(key, {"part": spot.subject, "column": column_words(name), "cells": cells})


def cell_changes(spot: Spot, old: Node, new: Node) -> Iterator[Change]:
    """One row that stands by itself: what those get who are not ranked."""
    if not isinstance(old, Sequence) or not isinstance(new, Sequence):
        yield general(spot, old, new)
        return
    columns = _own_columns(spot, len(old.items)), _own_columns(spot, len(new.items))
    if columns[0] is None or columns[0] != columns[1]:
        yield general(spot, old, new)
        return
    for name, before, after in zip(columns[0], old.items, new.items, strict=True):
        if not same(before, after):
            filled = {"part": spot.subject, "row": spot.field, "column": column_words(name)}
            values = {"before": _cell(name, before), "after": _cell(name, after)}
            words = Words("diff.form.cell", {**filled, **values})
            yield spot.change("changed", words, both(before, after), (f"[{name}]",))


def _own_columns(spot: Spot, width: int) -> tuple[str, ...] | None:
    """The columns that both sides give, without the share."""
    columns = [grid.columns if (grid := grid_of(spot.kind, b)) else () for b in spot.bodies]
    own = tuple(name for name in columns[1] if name != "share")
    return own if columns[0] == columns[1] and len(own) == width else None
