"""Rows of a roster → `RosterRow`s: who held which post on which days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from engine.intake.batch import Dropped, Reject, RosterRow
from engine.intake.checks.i842_blank_cell import BLANK_CELL
from engine.intake.checks.i851_not_a_date import NOT_A_DATE
from engine.intake.checks.i863_ends_before_start import ENDS_BEFORE_START
from engine.intake.checks.i864_two_posts import TWO_POSTS
from engine.intake.checks.i865_not_a_day import NOT_A_DAY
from engine.intake.month_text import read_date, read_first_day
from engine.intake.records import Gathered, Record, without_repeats
from engine.intake.sheet import RowCells, Sheet, reject_row


def gather_roster(sheet: Sheet) -> Gathered[RosterRow]:
    """Every row as a post, a reject or a row left out; nobody holds two posts on one day."""
    records: list[Record[RosterRow]] = []
    rejects: list[Reject] = []
    dropped: list[Dropped] = []
    for row in sheet.table.rows:
        left_out = sheet.drops(row)
        if left_out:
            dropped.append(left_out)
            continue
        cells = RowCells(sheet, row)
        post = _post(cells) if cells.has_right_length() else None
        if post is None or cells.rejects:
            rejects.extend(cells.rejects)
        else:
            # Two rows of one post differ in nothing but their number, which is no content.
            key = (post.shop, post.agent, str(post.start))
            records.append(Record(row.number, key, replace(post, row=0)))
    found = Gathered(records=tuple(records), rejects=tuple(rejects), dropped=tuple(dropped))
    return _without_overlaps(sheet, without_repeats(sheet, found))


def roster_of(records: tuple[Record[RosterRow], ...]) -> tuple[RosterRow, ...]:
    return tuple(replace(record.content, row=record.row) for record in records)


def _post(cells: RowCells) -> RosterRow | None:
    roster = cells.sheet.mapping.roster
    agent, shop = cells.agent(), cells.shop(roster.get("shop"))
    role = cells.needed("role")
    if role:
        role = cells.listed("role", role, roster["role"])
    hired, left = _date(cells, "hired"), _date(cells, "left")
    start, end = _start(cells), _day(cells, "end")
    if start is None and not cells.rejects:
        cells.refuse_named("start", BLANK_CELL, "")
    if start is None or _ends_before_start(cells, (hired, left), (start, end)):
        return None
    return RosterRow(
        shop=shop,
        agent=agent,
        name=_known(cells, "name"),
        role=role,
        level=_known(cells, "level"),
        hired=hired,
        left=left,
        start=start,
        end=end,
        row=cells.row.number,
    )


def _ends_before_start(
    cells: RowCells,
    employed: tuple[dt.date | None, dt.date | None],
    post: tuple[dt.date, dt.date | None],
) -> bool:
    hired, left = employed
    start, end = post
    if hired and left and left < hired:
        cells.refuse_named("left", ENDS_BEFORE_START, cells.text("left"), start=str(hired))
    if end and end <= start:
        cells.refuse_named("end", ENDS_BEFORE_START, cells.text("end"), start=str(start))
    return bool(cells.rejects)


def _known(cells: RowCells, name: str) -> str:
    """The text, or '' where the mapping says that it stands for nothing."""
    text = cells.text(name)
    return "" if text in cells.sheet.mapping.states else text


def _date(cells: RowCells, name: str) -> dt.date | None:
    text = _known(cells, name)
    day = read_date(text) if text else None
    if text and day is None:
        cells.refuse_named(name, NOT_A_DATE, text)
    return day


def _start(cells: RowCells) -> dt.date | None:
    """What the row says, or the first day of the month of the whole file."""
    if "start" in cells.sheet.placement.named:
        return _day(cells, "start")
    return cells.sheet.month.start if cells.sheet.month else None


def _day(cells: RowCells, name: str) -> dt.date | None:
    """A day, or a month for its first day."""
    text = _known(cells, name)
    day = read_first_day(text) if text else None
    if text and day is None:
        cells.refuse_named(name, NOT_A_DAY, text)
    return day


def _without_overlaps(sheet: Sheet, gathered: Gathered[RosterRow]) -> Gathered[RosterRow]:
    by_agent: dict[tuple[str, str], list[Record[RosterRow]]] = {}
    for record in gathered.records:
        by_agent.setdefault((record.content.shop, record.content.agent), []).append(record)
    pairs = [pair for records in by_agent.values() for pair in _overlapping(records)]
    if not pairs:
        return gathered
    refused = {record.row for pair in pairs for record in pair}
    rejects = [
        reject_row(sheet, one.row, TWO_POSTS, one.content.agent, other=str(other.row))
        for pair in pairs
        for one, other in (pair, pair[::-1])
    ]
    kept = tuple(record for record in gathered.records if record.row not in refused)
    return replace(gathered, records=kept, rejects=(*gathered.rejects, *rejects))


def _overlapping(
    records: list[Record[RosterRow]],
) -> Iterator[tuple[Record[RosterRow], Record[RosterRow]]]:
    """Each post with the one, of those that began before it, that lasts longest."""
    longest: Record[RosterRow] | None = None
    for record in sorted(records, key=lambda r: (r.content.start, r.row)):
        if longest is None:
            longest = record
            continue
        if longest.content.end is None or record.content.start < longest.content.end:
            yield longest, record
        longest = max(longest, record, key=_ends)


def _ends(record: Record[RosterRow]) -> tuple[bool, dt.date]:
    end = record.content.end
    return end is None, end or record.content.start
