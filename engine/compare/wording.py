"""What differs between two policy files, by meaning, in the order of the newer file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import field
from typing import Literal

from engine.core.number import parse_quantity, plain
from engine.core.record import record
from engine.core.span import Span
from engine.source.document import Mapping, Node, Scalar, Sequence

Kind = Literal["changed", "added", "removed"]
_NOT_MEANT = ("version", "cases", "note", "format")


@record(kw_only=True)
class Change:
    """One difference. `path` is in the users' words: kpi.售前.转化率.weight."""

    kind: Kind
    path: str
    before: str = ""
    after: str = ""
    old: Span | None = field(default=None, compare=False)
    new: Span | None = field(default=None, compare=False)


def changes(old: Mapping, new: Mapping) -> tuple[Change, ...]:
    """All differences that can change what is paid or cited."""
    return tuple(_mapping("", old, new))


def changes_at(path: str, old: Node | None, new: Node | None) -> tuple[Change, ...]:
    """The same for the values at one place, either of which may not be there."""
    if old is not None and new is not None:
        return tuple(_node(path, old, new))
    if new is not None:
        return (Change(kind="added", path=path, after=_text(new), new=new.span),)
    if old is not None:
        return (Change(kind="removed", path=path, before=_text(old), old=old.span),)
    return ()


def _mapping(path: str, old: Mapping, new: Mapping) -> Iterator[Change]:
    for key, node in new.pairs:
        if not path and key.text in _NOT_MEANT:
            continue
        inner = _join(path, key.text)
        before = old.get(key.text)
        if before is None:
            yield Change(kind="added", path=inner, after=_text(node), new=key.span)
        else:
            yield from _node(inner, before, node)
    for key, node in old.pairs:
        if new.get(key.text) is None and (path or key.text not in _NOT_MEANT):
            yield Change(
                kind="removed", path=_join(path, key.text), before=_text(node), old=key.span
            )


def _join(path: str, key: str) -> str:
    # `items` is how a card is written, not something that people speak of
    return path if key == "items" and path.startswith("kpi.") else f"{path}.{key}".strip(".")


def _node(path: str, old: Node, new: Node) -> Iterator[Change]:
    match old, new:
        case Mapping(), Mapping():
            yield from _mapping(path, old, new)
        case Sequence(), Sequence() if _are_rows(old) and _are_rows(new):
            yield from _rows(path, old, new)
        case _:
            before, after = _text(old), _text(new)
            if _meaning(before) != _meaning(after):
                yield Change(
                    kind="changed",
                    path=path,
                    before=before,
                    after=after,
                    old=old.span,
                    new=new.span,
                )


def _are_rows(node: Sequence) -> bool:
    return bool(node.items) and all(isinstance(i, Sequence) for i in node.items)


def _rows(path: str, old: Sequence, new: Sequence) -> Iterator[Change]:
    """Rows of a table, matched by their first cell."""
    before, after = _by_first(old), _by_first(new)
    for first, row in after.items():
        inner = f"{path}[{first}]"
        if first not in before:
            yield Change(kind="added", path=inner, after=_text(row), new=row.span)
        elif _text(before[first]) != _text(row):
            yield Change(
                kind="changed", path=inner, before=_text(before[first]), after=_text(row),
                old=before[first].span, new=row.span,
            )  # fmt: skip
    for first, row in before.items():
        if first not in after:
            yield Change(kind="removed", path=f"{path}[{first}]", before=_text(row), old=row.span)


def _by_first(rows: Sequence) -> dict[str, Node]:
    """Where several rows begin alike, such as two shares of 30%, by their order."""
    times: Counter[str] = Counter()
    named: dict[str, Node] = {}
    for row in rows.items:
        first = _first(row)
        times[first] += 1
        named[f"{first} ({times[first]})" if times[first] > 1 else first] = row
    return named


def _first(row: Node) -> str:
    return _text(row.items[0]) if isinstance(row, Sequence) and row.items else ""


def _text(node: Node) -> str:
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return "[" + ", ".join(_text(i) for i in node.items) + "]"
        case Mapping():
            return "{" + ", ".join(f"{k.text}: {_text(v)}" for k, v in node.pairs) + "}"


def _meaning(text: str) -> str:
    number = parse_quantity(text)
    return text if number is None else plain(number)
