"""Bands in a row: who is not below an edge need not be asked again whether it is above."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from engine.bind.expression import Arm, Cases, Combine, Compare, Constant, Pick, Read, Typed
from engine.policy.bands import OPEN

_OPPOSITE = {"<": ">=", "<=": ">"}


def chained(node: Pick | Cases) -> Typed:
    """The same bands with one question each, where the first takes everything from below.

    A value that is not there answers none of them, neither before nor after.
    """
    if isinstance(node, Pick):
        return _chained_arms(node) if _is_row_of_arms(node) else node
    edges = [_edges(condition) for condition, _ in node.arms]
    known = [edge for edge in edges if edge is not None]
    if len(known) < len(edges) or len(edges) < 2 or not _is_row(known):
        return node
    arms = [node.arms[0]]
    for (_, high), (condition, given) in zip(known[1:], node.arms[1:], strict=True):
        arms.append((high if high is not None else condition, given))
    return Cases(node.needs, tuple(arms), node.type)


Edges = tuple[Compare | None, Compare | None]


def _edges(condition: Typed) -> Edges | None:
    """The question for the lower edge, and for the upper."""
    parts = condition.operands if isinstance(condition, Combine) else (condition,)
    tests = [part for part in parts if isinstance(part, Compare)]
    lows = [test for test in tests if test.sign in (">", ">=")]
    highs = [test for test in tests if test.sign in ("<", "<=")]
    if len(lows) + len(highs) < len(parts) or len(lows) > 1 or len(highs) > 1:
        return None
    return (lows[0] if lows else None, highs[0] if highs else None)


def _is_row(edges: list[Edges]) -> bool:
    lookups = {test.left for pair in edges for test in pair if test is not None}
    if len(lookups) != 1 or not _takes_all_below(edges[0][0]):
        return False
    return all(
        one is not None
        and following is not None
        and _OPPOSITE[one.sign] == following.sign
        and one.right == following.right
        for (_, one), (following, _) in pairwise(edges)
    )


def _takes_all_below(low: Compare | None) -> bool:
    """Whether no value lies below the first edge, so that nothing slips into a later band."""
    if low is None:
        return True
    if not isinstance(low.right, Constant | Read):
        return False
    greatest, least = low.right.type.high, low.left.type.low
    return greatest <= least if low.sign == ">=" else greatest < least


def _is_row_of_arms(node: Pick) -> bool:
    first = node.arms[0].low if node.arms else OPEN
    if len(node.arms) < 2 or any(arm.key is not None for arm in node.arms):
        return False
    if first.amount is not None:
        least = node.lookup.type.low
        if not (first.amount <= least if first.inclusive else first.amount < least):
            return False
    return all(
        one.high.amount is not None
        and one.high.amount == following.low.amount
        and one.high.inclusive != following.low.inclusive
        for one, following in pairwise(node.arms)
    )


def _chained_arms(node: Pick) -> Pick:
    def shorter(arm: Arm) -> Arm:
        return arm if arm.high.amount is None else replace(arm, low=OPEN)

    return Pick(node.lookup, (node.arms[0], *map(shorter, node.arms[1:])), node.type)
