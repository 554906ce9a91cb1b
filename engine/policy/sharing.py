"""Pools and distributions: what several people share, and how many of them get what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from decimal import Decimal
from typing import Literal

from engine.core.closest import closest
from engine.core.number import EXACT, parse_quantity, plain
from engine.core.record import record
from engine.core.span import Span
from engine.core.unit import Unit
from engine.policy.checks.p206_row_length import ROW_LENGTH
from engine.policy.checks.p207_columns_missing import COLUMNS_MISSING
from engine.policy.checks.p217_method_needs import METHOD_NEEDS
from engine.policy.checks.p218_unit_unstated import UNIT_UNSTATED
from engine.policy.checks.p219_column_misplaced import COLUMN_MISPLACED
from engine.policy.checks.p241_shares_not_whole import SHARES_NOT_WHOLE
from engine.policy.model import FormulaText, Heading, OwnColumn, Quantity, Reference
from engine.policy.reading import Reading, entries, mappings, pairs, reference, text_of
from engine.source.document import Mapping, Node, Scalar

Remainder = Literal["nobody", "largest_fraction", "highest_share"]
BY_HEADS = ("heads", "人头")
SHARE = "share"


@record(kw_only=True)
class Pool:
    """An amount that `among` share in proportion to `by` (None: by heads)."""

    heading: Heading
    amount: FormulaText
    among: tuple[Reference, ...]
    when: FormulaText | None
    by: FormulaText | None
    places: int
    remainder: Remainder


@record(kw_only=True)
class ShareRow:
    """`reach`: the shares of this row and of all rows above it, as a ratio."""

    reach: Decimal
    gives: tuple[Quantity | str, ...]
    span: Span = field(compare=False)


@record(kw_only=True)
class Distribution:
    """Rows by the share of the people whom they hold, the best row first.

    `headcounts`: how a share of the people becomes a number of people. `otherwise`: what those
    of `among` get who are not ranked.
    """

    heading: Heading
    lookup: FormulaText
    among: tuple[Reference, ...]
    when: FormulaText | None
    first: Literal["highest", "lowest"]
    ties: Literal["better", "worse"]
    headcounts: str
    outputs: tuple[OwnColumn, ...]
    rows: tuple[ShareRow, ...]
    otherwise: tuple[Quantity | str, ...]


def build_pools(node: Node | None, reading: Reading) -> tuple[Pool, ...]:
    return tuple(_pool(key, body, reading) for key, body in mappings(node))


def _pool(key: Scalar, body: Mapping, reading: Reading) -> Pool:
    by = body.get("by") or key
    return Pool(
        heading=reading.heading(key, body),
        amount=reading.formula(body.get("amount") or key),
        among=tuple(reference(n) for n in entries(body.get("among"))),
        when=reading.optional_formula(body, "when"),
        by=None if text_of(by).strip() in BY_HEADS else reading.formula(by),
        places=int(text_of(body.get("places"))),
        remainder=text_of(body.get("remainder")),  # type: ignore[arg-type]  # schema enum
    )


def build_distributions(node: Node | None, reading: Reading) -> tuple[Distribution, ...]:
    return tuple(_distribution(key, body, reading) for key, body in mappings(node))


def _distribution(key: Scalar, body: Mapping, reading: Reading) -> Distribution:
    columns = [text_of(c) for c in entries(body.get("columns"))]
    outputs = tuple(_units(body, [c for c in columns if c != SHARE], reading))
    if SHARE not in columns:
        reading.found.append(COLUMNS_MISSING.at(key.span, method="distributions", columns=SHARE))
    when, otherwise = body.get("when"), body.get("otherwise")
    if (when is None) != (otherwise is None):
        needs, method = ("otherwise", "when") if otherwise is None else ("when", "otherwise")
        reading.found.append(METHOD_NEEDS.at(key.span, method=method, needs=needs))
    return Distribution(
        heading=reading.heading(key, body),
        lookup=reading.formula(body.get("rank") or key),
        among=tuple(reference(n) for n in entries(body.get("among"))),
        when=reading.optional_formula(body, "when"),
        first=text_of(body.get("first")),  # type: ignore[arg-type]  # schema enum
        ties=text_of(body.get("ties")),  # type: ignore[arg-type]  # likewise
        headcounts=text_of(body.get("headcounts")),
        outputs=outputs,
        rows=tuple(_rows(key, body, columns, outputs, reading)),
        otherwise=_otherwise(otherwise, outputs, reading),
    )


def _rows(
    key: Scalar,
    body: Mapping,
    columns: list[str],
    outputs: tuple[OwnColumn, ...],
    reading: Reading,
) -> Iterator[ShareRow]:
    """Rows as stated, with their shares added up; together they must be everybody."""
    reach = Decimal(0)
    shares: list[Quantity] = []
    for row in entries(body.get("rows")):
        cells = dict(zip(columns, entries(row), strict=False))
        if len(entries(row)) != len(columns):
            count, expected = str(len(entries(row))), str(len(columns))
            reading.found.append(ROW_LENGTH.at(row.span, count=count, expected=expected))
            continue
        if SHARE in cells:
            shares.append(reading.quantity(cells[SHARE]))
            reach = EXACT.add(reach, shares[-1].amount or Decimal(0))
        given = [(output, cells[output.name]) for output in outputs]
        yield ShareRow(reach=reach, gives=_cells(given, reading), span=row.span)
    is_whole = reach == 1 and all((share.amount or 0) >= 0 for share in shares)
    if SHARE in columns and not is_whole:
        summed = plain(EXACT.multiply(reach, Decimal(100)))
        working = " + ".join(share.text for share in shares)
        found = SHARES_NOT_WHOLE.at(key.span, name=key.text, working=working, summed=f"{summed}%")
        reading.found.append(found)


def _otherwise(
    node: Node | None, outputs: tuple[OwnColumn, ...], reading: Reading
) -> tuple[Quantity | str, ...]:
    cells = entries(node)
    if node is None:
        return ()
    if len(cells) != len(outputs):
        count, expected = str(len(cells)), str(len(outputs))
        reading.found.append(ROW_LENGTH.at(node.span, count=count, expected=expected))
        return ()
    return _cells(list(zip(outputs, cells, strict=True)), reading)


def _cells(given: list[tuple[OwnColumn, Node]], reading: Reading) -> tuple[Quantity | str, ...]:
    return tuple(
        text_of(cell) if output.unit is Unit.TEXT else reading.quantity(cell)
        for output, cell in given
    )


def _units(body: Mapping, own: list[str], reading: Reading) -> Iterator[OwnColumn]:
    """A column without a unit holds words; where it holds numbers alone, the unit was forgotten."""
    units = {key.text: (key, Unit(text_of(unit))) for key, unit in pairs(body.get("units"))}
    for name, (key, _) in units.items():
        if name not in own:
            known, near = ", ".join(own), closest(name, own)
            reading.found.append(
                COLUMN_MISPLACED.at(key.span, column=name, method=known, closest=near)
            )
    columns = [text_of(c) for c in entries(body.get("columns"))]
    rows = [entries(r) for r in entries(body.get("rows")) if len(entries(r)) == len(columns)]
    for name in own:
        cells = [row[columns.index(name)] for row in rows]
        is_number = all(parse_quantity(text_of(cell)) is not None for cell in cells)
        if name not in units and cells and is_number:
            reading.found.append(UNIT_UNSTATED.at(cells[0].span, column=name))
        yield OwnColumn(name=name, unit=units[name][1] if name in units else Unit.TEXT)
