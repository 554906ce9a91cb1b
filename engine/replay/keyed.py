"""A sum over keys, as one adds it up on paper: each figure times the rate of its row."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, localcontext

from engine.bind.dataset import Amount
from engine.core.number import EXACT, plain
from engine.policy.model import Table
from engine.replay.trace import Finding


def sum_over_keys(key: str, table: Table, figure: Callable[[str], Decimal]) -> Finding:
    """Only keys with a figure are shown."""
    measure = table.each.name if table.each else ""
    total = Decimal(0)
    parts: list[str] = []
    operands: list[tuple[str, Amount | bool]] = []
    with localcontext(EXACT):
        for row in table.rows:
            name = f"{measure}.{row.key}"
            amount = figure(name)
            rate = (row.rate.amount if row.rate else None) or Decimal(0)
            total += amount * rate
            if amount:
                parts.append(f"{plain(amount)} × {row.rate.text if row.rate else 0}")
                operands.append((name, amount))
    working = " + ".join(parts) or "0"
    return Finding(key=key, amount=total, formula=working, operands=tuple(operands))
