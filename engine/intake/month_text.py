"""Months, dates and times as files write them; a month in a file name, told by a pattern."""

import datetime as dt
import re
from functools import lru_cache

from engine.core.period import Month

_MONTH = re.compile(r"([0-9]{4})(?:[-/]([0-9]{1,2})|年([0-9]{1,2})月|([0-9]{2}))")
_DATE = r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日)"
_TIME = r"(?:[ T]([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?)?"
_MOMENT = re.compile(_DATE + _TIME)

_TOKENS = re.compile("yyyy|mm|dd")
_PARTS = (["yyyy", "mm"], ["yyyy", "mm", "dd", "yyyy", "mm", "dd"])


@lru_cache(maxsize=1000)  # a file repeats its few months in every row
def read_month(text: str) -> Month | None:
    """`2024-05`, `2024/5`, `2024年5月`, `202405`; None for anything else, a date included."""
    match = _MONTH.fullmatch(text)
    if not match:
        return None
    return _month(int(match[1]), int(match[2] or match[3] or match[4]))


def read_moment(text: str) -> dt.datetime | None:
    """A date with or without a time of day: `2024-05-01`, `2024年5月1日 09:30`."""
    match = _MOMENT.fullmatch(text)
    if not match:
        return None
    day = (int(match[1]), int(match[3] or match[5]), int(match[4] or match[6]))
    hour, minute, second = (int(match[group] or 0) for group in (7, 8, 9))
    try:
        return dt.datetime(*day, hour, minute, second)
    except ValueError:
        return None


def read_date(text: str) -> dt.date | None:
    """A date; a time of day other than midnight is not cut off but refused."""
    moment = read_moment(text)
    return moment.date() if moment and moment.time() == dt.time() else None


def read_first_day(text: str) -> dt.date | None:
    """A date, or the first day of a month."""
    month = read_month(text)
    return month.start if month else read_date(text)


def is_month_pattern(pattern: str) -> bool:
    """Whether a pattern names one month, or its first and last day, in this order."""
    return _TOKENS.findall(pattern) in _PARTS


def months_in(name: str, pattern: str) -> frozenset[Month]:
    """Every whole month that the name states in the pattern's form; part of a month is none."""
    found = re.finditer(_as_expression(pattern), name)
    stated = {_whole_month([int(number) for number in match.groups()]) for match in found}
    return frozenset(month for month in stated if month)


def _as_expression(pattern: str) -> str:
    pieces = {"yyyy": "([0-9]{4})", "mm": "([0-9]{2})", "dd": "([0-9]{2})"}
    parts = re.split(f"({_TOKENS.pattern})", pattern)
    body = "".join(pieces.get(part) or re.escape(part) for part in parts)
    return f"(?<![0-9]){body}(?![0-9])"


def _whole_month(numbers: list[int]) -> Month | None:
    month = _month(numbers[0], numbers[1])
    if month is None or len(numbers) == 2:
        return month
    last = month.last_day
    is_whole = numbers[2:] == [1, last.year, last.month, last.day]
    return month if is_whole else None


def _month(year: int, month: int) -> Month | None:
    return Month(year, month) if year and 1 <= month <= 12 else None
