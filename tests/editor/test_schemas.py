"""What an editor can tell of every key: a title, a description in both languages, labels."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest

from engine.app.workspace import schema
from engine.source.conforms import conforms
from engine.source.document import to_json
from engine.source.read import read
from tests.pipeline import ROOT

NAMES = ("policy", "policy_part", "mapping")
# keys that people meet first, and whose form is not plain from their name
WITH_EXAMPLES = {
    "policy": ["effective", "round", "points", "weight", "target", "lookup", "columns", "rows",
               "amount", "when", "cite", "why", "per"],
    "policy_part": ["base", "without"],
    "mapping": ["files", "header", "measure"],
}  # fmt: skip
_HAN = re.compile("[\u4e00-\u9fff]")
_INSIDE = ("items", "additionalProperties", "if", "then", "else")

Schema = Mapping[str, Any]


@cache
def properties(name: str) -> tuple[tuple[str, str, Schema], ...]:
    """Every key of a schema: its path, its name, and what is said of it or of what it refers to."""
    loaded = json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text("utf-8"))
    parts = {"": loaded, **{f"$defs.{k}": v for k, v in loaded["$defs"].items()}}
    return tuple(
        (path, key, whole(node, loaded["$defs"]))
        for start, part in parts.items()
        for path, key, node in inside(part, start)
        if node != {"$ref": "#/$defs/nothing"}
    )


def whole(node: Schema, definitions: Mapping[str, Schema]) -> Schema:
    name = node.get("$ref", "").rpartition("/")[2]
    return {**definitions[name], **node} if name else node


def inside(node: Any, path: str) -> Iterator[tuple[str, str, Schema]]:
    if not isinstance(node, dict):
        return
    is_condition = path.endswith((".if", ".not"))
    for key, value in node.get("properties", {}).items():
        if not is_condition:
            yield f"{path}.{key}", key, value
        yield from inside(value, f"{path}.{key}")
    for keyword in _INSIDE:
        yield from inside(node.get(keyword), f"{path}.{keyword}")
    for one in node.get("allOf", ()):
        yield from inside(one, path)


def enums(node: Any, path: str) -> Iterator[tuple[str, Schema]]:
    if isinstance(node, list):
        for one in node:
            yield from enums(one, path)
    if isinstance(node, dict):
        if isinstance(node.get("enum"), list):
            yield path, node
        for key, value in node.items():
            if key not in ("if", "enum", "examples"):
                yield from enums(value, f"{path}.{key}")


def is_bilingual(text: str, parted_by: str) -> bool:
    english, parted, chinese = text.partition(parted_by)
    return bool(english.strip() and parted and _HAN.search(chinese))


@pytest.mark.parametrize("name", NAMES)
def test_every_key_has_a_title_in_both_languages(name: str) -> None:
    lacking = [path for path, _, said in properties(name) if " · " not in said.get("title", "")]
    assert not lacking


@pytest.mark.parametrize("name", NAMES)
def test_every_key_is_described_in_both_languages(name: str) -> None:
    said = {path: node.get("description", "") for path, _, node in properties(name)}
    assert not [path for path, text in said.items() if not is_bilingual(text, "\n")]


@pytest.mark.parametrize("name", NAMES)
def test_every_word_to_choose_from_has_its_label(name: str) -> None:
    loaded = json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text("utf-8"))
    for path, node in enums(loaded, name):
        labels = node.get("enumDescriptions", ())
        assert len(labels) == len(node["enum"]), path
        assert all(label.strip() for label in labels), path


@pytest.mark.parametrize("name", NAMES)
def test_the_main_keys_have_examples_that_are_of_their_shape(name: str) -> None:
    with_examples = {
        key
        for _, key, said in properties(name)
        if said.get("examples") or said.get("defaultSnippets")
    }
    assert not set(WITH_EXAMPLES[name]) - with_examples
    for path, node in with_their_examples(schema(name), ""):
        for example in node["examples"]:
            text = json.dumps({"x": example}, ensure_ascii=False)
            document = read("x.yaml", text.encode()).value
            assert document is not None
            shown: Any = to_json(document.root)
            said = {k: v for k, v in node.items() if k != "examples"}
            assert conforms(shown["x"], said), (path, example)


def with_their_examples(node: Any, path: str) -> Iterator[tuple[str, Schema]]:
    if isinstance(node, list):
        for one in node:
            yield from with_their_examples(one, path)
    if isinstance(node, dict):
        if isinstance(node.get("examples"), list):
            yield path, node
        for key, value in node.items():
            if key not in ("examples", "enum"):
                yield from with_their_examples(value, f"{path}.{key}")
