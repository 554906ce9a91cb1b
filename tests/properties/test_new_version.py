"""The next version pays what the one before pays; nothing but its number and months is touched."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.cli.arguments import STATE_RULES
from engine.core.period import shown_start
from engine.policy.heads import closed, next_version, with_rule
from engine.policy.meaning import meaning_digest, paying_digest
from engine.policy.proration import StateRule
from engine.source.document import Document, Mapping, Node, Scalar
from engine.source.read import read
from tests.pipeline import SHIPPED, relative, shown
from tests.properties.conftest import EXAMPLES

STARTS = st.one_of(
    st.builds(dt.date, st.integers(2024, 2099), st.integers(1, 12), st.integers(1, 28)),
    st.builds(dt.date, st.integers(2024, 2099), st.integers(1, 12), st.just(1)),
)
JULY = dt.date(2030, 7, 1)
OWN = ("version", "effective")


def document_of(text: str) -> Document:
    outcome = read("v1.yaml", text.encode())
    assert outcome.value is not None and not outcome.diagnostics, shown(outcome.diagnostics)
    return outcome.value


def as_of(root: Mapping, other: Mapping) -> Mapping:
    """The root with the number and the months of another."""
    nodes = {key.text: node for key, node in other.pairs if key.text in OWN}
    return replace(root, pairs=tuple((k, nodes.get(k.text, n)) for k, n in root.pairs))


def said(document: Document) -> tuple[str, dict[str, str]]:
    version, months = document.root.get("version"), document.root.get("effective")
    assert isinstance(version, Scalar) and isinstance(months, Mapping)
    return version.text, {k.text: text_of(n) for k, n in months.pairs}


def text_of(node: Node) -> str:
    assert isinstance(node, Scalar)
    return node.text


@pytest.mark.parametrize("path", SHIPPED, ids=relative)
def test_the_next_version_of_a_shipped_policy_pays_the_same(path: Path) -> None:
    before = document_of(path.read_text("utf-8"))
    after = document_of(next_version(before, 9, JULY))
    assert ("9", {"from": "2030-07"}) == said(after)
    for digest in (paying_digest, meaning_digest):
        assert digest(before.root) == digest(as_of(after.root, before.root))
    assert paying_digest(before.root) != paying_digest(after.root)


@pytest.mark.parametrize("path", SHIPPED, ids=relative)
def test_a_shipped_policy_that_is_closed_pays_the_same(path: Path) -> None:
    before = document_of(path.read_text("utf-8"))
    if "to" in said(before)[1]:
        before = document_of(next_version(before, 1, dt.date(2024, 1, 1)))
    text = closed(before, JULY)
    assert paying_digest(before.root) == paying_digest(document_of(text).root)
    assert "2030-07" == said(document_of(text))[1]["to"]
    assert "\n".join(before.lines) == text.replace(", to: 2030-07", "", 1)


QUOTES = st.sampled_from(["", "'", '"'])
REMARKS = st.sampled_from(["", "  # 备注", " # to: 2024-01, {x", "\t#  二  "])


@st.composite
def heads(draw: st.DrawFn) -> str:
    """A head with its months in one of the ways in which people write them."""
    quote, end = draw(QUOTES), draw(st.sampled_from(["\n", "\r\n"]))
    first = f"from: {quote}2024-01{quote}"
    pairs = [first, *draw(st.sampled_from([[], [f"to: {quote}2024-09{quote}"], ["to: 2024-09"]]))]
    if draw(st.booleans()):
        pairs.reverse()
    remarks = [draw(REMARKS) for _ in range(4)]
    style = draw(st.sampled_from(["flow", "long flow", "block"]))
    if style == "flow":
        blank, comma = draw(st.sampled_from(["", " "])), draw(st.sampled_from(["", ",", " , "]))
        months = f"effective: {{{blank}{', '.join(pairs)}{comma}{blank}}}{remarks[0]}"
    elif style == "long flow":
        rows = [f"  {pair},{r}" for pair, r in zip(pairs, remarks, strict=False)]
        months = end.join([f"effective: {{{remarks[2]}", *rows, f"  }}{remarks[3]}"])
    else:
        indent = draw(st.sampled_from(["  ", "    "]))
        rows = [f"{indent}{pair}{r}" for pair, r in zip(pairs, remarks, strict=False)]
        months = end.join([f"effective:{remarks[2]}", *rows])
    version = f"version: 1{remarks[1]}"
    parts = [
        "# 头\u2028# 部",
        *draw(st.permutations([version, months, f"title: 方案{remarks[3]}"])),
    ]
    return end.join(parts) + draw(st.sampled_from(["", end, end + "# 尾" + end]))


def comments(text: str) -> list[str]:
    return [line.partition("#")[2].strip() for line in text.splitlines() if "#" in line]


@settings(max_examples=EXAMPLES * 4)
@given(text=heads(), number=st.integers(2, 9999), start=STARTS)
def test_whatever_the_style_only_number_and_months_change(
    text: str, number: int, start: dt.date
) -> None:
    before = document_of(text)
    after = next_version(before, number, start)
    shown_first = shown_start(start)
    assert (str(number), {"from": shown_first}) == said(document_of(after))
    assert comments(text) == comments(after)
    end = start + dt.timedelta(days=31)
    again = closed(document_of(after), end)
    assert {"from": shown_first, "to": shown_start(end)} == said(document_of(again))[1]
    assert comments(text) == comments(again)
    # the end that was put in is all that differs
    pairs = enumerate(zip(after, again, strict=False))
    first = next((n for n, (one, other) in pairs if one != other), len(after))
    assert after == again[:first] + again[first + len(again) - len(after) :]


SAID = ("", "mid_month: {role: by_days}", "mid_month:\n  level: last_state  # 三\n  role: by_days")
RULED = ("mid_month: {version: first_state}", "mid_month: {version: 'by_days', role: by_days}")


@settings(max_examples=EXAMPLES * 2)
@given(text=heads(), own=st.sampled_from((*SAID, *RULED)), rule=st.sampled_from(STATE_RULES))
def test_whatever_the_style_only_the_rule_of_the_month_is_set(
    text: str, own: str, rule: StateRule
) -> None:
    before = document_of(f"{text.rstrip()}\n{own}\n")
    after = with_rule(before, rule)
    old, new = (doc.root.get("mid_month") for doc in (before, document_of(after)))
    assert isinstance(new, Mapping)
    kept = {k.text: text_of(n) for k, n in old.pairs} if isinstance(old, Mapping) else {}
    assert {**kept, "version": rule} == {k.text: text_of(n) for k, n in new.pairs}
    assert said(before) == said(document_of(after))
    assert comments("\n".join(before.lines)) == comments(after)
