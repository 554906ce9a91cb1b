"""Published decision tables: the hole in a standard's own table, and no false alarm on the mended.

Tables from dmn-tck/tck, TestCases/compliance-level-3, 0004-lending and 0087-chapter-11-example
(Apache-2.0); what is wrong with them was found by reading them.
"""

from __future__ import annotations

import pytest

from engine.app.policies import PolicyFile, compile_policy
from engine.core.diagnostic import Diagnostic
from tests.pipeline import catalog, schema

POLICY = """
format: 1
policy: pay
shop: demo
version: 1
title: one decision
effective: {{from: 2024-01}}
currency: CNY
sources: {{tests: "1"}}
measures:
{measures}
roles:
  agent: {{pay: [line]}}
decisions:
  table:
    hit: {hit}
    when: {{{when}}}
    gives: {{amount: money}}
    rows:
{rows}
pay:
  line: {{amount: table.amount}}
"""
SCORE = "{unit: count, places: 0, min: 0, max: 1000}"
KNOWN = "{unit: count, places: 0, min: 0, max: 1}"


def found(measures: dict[str, str], when: str, hit: str, rows: list[list[str]]) -> list[Diagnostic]:
    cells = "\n".join(f"      - [{', '.join(repr(c) for c in r)}, {n}]" for n, r in enumerate(rows))
    listed = "\n".join(f"  {name}: {said}" for name, said in measures.items())
    text = POLICY.format(measures=listed, hit=hit, when=when, rows=cells)
    file = PolicyFile(name="policy.yaml", content=text.encode(), companions={})
    return list(compile_policy(file, schema(), catalog()).diagnostics)


def lending(last_of_low: str) -> list[list[str]]:
    return [
        ["false", "<100"], ["false", "[100..120)"], ["false", last_of_low], ["false", ">130"],
        ["true", "<80"], ["true", "[80..90)"], ["true", "[90..110]"], ["true", ">110"],
    ]  # fmt: skip


LENDING = ({"known": KNOWN, "score": SCORE}, "existing_customer: known = 1, score: score", "unique")


def test_a_new_customer_with_a_score_of_exactly_130_has_no_category() -> None:
    (gap,) = found(*LENDING, lending("[120..130)"))
    assert gap.check.code == "B341"
    assert gap.values["example"] == "existing_customer = false, score = 130"
    assert gap.values["parts"] == "1"


def test_the_mended_table_gives_no_alarm() -> None:
    assert not found(*LENDING, lending("[120..130]"))


def test_rows_that_share_an_edge_overlap_there() -> None:
    (overlap,) = found(*LENDING, lending("[119..130]"))
    assert overlap.check.code == "B342"
    assert overlap.values["example"] == "existing_customer = false, score = 119"


AGES = [["[18..21]"], ["[22..25]"], ["[26..35]"], ["[36..49]"], [">=50"]]


@pytest.mark.parametrize(
    ("places", "examples"),
    [
        ("0", "age = 0; age = 9"),
        ("1", "age = 0; age = 9; age = 21.5; age = 25.5; age = 35.5"),
    ],
)
def test_whole_number_ranges_leave_gaps_only_where_the_input_has_decimals(
    places: str, examples: str
) -> None:
    age = f"{{unit: days, places: {places}, min: 0, max: 150}}"
    (gap,) = found({"age": age}, "age: age", "max", AGES)
    assert gap.check.code == "B341"
    assert gap.values["example"] == examples


CREDIT = [
    ["false", "<120", "<590"], ["false", "<120", "[590..610]"], ["false", "<120", ">610"],
    ["false", "[120..130]", "<600"], ["false", "[120..130]", "[600..625]"],
    ["false", "[120..130]", ">625"], ["false", ">130", "-"],
    ["true", "<=100", "<580"], ["true", "<=100", "[580..600]"], ["true", "<=100", ">600"],
    ["true", ">100", "<590"], ["true", ">100", "[590..615]"], ["true", ">100", ">615"],
]  # fmt: skip


def test_three_inputs_without_a_mistake_give_no_alarm() -> None:
    measures = {"known": KNOWN, "score": SCORE, "credit": SCORE}
    when = "existing_customer: known = 1, score: score, credit: credit"
    assert not found(measures, when, "unique", CREDIT)


def test_a_row_behind_one_that_takes_everything_never_hits() -> None:
    rows = [["-"], ["<100"]]
    (unreachable,) = found({"score": SCORE}, "score: score", "first", rows)
    assert unreachable.check.code == "B343"


def test_more_parts_than_can_be_looked_at_are_refused_not_guessed() -> None:
    rows = [[f"{n}", f"{n}", "-"] for n in range(400)] + [["-", "-", "-"]]
    measures = {"a": SCORE, "b": SCORE, "c": SCORE}
    found_ = found(measures, "a: a, b: b, c: c", "first", rows)
    assert [d.check.code for d in found_] == ["B345"]
