"""Rows of figures → `Figure`s, wide (a column per measure) or long (a row per measure)."""

from __future__ import annotations

from engine.core.period import Month
from engine.core.record import record
from engine.intake.amount import Reading
from engine.intake.batch import Dropped, Figure, Reject
from engine.intake.cell import header_key
from engine.intake.checks.i855_unknown_measure_name import UNKNOWN_MEASURE_NAME
from engine.intake.checks.i856_nobody_stated import NOBODY_STATED
from engine.intake.checks.i857_evidence_blank import EVIDENCE_BLANK
from engine.intake.records import Gathered, Record, without_repeats
from engine.intake.resolve import MeasureSpelling
from engine.intake.sheet import RowCells, Sheet

Readings = tuple[tuple[MeasureSpelling, Reading], ...]


@record(kw_only=True)
class Stated:
    """The figures of one row, of whom, and by whom."""

    shop: str
    month: Month
    agent: str
    author: str
    entered_at: str
    key: str
    evidence: str
    readings: Readings


def gather_figures(sheet: Sheet) -> Gathered[Stated]:
    """Every row as figures, a reject or a row left out."""
    records: list[Record[Stated]] = []
    rejects: list[Reject] = []
    dropped: list[Dropped] = []
    for row in sheet.table.rows:
        left_out = sheet.drops(row)
        if left_out:
            dropped.append(left_out)
            continue
        cells = RowCells(sheet, row)
        stated = _stated(cells)
        if stated is None or cells.rejects:
            rejects.extend(cells.rejects)
        else:
            records.append(Record(row.number, _key(sheet, stated), stated))
    found = Gathered(records=tuple(records), rejects=tuple(rejects), dropped=tuple(dropped))
    return without_repeats(sheet, found)


def figures_of(records: tuple[Record[Stated], ...]) -> tuple[Figure, ...]:
    return tuple(figure for record in records for figure in _figures(record.row, record.content))


def _figures(row: int, stated: Stated) -> list[Figure]:
    shop, month, agent = stated.shop, stated.month, stated.agent
    author, entered_at = stated.author, stated.entered_at
    return [
        Figure(
            shop=shop,
            month=month,
            agent=agent,
            measure=spelling.measure.id,
            unit=spelling.measure.unit,
            state=reading.state,
            amount=reading.amount,
            row=row,
            author=author,
            entered_at=entered_at,
            key=stated.key,
            evidence=stated.evidence,
        )
        for spelling, reading in stated.readings
    ]


def _stated(cells: RowCells) -> Stated | None:
    """What the row says; None, with the reasons in `cells.rejects`, if it cannot be taken."""
    if not cells.has_right_length():
        return None
    mapping = cells.sheet.mapping
    shop, month = cells.shop(mapping.shop), cells.month()
    agent = "" if mapping.kind == "shop_months" else cells.agent()
    readings = _long(cells) if mapping.layout == "long" else _wide(cells)
    author, entered_at = _signed(cells, readings)
    key = cells.needed("key") if mapping.key is not None else ""
    evidence = _proven(cells, readings)
    if month is None:
        return None
    return Stated(
        shop=shop,
        month=month,
        agent=agent,
        author=author,
        entered_at=entered_at,
        key=key,
        evidence=evidence,
        readings=readings,
    )


def _wide(cells: RowCells) -> Readings:
    readings = []
    for index, spelling in cells.sheet.placement.measures:
        reading = cells.amount(index, spelling)
        if reading is not None:
            readings.append((spelling, reading))
    return tuple(readings)


def _long(cells: RowCells) -> Readings:
    name = cells.needed("measure")
    spelling = cells.sheet.resolved.by_name.get(header_key(name))
    if spelling is None:
        if name:
            near = cells.sheet.nearest_measure(name)
            cells.refuse_named("measure", UNKNOWN_MEASURE_NAME, name, closest=near)
        return ()
    reading = cells.amount(cells.sheet.placement.named["value"], spelling)
    return ((spelling, reading),) if reading else ()


def _signed(cells: RowCells, readings: Readings) -> tuple[str, str]:
    """Author and time of entry, which a figure that a person states must have."""
    author, entered_at = cells.text("author"), cells.moment("entered_at")
    if not (author and entered_at) and any(spelling.measure.entered for spelling, _ in readings):
        # An unreadable time was refused for that already.
        for name in [name for name in ("author", "entered_at") if not cells.text(name)]:
            cells.refuse_named(name, NOBODY_STATED, "")
    return author, entered_at


def _proven(cells: RowCells, readings: Readings) -> str:
    """What proves the row's figures; those that need it are not taken without."""
    evidence = cells.text("evidence")
    needs = [reading for spelling, reading in readings if spelling.measure.needs_evidence]
    if not evidence and any(reading.amount is not None for reading in needs):
        cells.refuse_named("evidence", EVIDENCE_BLANK, "")
    return evidence


def _key(sheet: Sheet, stated: Stated) -> tuple[str, ...]:
    key = (stated.shop, str(stated.month), stated.agent, stated.key)
    if sheet.mapping.layout == "wide":
        return key
    return (*key, *(spelling.measure.id for spelling, _ in stated.readings))
