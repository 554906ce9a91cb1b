"""A small policy with one formula as its pay line, run by SQL alone."""

from __future__ import annotations

from decimal import Decimal

from engine.backends.duckdb import run
from engine.bind.dataset import AgentFigures, Amount, Dataset
from engine.bind.names import ROLE
from engine.replay.from_bound import Shop
from engine.replay.trace import NoValueError
from tests.pipeline import bound_from, script_of

POLICY = """
format: 1
policy: pay
shop: demo
version: 1
title: one formula
effective: {{from: 2024-01}}
currency: CNY
sources: {{tests: "1"}}
measures:
  a: {{unit: money, places: 2, min: 0, max: 100000000}}
  n: {{unit: count, places: 0, min: 0, max: 1000}}
roles:
  clerk: {{pay: [line, used]}}
  lead: {{pay: [used]}}
{sections}
pay:
  line: {{amount: "{formula}", round: {{places: 12, mode: half_up}}}}
  used: {{amount: "a × 0.01 × n", round: {{places: 2, mode: half_up}}}}
"""


def paid(formula: str, sections: str = "", **given: str) -> tuple[Amount | bool, Amount | bool]:
    """What SQL and replay pay one clerk; None where there is no value."""
    text = POLICY.format(formula=formula, sections=sections)
    bound = bound_from(text.encode())
    figures: dict[str, Amount] = {name: Decimal(amount) for name, amount in given.items()}
    figures[ROLE] = "clerk"
    row = AgentFigures(agent="ann", name="ann", role="clerk", figures=figures, states={})
    by_sql = run(script_of(bound), Dataset(agents=(row,))).rows["ann"]["line"]
    try:
        return by_sql, Shop(bound, {"ann": row}).finding("ann", "line").amount
    except NoValueError:
        return by_sql, None
