"""Whatever a file holds, there are findings and no exception."""

from __future__ import annotations

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.core.span import whole_file
from engine.core.text import LANGUAGES, hint, message
from engine.formula.parse import parse
from engine.replay.spelling import spell
from engine.source.read import read
from tests.checks.examples import BASE
from tests.pipeline import CONFORMANCE, SHIPPED, all_findings, relative
from tests.properties.conftest import EXAMPLES
from tests.properties.formulas import GIVEN, MONEY, Scope, value

MANY = EXAMPLES * 10
FEW = max(EXAMPLES // 5, 5)
YAML_PIECES = st.sampled_from(
    ["a", "b", ": ", ":", "- ", "-", "{", "}", "[", "]", ",", "\n", "\n  ", "#", "&x", "*x", "!!t",
     "|", ">", "'", '"', "---", "...", "? ", "<<", "1", "~", "%", "@", "`", "\t", "\ufeff", "\0"]
)  # fmt: skip
FORMULA_PIECES = st.sampled_from(
    ["sales", "评级", ".", "销售额", "1", "2.5", "5,100", "5%", "‰", "pp", "万", "+", "-", "−", "×",
     "*", "**", "/", "//", "÷", "(", ")", "（", "）", ",", "，", "<", "<=", "=", "==", "!=", "≠",
     " ", "if", "min", "round", "half_up", "and", "且", "not", ":", "[", "]", "'", '"', "「",
     "」", "\\", "\n", "_", "__class__", "\u3000", "é", "∞", "%", "@", "~", "^", "&", "|", "!"]
)  # fmt: skip


@settings(max_examples=MANY)
@given(content=st.binary(max_size=200))
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf")
@example(b"[" * 100)
@example(b"a: &a [*a]")
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    outcome = read("policy.yaml", content)
    assert outcome.value is not None or outcome.has_errors


@settings(max_examples=MANY)
@given(pieces=st.lists(YAML_PIECES, max_size=40))
def test_any_marks_of_yaml_are_read_or_refused(pieces: list[str]) -> None:
    outcome = read("policy.yaml", "".join(pieces).encode())
    assert outcome.value is not None or outcome.has_errors


@settings(max_examples=MANY)
@given(text=st.one_of(st.text(max_size=60), st.lists(FORMULA_PIECES, max_size=30).map("".join)))
@example("(" * 10_000)
@example("-" * 999)
@example("a." * 300 + "b")
def test_any_formula_is_parsed_or_refused(text: str) -> None:
    outcome = parse(text, whole_file("policy.yaml"))
    assert outcome.value is not None or outcome.has_errors


@settings(max_examples=MANY)
@given(pieces=st.lists(FORMULA_PIECES, max_size=20))
def test_any_text_can_be_spelled(pieces: list[str]) -> None:
    assert isinstance(spell("".join(pieces))[0], str)


def findings_are_said(text: str, name: str) -> None:
    for diagnostic in all_findings(text.encode("utf-8", "surrogatepass"), name):
        for language in LANGUAGES:
            assert message(diagnostic, language)
            assert hint(diagnostic, language)


@settings(max_examples=MANY // 4)
@given(text=st.one_of(st.text(max_size=60), st.lists(FORMULA_PIECES, max_size=15).map("".join)))
def test_any_formula_in_a_policy_gives_findings_or_pays(text: str) -> None:
    typed = "'" + text.replace("'", "''").replace("\n", " ") + "'"
    findings_are_said(BASE.replace("销售额 × 1%", typed), "policy.yaml")


@settings(max_examples=MANY // 10)
@given(data=st.data())
def test_a_formula_of_any_units_gives_findings_or_pays(data: st.DataObject) -> None:
    scope = Scope()
    for measure in GIVEN:
        scope.add(MONEY, measure.name)
    scope.add(MONEY, "kpi_score")
    scope.add(MONEY, "评级.等级")
    formula = data.draw(value(scope, MONEY, 3))
    findings_are_said(BASE.replace("销售额 × 1%", f'"{formula}"'), "policy.yaml")


@pytest.mark.parametrize("path", [*SHIPPED, *CONFORMANCE], ids=relative)
@settings(max_examples=FEW)
@given(seed=st.integers(0, 2**32))
def test_a_damaged_policy_gives_findings(path: object, seed: int) -> None:
    """Lines and words lost, doubled, swapped, or put where others stood."""
    text = path.read_text("utf-8")  # type: ignore[attr-defined]
    findings_are_said(damaged(text, random.Random(seed)), "policy.yaml")


def damaged(text: str, dice: random.Random) -> str:
    for _ in range(dice.randint(1, 3)):
        text = dice.choice((lost_line, lost_key, swapped, other_number, cut, moved))(text, dice)
    return text


def lost_line(text: str, dice: random.Random) -> str:
    lines = text.split("\n")
    del lines[dice.randrange(len(lines))]
    return "\n".join(lines)


def lost_key(text: str, dice: random.Random) -> str:
    """Everything indented under one key goes with it."""
    lines = text.split("\n")
    start = dice.randrange(len(lines))
    depth = len(lines[start]) - len(lines[start].lstrip())
    end = start + 1
    while end < len(lines) and len(lines[end]) - len(lines[end].lstrip()) > depth:
        end += 1
    return "\n".join(lines[:start] + lines[end:])


def swapped(text: str, dice: random.Random) -> str:
    words = [w for w in text.replace(",", " ").split() if len(w) < 20]
    if not words:
        return text
    return text.replace(dice.choice(words), dice.choice(words), dice.randint(1, 2))


def other_number(text: str, dice: random.Random) -> str:
    values = ("0", "-1", "1e5", "99999999999999999999", "0.0000000001", "∞", "''", "~", "100%")
    digits = [n for n, c in enumerate(text) if c.isdigit()]
    if not digits:
        return text
    at = dice.choice(digits)
    return text[:at] + dice.choice(values) + text[at + 1 :]


def cut(text: str, dice: random.Random) -> str:
    return text[: dice.randrange(len(text) + 1)]


def moved(text: str, dice: random.Random) -> str:
    lines = text.split("\n")
    line = lines.pop(dice.randrange(len(lines)))
    lines.insert(dice.randrange(len(lines) + 1), line)
    return "\n".join(lines)
