"""Calls and tests on literal values: roundings, remainders, `x in [a..b)`, unary tests."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from tests.peers.cells import condition_of, simple_cell
from tests.peers.draft import Draft, NotExpressible, Translated, Worked
from tests.peers.expressions import NUMBER, TRUTH, WORD, Parser, Value
from tests.peers.reading import documents, json_document, number
from tests.peers.running import Case

REFUSED = ("B301", "B302", "B303", "B305", "B306", "B307", "B308", "B310", "Y153")
MOST_PLACES = 12
_ROOM = ("-99", "99")
_CALL = re.compile(r"(?P<name>[a-z ]+?)\((?P<inside>.*)\)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_MODES = {
    "decimal": "half_even", "round up": "up", "round down": "down",
    "round half up": "half_up", "round half down": "half_down",
    "floor": "floor", "ceiling": "ceiling",
}  # fmt: skip
_WHOLE = {"floor": "floor", "ceiling": "ceil"}


def rounding_calls(text: str) -> Iterator[Case]:
    for case in json_document(text)["cases"]:
        name = f"{case['path'].split('/')[-1].split('-')[0]}/{case['id']}"
        yield _guarded(name, case, lambda c: _formula(c["expr"]))


def _guarded(name: str, case: Mapping[str, Any], formula: Any) -> Case:
    try:
        return _answered(name, formula(case), number(case["expect"]))
    except NotExpressible as lacking:
        return name, lacking


def _answered(name: str, formula: str, expected: str | None) -> Translated:
    """A formula of literals; where the source expects an error the policy must be refused."""
    draft = Draft()
    draft.measure("one", ["1"], "money")
    draft.formulas["answer"] = formula
    draft.line("paid", "one × answer")
    if expected is None:
        return Translated(name=name, policy=draft.text(), codes=REFUSED)
    draft.cases.append(Worked(name=name, given={"one": "1"}, expect={"answer": expected}))
    return Translated(name=name, policy=draft.text())


def _formula(expr: str) -> str:
    call = _CALL.fullmatch(expr)
    assert call is not None, expr
    name, values = call["name"], _arguments(call["inside"])
    if name == "modulo":
        return _remainder(values)
    if name in _WHOLE and len(values) <= 1:
        return f"{_WHOLE[name]}({', '.join(values)})"
    places = values[1] if len(values) > 1 else ""
    if _NUMBER.fullmatch(places):
        _check_places(Decimal(places))
    return f"round({', '.join(values)}, {_MODES[name]})"


def _arguments(inside: str) -> list[str]:
    """Values in order; a name in front of one (`n:`, `scale:`) says what its place says."""
    parts = [part.strip() for part in inside.split(",")] if inside.strip() else []
    known = ("n", "scale", "dividend", "divisor")
    return [re.sub(rf"^(?:{'|'.join(known)})\s*:\s*", "", part) for part in parts]


def _check_places(places: Decimal) -> None:
    if places % 1:
        raise NotExpressible("decimals that are no whole number")
    if places > MOST_PLACES:
        raise NotExpressible(f"more than {MOST_PLACES} decimals")


def _remainder(values: list[str]) -> str:
    if len(values) != 2:
        return f"modulo({', '.join(values)})"
    dividend, divisor = values
    return f"{dividend} − ({divisor}) × floor(({dividend}) ÷ ({divisor}))"


def other_roundings(text: str) -> Iterator[Case]:
    for document in documents(text):
        for case in document["cases"]:
            yield _guarded(case["id"], case, _rounded)


def _rounded(case: Mapping[str, Any]) -> str:
    if case["fn"] == "truncate_to_step":
        amount, step = case["args"]
        return f"round(({amount}) ÷ {step}, 0, down) × {step}"
    if case["fn"] == "round_half_up":
        return f"round({', '.join(case['args'])}, half_up)"
    exact = Parser(_nothing, _same).parse(case["expr"]).text
    return exact if case["fn"] == "exact" else f"round({exact}, 2, half_up)"


def ranges_in(text: str) -> Iterator[Case]:
    for case in json_document(text)["cases"]:
        name = f"{case['path'].split('/')[-1].split('-')[0]}/{case['id']}"
        try:
            yield _membership(name, case)
        except NotExpressible as lacking:
            yield name, lacking


def _membership(name: str, case: Mapping[str, Any]) -> Translated:
    between = re.fullmatch(r"(.+?) between (.+?) and (.+)", case["expr"])
    if between:
        asked, test = between[1], f"[{between[2]}..{between[3]}]"
    else:
        asked, test = re.fullmatch(r"(.+?) in (.+)", case["expr"]).groups()  # type: ignore[union-attr]
    return tested(name, asked, test, case["expect"])


def tested(name: str, asked: str, test: str, expect: bool | None) -> Translated:
    """The value as a figure, the test as a condition that pays one where it holds."""
    draft = Draft()
    value, given, level = _figure(draft, asked)
    draft.measure("one", ["1"], "money")
    given["one"] = "1"
    parser = Parser(lambda name: value if name == "$" else _nothing(name), same_in(draft))
    cell = simple_cell(test, value)
    if cell is None:
        condition = condition_of(test, value, parser)
        draft.formulas["answer"] = f"if({condition.text}, 1, 0)"
    else:
        draft.decisions["cell"] = _one_where(cell, value)
        draft.formulas["answer"] = "cell.yes"
    draft.line("paid", "one × answer")
    if expect is None and "null" in test:
        return Translated(name=name, policy=draft.text(), codes=REFUSED)
    answer = {None: "", True: "1", False: "0"}[expect]
    worked = Worked(name=name, given=given, expect={"answer": answer}, level=level)
    draft.cases.append(worked)
    return Translated(name=name, policy=draft.text())


def _one_where(cell: str, value: Value) -> dict[str, object]:
    """A table of one row, so that nothing but the cell decides; no row that fits is 0."""
    return {
        "hit": "sum", "when": {"asked": value.text}, "gives": {"yes": "count"},
        "rows": [[cell, "1"]],
    }  # fmt: skip


def _figure(draft: Draft, asked: str) -> tuple[Value, dict[str, str], str]:
    asked = asked.strip()
    if asked in ("true", "false"):
        draft.measure("asked", ["1"])
        value = Value(kind=TRUTH, text="(asked = 1)")
        return value, {"asked": "1" if asked == "true" else "0"}, ""
    if asked == "null":
        draft.measure("asked", _ROOM)
        return Value(kind=NUMBER, text="asked"), {}, ""
    if _NUMBER.fullmatch(asked):
        draft.measure("asked", [asked, *_ROOM])
        return Value(kind=NUMBER, text="asked"), {"asked": asked}, ""
    if asked[:1] in "\"'" and asked[-1:] == asked[:1]:
        return Value(kind=WORD, text="level"), {}, asked[1:-1]
    raise NotExpressible("a list as a value")


def _nothing(name: str) -> Value:
    if name == "null":
        return Value(kind=NUMBER, text="null")
    raise NotExpressible(f"a name {name!r}")


def _same(left: Value, right: Value) -> Value:
    raise NotExpressible("words compared with each other")


def same_in(draft: Draft) -> Any:
    """Whether a word stands there: a decision gives 1 for it, and 0 for any other."""

    def same(left: Value, right: Value) -> Value:
        name = f"is_word_{len(draft.decisions) + 1}"
        draft.decisions[name] = {
            "hit": "first", "when": {"word": left.text}, "gives": {"yes": "count"},
            "rows": [[right.text, "1"], ["-", "0"]],
        }  # fmt: skip
        return Value(kind=TRUTH, text=f"({name}.yes = 1)")

    return same


def unary_tests(text: str) -> Iterator[Case]:
    for case in json_document(text)["cases"]:
        name = f"line {case['line']}"
        try:
            asked = _of_json5(case["input_json5"])
            yield tested(name, asked, case["test"], case["expect"] == "true")
        except NotExpressible as lacking:
            yield name, lacking


def _of_json5(text: str) -> str:
    match = re.fullmatch(r"""\{\s*["']?\$["']?:\s*(?P<value>.*?)\s*(?:,\s*a:.*)?\}""", text)
    assert match is not None, text
    return match["value"]
