"""Calendar months and half-open spans of months, as policies and runs speak of them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from engine.core.record import record

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


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


@record
class Effective:
    """From `start` (inclusive) to `end` (exclusive; None = until further notice)."""

    start: Month
    end: Month | None = None

    def covers(self, month: Month) -> bool:
        return self.start <= month and (self.end is None or month < self.end)

    def overlaps(self, other: Effective) -> bool:
        before_other_ends = other.end is None or self.start < other.end
        return before_other_ends and (self.end is None or other.start < self.end)

    def __str__(self) -> str:
        return f"{self.start} – {self.end or '…'}"


def full_years(since: dt.date, until: dt.date) -> int:
    """Completed years between two dates: the anniversary itself completes a year."""
    years = until.year - since.year
    return years if (until.month, until.day) >= (since.month, since.day) else years - 1
