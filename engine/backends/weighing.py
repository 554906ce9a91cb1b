"""The weighing of what several versions pay, run on a database of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from engine.backends.duckdb import Row, fetch, load_parts, session
from engine.bind.mid_month import days_type
from engine.core.number import plain
from engine.sql.by_versions import Together

Weighted = tuple[int, Mapping[str, Decimal | None]]


def weigh(script: Together, parts: Mapping[str, Sequence[Weighted]]) -> dict[str, Row]:
    """Lines and totals by agent. `parts`: the weight of each state, and its lines; others are 0."""
    states = [
        [agent, str(weight), *(_text(lines.get(key, Decimal(0))) for key, _ in script.columns)]
        for agent, weighted in parts.items()
        for weight, lines in weighted
    ]
    with session() as one:
        load_parts(one.connection, (script.columns, days_type(script.most)), states)
        for statement in script.statements:
            one.connection.execute(statement.sql)
        return dict(fetch(one.connection, script.statements[-1].creates))


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else plain(amount)
