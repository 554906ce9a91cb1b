"""The number and the time of a version, set in its text; what it says otherwise stays as typed.

The changed text is read again and compared, so a place that is written in some way that was not
foreseen is refused, and no file is changed by guess.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from engine.core.period import shown_start
from engine.policy.proration import StateRule
from engine.source.document import Document, Mapping, Node, Scalar
from engine.source.patch import (
    Edit,
    added_behind,
    added_below,
    applied,
    removed,
    replaced,
    source_of,
)
from engine.source.pieces import NotCertainError
from engine.source.read import read


def next_version(document: Document, number: int, begins: dt.date) -> str:
    """The text of the next version: its number, its first month or day, and no end."""
    start = shown_start(begins)
    source = source_of(document)
    version, months = _scalar(document.root, "version"), _months(document)
    edits = [
        replaced(source, version, str(number)),
        replaced(source, _scalar(months, "from"), start),
    ]
    if months.get("to") is not None:
        edits.append(removed(source, months, "to"))

    def expected(key: str, node: Node) -> Node:
        if key == "version":
            return replace(version, text=str(number))
        if key != "effective":
            return node
        first = replace(_scalar(months, "from"), text=start)
        kept = tuple((k, first if k.text == "from" else n) for k, n in months.pairs)
        return replace(months, pairs=tuple((k, n) for k, n in kept if k.text != "to"))

    return _sure(document, edits, expected)


def with_rule(document: Document, rule: StateRule) -> str:
    """The text with how the month is paid in which the version takes over."""
    said = document.root.get("mid_month")
    if said is None:
        return _with_section(document, rule)
    if not isinstance(said, Mapping):
        raise NotCertainError("mid_month")
    source, old = source_of(document), said.get("version")
    if isinstance(old, Scalar):
        edit, new = replaced(source, old, rule), replace(old, text=rule)
        pairs = tuple((k, new if n is old else n) for k, n in said.pairs)
    else:
        beside = said.pairs[-1][0]
        edit = added_behind(source, said, beside.text, ("version", rule))
        value = replace(_scalar(said, beside.text), text=rule)
        pairs = (*said.pairs, (Scalar("version", False, beside.span), value))
    wanted = replace(said, pairs=pairs)
    return _sure(document, [edit], lambda key, node: wanted if key == "mid_month" else node)


def _with_section(document: Document, rule: StateRule) -> str:
    """Below the months that a version holds for."""
    root, line = document.root, f"mid_month: {{version: {rule}}}"
    made = read(document.file, line.encode()).value
    if made is None:
        raise NotCertainError("mid_month")
    place = [k.text for k, _ in root.pairs].index("effective") + 1
    pairs = (*root.pairs[:place], *made.root.pairs, *root.pairs[place:])
    edit = added_below(source_of(document), root, "effective", line)
    return _read_as(document, [edit], replace(root, pairs=pairs))


def closed(document: Document, ends: dt.date) -> str:
    """The text of a version that has no end yet, with its end."""
    end = shown_start(ends)
    months = _months(document)
    first = _scalar(months, "from")
    edit = added_behind(source_of(document), months, "from", ("to", end))

    def expected(key: str, node: Node) -> Node:
        if key != "effective":
            return node
        pairs = list(months.pairs)
        place = next(n for n, (k, _) in enumerate(pairs) if k.text == "from")
        last = (Scalar("to", False, first.span), replace(first, text=end))
        return replace(months, pairs=(*pairs[: place + 1], last, *pairs[place + 1 :]))

    return _sure(document, [edit], expected)


def _sure(document: Document, edits: list[Edit], expected: Callable[[str, Node], Node]) -> str:
    root = document.root
    wanted = replace(root, pairs=tuple((k, expected(k.text, node)) for k, node in root.pairs))
    return _read_as(document, edits, wanted)


def _read_as(document: Document, edits: list[Edit], wanted: Mapping) -> str:
    """The changed text, which must be read as what is wanted."""
    source = source_of(document)
    if any("#" in source.text[edit.start : edit.end] for edit in edits):
        raise NotCertainError("#")  # a comment would go
    text = applied(source, edits)
    outcome = read(document.file, text.encode())
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
