"""The same expression over other parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from engine.bind.expression import (
    Absolute,
    Arithmetic,
    Cases,
    Choose,
    Combine,
    Compare,
    Extreme,
    Fitted,
    Not,
    Pick,
    Quotient,
    Rounded,
    Typed,
)

Change = Callable[[Typed], Typed]


def with_parts(node: Typed, change: Change) -> Typed:
    """The node with every part changed; what reads columns by name stays as it is."""
    match node:
        case Arithmetic() | Compare():
            return replace(node, left=change(node.left), right=change(node.right))
        case Quotient():
            return replace(node, dividend=change(node.dividend), divisor=change(node.divisor))
        case Extreme() | Combine():
            return replace(node, operands=tuple(map(change, node.operands)))
        case Rounded() | Absolute() | Not() | Fitted():
            return replace(node, operand=change(node.operand))
        case Choose() | Pick() | Cases():
            return _with_branches(node, change)
        case _:
            return node


def _with_branches(node: Choose | Pick | Cases, change: Change) -> Typed:
    match node:
        case Choose():
            then, otherwise = change(node.then), change(node.otherwise)
            return Choose(change(node.condition), then, otherwise, node.type)
        case Pick():
            arms = tuple(replace(arm, gives=change(arm.gives)) for arm in node.arms)
            return Pick(change(node.lookup), arms, node.type)
        case Cases():
            needs = tuple(map(change, node.needs))
            return Cases(needs, tuple((change(a), change(b)) for a, b in node.arms), node.type)
