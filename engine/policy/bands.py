"""Bands of a table: which values each row takes, and where they overlap or are inverted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from engine.core.diagnostic import Diagnostic
from engine.core.number import plain
from engine.policy.checks.p208_bounds_inverted import BOUNDS_INVERTED
from engine.policy.checks.p210_band_overlap import BAND_OVERLAP
from engine.policy.checks.p213_row_repeated import ROW_REPEATED
from engine.policy.model import Bound, Row, Table
from engine.policy.reading import Reading
from engine.source.document import Node

OPEN = Bound(amount=None, inclusive=False)


def raw_bound(node: Node | None, reading: Reading, *, inclusive: bool) -> Bound:
    if node is None:
        return OPEN
    amount = reading.bound(node).amount
    return OPEN if amount is None else Bound(amount=amount, inclusive=inclusive)


def bands_of(rows: tuple[Row, ...], method: str, edge: str, columns: list[str]) -> tuple[Row, ...]:
    """Rows sorted by their values, with the ends that one column alone leaves out filled in."""
    if edge == "exact" or not rows:
        return rows
    if method == "interpolated":
        return tuple(sorted(rows, key=lambda r: _low_key(r) if "at" in columns else _high_key(r)))
    if "from" in columns and "to" in columns:
        ordered = sorted(rows, key=_low_key)
    elif "from" in columns:
        ordered = _fill_highs(sorted(rows, key=_low_key))
    else:
        ordered = _fill_lows(sorted(rows, key=_high_key))
    return tuple(_with_edge(row, edge) for row in ordered)


def _low_key(row: Row) -> tuple[bool, Decimal]:
    amount = row.low.amount
    return (amount is not None, amount or Decimal(0))


def _high_key(row: Row) -> tuple[bool, Decimal]:
    amount = row.high.amount
    return (amount is None, amount or Decimal(0))


def _fill_highs(rows: list[Row]) -> list[Row]:
    following = [*rows[1:], None]
    return [replace(r, high=n.low if n else OPEN) for r, n in zip(rows, following, strict=True)]


def _fill_lows(rows: list[Row]) -> list[Row]:
    before = [None, *rows[:-1]]
    return [replace(r, low=b.high if b else OPEN) for r, b in zip(rows, before, strict=True)]


def _with_edge(row: Row, edge: str) -> Row:
    low_in = edge in ("from_inclusive", "both_inclusive")
    high_in = edge in ("to_inclusive", "both_inclusive")
    low, high = row.low, row.high
    return replace(
        row,
        low=low if low.amount is None else Bound(amount=low.amount, inclusive=low_in),
        high=high if high.amount is None else Bound(amount=high.amount, inclusive=high_in),
    )


def band_mistakes(table: Table) -> Iterator[Diagnostic]:
    """Inverted bounds, overlaps and repeated keys. Gaps depend on the lookup: see `bind`."""
    if table.is_exact:
        yield from _repeated_keys(table.rows)
        return
    if table.method == "interpolated":
        yield from _repeated_points(table.rows)
        return
    upright = [row for row in table.rows if not _is_inverted(row)]
    for row in table.rows:
        if _is_inverted(row):
            low, high = _text(row.low), _text(row.high)
            yield BOUNDS_INVERTED.at(row.span, low=low, high=high)
    for one, other in pairwise(upright):
        if _overlap(one.high, other.low):
            at = _text(other.low if other.low.amount is not None else one.high)
            yield BAND_OVERLAP.at(other.span, one.span, at=at, line=str(one.span.line))


def _is_inverted(row: Row) -> bool:
    if row.low.amount is None or row.high.amount is None:
        return False
    if row.low.amount == row.high.amount:
        return not (row.low.inclusive and row.high.inclusive)
    return row.low.amount > row.high.amount


def _overlap(high: Bound, low: Bound) -> bool:
    if high.amount is None or low.amount is None or low.amount < high.amount:
        return True
    return low.amount == high.amount and low.inclusive and high.inclusive


def _repeated_keys(rows: tuple[Row, ...]) -> Iterator[Diagnostic]:
    first: dict[str, Row] = {}
    for row in rows:
        known = first.setdefault(row.key, row)
        if known is not row:
            yield ROW_REPEATED.at(row.span, known.span, key=row.key, line=str(known.span.line))


def _repeated_points(rows: tuple[Row, ...]) -> Iterator[Diagnostic]:
    for one, other in pairwise(rows):
        at = _text(other.low if other.value is not None else other.high)
        if at == _text(one.low if one.value is not None else one.high):
            yield ROW_REPEATED.at(other.span, one.span, key=at, line=str(one.span.line))


def _text(bound: Bound) -> str:
    return "∞" if bound.amount is None else plain(bound.amount)
