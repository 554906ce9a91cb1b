"""Which rows of a decision fit, cell by cell, and what they come to together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from engine.core.number import parse_quantity
from engine.policy.model import Decision, DecisionRow

_ANY = {"-", "—", "*", ""}
_TRUE, _FALSE = {"true", "是"}, {"false", "否"}
_MEMBERS = re.compile(r"[、|]|[,，]\s")
_ENDS = re.compile(r"[\[(（\]](.*?)(?:\.\.|～)(.*)[\])）\[]")


def fitting_rows(
    decision: Decision, inputs: Sequence[Decimal | str | bool]
) -> tuple[DecisionRow, ...]:
    """Every row all of whose tests let their input through."""
    return tuple(
        row
        for row in decision.rows
        if all(fits(t.text, value) for t, value in zip(row.tests, inputs, strict=True))
    )


def fits(text: str, value: Decimal | str | bool) -> bool:
    if text in _ANY:
        return True
    members = [member.strip() for member in _MEMBERS.split(text)]
    if isinstance(value, bool):
        return any(m in (_TRUE if value else _FALSE) for m in members)
    if isinstance(value, str):
        return value in members
    return any(_lets(member, value) for member in members if member)


def _lets(member: str, value: Decimal) -> bool:
    ends = _ENDS.fullmatch(member)
    if ends is not None:
        low, high = _number(ends[1]), _number(ends[2])
        after_start = value >= low if member[0] == "[" else value > low
        before_end = value <= high if member[-1] == "]" else value < high
        return after_start and before_end
    member = member.replace("≤", "<=").replace("≥", ">=").replace("＜", "<").replace("＞", ">")
    if member.startswith("<="):
        return value <= _number(member[2:])
    if member.startswith(">="):
        return value >= _number(member[2:])
    if member.startswith("<"):
        return value < _number(member[1:])
    if member.startswith(">"):
        return value > _number(member[1:])
    return value == _number(member.removeprefix("=").removeprefix("＝"))


def _number(text: str) -> Decimal:
    amount = parse_quantity(text)
    if amount is None:
        raise ValueError(f"{text!r} is no number")
    return amount


def together(hit: str, amounts: Sequence[Decimal | str]) -> Decimal | str | None:
    """What the values of the fitting rows come to; None where there is none."""
    if hit == "sum":
        return sum((a for a in amounts if isinstance(a, Decimal)), Decimal(0))
    if not amounts:
        return None
    numbers = sorted(a for a in amounts if isinstance(a, Decimal))
    if hit == "min" and numbers:
        return numbers[0]
    if hit == "max" and numbers:
        return numbers[-1]
    return amounts[0]
