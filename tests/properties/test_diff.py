"""`diff` loses nothing: it is silent if and only if both policies mean the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.compare.change import Change, in_language, typed
from engine.compare.payslip import in_order
from engine.compare.wording import changes
from engine.core.text import LANGUAGES
from engine.policy.meaning import meaning_digest, plain_meaning
from engine.source.document import Mapping, Node, Scalar, Sequence
from engine.source.read import read
from tests.pipeline import ROOT, SHIPPED, bind_policy, relative
from tests.properties.conftest import EXAMPLES
from tests.properties.policies import MadePolicy, policies

FEW = max(EXAMPLES // 4, 10)
PATHS = (*SHIPPED, ROOT / "tests" / "unit" / "compare" / "whole.yaml")
WORDS = ("0", "1", "1.0", "5%", "0.05", "1,000", "1000", "half_up", "甲", "none", "exact", "is")


def root_of(content: bytes) -> Mapping:
    document = read("policy.yaml", content).value
    assert document is not None
    return document.root


def holds(old: Mapping, new: Mapping) -> None:
    """Silent exactly where the meanings agree, and every value that differs is told."""
    found = changes(old, new)
    assert (not found) == (meaning_digest(old) == meaning_digest(new))
    for change in found:
        for language in LANGUAGES:
            assert in_language(change.words, language).strip()
        assert change.path
    for path, before, after in differing((), without_cases(old), without_cases(new)):
        near = [c for c in found if is_near(c, path)]
        assert near, path
        come, gone = less(after, before), less(before, after)
        said_before = "\n".join(f"{c.path} {c.before}" for c in near if c.old)
        said_after = "\n".join(f"{c.path} {c.after}" for c in near if c.new)
        assert [] == [text for text in come if text not in said_after], path
        assert [] == [text for text in gone if text not in said_before], path


def without_cases(root: Mapping) -> Mapping:
    """Rules about flags have worked examples of their own, which are no meaning either."""
    pairs = (
        (key, less_cases(node) if key.text == "flags" else node)
        for key, node in root.pairs
    )  # fmt: skip
    return Mapping(tuple(pairs), root.span)


def less_cases(flags: Node) -> Node:
    if not isinstance(flags, Mapping):
        return flags
    return Mapping(tuple(p for p in flags.pairs if p[0].text != "cases"), flags.span)


def differing(
    path: tuple[str, ...], old: Node | None, new: Node | None
) -> Iterator[tuple[tuple[str, ...], Node | None, Node | None]]:
    """The values that are no mapping, or that one side lacks, where the sides differ."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys(k.text for k, _ in (*old.pairs, *new.pairs)):
            if path or key != "cases":
                yield from differing((*path, key), old.get(key), new.get(key))
    elif old is None or new is None or plain_meaning(old) != plain_meaning(new):
        yield path, old, new


def is_near(change: Change, path: tuple[str, ...]) -> bool:
    """At the value, inside of it, or at the part that holds it; cells are told with columns."""
    at = path[:-1] if path[-1] == "rows" else path
    width = min(len(at), len(change.steps))
    return change.steps[:width] == at[:width]


def less(one: Node | None, other: Node | None) -> list[str]:
    """The texts of one side whose meaning the other lacks, or has less often."""
    left = Counter(plain_meaning(scalar) for scalar in scalars(other))
    found = []
    for scalar in scalars(one):
        left[plain_meaning(scalar)] -= 1
        if left[plain_meaning(scalar)] < 0:
            found.append(typed(scalar))
    return found


def scalars(node: Node | None) -> Iterator[Scalar]:
    match node:
        case Scalar():
            yield node
        case Sequence():
            for item in node.items:
                yield from scalars(item)
        case Mapping():
            for _, value in node.pairs:
                yield from scalars(value)


@settings(max_examples=FEW)
@given(first=policies(), second=policies())
def test_two_policies_differ_where_their_meanings_differ(
    first: MadePolicy, second: MadePolicy
) -> None:
    holds(root_of(first.text.encode()), root_of(second.text.encode()))


@st.composite
def altered(draw: st.DrawFn, node: Node) -> Node:
    """The document with one place changed, wherever and however."""
    if isinstance(node, Mapping) and node.pairs and draw(st.integers(0, 9)) > 0:
        number = draw(st.integers(0, len(node.pairs) - 1))
        return draw(of_mapping(node, number))
    if isinstance(node, Sequence) and node.items and draw(st.integers(0, 9)) > 1:
        return draw(of_sequence(node, draw(st.integers(0, len(node.items) - 1))))
    text = draw(st.sampled_from(WORDS))
    one = Scalar(text, False, node.span)
    return draw(
        st.sampled_from([one, one, one, Sequence((one,), node.span), Mapping((), node.span)])
    )


@st.composite
def of_mapping(draw: st.DrawFn, node: Mapping, number: int) -> Node:
    key, value = node.pairs[number]
    pairs = list(node.pairs)
    match draw(st.integers(0, 9)):
        case 0:
            del pairs[number]
        case 1:
            pairs.append((Scalar(draw(st.sampled_from(["新", "label", "round"])), False, key.span),
                          draw(altered(value))))  # fmt: skip
            pairs = list({k.text: (k, v) for k, v in pairs}.values())
        case 2 if key.text not in ("when", "gives"):
            pairs[number] = (replace(key, text="另"), value)
        case _:
            pairs[number] = (key, draw(altered(value)))
    return replace(node, pairs=tuple(pairs))


@st.composite
def of_sequence(draw: st.DrawFn, node: Sequence, number: int) -> Node:
    items = list(node.items)
    match draw(st.integers(0, 5)):
        case 0:
            del items[number]
        case 1:
            items.insert(number, draw(altered(items[number])))
        case 2:
            items = draw(st.permutations(items))
        case 3:
            items.append(items[number])
        case _:
            items[number] = draw(altered(items[number]))
    return replace(node, items=tuple(items))


@pytest.mark.parametrize("path", PATHS, ids=relative)
@settings(max_examples=FEW)
@given(data=st.data())
def test_whatever_is_altered_is_told(path: Path, data: st.DataObject) -> None:
    old = root_of(path.read_bytes())
    new: Node = old
    for _ in range(data.draw(st.integers(1, 4))):
        new = data.draw(altered(new))
    if isinstance(new, Mapping):
        holds(old, new)
        holds(new, old)


@pytest.mark.parametrize("path", SHIPPED, ids=relative)
def test_in_the_order_of_the_payslip_nothing_is_lost(path: Path) -> None:
    content = path.read_bytes()
    bound = bind_policy(content).value
    found = changes(Mapping((), root_of(content).span), root_of(content))
    told_ = in_order(found, bound, bound)
    assert sorted(c.path for c in found) == sorted(t.change.path for t in told_)
