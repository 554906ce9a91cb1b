"""Columns of tables and of decisions for one agent: which row, and what it gives."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Protocol

from engine.bind.dataset import Amount
from engine.bind.model import ColumnOfDecision, ColumnOfTable, Item
from engine.core.errors import EngineBug
from engine.core.number import EXACT
from engine.policy.model import FormulaText, Rounding
from engine.replay.decisions import fitting_rows, together
from engine.replay.evaluator import Value
from engine.replay.keyed import sum_over_keys
from engine.replay.tables import amount_of, row_of
from engine.replay.trace import Finding, NoValueError, Refusal, Seen


class Rows(Protocol):
    """The values that pick a row."""

    def value(self, agent: str, text: str, seen: Seen) -> Value: ...

    def number(self, agent: str, text: str, seen: Seen) -> Decimal: ...

    def named(self, agent: str, name: str) -> Decimal: ...

    def formula(
        self, agent: str, key: str, formula: FormulaText, rounding: Rounding | None
    ) -> Finding: ...


def looked_up(
    values: Rows, agent: str, item: Item, part: ColumnOfTable | ColumnOfDecision
) -> Finding:
    """What the row gives in this column."""
    if isinstance(part, ColumnOfTable):
        return _column(values, agent, item, part)
    return _decide(values, agent, item, part)


def _column(values: Rows, agent: str, item: Item, column: ColumnOfTable) -> Finding:
    table = column.table
    if table.each is not None:
        return sum_over_keys(item.key, table, lambda name: values.named(agent, name))
    seen: dict[str, Amount | bool] = {}
    asked = values.formula(agent, item.key, table.lookup, table.lookup_round)
    lookup = asked.amount
    seen.update(asked.operands)
    if isinstance(lookup, bool) or lookup is None:
        raise EngineBug(f"{table.lookup.text!r} picks no row")
    row = row_of(table, lookup) if table.method not in ("marginal", "interpolated") else None
    amount: Amount | bool
    if column.is_amount:
        base = values.number(agent, table.apply_to.text, seen) if table.apply_to else Decimal(0)
        quota = values.number(agent, table.quota.text, seen) if table.quota else Decimal(0)
        with localcontext(EXACT):
            amount = amount_of(table, lookup, base, quota)
    else:
        index = [c.name for c in table.own_columns].index(column.column)
        cell = row.cells[index] if row else None
        amount = cell if isinstance(cell, str) or cell is None else cell.amount
    if amount is None:
        raise NoValueError(Refusal(key=table.heading.name, reason="no_row", detail=str(lookup)))
    operands = (("lookup", lookup), *seen.items())
    return Finding(
        key=item.key,
        amount=amount,
        formula=table.lookup.text,
        operands=operands,
        row=row,
        unrounded=asked.unrounded,
        rounding=asked.rounding,
    )


def _decide(values: Rows, agent: str, item: Item, column: ColumnOfDecision) -> Finding:
    decision = column.decision
    seen: dict[str, Amount | bool] = {}
    inputs = [values.value(agent, text.text, seen) for _, text in decision.inputs]
    rows = fitting_rows(decision, inputs)
    index = [output.name for output in decision.outputs].index(column.column)
    cells = [row.gives[index] for row in rows]
    given = [c if isinstance(c, str) else c.amount or Decimal(0) for c in cells]
    with localcontext(EXACT):
        amount = together(decision.hit, given)
    if amount is None:
        tested = ", ".join(str(value) for value in inputs)
        raise NoValueError(Refusal(key=decision.heading.name, reason="no_row", detail=tested))
    operands = tuple(zip((name for name, _ in decision.inputs), inputs, strict=True))
    hit = rows if decision.hit == "sum" else rows[:1]
    tests = " + ".join(" · ".join(t.text for t in row.tests) for row in hit)
    return Finding(key=item.key, amount=amount, formula=tests, operands=operands)
