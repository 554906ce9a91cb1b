"""A value of a policy in the reader's words: `2 decimals, half up`, `at least 0`."""

from __future__ import annotations

from collections.abc import Iterator

from engine.compare.change import Listed, Part, Words, typed
from engine.compare.fields import FIELDS, FORMULA, SHARED, VALUE, WORDS_IN_COMMON, Shape
from engine.core.period import parse_start, shown_last
from engine.core.text import catalogue
from engine.source.document import Mapping, Node, Scalar, Sequence

# more names than this are counted, not told one by one: the columns beside the sentence have all
MOST_NAMES = 8


def field_words(kind: str, key: str) -> Part:
    """What people call the key of a part of this kind."""
    text = f"diff.field.any.{key}" if key in SHARED else f"diff.field.{kind}.{key}"
    return Words(text) if text in catalogue("en") else key


def word(group: str, text: str) -> Part:
    """One of the words that the schema knows; anything else as it was typed."""
    key = f"{group}.{text}" if group in WORDS_IN_COMMON else f"diff.word.{group}.{text}"
    return Words(key) if key in catalogue("en") else text


def value_words(node: Node, shape: Shape) -> Part:
    """The value as it stands in a sentence."""
    match shape.style, node:
        case "word", Scalar():
            return word(shape.of, node.text)
        case "rounding", Mapping():
            return _rounding(node)
        case (("names" | "review" | "columns" | "cells"), Sequence()):
            return Listed(tuple(typed(entry) for entry in node.items))
        case "rows", Sequence():
            return Words("diff.value.rows", {"count": str(len(node.items))})
        case (("points" | "prorate" | "review"), Scalar()):
            return word("whole_value", node.text)
        case (("points" | "prorate"), Mapping()):
            return described(inner_kind(shape, node), node)
        case "accept", Sequence():
            return Listed(tuple(acceptance(entry) for entry in node.items), "diff.semicolon")
        case _:
            return _inside(node, shape)


def _inside(node: Node, shape: Shape) -> Part:
    match shape.style, node:
        case "last", Scalar():
            end = parse_start(node.text)
            return shown_last(end) if end else node.text
        case "fields", Mapping():
            return described(shape.of, node)
        case "parts", Mapping():
            return _parts(shape.of, node)
        case "named", Mapping():
            inner = FORMULA if shape.of == "formula" else Shape(style="word", of=shape.of)
            return Listed(tuple(_pair(k.text, value_words(v, inner)) for k, v in node.pairs))
        case "cite", Mapping():
            return _cite(node)
        case _:
            return typed(node)


def inner_kind(shape: Shape, node: Node) -> str:
    """Which keys the inside of a value has, where that depends on the value."""
    if shape.style == "prorate":
        return "by_days"
    return "deduct" if isinstance(node, Mapping) and node.get("deduct") is not None else "target"


def described(kind: str, node: Mapping) -> Part:
    """Every key of a part with its value, in the order of the file."""
    return Listed(tuple(_described(kind, node)))


def _described(kind: str, node: Mapping) -> Iterator[Part]:
    for key, value in node.pairs:
        shape = FIELDS[kind].get(key.text, VALUE)
        yield _pair(field_words(kind, key.text), value_words(value, shape))


def acceptance(entry: Node) -> Part:
    return described("acceptance", entry) if isinstance(entry, Mapping) else typed(entry)


def _pair(name: Part, value: Part) -> Part:
    return Words("diff.value.field", {"field": name, "value": value})


def _parts(kind: str, node: Mapping) -> Part:
    shown = tuple(
        Words("diff.value.part", {"name": key.text, "inside": part_inside(kind, body)})
        for key, body in node.pairs[:MOST_NAMES]
    )
    more = len(node.pairs) - len(shown)
    rest = (Words("diff.value.more", {"count": str(more)}),) if more else ()
    return Listed((*shown, *rest), "diff.semicolon")


def part_inside(kind: str, body: Node) -> Part:
    """A whole part: its keys, or what it is where it has none."""
    return described(kind, body) if isinstance(body, Mapping) else typed(body)


def _rounding(node: Mapping) -> Part:
    places, mode = node.get("places"), node.get("mode")
    if places is None or mode is None or len(node.pairs) != 2:
        return typed(node)
    filled = {"places": typed(places), "mode": word("mode", typed(mode))}
    return Words("diff.value.rounding", filled)


def _cite(node: Mapping) -> Part:
    clause = clause_of(node)
    rules = node.get("rules")
    if rules is None:
        return clause
    return Words("diff.value.cite", {"clause": clause, "rules": typed(rules)})


def clause_of(node: Node | None) -> str:
    """`规章 第9条` as payslips show it."""
    if not isinstance(node, Mapping):
        return typed(node)
    return f"{typed(node.get('source'))} {typed(node.get('clause'))}".strip()
