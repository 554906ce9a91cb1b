"""Whether a value has its shape: the quick yes that spares a check the long way.

`shape` asks here first. Loading the library for JSON Schema takes longer than reading and binding
a policy of two thousand lines, and it is needed only to say what is wrong. The library has the
last word about every no, and about every schema with a keyword that is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

# the value, what the keyword wants, the schema that the keyword stands in
_Rule = Callable[[Any, Any, Mapping[str, Any]], bool]

_KINDS: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "null": (type(None),),
    "integer": (int,),
    "number": (int, Decimal),
}
_SAYS_NOTHING = frozenset(
    {
        "title",
        "description",
        "examples",
        "default",
        "enumDescriptions",
        "x-group",
        "defaultSnippets",
        "$schema",
        "$id",
    }
)


class _UnknownKeywordError(Exception):
    """The schema says something that is not understood here."""


def conforms(value: object, schema: Mapping[str, Any]) -> bool:
    """True only where every keyword that was met is known and holds.

    `value` is made of what `to_json` yields: text, int, Decimal, bool, None, lists and dicts.
    """
    try:
        return _holds(value, schema)
    except _UnknownKeywordError:
        return False


def _holds(value: object, schema: Mapping[str, Any]) -> bool:
    for keyword, wanted in schema.items():
        if keyword in _SAYS_NOTHING:
            continue
        rule = _RULES.get(keyword)
        if rule is None:
            raise _UnknownKeywordError(keyword)
        if not rule(value, wanted, schema):
            return False
    return True


def _same(value: object, wanted: object) -> bool:
    """Equal as JSON: 1 is 1.0, but true is no number."""
    if isinstance(wanted, list | dict):
        raise _UnknownKeywordError("a list or an object to be equal to")
    return isinstance(value, bool) == isinstance(wanted, bool) and value == wanted


def _type(value: Any, wanted: Any, _: Mapping[str, Any]) -> bool:
    names = [wanted] if isinstance(wanted, str) else wanted
    return any(type(value) in _KINDS.get(name, ()) for name in names)


def _is_one_of(value: Any, wanted: Any, _: Mapping[str, Any]) -> bool:
    return any(_same(value, one) for one in wanted)


def _properties(value: Any, wanted: Any, _: Mapping[str, Any]) -> bool:
    if not isinstance(value, dict):
        return True
    return all(_holds(one, wanted[key]) for key, one in value.items() if key in wanted)


def _additional(value: Any, wanted: Any, schema: Mapping[str, Any]) -> bool:
    if not isinstance(value, dict):
        return True
    named = schema.get("properties", {})
    others = [one for key, one in value.items() if key not in named]
    if isinstance(wanted, bool):
        return wanted or not others
    return all(_holds(one, wanted) for one in others)


def _branch(value: Any, condition: Any, schema: Mapping[str, Any]) -> bool:
    following = "then" if _holds(value, condition) else "else"
    return _holds(value, schema.get(following, {}))


def _each(kind: type[Any]) -> _Rule:
    """Items of a list, or names of an object, one by one."""

    def check(value: Any, wanted: Any, _: Mapping[str, Any]) -> bool:
        return not isinstance(value, kind) or all(_holds(one, wanted) for one in value)

    return check


def _length(kind: type[Any], holds: Callable[[int, int], bool]) -> _Rule:
    def check(value: Any, wanted: Any, _: Mapping[str, Any]) -> bool:
        return not isinstance(value, kind) or holds(len(value), wanted)

    return check


def _bound(holds: Callable[[Any, Any], bool]) -> _Rule:
    def check(value: Any, wanted: Any, _: Mapping[str, Any]) -> bool:
        return type(value) not in (int, Decimal) or holds(value, wanted)

    return check


_RULES: Mapping[str, _Rule] = {
    "type": _type,
    "enum": _is_one_of,
    "const": lambda value, wanted, _: _same(value, wanted),
    "pattern": lambda value, wanted, _: type(value) is not str or bool(re.search(wanted, value)),
    "properties": _properties,
    "additionalProperties": _additional,
    "required": lambda value, wanted, _: type(value) is not dict or all(k in value for k in wanted),
    "items": _each(list),
    "propertyNames": _each(dict),
    "if": _branch,
    "then": lambda *_: True,
    "else": lambda *_: True,
    "minLength": _length(str, lambda count, wanted: count >= wanted),
    "maxLength": _length(str, lambda count, wanted: count <= wanted),
    "minItems": _length(list, lambda count, wanted: count >= wanted),
    "maxItems": _length(list, lambda count, wanted: count <= wanted),
    "minProperties": _length(dict, lambda count, wanted: count >= wanted),
    "maxProperties": _length(dict, lambda count, wanted: count <= wanted),
    "minimum": _bound(lambda value, wanted: value >= wanted),
    "maximum": _bound(lambda value, wanted: value <= wanted),
}
