"""The columns of rows: how many blanks stand between the cells, so that they align."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from engine.core.width import width
from engine.source.document import Sequence
from engine.source.layout import Layout
from engine.source.pieces import Piece

Gap = Callable[[Piece, Piece], int]
# where each cell of a row begins and ends among the pieces, the end not included
_Cells = list[tuple[int, int]]


def row_gaps(layout: Layout, gap: Gap) -> Mapping[int, int]:
    """Blanks before the first piece of each cell but the first, by the number of the piece."""
    parts = layout.parts
    places = {(p.line, p.column): index for index, p in enumerate(parts)}
    found: dict[int, int] = {}
    for listed in layout.rows:
        rows = [_cells(layout, row, places) for row in listed.items if isinstance(row, Sequence)]
        if layout.is_flow(listed) or len(rows) != len(listed.items) or not all(rows):
            continue
        found.update(_aligned([row for row in rows if row], parts, gap))
    return found


def _cells(layout: Layout, row: Sequence, places: Mapping[tuple[int, int], int]) -> _Cells | None:
    """None for a row that is not one pair of brackets on one line."""
    if not layout.is_flow(row) or row.span.line != row.span.end_line:
        return None
    start = places[row.span.line, row.span.column]
    depth = layout.parts[start].depth
    cells = []
    begin = start + 1
    for index in range(begin, len(layout.parts)):
        part = layout.parts[index]
        is_end = part.kind == "close" and part.depth == depth
        if is_end or (part.kind == "comma" and part.depth == depth + 1):
            cells.append((begin, index))
            begin = index + 1
        if is_end:
            break
    return cells


def _aligned(rows: list[_Cells], parts: tuple[Piece, ...], gap: Gap) -> Iterator[tuple[int, int]]:
    widths = [[_width(parts[a:b], gap) for a, b in cells] for cells in rows]
    for column in range(max(len(cells) for cells in rows) - 1):
        widest = max(row[column] for row in widths if len(row) > column + 1)
        for cells, row in zip(rows, widths, strict=True):
            if len(cells) > column + 1:
                yield cells[column + 1][0], 1 + widest - row[column]


def _width(cell: tuple[Piece, ...], gap: Gap) -> int:
    texts = sum(width(part.text) for part in cell)
    return texts + sum(gap(a, b) for a, b in pairwise(cell))
