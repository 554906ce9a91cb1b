"""However a formula is typed, both evaluators read the same: full-width, typographic, Chinese."""

from __future__ import annotations

import re

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.backends.duckdb import run
from engine.formula.functions import FUNCTIONS, ROUNDING_WORDS, TIE_WORDS
from engine.replay.from_bound import Shop
from tests.pipeline import bind_policy, script_of
from tests.properties.conftest import EXAMPLES
from tests.properties.figures import datasets
from tests.properties.formulas import COUNT, GIVEN, MONEY, Scope, condition, value
from tests.properties.policies import measure_lines, quoted
from tests.properties.test_agreement import by_replay, is_same

CHINESE = {function.name: function.chinese for function in FUNCTIONS}
OTHER_WORDS = {
    "and": ("且", "并且", "and"),
    "or": ("或", "或者", "or"),
    "not": ("非", "不是", "not"),
}
SIGNS = {
    "+": ("+", "＋"),
    "-": ("-", "−", "–", "－"),
    "−": ("-", "−", "–", "－"),
    "*": ("*", "×", "·", "＊"),
    "×": ("*", "×", "·", "＊"),
    "/": ("/", "÷", "／"),
    "÷": ("/", "÷", "／"),
    "<": ("<", "＜"),
    ">": (">", "＞"),
    "<=": ("<=", "≤"),
    ">=": (">=", "≥"),
    "≤": ("<=", "≤"),
    "≥": (">=", "≥"),
    "!=": ("!=", "≠", "<>"),
    "≠": ("!=", "≠", "<>"),
    "=": ("=", "==", "＝"),
    "(": ("(", "（"),
    ")": (")", "）"),
    ",": (",", "，"),
}
_PIECE = re.compile(r"\d+(?:\.\d+)?(?:%|‰|pp)?|\w+|<=|>=|!=|\s+|.")
BLANKS = ("", " ", "  ", "\u3000")


@st.composite
def retyped(draw: st.DrawFn, formula: str) -> str:
    """Another way to type the same formula."""
    typed = []
    for piece in _PIECE.findall(formula):
        if piece.isspace():
            typed.append(draw(st.sampled_from([" ", "  ", "\u3000"])))
        elif piece in SIGNS:
            sign = draw(st.sampled_from(SIGNS[piece]))
            typed.append(draw(st.sampled_from(BLANKS)) + sign + " ")
        else:
            typed.append(draw(word(piece)))
    return "".join(typed).strip()


@st.composite
def word(draw: st.DrawFn, piece: str) -> str:
    if piece in OTHER_WORDS:
        return f" {draw(st.sampled_from(OTHER_WORDS[piece]))} "
    if piece in CHINESE and piece != "floor":
        return draw(st.sampled_from([piece, CHINESE[piece]]))
    for words in (ROUNDING_WORDS, TIE_WORDS):
        if piece in words:
            return draw(st.sampled_from([w for w, means in words.items() if means == words[piece]]))
    if piece in {given.name for given in GIVEN}:
        return draw(st.sampled_from([piece, f"「{piece}」"]))
    return draw(number(piece)) if piece[0].isdigit() else piece


@st.composite
def number(draw: st.DrawFn, piece: str) -> str:
    others = [piece, piece.replace(".", "．")]
    if piece.endswith("%"):
        others += [piece[:-1] + "％", piece[:-1] + "pp"]
    digits = piece.rstrip("%‰p")
    if digits == piece:
        others += [f"{digits}.0" if "." not in digits else f"{digits}0", f"0{digits}"]
        if "." not in digits and digits.endswith("0000"):
            others.append(f"{digits[:-4]}万")
    return draw(st.sampled_from(others))


POLICY = """
format: 1
policy: pay
shop: demo
version: 1
title: two spellings
effective: {from: 2024-01}
currency: CNY
sources: {tests: "1"}
round: {lines: {places: 6, mode: half_up}}
"""


@settings(max_examples=EXAMPLES // 2)
@given(data=st.data())
def test_another_spelling_is_the_same_formula(data: st.DataObject) -> None:
    scope = Scope(roles=("clerk",))
    for given_ in GIVEN:
        scope.add(given_.unit, given_.name)
    pairs = []
    for _ in range(6):
        plain = data.draw(value(scope, MONEY, 2))
        if data.draw(st.booleans()):
            counted = data.draw(value(scope, COUNT, 1))
            plain = f"if({data.draw(condition(scope, 1))}, {plain}, {counted} × 10000 × 0.01)"
        pairs.append((plain, data.draw(retyped(plain))))
    lines = [
        f"  {kind}{n}: {{amount: {quoted(formula)}}}"
        for n, pair in enumerate(pairs)
        for kind, formula in zip(("plain", "other"), pair, strict=True)
    ]
    names = [line.split(":")[0].strip() for line in lines]
    measures = measure_lines("\n".join(plain for plain, _ in pairs), lambda _: 1)
    roles = ["roles:", f"  clerk: {{pay: [{', '.join(names)}]}}"]
    text = POLICY + "\n".join([*measures, *roles, "pay:", *lines])
    outcome = bind_policy(text.encode())
    read_alike = {d.check.code for d in outcome.diagnostics} <= {"B308", "B311", "B326"}
    assert read_alike, text + str(outcome.diagnostics)
    assume(outcome.value is not None)
    assert outcome.value is not None
    dataset = data.draw(datasets(outcome.value, tuple(sorted(scope.constants))))
    rows = run(script_of(outcome.value), dataset).rows
    shop = Shop(outcome.value, {row.agent: row for row in dataset.agents})
    for row in dataset.agents:
        for n, pair in enumerate(pairs):
            amounts = [rows[row.agent][f"plain{n}"], rows[row.agent][f"other{n}"]]
            amounts += [by_replay(shop, row.agent, f"{k}{n}") for k in ("plain", "other")]
            assert all(is_same(amounts[0], amount) for amount in amounts), (pair, amounts)
