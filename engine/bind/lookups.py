"""Tables → typed expressions: the lookup, its coverage, and what each method makes of a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from engine.bind.checks.b308_units_clash import UNITS_CLASH
from engine.bind.checks.b317_cut_elsewhere import CUT_ELSEWHERE
from engine.bind.checks.b326_percent_sign import PERCENT_SIGN
from engine.bind.coverage import coverage_mistakes
from engine.bind.expression import Arm, Choose, Compare, Pick, Read, Typed, Word
from engine.bind.formulas import arithmetic, constant, greatest, least, quotient, rounded
from engine.bind.scope import Items
from engine.bind.types import TRUTH, ValueType, joined
from engine.bind.units import same
from engine.core.diagnostic import Diagnostic
from engine.core.number import parse_decimal, plain
from engine.core.unit import Unit
from engine.policy.model import FormulaText, Quantity, Row, Table

ZERO = Decimal(0)


def lookup_expression(binder: Items, table: Table) -> Typed | None:
    """What picks the row: read directly if it is a plain name, else an item of its own."""
    lookup = binder.formula(table.lookup)
    if lookup is None:
        return None
    if not table.is_exact and not lookup.type.is_number:
        one = lookup.type.unit.value
        binder.found.append(
            UNITS_CLASH.at(table.lookup.span, sign="lookup", one=one, other="number")
        )
        return None
    if table.lookup_round is not None:
        lookup = rounded(lookup, table.lookup_round.places, table.lookup_round.mode)
    binder.found.extend(_unsigned_edges(table, lookup.type))
    binder.found.extend(coverage_mistakes(table, lookup.type))
    return lookup if isinstance(lookup, Read) else binder.lookup_item(table, lookup)


def _unsigned_edges(table: Table, lookup: ValueType) -> Iterator[Diagnostic]:
    """A band that begins at 60 in a table over a ratio begins at 6000 %."""
    if lookup.unit is not Unit.RATIO or table.is_exact:
        return
    for row in table.rows:
        edges = [b.amount for b in (row.low, row.high) if b.amount is not None]
        beyond = [e for e in edges if e > max(lookup.high, Decimal(1))]
        if beyond:
            written = plain(beyond[0])
            yield PERCENT_SIGN.at(row.span, written=written, meant=f"{written}%")
            return


def column_expression(
    binder: Items, table: Table, column: str, lookup: Typed, *, is_amount: bool
) -> Typed | None:
    if not is_amount:
        index = [c.name for c in table.own_columns].index(column)
        unit = table.own_columns[index].unit
        gives = [_cell(row.cells[index], unit) for row in table.rows]
        return _pick(table, lookup, gives, unit)
    return _METHODS[table.method](binder, table, lookup)


def _cell(cell: Quantity | str, unit: Unit) -> Typed:
    if isinstance(cell, str):
        return Word(cell, ValueType(Unit.TEXT, words=(cell,)))
    return constant(cell.amount or ZERO, unit)


def _pick(table: Table, lookup: Typed, gives: list[Typed], unit: Unit) -> Typed | None:
    if not gives:
        return None
    is_text = lookup.type.unit is Unit.TEXT
    arms = tuple(
        Arm(row.low, row.high, _key(row, is_text=is_text) if table.is_exact else None, given)
        for row, given in zip(table.rows, gives, strict=True)
    )
    return Pick(lookup, arms, joined([g.type for g in gives], unit))


def _key(row: Row, *, is_text: bool) -> str | Decimal:
    number = parse_decimal(row.key)
    return row.key if is_text or number is None else number


def _formula(binder: Items, text: FormulaText | None) -> Typed | None:
    return None if text is None else binder.formula(text)


def rated(binder: Items, table: Table, row: Row, base: Typed) -> Typed | None:
    """rate × base in the unit of the table; a bare rate on a count is an amount per piece."""
    unit = table.unit or Unit.MONEY
    rate = row.rate
    if rate is None:
        return constant(ZERO, unit)
    if not rate.is_ratio and base.type.unit is Unit.MONEY and abs(rate.amount or ZERO) >= 1:
        binder.found.append(PERCENT_SIGN.at(rate.span, written=rate.text, meant=f"{rate.text}%"))
    is_per_piece = not rate.is_ratio and base.type.unit in (Unit.COUNT, Unit.DAYS, Unit.POINTS)
    if not is_per_piece and same(base.type.unit, unit) is None:
        one, other = base.type.unit.value, unit.value
        binder.found.append(UNITS_CLASH.at(rate.span, sign="×", one=one, other=other))
        return None
    return arithmetic("*", base, constant(rate.amount or ZERO, Unit.RATIO), unit)


def _plus_fixed(row: Row, amount: Typed, unit: Unit) -> Typed:
    if row.fixed is None or not row.fixed.amount:
        return amount
    return arithmetic("+", constant(row.fixed.amount, unit), amount, unit)


def _excess(base: Typed, row: Row) -> Typed:
    """The part of the base above the row's lower bound."""
    if not row.low.amount:
        return base
    return arithmetic("-", base, constant(row.low.amount, base.type.unit), base.type.unit)


