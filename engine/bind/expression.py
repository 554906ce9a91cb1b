"""Typed expressions over items: what plan and sql build from. Each knows its `type`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from engine.bind.types import ValueType
from engine.core.record import record
from engine.policy.model import Bound


@record
class Constant:
    amount: Decimal
    type: ValueType


@record
class Word:
    """A text value, such as the name of a grade."""

    text: str
    type: ValueType


@record
class Nothing:
    """No value: what the points of an item are that is left out."""

    type: ValueType


@record
class Read:
    """The value of another item."""

    key: str
    type: ValueType


@record
class Missing:
    """Whether any of these inputs has no figure."""

    keys: tuple[str, ...]
    type: ValueType


@record
class Arithmetic:
    sign: Literal["+", "-", "*"]
    left: Typed
    right: Typed
    type: ValueType


@record
class Quotient:
    """The exact quotient, rounded half-up to 12 places. {link: one-division}"""

    dividend: Typed
    divisor: Typed
    type: ValueType


@record
class Extreme:
    """`is_sure`: none of the operands is ever missing, so that nothing need be asked first."""

    word: Literal["least", "greatest"]
    operands: tuple[Typed, ...]
    type: ValueType
    is_sure: bool = False


@record
class Rounded:
    operand: Typed
    places: int
    mode: str
    type: ValueType


@record
class Absolute:
    operand: Typed
    type: ValueType


@record
class Fitted:
    """The same value in no more digits than its type needs."""

    operand: Typed
    type: ValueType


@record
class Choose:
    """`then` where the condition holds, else `otherwise`."""

    condition: Typed
    then: Typed
    otherwise: Typed
    type: ValueType


@record
class Compare:
    sign: Literal["<", "<=", ">", ">=", "=", "!="]
    left: Typed
    right: Typed
    type: ValueType


@record
class Combine:
    word: Literal["and", "or"]
    operands: tuple[Typed, ...]
    type: ValueType


@record
class Not:
    operand: Typed
    type: ValueType


@record
class Cases:
    """What the first condition that holds gives; no value where none holds or a need has none."""

    needs: tuple[Typed, ...]
    arms: tuple[tuple[Typed, Typed], ...]
    type: ValueType


@record
class Ranked:
    """The place of the agent's value among those of the role (None: of all who have one)."""

    key: str
    role: str | None
    ties: Literal["shared", "dense"]
    from_low: bool
    type: ValueType


@record(kw_only=True)
class Cut:
    """amount × weight ÷ total, cut off (towards 0) at the type's places."""

    amount: Read
    weight: Read
    total: Read
    type: ValueType


@record(kw_only=True)
class HandedOut:
    """`cut` and the agent's part in what all cuts together leave of the amount."""

    of: Cut
    cut: Read
    cuts: Read
    to: Literal["largest_fraction", "highest_share"]
    type: ValueType


@record
class Arm:
    """One band (or, with `key`, one exact value) and what it gives."""

    low: Bound
    high: Bound
    key: str | Decimal | None
    gives: Typed


@record
class Pick:
    """The arm that the lookup falls into; no arm, no value."""

    lookup: Typed
    arms: tuple[Arm, ...]
    type: ValueType


Typed = (
    Constant
    | Word
    | Nothing
    | Read
    | Missing
    | Arithmetic
    | Quotient
    | Extreme
    | Rounded
    | Absolute
    | Fitted
    | Choose
    | Compare
    | Combine
    | Not
    | Pick
    | Ranked
    | Cases
    | Cut
    | HandedOut
)


def children(node: Typed) -> tuple[Typed, ...]:
    """The direct parts of a node, in order."""
    match node:
        case Arithmetic() | Compare():
            return (node.left, node.right)
        case Quotient() | Cut() | HandedOut():
            return _divided(node)
        case Extreme() | Combine():
            return node.operands
        case Rounded() | Absolute() | Not() | Fitted():
            return (node.operand,)
        case Choose():
            return (node.condition, node.then, node.otherwise)
        case Pick():
            return (node.lookup, *(arm.gives for arm in node.arms))
        case Cases():
            return (*node.needs, *(part for arm in node.arms for part in arm))
        case _:
            return ()


def _divided(node: Quotient | Cut | HandedOut) -> tuple[Typed, ...]:
    match node:
        case Quotient():
            return (node.dividend, node.divisor)
        case Cut():
            return (node.amount, node.weight, node.total)
        case HandedOut():
            return (node.of, node.cut, node.cuts)


def walk(node: Typed) -> Iterator[Typed]:
    yield node
    for child in children(node):
        yield from walk(child)


def reads(node: Typed) -> tuple[str, ...]:
    """The keys of all items that the expression needs, each once, in order."""
    found: dict[str, None] = {}
    for part in walk(node):
        if isinstance(part, Read | Ranked):
            found[part.key] = None
        elif isinstance(part, Missing):
            found.update(dict.fromkeys(part.keys))
    return tuple(found)
