"""Dates as people write them in memos: 3.5, 03-05, 3/5, 3月5日, 2024-03-05."""

from __future__ import annotations

import datetime as dt
import re

from engine.core.errors import EngineBug

_FULL = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?(?!\d)")
_SHORT = re.compile(r"(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?(?!\d)")


def read_date(text: str, at: int, near: dt.date) -> tuple[dt.date, int, bool] | None:
    """The day that stands here, where it ends, and whether the year was assumed.

    A day without a year is the one nearest to `near`, the day of the order.
    """
    if at and text[at - 1].isdigit():
        return None
    full = _FULL.match(text, at)
    if full:
        day = _day(int(full[1]), int(full[2]), int(full[3]))
        return (day, full.end(), False) if day else None
    short = _SHORT.match(text, at)
    if not short:
        return None
    years = (near.year - 1, near.year, near.year + 1)
    days = [d for year in years if (d := _day(year, int(short[1]), int(short[2])))]
    if not days:
        return None
    return min(days, key=lambda d: (abs(d - near), d)), short.end(), True


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def written(day: dt.date, form: str) -> str:
    """The day in the form that the policy states."""
    match form:
        case "m.d":
            return f"{day.month}.{day.day}"
        case "mm-dd":
            return f"{day.month:02}-{day.day:02}"
        case "m/d":
            return f"{day.month}/{day.day}"
        case "m月d日":
            return f"{day.month}月{day.day}日"
        case "yyyy-mm-dd":
            return day.isoformat()
    raise EngineBug(f"no form of dates is called {form!r}")