def _whole(binder: Items, table: Table, lookup: Typed) -> Typed | None:
    unit = table.unit or Unit.MONEY
    base = _formula(binder, table.apply_to)
    gives: list[Typed] = []
    for row in table.rows:
        amount = constant(ZERO, unit) if base is None else rated(binder, table, row, base)
        if amount is None:
            return None
        gives.append(_plus_fixed(row, amount, unit))
    return _pick(table, lookup, gives, unit)


def _slab(binder: Items, table: Table, lookup: Typed) -> Typed | None:
    unit = table.unit or Unit.MONEY
    base = _formula(binder, table.apply_to)
    if base is None:
        return None
    gives: list[Typed] = []
    for row in table.rows:
        amount = rated(binder, table, row, _excess(base, row) if row.of_excess else base)
        if amount is None:
            return None
        gives.append(_plus_fixed(row, amount, unit))
    return _pick(table, lookup, gives, unit)


def _over_quota(binder: Items, table: Table, lookup: Typed) -> Typed | None:
    base, quota = _formula(binder, table.apply_to), _formula(binder, table.quota)
    if base is None or quota is None:
        return None
    unit = same(base.type.unit, quota.type.unit)
    if unit is None:
        one, other = base.type.unit.value, quota.type.unit.value
        binder.found.append(UNITS_CLASH.at(table.lookup.span, sign="−", one=one, other=other))
        return None
    over = greatest([arithmetic("-", base, quota, unit), constant(ZERO, unit)], unit)
    gives = [rated(binder, table, row, over) for row in table.rows]
    known = [g for g in gives if g is not None]
    if len(known) != len(gives):
        return None
    return _pick(table, lookup, known, table.unit or Unit.MONEY)


def _marginal(binder: Items, table: Table, lookup: Typed) -> Typed | None:
    """Σ rate × the part of the base inside each band, plus what entering a band pays."""
    base = _formula(binder, table.apply_to)
    if base is None:
        return None
    picked = binder.items[lookup.key].expression if isinstance(lookup, Read) else None
    if table.lookup_round is None and base not in (lookup, picked):
        binder.found.append(CUT_ELSEWHERE.at(table.lookup.span))
        return None
    if base == picked:
        base = lookup  # computed once, and shown under its own name
    total: Typed | None = None
    unit = table.unit or Unit.MONEY
    for row in table.rows:
        amount = rated(binder, table, row, _part(base, row))
        if amount is None:
            return None
        amount = _entered(base, row, amount, unit)
        total = amount if total is None else arithmetic("+", total, amount, unit)
    return total


