"""Calendar months and half-open spans of days, as policies and runs speak of them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from engine.core.record import record

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One calendar month."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def start(self) -> dt.date:
        """The first day, inclusive."""
        return dt.date(self.year, self.month, 1)

    @property
    def last_day(self) -> dt.date:
        return dt.date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def plus(self, months: int) -> Month:
        """The month that many months later (earlier if negative)."""
        index = self.year * 12 + self.month - 1 + months
        return Month(index // 12, index % 12 + 1)


def parse_month(text: str) -> Month | None:
    """`2024-05` → Month; None for anything else."""
    match = _MONTH.fullmatch(text.strip())
    if not match or match[1] == "0000":
        return None
    return Month(int(match[1]), int(match[2]))


def parse_start(text: str) -> dt.date | None:
    """`2024-05` → its first day, `2024-05-16` → that day; None for anything else."""
    month = parse_month(text)
    if month is not None:
        return month.start
    try:
        return dt.date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def month_with(day: dt.date) -> Month:
    return Month(day.year, day.month)


def shown_start(day: dt.date) -> str:
    """The month that begins with the day, or else the day."""
    return str(month_with(day)) if day.day == 1 else day.isoformat()


def shown_last(end: dt.date) -> str:
    """The last month before the day `end`, or the last day where a month does not end there."""
    last = end - dt.timedelta(days=1)
    return str(month_with(last)) if end.day == 1 else last.isoformat()


@record
class Days:
    """Days from `start` (inclusive) to `end` (exclusive)."""

    start: dt.date
    end: dt.date

    @property
    def count(self) -> int:
        return max((self.end - self.start).days, 0)

    @property
    def last(self) -> dt.date:
        return self.end - dt.timedelta(days=1)

    def __str__(self) -> str:
        return f"{self.start} – {self.last}"


def days_of(month: Month) -> Days:
    return Days(month.start, month.plus(1).start)


@record
class Effective:
    """From the day `start` (inclusive) to the day `end` (exclusive; None = until further notice).

    Shown with the last month or day for which it holds: an end that no longer belongs to it
    would be read as if it did.
    """

    start: dt.date
    end: dt.date | None = None

    def within(self, month: Month) -> Days | None:
        """The days of the month for which it holds; None if there are none."""
        whole = days_of(month)
        start = max(self.start, whole.start)
        end = whole.end if self.end is None else min(self.end, whole.end)
        return Days(start, end) if start < end else None

    def overlaps(self, other: Effective) -> bool:
        before_other_ends = other.end is None or self.start < other.end
        return before_other_ends and (self.end is None or other.start < self.end)

    def __str__(self) -> str:
        last = shown_last(self.end) if self.end else "…"
        first = shown_start(self.start)
        return first if first == last else f"{first} – {last}"


def full_years(since: dt.date, until: dt.date) -> int:
    """Completed years between two dates: the anniversary itself completes a year."""
    years = until.year - since.year
    return years if (until.month, until.day) >= (since.month, since.day) else years - 1
