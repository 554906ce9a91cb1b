"""One row's cells; what cannot be read is gathered, so that no row is taken by half."""

from __future__ import annotations

from dataclasses import field

from engine.core.closest import closest
from engine.core.diagnostic import Check
from engine.core.period import Month
from engine.core.record import record
from engine.intake.amount import Reading, Refusal, read_amount
from engine.intake.batch import Dropped, Reject
from engine.intake.cell import agent_name, clean_text
from engine.intake.checks.i841_row_length import ROW_LENGTH
from engine.intake.checks.i842_blank_cell import BLANK_CELL
from engine.intake.checks.i849_digits_lost import DIGITS_LOST
from engine.intake.checks.i850_not_a_month import NOT_A_MONTH
from engine.intake.checks.i851_not_a_date import NOT_A_DATE
from engine.intake.checks.i852_not_in_list import NOT_IN_LIST
from engine.intake.checks.i853_other_month import OTHER_MONTH
from engine.intake.checks.i854_other_shop import OTHER_SHOP
from engine.intake.mapping import Heading, ImportMapping
from engine.intake.month_text import read_moment, read_month
from engine.intake.placement import Placement, cell_span
from engine.intake.resolve import MeasureSpelling, Resolved
from engine.intake.table import Row, Table

MOST_SUGGESTIONS = 100


@record(kw_only=True)
class Sheet:
    """A table with everything known about it before its first row is read.

    `shop` and `month` are those of the whole file, '' and None where each row says its own.
    `seen` keeps what was read before: figures repeat, and reading one again costs more.
    """

    file: str
    mapping: ImportMapping
    table: Table
    resolved: Resolved
    placement: Placement
    shop: str
    month: Month | None
    seen: dict[str, dict[str, Reading | Refusal]] = field(default_factory=dict, compare=False)
    near: dict[str, str] = field(default_factory=dict, compare=False)

    def drops(self, row: Row) -> Dropped | None:
        """The row as left out, if the mapping names it as one that is no data."""
        index = self.placement.named.get("agent", 0)
        text = clean_text(row.cells[index]) if index < len(row.cells) else ""
        is_named = text in self.mapping.drop_rows
        return Dropped(row=row.number, text=text) if is_named else None

    def nearest_measure(self, name: str) -> str:
        """The measure that a mistyped name is most like; a file of nonsense gets no more hints."""
        if name not in self.near and len(self.near) < MOST_SUGGESTIONS:
            self.near[name] = closest(name, self.resolved.by_name)
        return self.near.get(name, "")


class RowCells:
    """Reads cells of one row; `rejects` holds every cell that was refused."""

    __slots__ = ("rejects", "row", "sheet")

    def __init__(self, sheet: Sheet, row: Row) -> None:
        self.sheet = sheet
        self.row = row
        self.rejects: list[Reject] = []

    def has_right_length(self) -> bool:
        """Whether each header has its cell, and no text stands beside the headers."""
        headers, cells = self.sheet.placement.headers, self.row.cells
        if len(cells) == len(headers) and not self.sheet.placement.has_blank_headers:
            return True
        needed = max((index for index, key in enumerate(headers) if key), default=-1) + 1
        stray = [c for i, c in enumerate(cells) if (i >= needed or not headers[i]) and c.strip()]
        if len(cells) >= needed and not stray:
            return True
        text = stray[0] if stray else ""
        self.refuse(0, ROW_LENGTH, text, cells=str(len(cells)), headers=str(needed))
        return False

    def text(self, name: str) -> str:
        """The cleaned text of a named cell, '' if the file has no such column."""
        index = self.sheet.placement.named.get(name)
        if index is None:
            return ""
        if self.sheet.table.lost:
            self._has_lost_digits(index)
        return clean_text(self.row.cells[index])

    def needed(self, name: str) -> str:
        """The text of a named cell that must not be blank."""
        text = self.text(name)
        if not text:
            self.refuse_named(name, BLANK_CELL, text)
        return text

    def listed(self, name: str, text: str, heading: Heading) -> str:
        """The text in our words, where the mapping lists the file's words."""
        if not heading.values or text in heading.values.values():
            return text
        if text and text not in heading.values:
            allowed = ", ".join(heading.values)
            self.refuse_named(name, NOT_IN_LIST, text, allowed=allowed)
        return heading.values.get(text, "")

    def agent(self) -> str:
        return agent_name(self.needed("agent"))

    def shop(self, heading: Heading | None) -> str:
        """The row's shop; a row of another shop than the import is for is refused."""
        given = self.sheet.shop
        if heading is None or "shop" not in self.sheet.placement.named:
            return given
        shop = self.listed("shop", self.needed("shop"), heading)
        if given and shop and shop != given:
            self.refuse_named("shop", OTHER_SHOP, shop, shop=given)
        return shop

    def month(self) -> Month | None:
        """The row's month; a row of another month than the import is for is refused."""
        given = self.sheet.month
        if self.sheet.mapping.month.source != "column":
            return given
        text = self.needed("month")
        month = read_month(text)
        if text and month is None:
            self.refuse_named("month", NOT_A_MONTH, text)
        elif given and month and month != given:
            self.refuse_named("month", OTHER_MONTH, text, month=str(given))
        return month

    def moment(self, name: str) -> str:
        """A date and time, in one spelling; '' if the cell is blank."""
        text = self.text(name)
        moment = read_moment(text) if text else None
        if text and moment is None:
            self.refuse_named(name, NOT_A_DATE, text)
        return moment.isoformat(sep=" ") if moment else ""

    def amount(self, index: int, spelling: MeasureSpelling) -> Reading | None:
        """The figure in a cell; None if it was refused."""
        sheet, raw = self.sheet, self.row.cells[index]
        if sheet.table.lost and self._has_lost_digits(index):
            return None
        seen = sheet.seen.setdefault(spelling.measure.id, {})
        reading = seen.get(raw)
        if reading is None:
            states = sheet.mapping.states
            reading = read_amount(raw, spelling.measure, spelling.written_as, states)
            seen[raw] = reading
        if isinstance(reading, Reading):
            return reading
        self.refuse(index, reading.check, clean_text(raw), **reading.values)
        return None

    def refuse_named(self, name: str, check: Check, text: str, **values: str) -> None:
        self.refuse(self.sheet.placement.named.get(name, 0), check, text, **values)

    def refuse(self, index: int, check: Check, text: str, **values: str) -> None:
        headers = self.sheet.placement.headers
        column = headers[index] if index < len(headers) else ""
        span = cell_span(self.sheet.file, self.row.number, index)
        finding = check.at(span, column=column, text=text, **values)
        self.rejects.append(
            Reject(
                file=self.sheet.file,
                row=self.row.number,
                column=column,
                text=text,
                finding=finding,
            )
        )

    def _has_lost_digits(self, index: int) -> bool:
        lost = (self.row.number, index) in self.sheet.table.lost
        if lost:
            self.refuse(index, DIGITS_LOST, self.row.cells[index])
        return lost


def reject_row(sheet: Sheet, row: int, check: Check, text: str, **values: str) -> Reject:
    """A whole row refused at its agent's cell, for what it says together with others."""
    index = sheet.placement.named.get("agent", 0)
    column = sheet.placement.headers[index]
    finding = check.at(cell_span(sheet.file, row, index), column=column, text=text, **values)
    return Reject(file=sheet.file, row=row, column=column, text=text, finding=finding)