def _part(base: Typed, row: Row) -> Typed:
    unit = base.type.unit
    part = base
    if row.high.amount is not None:
        part = least([part, constant(row.high.amount, unit)], unit)
    if row.low.amount:
        beyond = arithmetic("-", part, constant(row.low.amount, unit), unit)
        part = greatest([beyond, constant(ZERO, unit)], unit)
    return part


def _entered(base: Typed, row: Row, amount: Typed, unit: Unit) -> Typed:
    if row.fixed is None or not row.fixed.amount:
        return amount
    fixed: Typed = constant(row.fixed.amount, unit)
    if row.low.amount:
        low = constant(row.low.amount, base.type.unit)
        entered = Compare(">=" if row.low.inclusive else ">", base, low, TRUTH)
        nothing = constant(ZERO, unit)
        fixed = Choose(entered, fixed, nothing, joined([fixed.type, nothing.type], unit))
    return arithmetic("+", fixed, amount, unit)


def _interpolated(binder: Items, table: Table, lookup: Typed) -> Typed | None:
    """Straight lines between neighbouring points; beyond the ends the end's value, if stated."""
    unit = table.unit or Unit.MONEY
    points = interpolation_points(table)
    if len(points) < 2:
        return None
    arms: list[Arm] = []
    row = table.rows[0]
    for (x0, y0), (x1, y1) in pairwise(points):
        low = replace(row.low, amount=x0, inclusive=True)
        high = replace(row.low, amount=x1, inclusive=False)
        arms.append(Arm(low, high, None, _line(lookup, (x0, y0), (x1, y1), unit)))
    (first_x, first_y), (last_x, last_y) = points[0], points[-1]
    open_end = replace(row.low, amount=None, inclusive=False)
    before = Arm(open_end, replace(open_end, amount=first_x), None, constant(first_y, unit))
    after = Arm(
        replace(open_end, amount=last_x, inclusive=True), open_end, None, constant(last_y, unit)
    )
    # the last point itself always has its value; beyond it only `outside: clamp` gives one
    if not table.clamps_outside:
        after = replace(after, high=replace(open_end, amount=last_x, inclusive=True))
    ends = [before] if table.clamps_outside else []
    arms = [*ends, *arms, after]
    low_value, high_value = min(y for _, y in points), max(y for _, y in points)
    type_ = joined([a.gives.type for a in arms], unit)
    return Pick(lookup, tuple(arms), replace(type_, low=low_value, high=high_value))


def interpolation_points(table: Table) -> list[tuple[Decimal, Decimal]]:
    """The corners: as stated by at + value, or summed up from 0 by to + earn."""
    points: list[tuple[Decimal, Decimal]] = []
    if any(row.value is not None for row in table.rows):
        return [
            (row.low.amount, row.value.amount or ZERO)
            for row in table.rows
            if row.low.amount is not None and row.value is not None
        ]
    earned = ZERO
    points.append((ZERO, ZERO))
    for row in table.rows:
        if row.high.amount is not None and row.earn is not None:
            earned += row.earn.amount or ZERO
            points.append((row.high.amount, earned))
    return points


def _line(
    lookup: Typed, start: tuple[Decimal, Decimal], end: tuple[Decimal, Decimal], unit: Unit
) -> Typed:
    """y0 + (x − x0) × (y1 − y0) ÷ (x1 − x0)."""
    (x0, y0), (x1, y1) = start, end
    if y0 == y1:
        return constant(y0, unit)
    along = (
        lookup
        if not x0
        else arithmetic("-", lookup, constant(x0, lookup.type.unit), lookup.type.unit)
    )
    rise = arithmetic("*", along, constant(y1 - y0, unit), unit)
    share = quotient(rise, constant(x1 - x0, lookup.type.unit), unit)
    return share if not y0 else arithmetic("+", constant(y0, unit), share, unit)


_METHODS: dict[str, Callable[[Items, Table, Typed], Typed | None]] = {
    "whole": _whole,
    "slab": _slab,
    "over_quota": _over_quota,
    "marginal": _marginal,
    "interpolated": _interpolated,
}
