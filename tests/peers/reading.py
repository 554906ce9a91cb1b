"""The texts of the case tables: YAML and JSON in which no number passes through a float."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import yaml


class _Exact(yaml.SafeLoader):
    """Numbers with decimals stay the text that was typed."""


def _as_typed(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> object:
    return loader.construct_scalar(node)


_Exact.add_constructor("tag:yaml.org,2002:float", _as_typed)


def documents(text: str) -> list[dict[str, Any]]:
    return [document for document in yaml.load_all(text, Loader=_Exact) if document]


def json_document(text: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return document


def number(value: object) -> str | None:
    """The text of a number as the tables write it: a text, a number, or {num: …}."""
    if isinstance(value, dict) and set(value) == {"num"}:
        value = value["num"]
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return None
    try:
        return format(Decimal(value), "f")
    except ArithmeticError:
        return None
