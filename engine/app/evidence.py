"""Who stated the figures of a payslip, when, and what proves them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.app.payouts import shown_amount
from engine.bind.model import BoundPolicy
from engine.catalog.measures import Measure
from engine.ledger.month import StoredMonth, cell_of
from engine.report.model import Cell, Table

COLUMNS = ("figure", "amount", "author", "entered_at", "evidence")


def evidence_table(
    bounds: Iterable[BoundPolicy], stored: StoredMonth, explained: tuple[str, tuple[str, ...]]
) -> Table:
    """One row per figure that the agent's lines come from and that somebody stated or proved."""
    agent, lines = explained
    shown: dict[tuple[Cell, ...], None] = {}
    for bound in bounds:
        used = _reached(bound, lines)
        rows = (row for row in _rows(bound, stored, agent) if row[0] in used)
        shown.update({(bound.spelled.get(str(row[0]), row[0]), *row[1:]): None for row in rows})
    return Table(key="evidence", columns=COLUMNS, rows=tuple(shown), numbers=frozenset({"amount"}))


def _rows(bound: BoundPolicy, stored: StoredMonth, agent: str) -> Iterator[tuple[Cell, ...]]:
    for wanted in bound.inputs:
        item, measure = wanted.item, wanted.item.definition
        if not isinstance(measure, Measure):
            continue
        cell = cell_of(stored, agent, measure)
        if cell is not None and (cell.author or cell.evidence):
            amount = shown_amount(cell.amount, item)
            yield (item.key, amount, cell.author, cell.entered_at, cell.evidence)


def _reached(bound: BoundPolicy, lines: tuple[str, ...]) -> set[str]:
    reached: set[str] = set()
    queue = list(lines)
    while queue:
        key = queue.pop()
        if key not in reached and key in bound.by_key:
            reached.add(key)
            queue.extend(bound.by_key[key].reads)
    return reached
