"""Typed expressions over spreads: what each node of a formula comes to over a box."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Protocol

from engine.audit.deep import spread as on
from engine.audit.deep.spread import NOTHING, Spread
from engine.bind.expression import (
    Absolute,
    Arithmetic,
    Arm,
    Cases,
    Choose,
    Combine,
    Compare,
    Constant,
    Extreme,
    Missing,
    Not,
    Nothing,
    Pick,
    Quotient,
    Ranked,
    Read,
    Rounded,
    Typed,
    Word,
)


class Values(Protocol):
    """What the items come to that an expression reads."""

    def read(self, key: str) -> Spread: ...
    def place(self, node: Ranked) -> Spread: ...
    def summed(self, keys: Iterable[str]) -> Spread | None: ...
    def missing(self, node: Missing) -> Spread: ...
    def unknown(self, node: Typed) -> Spread: ...


def over(node: Typed, values: Values) -> Spread:
    """A node that this module does not know is anything within the bounds of its type."""
    rule = _RULES.get(type(node))
    return values.unknown(node) if rule is None else rule(node, values)


def _arithmetic(node: Arithmetic, values: Values) -> Spread:
    keys = [part.key for part in _terms(node) if isinstance(part, Read)]
    if len(keys) > 1 and len(keys) == len(list(_terms(node))):
        summed = values.summed(keys)
        if summed is not None:
            return summed
    left, right = over(node.left, values), over(node.right, values)
    match node.sign:
        case "+":
            return on.added(left, right)
        case "-":
            return on.added(left, on.negative(right))
        case _:
            return on.multiplied(left, right)


def _terms(node: Typed) -> Iterator[Typed]:
    if isinstance(node, Arithmetic) and node.sign == "+":
        yield from _terms(node.left)
        yield from _terms(node.right)
    else:
        yield node


def _quotient(node: Quotient, values: Values) -> Spread:
    left, right = over(node.dividend, values), over(node.divisor, values)
    return on.divided(left, right) or values.unknown(node)


def _extreme(node: Extreme, values: Values) -> Spread:
    operands = [over(o, values) for o in node.operands]
    return on.least(operands) if node.word == "least" else on.greatest(operands)


def _choose(node: Choose, values: Values) -> Spread:
    condition = over(node.condition, values)
    then = over(node.then, values) if condition.high else NOTHING
    otherwise = NOTHING if condition.low == 1 else over(node.otherwise, values)
    return on.chosen(condition, then, otherwise)


def _combine(node: Combine, values: Values) -> Spread:
    operands = [over(o, values) for o in node.operands]
    return on.all_of(operands) if node.word == "and" else on.any_of(operands)


def _cases(node: Cases, values: Values) -> Spread:
    arms: list[tuple[Spread, Spread]] = []
    for condition_node, gives in node.arms:
        condition = over(condition_node, values)
        arms.append((condition, over(gives, values) if condition.high else NOTHING))
        if condition.low == 1:
            break
    found = NOTHING
    for condition, given in reversed(arms):
        found = on.chosen(condition, given, found)
    needs = [over(need, values) for need in node.needs]
    return replace(found, lacks=True) if any(need.lacks for need in needs) else found


def _pick(node: Pick, values: Values) -> Spread:
    lookup = over(node.lookup, values)
    found = _row(node, lookup, values)
    return replace(found, lacks=True) if lookup.lacks else found


def _row(node: Pick, lookup: Spread, values: Values) -> Spread:
    if any(arm.key is not None for arm in node.arms):
        return _exact(node, lookup, values)
    hit = [arm for arm in node.arms if _reaches(arm, lookup)]
    if len(hit) == 1 and _holds(hit[0], lookup):
        return over(hit[0].gives, values)
    ordered = sorted(hit, key=_start)
    steps = [over(arm.gives, values) for arm in ordered]
    if not steps:
        return NOTHING
    found = on.joined(steps, lookup.moves)
    covers = _holds_low(ordered[0], lookup.low) and _holds_high(ordered[-1], lookup.high)
    return found if covers else on.joined((NOTHING, found), lookup.moves)


def _start(arm: Arm) -> tuple[int, Decimal]:
    return (0, Decimal(0)) if arm.low.amount is None else (1, arm.low.amount)


def _reaches(arm: Arm, lookup: Spread) -> bool:
    return _holds_low(arm, lookup.high) and _holds_high(arm, lookup.low)


def _holds(arm: Arm, lookup: Spread) -> bool:
    return _holds_low(arm, lookup.low) and _holds_high(arm, lookup.high)


def _holds_low(arm: Arm, amount: Decimal) -> bool:
    low = arm.low
    return low.amount is None or amount > low.amount or (amount == low.amount and low.inclusive)


def _holds_high(arm: Arm, amount: Decimal) -> bool:
    high = arm.high
    return high.amount is None or amount < high.amount or (amount == high.amount and high.inclusive)


def _exact(node: Pick, lookup: Spread, values: Values) -> Spread:
    hit = [arm for arm in node.arms if _fits(arm, lookup)]
    if len(hit) == 1 and lookup.is_point:
        return over(hit[0].gives, values)
    steps = [over(arm.gives, values) for arm in hit]
    if not lookup.words or len(hit) < len(lookup.words):
        steps = [NOTHING, *steps]
    return on.joined(steps, {v: on.Move(0) for v in lookup.moves})


def _fits(arm: Arm, lookup: Spread) -> bool:
    if isinstance(arm.key, Decimal):
        return lookup.words is None and lookup.low <= arm.key <= lookup.high
    return lookup.words is not None and arm.key in lookup.words


_RULES: dict[type, Callable[..., Spread]] = {
    Constant: lambda node, _: on.number(node.amount),
    Word: lambda node, _: on.word(node.text),
    Nothing: lambda _, __: NOTHING,
    Missing: lambda node, values: values.missing(node),
    Read: lambda node, values: values.read(node.key),
    Ranked: lambda node, values: values.place(node),
    Arithmetic: _arithmetic,
    Quotient: _quotient,
    Extreme: _extreme,
    Rounded: lambda node, values: on.rounded(over(node.operand, values), node.places, node.mode),
    Absolute: lambda node, values: on.absolute(over(node.operand, values)),
    Choose: _choose,
    Compare: lambda node, values: on.compared(
        node.sign, over(node.left, values), over(node.right, values)
    ),
    Combine: _combine,
    Not: lambda node, values: on.opposite(over(node.operand, values)),
    Cases: _cases,
    Pick: _pick,
}
