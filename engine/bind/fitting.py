"""Expressions made quick for many rows: no more digits than needed, no question asked twice.

Values stay the same. An ordinary script is written to be read and is not fitted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.bind.chaining import chained
from engine.bind.expression import (
    Absolute,
    Arithmetic,
    Cases,
    Constant,
    Extreme,
    Fitted,
    Pick,
    Quotient,
    Read,
    Rounded,
    Typed,
    reads,
)
from engine.bind.model import BoundPolicy, Item
from engine.bind.rebuilding import with_parts
from engine.bind.variants import Parameter
from engine.core.record import record

# a number of so many digits is one machine word
WORD_DIGITS = 18


@dataclass
class Fitting:
    """`present` are the keys of inputs, parameters and items that nobody lacks.

    `parameters`: the columns that parameters stand in, and how many places more than they need
    they have there, so that a sum of products need not be brought to one scale row by row.
    """

    present: set[str]
    parameters: dict[str, Parameter]

    def fitted(self, bound: BoundPolicy) -> BoundPolicy:
        return replace(bound, items=tuple(self._items(bound)))

    def _items(self, bound: BoundPolicy) -> Iterator[Item]:
        for item in bound.items:
            if item.expression is None:
                yield item
                continue
            expression = self._fitted(item.expression)
            if _is_for_all(bound, item) and _is_sure(expression, self.present):
                self.present.add(item.key)
            yield replace(item, expression=expression, reads=reads(expression))

    def _fitted(self, node: Typed) -> Typed:
        made = with_parts(node, self._fitted)
        match made:
            case Arithmetic():
                return _narrowed(self._aligned(made))
            case Extreme():
                return replace(made, is_sure=_is_sure(made, self.present))
            case Pick() | Cases():
                return chained(made)
            case _:
                return made

    def _aligned(self, node: Arithmetic) -> Arithmetic:
        """Both sides of a sum with the same decimals, where a parameter can bring them along."""
        if node.sign == "*":
            return node
        left, right = _natural(node.left).places, _natural(node.right).places
        if left < right:
            return replace(node, left=self._lengthened(node.left, right - left))
        return replace(node, right=self._lengthened(node.right, left - right))

    def _lengthened(self, node: Typed, by: int) -> Typed:
        product = node.operand if isinstance(node, Fitted) else node
        if not by or not isinstance(product, Arithmetic) or product.sign != "*":
            return node
        factor = product.right
        if not isinstance(factor, Read) or factor.key not in self.parameters:
            return node
        type_ = replace(product.type, places=product.type.places + by)
        if type_.digits >= WORD_DIGITS or factor.type.digits + by > WORD_DIGITS:
            return node
        known = self.parameters[factor.key]
        own = replace(known.type, places=known.type.places + by)
        key = f"{known.key[:-1]}:{own.places})"
        self.parameters[key] = Parameter(key=key, type=own, amounts=known.amounts)
        self.present.add(key)
        longer = Read(key, replace(factor.type, places=factor.type.places + by))
        return _narrowed(replace(product, right=longer, type=type_))


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


def _narrowed(node: Arithmetic) -> Typed:
    if node.type.digits < WORD_DIGITS <= _natural(node).digits:
        return Fitted(node, node.type)
    return node


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
