"""Expressions made quick for many rows: no more digits than needed, no question asked twice.

Values stay the same. An ordinary script is written to be read and is not fitted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from engine.bind.expression import (
    Absolute,
    Arithmetic,
    Constant,
    Extreme,
    Fitted,
    Quotient,
    Read,
    Rounded,
    Typed,
)
from engine.bind.model import BoundPolicy, Item
from engine.bind.rebuilding import with_parts
from engine.core.record import record

# a number of so many digits is one machine word
WORD_DIGITS = 18


def fitted(bound: BoundPolicy, present: Iterable[str]) -> BoundPolicy:
    """`present` are the keys of inputs and parameters that nobody lacks."""
    return replace(bound, items=tuple(_items(bound, set(present))))


def _items(bound: BoundPolicy, present: set[str]) -> Iterator[Item]:
    for item in bound.items:
        if item.expression is None:
            yield item
            continue
        expression = _fitted(item.expression, present)
        if _is_for_all(bound, item) and _is_sure(expression, present):
            present.add(item.key)
        yield replace(item, expression=expression)


def _is_for_all(bound: BoundPolicy, item: Item) -> bool:
    """Whether no guard stands before the value."""
    is_guarded = bound.rules_of(item.roles) and (item.is_scored or item.kind == "line")
    return len(item.roles) == len(bound.roles) and not is_guarded


def _is_sure(node: Typed, present: set[str]) -> bool:
    """Whether the value is there for everybody."""
    match node:
        case Constant():
            return True
        case Read():
            return node.key in present
        case Arithmetic():
            return _is_sure(node.left, present) and _is_sure(node.right, present)
        case Quotient():
            return isinstance(node.divisor, Constant) and _is_sure(node.dividend, present)
        case Extreme():
            return all(_is_sure(operand, present) for operand in node.operands)
        case Rounded() | Absolute() | Fitted():
            return _is_sure(node.operand, present)
        case _:
            return False


def _fitted(node: Typed, present: set[str]) -> Typed:
    made = with_parts(node, lambda part: _fitted(part, present))
    match made:
        case Arithmetic() if made.type.digits < WORD_DIGITS <= _natural(made).digits:
            return Fitted(made, made.type)
        case Extreme():
            return replace(made, is_sure=_is_sure(made, present))
        case _:
            return made


@record
class Width:
    """Digits before and behind the point in which a database works something out by itself."""

    whole: int
    places: int

    @property
    def digits(self) -> int:
        return self.whole + self.places


def _natural(node: Typed) -> Width:
    match node:
        case Arithmetic():
            left, right = _natural(node.left), _natural(node.right)
            if node.sign == "*":
                return Width(left.whole + right.whole, left.places + right.places)
            whole = max(left.whole, right.whole) + 1
            return Width(whole, max(left.places, right.places))
        case Extreme():
            parts = [_natural(operand) for operand in node.operands]
            return Width(max(p.whole for p in parts), max(p.places for p in parts))
        case _:
            return Width(node.type.whole_digits, node.type.places)
