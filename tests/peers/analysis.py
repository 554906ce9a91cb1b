"""Tables with gaps and cliffs: the checks must find those, each with its figures, and no others.

A list of gaps is proven twice: the table as it stands is refused, and with a row in each of the
gaps nothing is left to find, neither a gap nor an overlap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from tests.peers.blocks import top_tier
from tests.peers.cells import simple_cell
from tests.peers.draft import Draft
from tests.peers.expressions import NUMBER, TRUTH, WORD, Value
from tests.peers.ranges import priced
from tests.peers.reading import documents
from tests.peers.running import FAILED, PASSED, Case, Verdict, found_in

GAP, OVERLAP, CLIFF, WHOLE_BANDS = "B341", "B342", "A603", "B315"
_TRUTHS = ("true", "false")
_PLACES = {"whole": 0, "decimal": 1}


def analyses(text: str) -> Iterator[Case]:
    for document in documents(text):
        for case in document["cases"]:
            decides = "hit_policy" in case["table"]
            trouble = "; ".join(_gaps(case) if decides else _drops(case))
            outcome = FAILED if trouble else PASSED
            yield Verdict(name=case["id"], outcome=outcome, reason=trouble)


def _gaps(case: Mapping[str, Any]) -> Iterator[str]:
    table = case["table"]
    for places, key in ((0, "expect"), (0, "expect_if_whole"), (1, "expect_if_decimal")):
        if key not in case:
            continue
        gaps = [_cells(table, gap) for gap in case[key]["gaps"]]
        found = found_in(_decided(table, [], places))
        codes = [finding.check.code for finding in found]
        if codes != ([GAP] if gaps else []):
            yield f"{key}: found {codes}"
        if key == "expect" and gaps:
            said = " = ".join(("", *_said(case[key]["gaps"][0]))).removeprefix(" = ")
            named = found[0].values["example"] if found else ""
            if said != named:
                yield f"the gap is named {named!r}, not {said!r}"
        left = [finding.check.code for finding in found_in(_decided(table, gaps, places))]
        if left:
            yield f"{key}: with a row in each gap there is still {left}"


def _said(gap: Mapping[str, str]) -> list[str]:
    return [", ".join(f"{name} = {value}" for name, value in gap.items())]


def _cells(table: Mapping[str, Any], gap: Mapping[str, str] | str) -> list[str]:
    """The row that fills a gap."""
    if isinstance(gap, str):
        return [gap]
    return [gap[name] for name in table["inputs"]]


def _decided(table: Mapping[str, Any], gaps: Sequence[list[str]], places: int) -> str:
    """Every row of the source may fit alone, whatever is done with those that fit."""
    draft = Draft()
    values = [_input(draft, entry, table["rules"], at, places) for at, entry in _numbered(table)]
    rules = [rule[:-1] for rule in table["rules"]] + list(gaps)
    names = [entry["name"] if isinstance(entry, Mapping) else entry for entry in table["inputs"]]
    draft.decisions["table"] = {
        "hit": "unique",
        "when": {name: value.text for name, value in zip(names, values, strict=True)},
        "gives": {"row": "count"},
        "rows": [
            [*(_cell(str(test), v) for test, v in zip(rule, values, strict=True)), str(number)]
            for number, rule in enumerate(rules, start=1)
        ],
    }
    draft.measure("one", ["1"], "money")
    draft.line("paid", "one × table.row")
    return draft.text()


def _numbered(table: Mapping[str, Any]) -> list[tuple[int, Any]]:
    return list(enumerate(table["inputs"]))


def _input(draft: Draft, entry: Any, rules: Sequence[Any], at: int, places: int) -> Value:
    if isinstance(entry, Mapping):
        draft.roles = tuple(entry["domain"])
        return Value(kind=WORD, text="role")
    name = f"v_{entry}"
    if all(rule[at] in _TRUTHS for rule in rules):
        draft.measure(name, ["1"], "count")
        draft.formulas[f"is_{name}"] = f"{name} = 1"
        return Value(kind=TRUTH, text=f"is_{name}")
    draft.measures[name] = {"unit": "points", "places": places, "min": "0", "max": "1000"}
    return Value(kind=NUMBER, text=name)


def _cell(test: str, value: Value) -> str:
    return "-" if test == "-" else simple_cell(test, value) or test


def _drops(case: Mapping[str, Any]) -> Iterator[str]:
    table = case["table"]
    is_ranges = table["mode"] == "volume"
    policy = _ranged(table) if is_ranges else _blocked(table)
    found = [f.values for f in found_in(policy) if f.check.code == CLIFF]
    found = [values for values in found if values["name"] in ("prices.amount", "paid")]
    expected = [_as_found(drop, table) for drop in case["expect"]["drops"]]
    named = [(v["at"], Decimal(v["high"]), Decimal(v["low"])) for v in found]
    if named != expected:
        yield f"expected {expected}, found {named}"
    for gap in case["expect"].get("gaps_if_decimal", ())[:1]:
        if WHOLE_BANDS not in [f.check.code for f in found_in(_as_printed(table))]:
            yield f"the gap {gap} between whole numbers is not found"


def _as_found(drop: Mapping[str, str], table: Mapping[str, Any]) -> tuple[str, Decimal, Decimal]:
    """ "Just above" is one last place above: the price of that much comes on top."""
    match = re.match(r"[\d.]+", drop["to"])
    low = Decimal(match[0]) if match else Decimal(0)
    for start, _, price, _ in table.get("ranges", ()):
        if start is not None and Decimal(start) in (Decimal(drop["at"]), Decimal(drop["at"]) + 1):
            low += Decimal(price or 0) * Decimal("0.01")
    return drop["at"], Decimal(drop["from"]), low


def _ranged(table: Mapping[str, Any]) -> str:
    draft = Draft()
    draft.measures["base"] = _counted(2)
    draft.tables["prices"] = priced(table, "base", "base")
    draft.line("paid", "prices.amount")
    return draft.text()


def _as_printed(table: Mapping[str, Any]) -> str:
    """Both ends of every range, as the source prints them, over figures with decimals."""
    draft = Draft()
    draft.measures["base"] = _counted(2)
    rows = [[start, end or "∞", price or "0"] for start, end, price, _ in table["ranges"]]
    draft.tables["prices"] = {
        "lookup": "base", "apply_to": "base", "method": "whole", "edge": "both_inclusive",
        "unit": "money", "columns": ["from", "to", "rate"], "rows": rows,
    }  # fmt: skip
    draft.line("paid", "prices.amount")
    return draft.text()


def _blocked(table: Mapping[str, Any]) -> str:
    draft = Draft()
    draft.measures["units_used"] = _counted(0)
    draft.tables["reached"] = top_tier(table["tiers"])
    draft.line("paid", "ceil(units_used ÷ reached.size) × reached.price")
    return draft.text()


def _counted(places: int) -> dict[str, object]:
    return {"unit": "count", "places": places, "min": "0", "max": "1000000", "better": "higher"}
