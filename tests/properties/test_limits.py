"""Limits on pay: both evaluators agree, no limit is left, and the rows add up to the total."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.backends.duckdb import CONFIG, fetch_payout, load_inputs
from engine.bind.dataset import AgentFigures, Dataset
from engine.bind.names import ROLE, TOTAL
from engine.replay.from_bound import evaluate
from tests.pipeline import bound_from, script_of
from tests.properties.conftest import EXAMPLES

CENT = Decimal("0.01")
ROWS = ("base", "piece", "piece · limits", "held", "loss", "loss · cap", "topped")

POLICY = """
format: 1
policy: pay
shop: demo
version: 1
title: made up
effective: {{from: 2024-01}}
currency: CNY
sources: {{tests: "1"}}
round: {{lines: {{places: 2, mode: half_up}}}}
measures:
  wage: {{unit: money, places: 2, min: 0, max: 9000}}
  made: {{unit: money, places: 2, min: 0, max: 90000}}
  lost: {{unit: money, places: 2, min: 0, max: 9000}}
roles:
  clerk: {{pay: [base, piece, held, loss, topped]}}
  lead: {{pay: [base, loss, topped]}}
pay:
  base: {{amount: wage, category: earned}}
  piece: {{amount: {rate} × made, at_least: {low}, at_most: {high}, category: earned}}
  held: {{counts: [base, piece], at_least: {least}, category: earned}}
  loss: {{amount: −lost, at_least: −{share} × base, category: compensation}}
  topped: {{counts: [base, piece, held, loss], at_least: {minimum}, category: top_up}}
"""

cents = st.integers(0, 500_000).map(lambda n: Decimal(n) * CENT)


@dataclass(frozen=True)
class Bounds:
    rate: Decimal
    low: Decimal
    high: Decimal
    least: Decimal
    share: Decimal
    minimum: Decimal

    @property
    def text(self) -> str:
        percent = {"rate": f"{self.rate * 100}%", "share": f"{self.share * 100}%"}
        stated = {n: str(getattr(self, n)) for n in ("low", "high", "least", "minimum")}
        return POLICY.format(**percent, **stated)


@st.composite
def bounds(draw: st.DrawFn) -> Bounds:
    low, high = sorted((draw(cents), draw(cents)))
    rate = Decimal(draw(st.integers(1, 999))).scaleb(-4)
    share = Decimal(draw(st.integers(0, 9999))).scaleb(-4)
    return Bounds(rate, low, high, draw(cents), share, draw(cents))


@st.composite
def agents(draw: st.DrawFn) -> Dataset:
    rows = []
    for number in range(draw(st.integers(1, 6))):
        role = draw(st.sampled_from(["clerk", "lead"]))
        most = {"wage": 900_000, "made": 9_000_000, "lost": 900_000}
        figures = {n: Decimal(draw(st.integers(0, top))) * CENT for n, top in most.items()}
        name = f"agent{number}"
        rows.append(
            AgentFigures(
                agent=name, name=name, role=role, figures={**figures, ROLE: role}, states={}
            )
        )
    return Dataset(agents=tuple(rows))


def to_cent(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def check_payslip(stated: Bounds, figures: AgentFigures, row: dict[str, Decimal]) -> None:
    """What the words of the policy promise, looked up in the rows of one payslip."""
    is_clerk = figures.role == "clerk"
    rows = {name: row[name] for name in ROWS if is_clerk or name in ("base", "loss", "loss · cap")}
    rows["topped"] = row["topped"]
    piece = rows.get("piece", Decimal(0)) + rows.get("piece · limits", Decimal(0))
    loss = rows["loss"] + rows["loss · cap"]
    if is_clerk:
        assert stated.low <= piece <= stated.high
        assert rows["base"] + piece + rows["held"] == max(stated.least, rows["base"] + piece)
    assert -to_cent(stated.share * rows["base"]) <= loss <= 0
    assert loss == 0 or loss >= rows["loss"]
    before = rows["base"] + piece + rows.get("held", Decimal(0)) + loss
    assert rows["topped"] == max(Decimal(0), stated.minimum - before)
    assert row[TOTAL] == sum(rows.values()) >= stated.minimum


@settings(max_examples=EXAMPLES)
@given(stated=bounds(), dataset=agents())
def test_pay_stays_within_its_limits_and_its_rows_add_up(stated: Bounds, dataset: Dataset) -> None:
    bound = bound_from(stated.text.encode())
    script = script_of(bound)
    with duckdb.connect(":memory:", config=CONFIG) as connection:
        load_inputs(connection, script, dataset)
        for statement in script.statements:
            connection.execute(statement.sql)
        by_sql = fetch_payout(connection, script).rows
    traces = evaluate(bound, dataset)
    for figures in dataset.agents:
        trace = traces[figures.agent]
        by_replay = {key: finding.amount for key, finding in trace.findings.items()}
        sql = {k: v for k, v in by_sql[figures.agent].items() if isinstance(v, Decimal)}
        replay = {k: v for k, v in by_replay.items() if isinstance(v, Decimal) and k in sql}
        assert not trace.refusals
        check_payslip(stated, figures, sql)
        check_payslip(stated, figures, replay)
        assert replay.items() <= sql.items()
