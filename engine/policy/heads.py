"""The number and the months of a version, set in its text; what it says otherwise stays as typed.

The changed text is read again and compared, so a place that is written in some way that was not
foreseen is refused, and no file is changed by guess.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from engine.core.period import Month
from engine.source.document import Document, Mapping, Node, Scalar
from engine.source.patch import Edit, added_behind, applied, removed, replaced, source_of
from engine.source.pieces import NotCertainError
from engine.source.read import read


def next_version(document: Document, number: int, start: Month) -> str:
    """The text of the next version: its number, its first month, and no end."""
    source = source_of(document)
    version, months = _scalar(document.root, "version"), _months(document)
    edits = [
        replaced(source, version, str(number)),
        replaced(source, _scalar(months, "from"), str(start)),
    ]
    if months.get("to") is not None:
        edits.append(removed(source, months, "to"))

    def expected(key: str, node: Node) -> Node:
        if key == "version":
            return replace(version, text=str(number))
        if key != "effective":
            return node
        first = replace(_scalar(months, "from"), text=str(start))
        kept = tuple((k, first if k.text == "from" else n) for k, n in months.pairs)
        return replace(months, pairs=tuple((k, n) for k, n in kept if k.text != "to"))

    return _sure(document, edits, expected)


def closed(document: Document, end: Month) -> str:
    """The text of a version that has no end yet, with its end."""
    months = _months(document)
    first = _scalar(months, "from")
    edit = added_behind(source_of(document), months, "from", ("to", str(end)))

    def expected(key: str, node: Node) -> Node:
        if key != "effective":
            return node
        pairs = list(months.pairs)
        place = next(n for n, (k, _) in enumerate(pairs) if k.text == "from")
        last = (Scalar("to", False, first.span), replace(first, text=str(end)))
        return replace(months, pairs=(*pairs[: place + 1], last, *pairs[place + 1 :]))

    return _sure(document, [edit], expected)


def _sure(document: Document, edits: list[Edit], expected: Callable[[str, Node], Node]) -> str:
    source = source_of(document)
    if any("#" in source.text[edit.start : edit.end] for edit in edits):
        raise NotCertainError("#")  # a comment would go
    text = applied(source, edits)
    outcome = read(document.file, text.encode())
    root = document.root
    wanted = replace(root, pairs=tuple((k, expected(k.text, node)) for k, node in root.pairs))
    if outcome.value is None or outcome.diagnostics or outcome.value.root != wanted:
        raise NotCertainError("effective")
    return text


def _months(document: Document) -> Mapping:
    months = document.root.get("effective")
    if not isinstance(months, Mapping):
        raise NotCertainError("effective")
    return months


def _scalar(mapping: Mapping, key: str) -> Scalar:
    node = mapping.get(key)
    if not isinstance(node, Scalar):
        raise NotCertainError(key)
    return node
