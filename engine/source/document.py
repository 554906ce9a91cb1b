"""The nodes of a read file: mapping, sequence, scalar, each with its span."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from decimal import Decimal

from engine.core.record import record
from engine.core.span import Span

_JSON_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")


@record
class Scalar:
    """One value as typed. `block` means that it was written as a `|` block."""

    text: str
    quoted: bool
    span: Span = field(compare=False)
    block: bool = False
    folded: bool = False

    @property
    def number(self) -> Decimal | None:
        """The number that an unquoted scalar is to YAML and JSON; None for any other text."""
        if self.quoted or not _JSON_NUMBER.fullmatch(self.text):
            return None
        return Decimal(self.text)

    @property
    def is_null(self) -> bool:
        return not self.quoted and self.text in ("", "~", "null")


@record
class Sequence:
    items: tuple[Node, ...]
    span: Span = field(compare=False)


@record
class Mapping:
    """Pairs in the order of the file; keys are unique."""

    pairs: tuple[tuple[Scalar, Node], ...]
    span: Span = field(compare=False)

    def get(self, key: str) -> Node | None:
        return next((node for name, node in self.pairs if name.text == key), None)

    def key(self, key: str) -> Scalar | None:
        return next((name for name, _ in self.pairs if name.text == key), None)

    def __iter__(self) -> Iterator[tuple[Scalar, Node]]:
        return iter(self.pairs)


Node = Scalar | Sequence | Mapping


@record(kw_only=True)
class Document:
    """A read file. `bytes_digest` is of the file as it is on disk."""

    file: str
    root: Mapping
    bytes_digest: str
    lines: tuple[str, ...] = field(compare=False, repr=False)


def to_json(node: Node) -> object:
    """The node as JSON Schema sees it: unquoted numbers are numbers, the rest as typed."""
    match node:
        case Mapping():
            return {name.text: to_json(value) for name, value in node.pairs}
        case Sequence():
            return [to_json(item) for item in node.items]
        case Scalar():
            return _scalar_to_json(node)


def _scalar_to_json(scalar: Scalar) -> object:
    if scalar.is_null:
        return None
    if not scalar.quoted and scalar.text in ("true", "false"):
        return scalar.text == "true"
    number = scalar.number
    if number is None:
        return scalar.text
    return int(number) if "." not in scalar.text else number


def at_path(node: Node, path: list[str | int]) -> Node:
    """The node that a JSON path leads to, as far as it goes."""
    for step in path:
        match node, step:
            case Mapping(), str():
                following = node.get(step)
            case Sequence(), int() if step < len(node.items):
                following = node.items[step]
            case _:
                following = None
        if following is None:
            return node
        node = following
    return node
