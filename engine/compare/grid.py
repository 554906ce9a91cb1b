"""The rows of a table, a decision or a distribution: their columns, names and twins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from engine.compare.change import same, typed
from engine.core.number import parse_quantity
from engine.core.record import record
from engine.policy.sharing import SHARE
from engine.policy.tables import AMOUNT_COLUMNS, EDGE_COLUMNS
from engine.source.document import Mapping, Node
from engine.source.document import Sequence as Entries

Cells = tuple[Node, ...]
Pairs = dict[int, int]
_NUMBERED = "{name} ({number})"


@record(kw_only=True)
class Grid:
    """`tested`: how many of the columns are tests of a decision."""

    columns: tuple[str, ...]
    rows: tuple[Cells, ...]
    tested: int = 0

    def column(self, name: str) -> int:
        return self.columns.index(name)

    def cell(self, row: int, name: str) -> Node:
        return self.rows[row][self.column(name)]


def grid_of(kind: str, body: Mapping) -> Grid | None:
    """None where rows and columns do not fit each other, or two columns have one name."""
    rows = body.get("rows")
    tested, columns = _columns(kind, body)
    if not isinstance(rows, Entries) or not columns or len(set(columns)) != len(columns):
        return None
    cells = tuple(row.items for row in rows.items if isinstance(row, Entries))
    if len(cells) != len(rows.items) or any(len(row) != len(columns) for row in cells):
        return None
    return Grid(columns=columns, rows=cells, tested=tested)


def _columns(kind: str, body: Mapping) -> tuple[int, tuple[str, ...]]:
    if kind == "decision":
        when, gives = (
            tuple(k.text for k, _ in part.pairs) if isinstance(part, Mapping) else ()
            for part in (body.get("when"), body.get("gives"))
        )
        return len(when), (*when, *gives)
    columns = body.get("columns")
    return 0, tuple(typed(c) for c in columns.items) if isinstance(columns, Entries) else ()


def label_column(grid: Grid) -> str | None:
    """The author's own column of words that tells the rows apart: grade, level."""
    for name in grid.columns:
        texts = [typed(row[grid.column(name)]) for row in grid.rows]
        is_words = all(parse_quantity(text) is None for text in texts)
        if name not in (*EDGE_COLUMNS, *AMOUNT_COLUMNS, SHARE) and is_words:
            return name if len(set(texts)) == len(texts) else None
    return None


def row_names(grid: Grid) -> tuple[str, ...]:
    """What a path calls each row; where two would be called alike, by their order."""
    if grid.tested:
        return tuple(str(number) for number in range(1, len(grid.rows) + 1))
    label = "is" if "is" in grid.columns else label_column(grid)
    place = grid.column(label) if label else 0
    times: Counter[str] = Counter()
    names = []
    for row in grid.rows:
        name = typed(row[place])
        times[name] += 1
        names.append(_NUMBERED.format(name=name, number=times[name]) if times[name] > 1 else name)
    return tuple(names)


def twins(old: Grid, new: Grid) -> Pairs:
    """Old row → the new row that is the same one: whole, by its name, or by its place."""
    pairs: Pairs = {}
    for columns in _identities(old, new):
        _match(pairs, old, new, columns)
    if "is" not in (*old.columns, *new.columns):  # a row of another key is another row
        _match_in_gaps(pairs, len(old.rows), len(new.rows))
    return pairs


def _identities(old: Grid, new: Grid) -> list[tuple[str, ...]]:
    """The columns by which rows are known again, the surest first."""
    shared = tuple(name for name in new.columns if name in old.columns)
    found = [shared]
    if new.tested:
        tests, gives = new.columns[: new.tested], new.columns[new.tested :]
        found.extend([tests, gives])
    elif "is" in shared:
        found.append(("is",))
    else:
        label = label_column(new)
        found.append((label,) if label is not None and label == label_column(old) else ())
        found.append(tuple(name for name in shared if name in EDGE_COLUMNS))
    return [columns for columns in found if columns and set(columns) <= set(shared)]


def _match(pairs: Pairs, old: Grid, new: Grid, columns: tuple[str, ...]) -> None:
    """Rows that say the same in these columns, in order where several do."""
    taken = set(pairs.values())
    waiting = [n for n in range(len(new.rows)) if n not in taken]
    for number in range(len(old.rows)):
        if number in pairs:
            continue
        twin = next((n for n in waiting if _alike(old, number, new, n, columns)), None)
        if twin is not None:
            pairs[number] = twin
            waiting.remove(twin)


def _alike(old: Grid, one: int, new: Grid, other: int, columns: tuple[str, ...]) -> bool:
    return all(same(old.cell(one, name), new.cell(other, name)) for name in columns)


def _match_in_gaps(pairs: Pairs, olds: int, news: int) -> None:
    """Rows left over between the same two neighbours, if there are as many on both sides."""
    by_old, by_new = dict(pairs), {n: n for n in pairs.values()}
    before, after = _gaps(olds, by_old.get), _gaps(news, by_new.get)
    for gap, rows in before.items():
        others = after.get(gap, [])
        if len(rows) == len(others):
            pairs.update(zip(rows, others, strict=True))


def _gaps(count: int, known: Callable[[int], int | None]) -> dict[int, list[int]]:
    """The rows without a twin, by the new number of the row above them that has one."""
    above = -1
    found: dict[int, list[int]] = {}
    for number in range(count):
        twin = known(number)
        if twin is None:
            found.setdefault(above, []).append(number)
        else:
            above = twin
    return found
