"""Defects of policy files, made in a small policy of ours: each must be refused and named.

The source tells the defect in words (and ranges as numbers), so each is made by an edit below.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine.core.text import message
from tests.peers.draft import Draft, NotExpressible
from tests.peers.reading import documents
from tests.peers.running import FAILED, PASSED, Case, Verdict, found_in
from tests.pipeline import codes

BASE = """\
format: 1
policy: peer
shop: peers
version: 1
title: a policy in which one thing is wrong
effective: {from: 2024-01}
currency: CNY
sources: {peer: "a peer"}
round: {lines: {places: 2, mode: half_up}}
roles:
  asked: {pay: [paid, other]}
tables:
  first:
    lookup: sales
    apply_to: sales
    method: marginal
    edge: from_inclusive
    unit: money
    columns: [from, rate]
    rows: [[0, 1%], [100, 2%]]
  second:
    lookup: sales
    method: whole
    edge: from_inclusive
    columns: [from, bonus]
    units: {bonus: money}
    rows: [[0, 10], [100, 20]]
pay:
  paid: {amount: first.amount}
  other: {amount: second.bonus}
"""
Edit = tuple[str, str, str, str]
# the case: what is replaced by what, the code that must be found, and what it must name
_EDITS: Mapping[str, Edit] = {
    "pf-01": ("policy: peer\n", "policy: peer\n  inner: 1\n", "Y101", ":3:"),
    "pf-02": ("{from: 2024-01}", "{from: 2024-01, from: 2024-01}", "Y104", "from"),
    "pf-03": ("{from: 2024-01}", "{from: 2024-31}", "Y154", "2024-31"),
    "pf-04": ("    lookup: sales\n    method", "    lokup: sales\n    method", "Y151", "lookup"),
    "pf-05": ("{amount: first.amount}", "{amount: first.amount, wrong: 1}", "Y151", "wrong"),
    "pf-06": ("{from: 2024-01}", "{from: 2024-01, wrong: 1}", "Y151", "wrong"),
    "pf-07": ("    unit: money\n", "    unit: money\n    wrong: 1\n", "Y151", "wrong"),
    "pf-08": ("{amount: first.amount}", "[first.amount]", "Y153", "expected: {…}"),
    "pf-09": ("{from: 2024-01}", "[2024-01]", "Y153", "expected: {…}"),
    "pf-10": ("[[0, 1%], [100, 2%]]", "{0: 1%, 100: 2%}", "Y153", "expected: […]"),
    "pf-11": ("[100, 2%]", "[100, [2%]]", "Y153", "expected: text"),
    "pf-12": (
        "{amount: first.amount}",
        "{cite: {source: peer, clause: '1'}}",
        "P231",
        "amount",
    ),
    "pf-21": ("[[0, 1%], [100, 2%]]", "[]", "Y155", "limit is 1"),
    "pf-22": ("[[0, 1%], [100, 2%]]", "null", "Y153", "expected: […]"),
}
_WHY_NOT = {
    "pf-13": "a list of words as a parameter; a value is a number, and words are role and level",
    "pf-29": "a rate below 0 is no defect here: a deduction is a pay line, too",
    "pf-32": "a fixed amount below 0 is no defect here: a deduction is a pay line, too",
}
_REFUSED = ("P201", "P208", "P210", "B313", "B315", "Y153", "P206")


def faulty_files(text: str) -> Iterator[Case]:
    for document in documents(text):
        for case in document["cases"]:
            yield _judged(case)


def _judged(case: Mapping[str, Any]) -> Case:
    name = case["id"]
    if name in _WHY_NOT:
        return name, NotExpressible(_WHY_NOT[name])
    if name in _EDITS:
        trouble = "; ".join(_edited(_EDITS[name]))
    elif "like" in case:
        trouble = "; ".join(_like(case))
    else:
        return name, NotExpressible(f"no edit makes this defect: {case['defect']}")
    return Verdict(name=name, outcome=FAILED if trouble else PASSED, reason=trouble)


def _edited(edit: Edit) -> Iterator[str]:
    old, new, code, named = edit
    assert BASE.count(old) == 1, old
    found = found_in(BASE.replace(old, new))
    said = [f"{d.span} {message(d, 'en')} {d.values}" for d in found if d.check.code == code]
    if not said:
        yield f"{code} is expected, found {codes(found)}"
    elif not any(named in text for text in said):
        yield f"{named!r} is not named in {said}"


def _like(case: Mapping[str, Any]) -> Iterator[str]:
    """The ranges or the tier as a table of ours, over figures with decimals."""
    stated = case["like"]
    ranges = stated.get("ranges")
    if ranges is None:
        tier = stated["tier"]
        ranges = [[tier["from"], tier["to"]]]
        yield from _verdict(case, _table(ranges, [str(tier["unit"]), str(tier["flat"])], 1))
        return
    has_steps = any(end is not None and _is_next(ranges, at) for at, (_, end) in enumerate(ranges))
    yield from _verdict(case, _table(ranges, ["1", "0"], 0 if has_steps else 1))


def _is_next(ranges: Sequence[Sequence[Any]], at: int) -> bool:
    """Whole numbers: the next range begins one above the end of this."""
    following = ranges[at + 1][0] if at + 1 < len(ranges) else None
    return isinstance(following, int) and following == int(float(ranges[at][1])) + 1


def _verdict(case: Mapping[str, Any], policy: str) -> Iterator[str]:
    found = found_in(policy)
    refused = [d.check.code for d in found if d.check.code in _REFUSED]
    if (case["verdict"] == "reject") != bool(refused):
        yield f"{case['verdict']} is expected, found {codes(found)}"


def _table(ranges: Sequence[Sequence[Any]], prices: list[str], places: int) -> str:
    draft = Draft()
    draft.measures["base"] = {"unit": "count", "places": places, "min": "0", "max": "1000"}
    edge = "from_inclusive" if places else "both_inclusive"
    rows = [[str(start), "∞" if end is None else str(end), *prices] for start, end in ranges]
    empty = [[None if text == "None" else text for text in row] for row in rows]
    draft.tables["prices"] = {
        "lookup": "base", "apply_to": "base", "method": "whole", "edge": edge, "unit": "money",
        "columns": ["from", "to", "rate", "fixed"], "rows": empty,
    }  # fmt: skip
    draft.line("paid", "prices.amount")
    return draft.text()
