"""Whether every value that a lookup can have finds a row, with an example where one does not."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from engine.bind.checks.b313_no_row import NO_ROW
from engine.bind.checks.b315_whole_number_bands import WHOLE_NUMBER_BANDS
from engine.bind.checks.b321_unknown_word import UNKNOWN_WORD
from engine.bind.types import ValueType
from engine.core.closest import closest
from engine.core.diagnostic import Diagnostic
from engine.core.number import EXACT, plain, quantize, scale_of
from engine.policy.model import Bound, Row, Table


def coverage_mistakes(table: Table, lookup: ValueType) -> Iterator[Diagnostic]:
    if table.is_exact:
        yield from _words(table, lookup)
    elif table.method == "interpolated":
        yield from _ends_of_points(table, lookup)
    elif table.rows:
        yield from _ends(table, lookup)
        for one, other in pairwise(table.rows):
            yield from _gap(table, one, other, lookup)


def _words(table: Table, lookup: ValueType) -> Iterator[Diagnostic]:
    """Where all words are known, each needs a row, and each row must be one of them."""
    if lookup.words is None:
        return
    keys = [row.key for row in table.rows]
    for row in table.rows:
        if row.key not in lookup.words:
            known = ", ".join(lookup.words)
            near = closest(row.key, lookup.words)
            yield UNKNOWN_WORD.at(row.span, word=row.key, known=known, closest=near)
    for word in lookup.words:
        if word not in keys:
            yield NO_ROW.at(table.heading.span, table=table.heading.name, example=word)


def _ends(table: Table, lookup: ValueType) -> Iterator[Diagnostic]:
    first, last = table.rows[0].low, table.rows[-1].high
    name = table.heading.name
    if _is_short(first.amount, lookup.low, first.inclusive):
        example = lookup.low if first.amount is None or lookup.low < first.amount else first.amount
        yield NO_ROW.at(table.rows[0].span, table=name, example=plain(example))
    if last.amount is not None and (
        last.amount < lookup.high or (last.amount == lookup.high and not last.inclusive)
    ):
        yield NO_ROW.at(table.rows[-1].span, table=name, example=plain(lookup.high))


def _is_short(first: Decimal | None, low: Decimal, inclusive: bool) -> bool:
    if first is None:
        return False
    return first > low or (first == low and not inclusive)


def _ends_of_points(table: Table, lookup: ValueType) -> Iterator[Diagnostic]:
    if table.clamps_outside or not table.rows:
        return
    has_values = table.rows[0].value is not None
    first = (table.rows[0].low.amount or Decimal(0)) if has_values else Decimal(0)
    end = table.rows[-1].low if has_values else table.rows[-1].high
    name = table.heading.name
    if lookup.low < first:
        yield NO_ROW.at(table.rows[0].span, table=name, example=plain(lookup.low))
    if end.amount is not None and lookup.high > end.amount:
        yield NO_ROW.at(table.rows[-1].span, table=name, example=plain(lookup.high))


def _gap(table: Table, one: Row, other: Row, lookup: ValueType) -> Iterator[Diagnostic]:
    example = _between(one.high, other.low, lookup.places)
    if example is None or not lookup.low <= example <= lookup.high:
        return
    is_printed_whole = table.edge == "both_inclusive" and _distance(one.high, other.low) == 1
    if is_printed_whole:
        low, high = _text(one.high), _text(other.low)
        yield WHOLE_NUMBER_BANDS.at(
            other.span, one.span, example=plain(example), low=low, high=high
        )
    else:
        yield NO_ROW.at(other.span, one.span, table=table.heading.name, example=plain(example))


def _between(high: Bound, low: Bound, places: int) -> Decimal | None:
    """A value of `places` decimals that lies in neither of two neighbouring bands."""
    if high.amount is None or low.amount is None or low.amount < high.amount:
        return None
    step = Decimal(1).scaleb(-places)
    doubled = EXACT.add(high.amount, low.amount)
    middle = quantize(EXACT.multiply(doubled, Decimal("0.5")), places=places, mode="half_up")
    for candidate in (middle, EXACT.add(high.amount, step), high.amount, low.amount):
        above = candidate > high.amount or (candidate == high.amount and not high.inclusive)
        below = candidate < low.amount or (candidate == low.amount and not low.inclusive)
        if above and below and scale_of(candidate) <= places:
            return candidate
    return None


def _distance(high: Bound, low: Bound) -> Decimal | None:
    if high.amount is None or low.amount is None:
        return None
    return low.amount - high.amount


def _text(bound: Bound) -> str:
    return "∞" if bound.amount is None else plain(bound.amount)
