"""Exact decimal arithmetic: text to `Decimal`, the one meaning of division, the roundings.

Every operation runs in a context of 76 digits that traps inexact results, so a number is
right to the last digit or the operation raises; nothing is rounded unless a mode is named.
"""

import re
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
    DivisionByZero,
    FloatOperation,
    Inexact,
    InvalidOperation,
)
from typing import Literal

RoundingMode = Literal["half_up", "half_down", "half_even", "up", "down", "ceiling", "floor"]

QUOTIENT_PLACES = 12

# {link: rounding-modes} half_up is half away from zero, half_down half towards it, up away.
_MODES: dict[str, str] = {
    "half_up": ROUND_HALF_UP,
    "half_down": ROUND_HALF_DOWN,
    "half_even": ROUND_HALF_EVEN,
    "up": ROUND_UP,
    "down": ROUND_DOWN,
    "ceiling": ROUND_CEILING,
    "floor": ROUND_FLOOR,
}

EXACT = Context(prec=76, traps=[Inexact, FloatOperation, DivisionByZero, InvalidOperation])
_ROUNDING = {name: Context(prec=76, rounding=mode) for name, mode in _MODES.items()}

_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_SUFFIXES = {"%": -2, "‰": -3, "pp": -2, "万": 4, "亿": 8}


def parse_decimal(text: str) -> Decimal | None:
    """`15,000.50` → Decimal; None for anything that is not one plain number (`1,2,3`, `nan`)."""
    text = text.strip()
    if len(text) > 60 or not _NUMBER.fullmatch(text):
        return None
    return Decimal(text.replace(",", ""))


def parse_quantity(text: str) -> Decimal | None:
    """A number with an optional %, ‰, pp, 万 or 亿 behind it; None if it is none."""
    text = text.strip().replace("％", "%").replace("，", ",")
    if text.startswith("−"):  # the sign that formulas and word processors write
        text = f"-{text[1:]}"
    for suffix, power in _SUFFIXES.items():
        if text.endswith(suffix):
            number = parse_decimal(text[: -len(suffix)])
            return None if number is None else number.scaleb(power, EXACT)
    return parse_decimal(text)


def has_ratio_sign(text: str) -> bool:
    """Whether the text says by itself that it is a ratio: 5%, 3‰, 1pp."""
    return text.strip().endswith(("%", "％", "‰", "pp"))


def plain(value: Decimal) -> str:
    """The one canonical text of a number: no exponent, no trailing zeros, no minus zero."""
    text = _digits(value)
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _digits(value: Decimal) -> str:
    """All digits as they stand; `str` is several times faster than `format`, but has exponents."""
    text = str(value)
    return format(value, "f") if "E" in text else text


def fixed(value: Decimal, places: int) -> str:
    """The text with at least `places` decimals; more only if the number has them."""
    text = _digits(value)
    if len(text) > places and text[-places - 1] == "." and not text.startswith("-"):
        return text  # amounts mostly come with just these decimals
    text = plain(value)
    whole, _, fraction = text.partition(".")
    return text if len(fraction) >= places else f"{whole}.{fraction.ljust(places, '0')}"


def scale_of(value: Decimal) -> int:
    """How many decimals the number needs."""
    return len(plain(value).partition(".")[2])


def quantize(value: Decimal, *, places: int, mode: str) -> Decimal:
    """`value` rounded to `places` decimals by a stated mode."""
    step = Decimal(1).scaleb(-places)
    return value.quantize(step, rounding=_MODES[mode], context=_ROUNDING[mode])


def divide(dividend: Decimal, divisor: Decimal, places: int = QUOTIENT_PLACES) -> Decimal:
    """The exact quotient, rounded half-up once, by integers alone. {link: one-division}"""
    if not divisor:
        raise ZeroDivisionError("division by zero reached arithmetic")
    numerator, denominator = dividend.as_integer_ratio()
    other_numerator, other_denominator = divisor.as_integer_ratio()
    top = numerator * other_denominator * 10**places
    bottom = denominator * other_numerator
    if bottom < 0:
        top, bottom = -top, -bottom
    rounded = (2 * abs(top) + bottom) // (2 * bottom)
    return Decimal(rounded if top >= 0 else -rounded).scaleb(-places, EXACT)
