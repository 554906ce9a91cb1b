"""One cell of a measure → its amount in the canonical unit, its state, or the reason it is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import field
from decimal import Decimal

from engine.catalog.measures import Measure
from engine.core.diagnostic import Check
from engine.core.number import EXACT, parse_decimal, plain, scale_of
from engine.core.record import record
from engine.core.unit import Unit
from engine.intake.batch import State
from engine.intake.cell import as_meant, clean_text
from engine.intake.checks.i842_blank_cell import BLANK_CELL
from engine.intake.checks.i843_not_a_number import NOT_A_NUMBER
from engine.intake.checks.i844_no_percent_sign import NO_PERCENT_SIGN
from engine.intake.checks.i845_percent_sign import PERCENT_SIGN
from engine.intake.checks.i846_not_a_duration import NOT_A_DURATION
from engine.intake.checks.i847_too_many_places import TOO_MANY_PLACES
from engine.intake.checks.i848_out_of_range import OUT_OF_RANGE
from engine.intake.mapping import WrittenAs

FITTING_UNITS: Mapping[WrittenAs, tuple[Unit, ...]] = {
    "number": (Unit.MONEY, Unit.COUNT, Unit.POINTS, Unit.DAYS),
    "percent_sign": (Unit.RATIO,),
    "percent_number": (Unit.RATIO,),
    "fraction": (Unit.RATIO,),
    "duration": (Unit.SECONDS,),
    "seconds": (Unit.SECONDS,),
    "yuan": (Unit.MONEY,),
}

_CLOCK = re.compile(r"(?:([0-9]{1,4}):)?([0-9]{1,4}):([0-5][0-9](?:\.[0-9]+)?)")
_WORDS = re.compile(
    r"(?:([0-9]{1,4})(?:小时|时))?(?:([0-9]{1,4})(?:分钟|分))?(?:([0-9]{1,7}(?:\.[0-9]+)?)秒)?"
)


@record
class Reading:
    """What a cell says: an amount, or a state that stands for none."""

    state: State
    amount: Decimal | None = None


@record
class Refusal:
    """Why a cell is not taken."""

    check: Check
    values: Mapping[str, str] = field(default_factory=dict)


def read_amount(
    raw: str, measure: Measure, written_as: WrittenAs, states: Mapping[str, State]
) -> Reading | Refusal:
    """The cell's amount or state; nothing is rounded, clamped or guessed."""
    text = clean_text(raw)
    if text in states:
        return Reading(states[text])
    if not text:
        return Refusal(BLANK_CELL)
    amount = _SPELLINGS[written_as](as_meant(text))
    if isinstance(amount, Refusal):
        return amount
    return _within_bounds(Decimal(plain(amount)), measure)


def _within_bounds(amount: Decimal, measure: Measure) -> Reading | Refusal:
    if scale_of(amount) > measure.places:
        return Refusal(TOO_MANY_PLACES, {"amount": plain(amount), "places": str(measure.places)})
    if not measure.least <= amount <= measure.greatest:
        least, greatest = plain(measure.least), plain(measure.greatest)
        values = {"amount": plain(amount), "least": least, "greatest": greatest}
        return Refusal(OUT_OF_RANGE, values)
    return Reading("value", amount)


def _number(text: str) -> Decimal | Refusal:
    amount = parse_decimal(text)
    if amount is not None:
        return amount
    return Refusal(PERCENT_SIGN if text.endswith("%") else NOT_A_NUMBER)


def _percent_sign(text: str) -> Decimal | Refusal:
    amount = parse_decimal(text.removesuffix("%"))
    if amount is None:
        return Refusal(NOT_A_NUMBER)
    return amount.scaleb(-2, EXACT) if text.endswith("%") else Refusal(NO_PERCENT_SIGN)


def _percent_number(text: str) -> Decimal | Refusal:
    amount = _number(text)
    return amount if isinstance(amount, Refusal) else amount.scaleb(-2, EXACT)


def _yuan(text: str) -> Decimal | Refusal:
    return _number(text.removeprefix("¥").removesuffix("元"))


def _seconds(text: str) -> Decimal | Refusal:
    amount = parse_decimal(text.removesuffix("秒"))
    return Refusal(NOT_A_DURATION) if amount is None else amount


def _duration(text: str) -> Decimal | Refusal:
    """Seconds of `00:01:30`, `3:25` (minutes first), `1分30秒`, `90秒` or `90`."""
    clock = _CLOCK.fullmatch(text)
    match = clock or _WORDS.fullmatch(text)
    if not match:
        return _seconds(text)
    hours, minutes, seconds = (Decimal(part or 0) for part in match.groups())
    # Where a larger part leads, the smaller ones stop at 59: 1分90秒 is a slip, not 150 seconds.
    if (match[1] and minutes > 59) or ((match[1] or match[2]) and seconds >= 60):
        return Refusal(NOT_A_DURATION)
    return hours * 3600 + minutes * 60 + seconds


_SPELLINGS: Mapping[WrittenAs, Callable[[str], Decimal | Refusal]] = {
    "number": _number,
    "percent_sign": _percent_sign,
    "percent_number": _percent_number,
    "fraction": _number,
    "duration": _duration,
    "seconds": _seconds,
    "yuan": _yuan,
}
