"""The quick look at a shape and the library for JSON Schema say the same of any value."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from engine.app.workspace import schema
from engine.core.shipped import shipped
from engine.source.conforms import conforms
from engine.source.document import to_json
from engine.source.read import read
from tests.properties.conftest import EXAMPLES

KEYS = st.sampled_from(["a", "b", "label", "等级", ""])
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from([Decimal("1.0"), Decimal("0.5"), Decimal("-2.50")]),
    st.text("ab1等", max_size=4),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)
KINDS = st.sampled_from(["object", "array", "string", "boolean", "null", "integer", "number"])
COUNTS = st.integers(0, 3)


def rules(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Schemas of every keyword that the quick look knows."""
    return st.fixed_dictionaries(
        {},
        optional={
            "type": st.one_of(KINDS, st.lists(KINDS, min_size=1, max_size=3, unique=True)),
            "enum": st.lists(SCALARS, min_size=1, max_size=3),
            "const": SCALARS,
            "pattern": st.sampled_from(["^a", "1$", "等", "^[ab]*$"]),
            "properties": st.dictionaries(KEYS, inner, max_size=3),
            "additionalProperties": st.one_of(st.booleans(), inner),
            "required": st.lists(KEYS, max_size=2, unique=True),
            "items": inner,
            "propertyNames": inner,
            "if": inner,
            "then": inner,
            "else": inner,
            "minLength": COUNTS,
            "maxLength": COUNTS,
            "minItems": COUNTS,
            "maxItems": COUNTS,
            "minProperties": COUNTS,
            "maxProperties": COUNTS,
            "minimum": st.integers(-2, 2),
            "maximum": st.integers(-2, 2),
            "description": st.just("words"),
        },
    )


SCHEMAS = st.recursive(st.just({}), rules, max_leaves=8)


@settings(max_examples=EXAMPLES * 4)
@given(value=VALUES, rule=SCHEMAS)
def test_both_say_the_same(value: object, rule: dict[str, Any]) -> None:
    assert conforms(value, rule) == Draft202012Validator(rule).is_valid(value)


def test_an_unknown_keyword_is_never_a_yes() -> None:
    assert not conforms(1, {"multipleOf": 1})
    assert not conforms([1], {"const": [1]})


@pytest.mark.parametrize("path", sorted(shipped("policies").rglob("v*.yaml")), ids=str)
def test_shipped_policies_need_no_second_look(path: Any) -> None:
    document = read(path.name, path.read_bytes()).value
    assert document is not None
    assert conforms(to_json(document.root), schema("policy"))
