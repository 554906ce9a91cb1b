"""What lines and their limits come to together: a sum within its bounds.

A line that rises and a limit that takes it back are certain only as one; each by itself would
leave open which way they go together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from engine.audit.deep import spread as on
from engine.audit.deep.spread import Spread
from engine.bind.expression import (
    Arithmetic,
    Cases,
    Choose,
    Compare,
    Constant,
    Extreme,
    Typed,
    Word,
)
from engine.bind.model import Item, LimitOf

Bounds = tuple[Typed | None, Typed | None]
# what holds of an expression of one limit; None where it is not sure that the limit is paid
Of = Callable[[Item, Typed], Spread | None]
Piece = tuple[frozenset[str], Spread]


def together(items: Iterable[Item], role: str, read: Callable[[Item], Spread], of: Of) -> Spread:
    """The sum of all, each limit below what it counts."""
    pieces: list[Piece] = []
    for item in items:
        pieces = _with(pieces, item, role, of) or [
            *pieces, (frozenset((item.key,)), read(item))
        ]  # fmt: skip
    return _sum(piece for _, piece in pieces)


def _with(pieces: list[Piece], item: Item, role: str, of: Of) -> list[Piece] | None:
    """The pieces with what the limit counts as one, if they are the same as what it counts."""
    limit = item.definition
    if not isinstance(limit, LimitOf):
        return None
    counted = frozenset(limit.counted.get(role, ()))
    inside = [(keys, piece) for keys, piece in pieces if keys <= counted]
    if frozenset().union(*(keys for keys, _ in inside)) != counted:
        return None
    within = _within(_sum(piece for _, piece in inside), item, role, of)
    if within is None:
        return None
    outside = [piece for piece in pieces if not piece[0] <= counted]
    return [*outside, (counted | {item.key}, within)]


def _within(summed: Spread, item: Item, role: str, of: Of) -> Spread | None:
    """The sum brought within the bounds, where the limit's condition holds."""
    condition, change = _condition(item.expression)
    bounds = bounds_of(change, role)
    if bounds is None:
        return None
    within = summed
    for text, brought in zip(bounds, (on.greatest, on.least), strict=True):
        bound = None if text is None else of(item, text)
        if text is not None and bound is None:
            return None
        within = within if bound is None else brought([within, bound])
    holds = on.number(Decimal(1)) if condition is None else of(item, condition)
    return None if holds is None else on.chosen(holds, within, summed)


def _condition(node: Typed | None) -> tuple[Typed | None, Typed | None]:
    match node:
        case Choose(condition=condition, then=then, otherwise=Constant(amount=amount)):
            return (condition, then) if not amount else (None, node)
    return None, node


def _sum(pieces: Iterable[Spread]) -> Spread:
    summed = on.number(Decimal(0))
    for piece in pieces:
        summed = on.added(summed, piece)
    return summed


def bounds_of(node: Typed | None, role: str) -> Bounds | None:
    """The least and the most of max(0, least − sum) + min(0, most − sum); None of all else."""
    match node:
        case Cases(arms=arms):
            return next((bounds_of(gives, role) for test, gives in arms if _is(test, role)), None)
        case Extreme(operands=(Constant(), Arithmetic(sign="-", left=bound))):
            return (bound, None) if node.word == "greatest" else (None, bound)
        case Arithmetic(sign="+"):
            low, high = bounds_of(node.left, role), bounds_of(node.right, role)
            if low is not None and high is not None and low[1] is None and high[0] is None:
                return low[0], high[1]
    return None


def _is(test: Typed, role: str) -> bool:
    return isinstance(test, Compare) and isinstance(test.right, Word) and test.right.text == role
