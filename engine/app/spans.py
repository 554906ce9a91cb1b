"""Spans of months as they are typed: `2024-01..2024-06`, both ends included."""

from __future__ import annotations

from engine.app.checks.w954_months_reversed import MONTHS_REVERSED
from engine.app.workspace import month_of
from engine.core.errors import EngineError
from engine.core.period import Month
from engine.core.span import whole_file

MOST_MONTHS = 120


def months_of(text: str) -> tuple[Month, ...]:
    """Every month of the span; a single month is one of its own."""
    first, dots, last = text.partition("..")
    start = month_of(first)
    end = month_of(last) if dots else start
    count = (end.year - start.year) * 12 + end.month - start.month + 1
    if not 0 < count <= MOST_MONTHS:
        raise EngineError(MONTHS_REVERSED.at(whole_file(text), written=text))
    return tuple(start.plus(number) for number in range(count))
