"""A test cell → the numbers or words that it lets through."""

from __future__ import annotations

import re
from decimal import Decimal

from engine.core.number import parse_quantity
from engine.core.record import record
from engine.policy.bands import OPEN
from engine.policy.model import Bound

ANYTHING = ("-", "—", "*", "")
_LIST = re.compile(r"\s*[、|]\s*|[,，]\s+")
_SIGNS = {"≤": "<=", "≥": ">=", "＜": "<", "＞": ">", "＝": "=", "（": "(", "）": ")", "～": ".."}
_COMPARED = re.compile(r"(<=|>=|<|>|=)\s*(.+)")
_RANGE = re.compile(r"([\[(\]])\s*(.+?)\s*\.\.\s*(.+?)\s*([\])\[])")


@record
class Band:
    """Every number between two bounds."""

    low: Bound
    high: Bound

    def holds(self, amount: Decimal) -> bool:
        low, high = self.low, self.high
        if low.amount is not None and (
            amount < low.amount or (amount == low.amount and not low.inclusive)
        ):
            return False
        return high.amount is None or (
            amount < high.amount or (amount == high.amount and high.inclusive)
        )


def split(text: str) -> list[str]:
    """The members of a list: parted by 、 or | or a comma with a blank behind it."""
    return [part for part in _LIST.split(text.strip()) if part]


def bands(text: str) -> tuple[Band, ...] | None:
    """What a cell lets through of numbers; None if it cannot be read, () never."""
    if text in ANYTHING:
        return (Band(OPEN, OPEN),)
    found = [_band(part) for part in split(text)]
    known = tuple(band for band in found if band is not None)
    return known if known and len(known) == len(found) else None


def _band(part: str) -> Band | None:
    for sign, plain in _SIGNS.items():
        part = part.replace(sign, plain)
    compared, ranged = _COMPARED.fullmatch(part), _RANGE.fullmatch(part)
    if ranged:
        return _range(*ranged.groups())
    amount = parse_quantity(compared[2] if compared else part)
    if amount is None:
        return None
    exactly = Bound(amount=amount, inclusive=True)
    outside = Bound(amount=amount, inclusive=False)
    match compared[1] if compared else "=":
        case "<":
            return Band(OPEN, outside)
        case "<=":
            return Band(OPEN, exactly)
        case ">":
            return Band(outside, OPEN)
        case ">=":
            return Band(exactly, OPEN)
        case _:
            return Band(exactly, exactly)


def _range(opening: str, low: str, high: str, closing: str) -> Band | None:
    """[a..b] with both ends, (a..b) without; ]a..b[ is written like (a..b)."""
    start, end = parse_quantity(low), parse_quantity(high)
    if start is None or end is None or start > end:
        return None
    return Band(
        Bound(amount=start, inclusive=opening == "["), Bound(amount=end, inclusive=closing == "]")
    )
