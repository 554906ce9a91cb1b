"""The settings of `Service` are those of the schema, word for word in both languages."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from typing import Any, get_args, get_type_hints

import pytest

from engine.policy import service as module
from engine.policy.service import Service
from tests.pipeline import schema

SETTINGS = {setting.name: setting for setting in fields(Service)}
# all but the clause and the remark of the section
PROPERTIES: dict[str, Any] = {
    name: node
    for name, node in schema()["properties"]["service"]["properties"].items()
    if name not in ("cite", "note")
}
HINTS = get_type_hints(Service, vars(module))
GROUPS = ("conversations", "responses", "people", "inquiries", "credit", "money", "duties")
NONE = "none"


def readings(name: str) -> list[object]:
    """The closed list of values of a setting; empty where it is a number, a list or hours."""
    if HINTS[name] is bool:
        return [True, False]
    return [value for value in get_args(HINTS[name]) if isinstance(value, str)]


def test_the_settings_are_those_of_the_schema_in_its_order() -> None:
    assert list(SETTINGS) == list(PROPERTIES)


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_has_the_default_of_the_schema(name: str) -> None:
    default = SETTINGS[name].default
    written = PROPERTIES[name].get("default", NONE)
    if isinstance(default, Decimal):  # JSON's own numbers with a point round
        default, written = str(default), str(written)
    assert (NONE if default is None else list(default) if default == () else default) == written


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_has_the_readings_of_the_schema(name: str) -> None:
    node = PROPERTIES[name]
    known = [value for value in node.get("enum", ()) if value != NONE]
    assert set(map(str, readings(name))) == set(map(str, known))
    if HINTS[name] is int:
        assert "integer" == node["type"]


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_has_words_in_both_languages(name: str) -> None:
    node = PROPERTIES[name]
    english, chinese = node["description"].split("\n")
    assert english.isascii() and english
    assert any("\u4e00" <= sign <= "\u9fff" for sign in chinese)
    assert node["x-group"] in GROUPS
    if "enum" in node:
        assert len(node["enum"]) == len(node["enumDescriptions"])
    for label in node.get("enumDescriptions", ()):
        first, second = label.split(" / ")
        assert first.isascii() and any("\u4e00" <= sign <= "\u9fff" for sign in second)


def test_groups_stand_together() -> None:
    found = [node["x-group"] for node in PROPERTIES.values()]
    assert list(GROUPS) == list(dict.fromkeys(found))
    assert found == sorted(found, key=GROUPS.index)
