"""The numbers of a policy by the words that lead to them: `tables.提成表.rows[20000].rate`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from engine.core.number import parse_quantity
from engine.core.record import record
from engine.source.document import Mapping, Node, Scalar, Sequence

# the head says what file this is, and cases what it should pay: no number there changes any pay
_SECTIONS = (
    "round", "mid_month", "measures", "eligibility", "kpi", "tables", "decisions", "formulas",
    "pools", "distributions", "pay", "streaks", "levels", "roles", "notices",
)  # fmt: skip
_WORD = re.compile(r"\[([^\[\]]*)\]|([^.\[\]]+)")

Steps = tuple[str | int, ...]


@record
class NamedNumber:
    """One value of the file: the words that name it, the way to it, and how it is written."""

    path: str
    steps: Steps
    scalar: Scalar

    @property
    def is_number(self) -> bool:
        return parse_quantity(self.scalar.text) is not None and not self.scalar.block


def named(root: Mapping, path: str) -> tuple[NamedNumber, ...]:
    """Every value that the path may mean: one if it is right, none or several if it is not."""
    words = _words(path)
    found = {value.steps: value for value in values(root) if _fits(root, value.steps, words)}
    return tuple(found.values())


def values(root: Mapping) -> Iterator[NamedNumber]:
    """Every single value of the sections that pay, under its own name."""
    for key, node in root.pairs:
        if key.text in _SECTIONS:
            yield from _below(node, key.text, (key.text,), ())


def _below(node: Node, path: str, steps: Steps, columns: tuple[str, ...]) -> Iterator[NamedNumber]:
    match node:
        case Scalar():
            yield NamedNumber(path, steps, node)
        case Mapping():
            columns = _columns(node)
            for key, part in node.pairs:
                name = f"{path}.{key.text}"
                if key.text == "items" and isinstance(part, Mapping):
                    name = path  # a card's items are named right behind the card
                yield from _below(part, name, (*steps, key.text), columns)
        case Sequence():
            for place, part in enumerate(node.items):
                yield from _entry(part, path, (*steps, place), columns)


def _entry(node: Node, path: str, steps: Steps, columns: tuple[str, ...]) -> Iterator[NamedNumber]:
    """A row is named by its first cell, its cells by the columns of the table."""
    if not isinstance(node, Sequence) or len(node.items) != len(columns):
        yield from _below(node, f"{path}[{_place(steps) + 1}]", steps, ())
        return
    first = node.items[0]
    row = first.text if isinstance(first, Scalar) and first.text else str(_place(steps) + 1)
    for number, (cell, column) in enumerate(zip(node.items, columns, strict=True)):
        yield from _below(cell, f"{path}[{row}].{column}", (*steps, number), ())


def _place(steps: Steps) -> int:
    return steps[-1] if isinstance(steps[-1], int) else 0


def _columns(node: Mapping) -> tuple[str, ...]:
    """Of a table as it says; of a decision what it tests and what it gives."""
    listed = node.get("columns")
    if isinstance(listed, Sequence):
        return tuple(c.text for c in listed.items if isinstance(c, Scalar))
    parts = [node.get("when"), node.get("gives")]
    return tuple(k.text for part in parts if isinstance(part, Mapping) for k, _ in part.pairs)


def _words(path: str) -> tuple[str, ...]:
    return tuple((a if a else b).strip() for a, b in _WORD.findall(path))


def _fits(root: Mapping, steps: Steps, words: tuple[str, ...]) -> bool:
    """Whether the words name these steps; section, `items`, `rows` and row may be left out."""
    spelled = _spellings(root, steps)
    return any(_match(spelled[start:], words) for start in (0, 1))


def _match(spelled: list[tuple[frozenset[str], bool]], words: tuple[str, ...]) -> bool:
    if not spelled or not words:
        return not spelled and not words
    (known, is_optional), *rest = spelled
    if any(_is_same(words[0], name) for name in known) and _match(rest, words[1:]):
        return True
    return is_optional and _match(rest, words)


def _is_same(word: str, name: str) -> bool:
    if word == name:
        return True
    number = parse_quantity(word)
    return number is not None and number == parse_quantity(name)


def _spellings(root: Mapping, steps: Steps) -> list[tuple[frozenset[str], bool]]:
    """For every step the names that it has, and whether it may be left out."""
    found: list[tuple[frozenset[str], bool]] = []
    node: Node = root
    columns: tuple[str, ...] = ()
    for step in steps:
        if isinstance(node, Mapping) and isinstance(step, str):
            columns = _columns(node)
            part = node.get(step)
            if part is None:
                return []
            found.append((_names(step, part), step in ("items", "rows")))
            node = part
        elif isinstance(node, Sequence) and isinstance(step, int):
            is_row = isinstance(node.items[step], Sequence)
            found.append((_names_of_entry(node, step, columns), is_row))
            columns = columns if isinstance(node.items[step], Sequence) else ()
            node = node.items[step]
    return found


def _names(key: str, part: Node) -> frozenset[str]:
    label = part.get("label") if isinstance(part, Mapping) else None
    return frozenset({key, label.text} if isinstance(label, Scalar) else {key})


def _names_of_entry(node: Sequence, place: int, columns: tuple[str, ...]) -> frozenset[str]:
    """A row by its first cell, or by its number where no row has that for its first cell."""
    firsts = [_first(row) for row in node.items]
    if any(first is not None for first in firsts):
        number = str(place + 1)
        is_taken = any(first is not None and _is_same(number, first) for first in firsts)
        own = firsts[place]
        return frozenset(({own} if own else set()) | (set() if is_taken else {number}))
    if columns and len(columns) == len(node.items):
        return frozenset({columns[place]})
    return frozenset({str(place + 1)})


def _first(row: Node) -> str | None:
    if not isinstance(row, Sequence) or not row.items:
        return None
    return row.items[0].text if isinstance(row.items[0], Scalar) else ""


def with_text(root: Mapping, steps: Steps, text: str) -> Mapping:
    """The same tree with another text in that one place."""
    changed = _with_text(root, steps, text)
    return changed if isinstance(changed, Mapping) else root


def _with_text(node: Node, steps: Steps, text: str) -> Node:
    if not steps:
        return replace(node, text=text) if isinstance(node, Scalar) else node
    first, rest = steps[0], steps[1:]
    match node:
        case Mapping():
            pairs = tuple(
                (key, _with_text(part, rest, text) if key.text == first else part)
                for key, part in node.pairs
            )
            return replace(node, pairs=pairs)
        case Sequence():
            items = tuple(
                _with_text(part, rest, text) if place == first else part
                for place, part in enumerate(node.items)
            )
            return replace(node, items=items)
        case _:
            return node
