"""Paths as people speak of values, such as `kpi.card.item.weight` or `tables.T.rows[85].pay`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from engine.core.number import parse_quantity, plain
from engine.core.record import record
from engine.source.document import Mapping, Node, Scalar, Sequence

# a name, or what stands in brackets; a dot in brackets parts nothing: rows[0.85]
_STEP = re.compile(r"\[(?P<row>[^\[\]]*)\]|(?P<name>[^.\[\]]+)")
_TIMES = re.compile(r"(?P<first>.*?) \((?P<times>[1-9]\d*)\)")
_NUMBER = re.compile(r"#(?P<number>[1-9]\d{0,5})")

Same = Callable[[str, str], bool]


@record
class _At:
    """Where a path has led to, and the mapping around it, which may name the columns of rows."""

    node: Node
    around: Mapping | None = None


def node_at(root: Mapping, path: str, is_same: Same) -> Node | None:
    """The node that a path leads to; `is_same` tells which other names a key has."""
    if _STEP.sub("", path).strip("."):  # something that is neither a step nor between two
        return None
    steps = list(_STEP.finditer(path))
    at: _At | None = _At(root)
    for step in steps:
        if at is None:
            return None
        row = step["row"]
        at = _named(at, step["name"], is_same) if row is None else _row(at, row)
    return at.node if at and steps else None


def _named(at: _At, name: str, is_same: Same) -> _At | None:
    match at.node:
        case Mapping():
            found = _child(at.node, name, is_same)
            return None if found is None else _At(found, at.node)
        case Sequence() if at.around is not None:
            columns = columns_of(at.around)
            index = columns.index(name) if name in columns else len(at.node.items)
            return _At(at.node.items[index]) if index < len(at.node.items) else None
        case _:
            return None


def _child(mapping: Mapping, name: str, is_same: Same) -> Node | None:
    """By key, label or measure, in either language; `items` of a card need not be said."""
    exact = mapping.get(name)
    if exact is not None:
        return exact
    for _, node in mapping.pairs:
        if name in _other_names(node):
            return node
    for key, node in mapping.pairs:
        if any(is_same(known, name) for known in (key.text, *_other_names(node))):
            return node
    inner = mapping.get("items")
    return _child(inner, name, is_same) if isinstance(inner, Mapping) else None


def _other_names(node: Node) -> tuple[str, ...]:
    if not isinstance(node, Mapping):
        return ()
    found = (node.get(key) for key in ("label", "measure"))
    return tuple(one.text for one in found if isinstance(one, Scalar))


def columns_of(table: Mapping) -> list[str]:
    """The columns of the rows of a table, or what a decision tests and then gives."""
    named = table.get("columns")
    if isinstance(named, Sequence):
        return [i.text for i in named.items if isinstance(i, Scalar)]
    found: list[str] = []
    for key in ("when", "gives"):
        part = table.get(key)
        if isinstance(part, Mapping):
            found.extend(name.text for name, _ in part.pairs)
    return found


def _row(at: _At, selector: str) -> _At | None:
    """By the first cell, as `diff` names rows, or by number: `rows[#2]`."""
    if not isinstance(at.node, Sequence):
        return None
    numbered = _NUMBER.fullmatch(selector)
    for number, (name, node) in enumerate(named_rows(at.node), start=1):
        if int(numbered["number"]) == number if numbered else _is_named(name, selector):
            return _At(node, at.around)
    return None


def named_rows(rows: Sequence) -> Iterator[tuple[str, Node]]:
    """Each row under its first cell, and how often it has been there by then: `30% (2)`."""
    times: dict[str, int] = {}
    for row in rows.items:
        first = row.items[0] if isinstance(row, Sequence) and row.items else row
        text = first.text if isinstance(first, Scalar) else ""
        times[text] = times.get(text, 0) + 1
        yield (f"{text} ({times[text]})" if times[text] > 1 else text), row


def _is_named(name: str, selector: str) -> bool:
    return _as_number(name) == _as_number(selector)


def _as_number(name: str) -> tuple[str, str]:
    """`30% (2)` and `0.3 (2)` name one row."""
    again = _TIMES.fullmatch(name)
    first, times = (again["first"], again["times"]) if again else (name, "1")
    number = parse_quantity(first)
    return (first.strip() if number is None else plain(number)), times


def paths_in(root: Mapping) -> Iterator[str]:
    """Every single value, as a path says it."""
    yield from _inside("", root, None)


def _inside(path: str, node: Node, around: Mapping | None) -> Iterator[str]:
    match node:
        case Mapping():
            for key, value in node.pairs:
                is_card = key.text == "items" and path.startswith("kpi.")
                yield from _inside(
                    path if is_card else f"{path}.{key.text}".strip("."), value, node
                )
        case Sequence() if node.items and all(isinstance(i, Sequence) for i in node.items):
            yield from _cells(path, node, columns_of(around) if around is not None else [])
        case Sequence():
            for number, _ in enumerate(node.items, start=1):
                yield f"{path}[#{number}]"
        case Scalar():
            yield path


def _cells(path: str, rows: Sequence, columns: list[str]) -> Iterator[str]:
    for name, row in named_rows(rows):
        cells = row.items if isinstance(row, Sequence) else ()
        yield from (f"{path}[{name}].{c}" for c, _ in zip(columns, cells, strict=False))


def scalars(node: Node) -> Iterator[Scalar]:
    """Every single value below a node; keys are none."""
    match node:
        case Scalar():
            yield node
        case Sequence():
            for item in node.items:
                yield from scalars(item)
        case Mapping():
            for _, inner in node.pairs:
                yield from scalars(inner)
