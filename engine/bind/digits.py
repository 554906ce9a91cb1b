"""How many digits the exact computation of an expression can need, step by step."""

from __future__ import annotations

from engine.bind.expression import Arithmetic, Cut, HandedOut, Quotient, Typed, children, walk
from engine.bind.types import ValueType
from engine.core.number import QUOTIENT_PLACES

# A decimal is lifted to an integer through its fraction alone, which has twice its places.
MOST_PLACES_TO_DIVIDE = 19
UNREACHABLE = 99


def most_digits(expression: Typed) -> int:
    """The most that any step of the expression needs."""
    return max(digits_needed(node) for node in walk(expression))


def digits_needed(node: Typed) -> int:
    """Digits of one step: of its result, and of what the database must hold on the way."""
    if not node.type.is_number:
        return _side_by_side([c.type for c in children(node) if c.type.is_number])
    match node:
        case Quotient():
            return max(node.type.digits, _quotient(node.dividend.type, node.divisor.type))
        case HandedOut():
            return node.type.digits
        case Cut():
            # the product of the two integers that are divided
            amount, weight = node.amount.type, node.total.type
            return amount.whole_digits + node.type.places + weight.digits
        case Arithmetic(sign="*"):
            return node.type.digits
        case _:
            parts = [c.type for c in children(node) if c.type.is_number]
            return max(node.type.digits, _side_by_side(parts))


def _side_by_side(types: list[ValueType]) -> int:
    """Values that are added, compared or chosen between are brought to one scale first."""
    if not types:
        return 0
    return max(t.whole_digits for t in types) + max(t.places for t in types)


def _quotient(dividend: ValueType, divisor: ValueType) -> int:
    """Twice the integer dividend, and twice the integer divisor, at the scale of 12 places."""
    if max(dividend.places, divisor.places) > MOST_PLACES_TO_DIVIDE:
        return UNREACHABLE
    lift = max(QUOTIENT_PLACES + divisor.places, dividend.places)
    top = dividend.whole_digits + lift + 1
    return max(top, divisor.whole_digits + lift - QUOTIENT_PLACES + 1)
