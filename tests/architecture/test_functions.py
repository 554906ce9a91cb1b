"""Every function of the formula language is carried out by both evaluators, under both names."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from engine.backends.duckdb import run
from engine.bind.dataset import AgentFigures, Amount, Dataset
from engine.bind.model import PastOf
from engine.bind.names import ROLE
from engine.core.number import plain
from engine.core.period import Month
from engine.formula.functions import FUNCTIONS, ROUNDING_WORDS, Function
from engine.ledger.history import past_figure
from engine.replay.from_bound import evaluate
from tests.pipeline import bound_from, script_of

# a = 7.25 and b = 2 for ann, 1.75 and 0 for bob, who count together under "people"
EXAMPLES = {
    "min": ("{f}(a, b)", "2"),
    "max": ("{f}(a, b)", "7.25"),
    "round": ("{f}(a, 1, half_up)", "7.3"),
    "floor": ("{f}(a)", "7"),
    "ceil": ("{f}(a)", "8"),
    "abs": ("{f}(b − a)", "5.25"),
    "if": ("{f}(a > b, a, b)", "7.25"),
    "clamp": ("{f}(a, 1, 5)", "5"),
    "share": ("a × {f}(p)", "3.625"),
    "divide": ("a × {f}(a, b, 0)", "26.28125"),
    "average": ("{f}(a, clerk)", "4.5"),
    "total": ("{f}(a)", "9"),
    "headcount": ("a × {f}(clerk)", "14.5"),
    "rank": ("a × {f}(a, shared)", "7.25"),
    "rank_from_low": ("a × {f}(a, dense, clerk)", "14.5"),
    # nothing was posted before
    "previous": ("a + {f}(a, 5)", "12.25"),
    "earlier": ("a + {f}(a, year)", "7.25"),
    "to_date": ("{f}(a, quarter)", "7.25"),
}
ROUNDINGS = {
    "half_up": "7.3",
    "half_down": "7.2",
    "half_even": "7.2",
    "up": "7.3",
    "down": "7.2",
    "ceiling": "7.3",
    "floor": "7.2",
}
MEASURES = {
    "a": "{unit: money, places: 2, min: 0, max: 100}",
    "b": "{unit: money, places: 2, min: 0, max: 100}",
    "p": "{unit: points, places: 0, min: 0, max: 100}",
}
POLICY = """
format: 1
policy: pay
shop: demo
version: 1
title: one formula
effective: {{from: 2024-01}}
currency: CNY
sources: {{tests: "1"}}
history: {{from: 2024-01}}
measures:
{measures}
roles:
  clerk: {{pay: [line]}}
pay:
  line: {{amount: "{formula}", round: {{places: 6, mode: half_up}}}}
"""


def figures(agent: str, a: str, b: str) -> AgentFigures:
    given = {"a": Decimal(a), "b": Decimal(b), "p": Decimal(50), ROLE: "clerk"}
    return AgentFigures(agent=agent, name=agent, role="clerk", figures=given, states={})


def reads(formula: str, name: str) -> bool:
    return re.search(rf"\b{name}\b", formula) is not None


def nothing(definition: object) -> Amount:
    assert isinstance(definition, PastOf)
    return past_figure(definition, {}, Month(2024, 1), Month(2024, 1))


def both(formula: str) -> tuple[str, str]:
    """What SQL and replay make of the formula for ann."""
    used = "\n".join(f"  {m}: {said}" for m, said in MEASURES.items() if reads(formula, m))
    bound = bound_from(POLICY.format(formula=formula, measures=used).encode())
    rows = (figures("ann", "7.25", "2"), figures("bob", "1.75", "0"))
    # no month was posted before: what the ledger gives then
    past = {i.item.key: nothing(i.item.definition) for i in bound.inputs if i.item.kind == "past"}
    dataset = Dataset(agents=tuple(replace(r, figures={**r.figures, **past}) for r in rows))
    by_sql = run(script_of(bound), dataset).rows["ann"]["line"]
    by_replay = evaluate(bound, dataset)["ann"].amount("line")
    assert isinstance(by_sql, Decimal)
    assert isinstance(by_replay, Decimal)
    return plain(by_sql), plain(by_replay)


def test_every_function_has_an_example() -> None:
    assert {function.name for function in FUNCTIONS} == set(EXAMPLES)
    assert set(ROUNDINGS) == set(ROUNDING_WORDS.values())


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.name)
def test_a_function_is_carried_out_by_both(function: Function) -> None:
    formula, expected = EXAMPLES[function.name]
    for name in (function.name, function.chinese):
        assert both(formula.replace("{f}", name)) == (expected, expected), name


@pytest.mark.parametrize("word", ROUNDING_WORDS)
def test_a_rounding_is_carried_out_by_both(word: str) -> None:
    expected = ROUNDINGS[ROUNDING_WORDS[word]]
    assert both(f"round(a, 1, {word})") == (expected, expected)
