"""A document → YAML text again, one value per line with a remark behind it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

from engine.source.document import Mapping, Node, Scalar, Sequence

Path = tuple[str, ...]
Remark = Callable[[Path, Node], str]

# text that would be read as something else without quotes
_NEEDS_QUOTES = re.compile(r"^[\s\-?:,\[\]{}#&*!|>'\"%@`]|: |:$|\s#|\s$|[\n\t\r\x85\u2028\u2029]")
_NEEDS_QUOTES_IN_FLOW = re.compile(r"[,\[\]{}]|:$|:[,\[\]{}]")
_PLAIN_SIGNS = re.compile(r"[-?:][^\s,\[\]{}:]")


def write(root: Mapping, remark: Remark) -> str:
    """Reading the text gives the same values in the same order."""
    return "".join(f"{line}\n" for line in _mapping(root, (), "", remark))


def _mapping(node: Mapping, path: Path, indent: str, remark: Remark) -> Iterator[str]:
    for key, value in node.pairs:
        inner = (*path, key.text)
        head = f"{indent}{_scalar(key, in_flow=False)}:"
        said = remark(inner, value)
        behind = f"  # {said}" if said else ""
        match value:
            case Mapping() if value.pairs:
                yield head
                yield from _mapping(value, inner, indent + "  ", remark)
            case Sequence() if _is_long(value):
                yield f"{head}{behind}"
                yield from _items(value, indent + "  ")
            case Scalar() if _fits_a_block(value):
                # `-` and a blank less or more would be another text
                yield f"{head} {_block_sign(value)}{behind}"
                lines = value.text.rstrip("\n").split("\n")
                yield from (f"{indent}  {line}" if line else "" for line in lines)
            case _:
                yield f"{head} {flow(value)}{behind}".rstrip()


def _items(node: Sequence, indent: str) -> Iterator[str]:
    yield from (f"{indent}- {flow(item)}" for item in node.items)


def _is_long(node: Sequence) -> bool:
    return any(not isinstance(item, Scalar) for item in node.items)


def flow(node: Node) -> str:
    """A value on one line."""
    match node:
        case Mapping():
            pairs = (f"{_scalar(k, in_flow=True)}: {flow(v)}" for k, v in node.pairs)
            return "{" + ", ".join(pairs) + "}"
        case Sequence():
            return "[" + ", ".join(flow(item) for item in node.items) + "]"
        case Scalar():
            return _scalar(node, in_flow=True)


def _scalar(node: Scalar, *, in_flow: bool) -> str:
    text = node.text
    if node.quoted:
        return json.dumps(text, ensure_ascii=False)
    if not text:
        return "~" if in_flow else '""'
    starts_badly = _NEEDS_QUOTES.search(text) and not _PLAIN_SIGNS.match(text)
    if starts_badly or (in_flow and _NEEDS_QUOTES_IN_FLOW.search(text)):
        return json.dumps(text, ensure_ascii=False)
    return text


def _fits_a_block(node: Scalar) -> bool:
    text = node.text
    is_plain = not text.startswith((" ", "\n")) and not text.endswith("\n\n")
    return (node.block or "\n" in text) and bool(text.strip()) and is_plain


def _block_sign(node: Scalar) -> str:
    return "|" if node.text.endswith("\n") else "|-"
