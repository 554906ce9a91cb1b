"""What the real language server said (`make editor`), held against the schemas as they are now."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from engine.app.workspace import schema
from tests.editor.record import COMPLETIONS, FINDINGS, HOVERS, TRANSCRIPT, VERSION

STALE = "the schema says something else now: make editor"


@cache
def transcript() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(TRANSCRIPT.read_text("utf-8"))
    return loaded


def at(*path: str, name: str = "policy") -> dict[str, Any]:
    """The part of a schema where the path of keys leads; names of items go by themselves."""
    node = dict(schema(name))
    for key in path:
        node = dict(node["additionalProperties"] if key == "*" else node["properties"][key])
    return node


ITEM = ("kpi", "*", "items", "*")
TABLE = ("tables", "*")
PLACES = {
    "at the top": at(),
    "keys of an item": at(*ITEM),
    "inside of points": at(*ITEM, "points")["then"]["else"],
    "inside of points that deduct": at(*ITEM, "points")["then"]["then"],
    "keys of a table": at(*TABLE),
    "keys of a rounding": at("round", "lines"),
    "keys of a pay line": at("pay", "*"),
    "keys of extends": at("extends"),
    "inside of points of a part": at(*ITEM, "points", name="policy_part"),
}
WORDS = {
    "words of step": at(*ITEM, "points")["then"]["then"]["properties"]["step"],
    "words of missing": at(*ITEM, "missing"),
    "words of method": at(*TABLE, "method"),
    "words of edge": at(*TABLE, "edge"),
    "words of mode": at("round", "lines", "mode"),
}
TOLD = {
    "effective": at("effective"),
    "round": at("round"),
    "weight": at(*ITEM, "weight"),
    "target": at(*ITEM, "points")["then"]["else"]["properties"]["target"],
    "step": at(*ITEM, "points")["then"]["then"]["properties"]["step"],
    "lookup": at(*TABLE, "lookup"),
    "edge": at(*TABLE, "edge"),
    "method": at(*TABLE, "method"),
    "amount": at("pay", "*", "amount"),
    "when": at("pay", "*", "when"),
    "extends": at("extends"),
    "cases": at("cases"),
}


def test_the_transcript_is_of_the_questions_that_are_asked_now() -> None:
    said = transcript()
    assert f"yaml-language-server {VERSION}" == said["server"]
    for part, asked in (("completions", COMPLETIONS), ("hovers", HOVERS), ("findings", FINDINGS)):
        assert list(asked) == list(said[part]), STALE


def test_no_shipped_policy_is_found_at_fault() -> None:
    shipped = transcript()["shipped"]
    assert len(shipped) >= 9
    assert not any(shipped.values()), shipped


@pytest.mark.parametrize("place", PLACES)
def test_every_key_that_may_stand_there_is_proposed_and_explained(place: str) -> None:
    proposed = transcript()["completions"][place]
    # what is there already is not proposed again
    there = {"format", "weight", "deduct"}
    for key, node in PLACES[place]["properties"].items():
        if key not in there:
            assert node["description"] == proposed.get(key), f"{key}: {STALE}"


@pytest.mark.parametrize("place", WORDS)
def test_every_word_to_choose_from_is_proposed_and_explained(place: str) -> None:
    node = WORDS[place]
    expected = dict(zip(node["enum"], node["enumDescriptions"], strict=True))
    assert expected == transcript()["completions"][place], STALE


def test_forms_of_points_are_proposed_whole() -> None:
    proposed = transcript()["completions"]["words of points"]
    assert {"as_is", *(s["label"] for s in at(*ITEM, "points")["defaultSnippets"])} <= set(proposed)


@pytest.mark.parametrize("key", TOLD)
def test_a_key_under_the_mouse_is_explained_in_both_languages(key: str) -> None:
    said = transcript()["hovers"][key]
    node = TOLD[key]
    assert said.startswith(f"#### {node['title']}\n"), STALE
    for line in node["description"].split("\n"):
        assert line in said.replace("\\", ""), STALE


def test_a_wrong_key_is_marked_while_typing() -> None:
    found = transcript()["findings"]["a key with two letters swapped"]
    assert ["10: Property lokup is not allowed."] == found


def test_a_wrong_word_is_marked_and_the_right_ones_are_named() -> None:
    (found,) = transcript()["findings"]["a word that is none of those to choose from"]
    assert found.startswith("10: Value is not accepted.")
    assert all(f'"{word}"' in found for word in at(*TABLE, "edge")["enum"])


@pytest.mark.parametrize("name", ["a policy that extends, with one line of its own", "a base"])
def test_a_part_of_a_policy_is_not_asked_for_the_rest(name: str) -> None:
    assert [] == transcript()["findings"][name]


def test_keys_that_a_policy_lacks_are_named() -> None:
    found = transcript()["findings"]["a policy without its pay"]
    assert {"currency", "pay", "roles", "sources"} == {
        text.partition('"')[2].partition('"')[0] for text in found
    }
