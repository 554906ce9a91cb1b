"""Document + JSON Schema → the same document, or every place where its shape is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from engine.core.closest import closest
from engine.core.diagnostic import Check, Diagnostic, Outcome, in_order
from engine.core.span import Span
from engine.source.checks.y151_unknown_key import UNKNOWN_KEY
from engine.source.checks.y152_missing_key import MISSING_KEY
from engine.source.checks.y153_wrong_kind import WRONG_KIND
from engine.source.checks.y154_not_allowed import NOT_ALLOWED
from engine.source.checks.y155_wrong_length import WRONG_LENGTH
from engine.source.checks.y156_formula_cut import FORMULA_CUT
from engine.source.conforms import conforms
from engine.source.document import Document, Node, Scalar, at_path, to_json
from engine.source.document import Mapping as MappingNode

_LENGTHS = ("minItems", "maxItems", "minProperties", "maxProperties")


def shape(document: Document, schema: Mapping[str, Any]) -> Outcome[Document]:
    """Check the document against the schema; all mistakes at once, at their places."""
    value = to_json(document.root)
    if conforms(value, schema):
        return Outcome(document)
    from jsonschema import Draft202012Validator  # imported here: it costs a tenth of a second

    errors = Draft202012Validator(schema).iter_errors(value)
    found = in_order(d for error in errors for d in _diagnose(document, error))
    return Outcome(document, found)


# `error` is jsonschema's ValidationError, whose fields are any JSON value
def _diagnose(document: Document, error: Any) -> Iterator[Diagnostic]:
    node = at_path(document.root, list(error.absolute_path))
    match error.validator:
        case "additionalProperties" | "unevaluatedProperties" | "propertyNames":
            yield from _unknown_keys(node, error)
        case "required":
            yield from _missing_key(document, node, error)
        case "type":
            yield _wrong(WRONG_KIND, node, expected=_kinds(error.validator_value))
        case keyword if keyword in _LENGTHS:
            count = str(error.validator_value)
            yield WRONG_LENGTH.at(_key_span(document, error) or node.span, count=count)
        case _:
            yield _wrong(NOT_ALLOWED, node, expected=_expected(error), closest=_near(node, error))


def _unknown_keys(node: Node, error: Any) -> Iterator[Diagnostic]:
    if not isinstance(node, MappingNode):
        return
    known = set(error.schema.get("properties", {}))
    patterns = [re.compile(p) for p in error.schema.get("patternProperties", {})]
    for key, _ in node.pairs:
        if key.text in known or any(p.search(key.text) for p in patterns):
            continue
        if _closes_more(key.text):
            yield FORMULA_CUT.at(key.span, rest=key.text)
            continue
        yield UNKNOWN_KEY.at(
            key.span,
            key=key.text,
            closest=closest(key.text, known),
            known=", ".join(sorted(known)),
        )


def _closes_more(text: str) -> bool:
    """A key with a closing bracket that it never opened is the rest of a formula."""
    opened = text.count("(") + text.count("（")
    return text.count(")") + text.count("）") > opened


def _missing_key(document: Document, node: Node, error: Any) -> Iterator[Diagnostic]:
    present = error.instance if isinstance(error.instance, dict) else {}
    for key in error.validator_value:
        if key not in present:
            yield MISSING_KEY.at(_key_span(document, error) or _head(node), key=key)


def _key_span(document: Document, error: Any) -> Span | None:
    """The key that holds the value at fault: a better place than the whole value."""
    path = list(error.absolute_path)
    if not path or not isinstance(path[-1], str):
        return None
    holder = at_path(document.root, path[:-1])
    key = holder.key(path[-1]) if isinstance(holder, MappingNode) else None
    return key.span if key else None


def _head(node: Node) -> Span:
    if isinstance(node, MappingNode) and node.pairs:
        return node.pairs[0][0].span
    return node.span


def _wrong(check: Check, node: Node, **values: str) -> Diagnostic:
    written = node.text if isinstance(node, Scalar) else _kind_of(node)
    return check.at(_head(node), written=written, **values)


def _kind_of(node: Node) -> str:
    return "{…}" if isinstance(node, MappingNode) else "[…]"


def _kinds(expected: str | list[str]) -> str:
    names = [expected] if isinstance(expected, str) else expected
    words = {"object": "{…}", "array": "[…]", "string": "text", "null": "empty"}
    return " | ".join(words.get(name, name) for name in names)


def _expected(error: Any) -> str:
    described = error.schema.get("description")
    match error.validator:
        case "enum":
            return " | ".join(str(v) for v in error.validator_value)
        case "const":
            return str(error.validator_value)
        case _ if described:
            return str(described)
        case _:
            return f"{error.validator} {error.validator_value}"


def _near(node: Node, error: Any) -> str:
    if error.validator != "enum" or not isinstance(node, Scalar):
        return ""
    return closest(node.text, (str(v) for v in error.validator_value))
