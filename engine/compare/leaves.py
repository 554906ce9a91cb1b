"""What is said before and after at one place of two policies, value by value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from engine.compare.change import same, typed
from engine.core.record import record
from engine.source.document import Mapping, Node, Sequence


@record(kw_only=True)
class Leaf:
    """One value that differs; a side that has nothing there says nothing."""

    path: str
    before: str
    after: str


def leaves(path: str, old: Node | None, new: Node | None) -> Iterator[Leaf]:
    """The smallest values that differ; either side may not be there."""
    if same(old, new):
        return
    match old, new:
        case Mapping(), Mapping():
            for key in dict.fromkeys(k.text for k, _ in (*new.pairs, *old.pairs)):
                yield from leaves(f"{path}.{key}", old.get(key), new.get(key))
        case Sequence(), Sequence() if _are_rows(old) and _are_rows(new):
            mine, theirs = _by_first(old), _by_first(new)
            for first in dict.fromkeys((*theirs, *mine)):
                pair = (mine.get(first), theirs.get(first))
                if not same(*pair):
                    said, says = map(typed, pair)
                    yield Leaf(path=f"{path}[{first}]", before=said, after=says)
        case _:
            yield Leaf(path=path, before=typed(old), after=typed(new))


def _are_rows(node: Sequence) -> bool:
    return bool(node.items) and all(isinstance(one, Sequence) for one in node.items)


def _by_first(rows: Sequence) -> dict[str, Node]:
    """Where several rows begin alike, such as two shares of 30%, by their order."""
    times: Counter[str] = Counter()
    named: dict[str, Node] = {}
    for row in rows.items:
        first = typed(row.items[0]) if isinstance(row, Sequence) and row.items else ""
        times[first] += 1
        named[f"{first} ({times[first]})" if times[first] > 1 else first] = row
    return named
