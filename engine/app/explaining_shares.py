"""What `explain` says of a share of a pool and of a place in a distribution."""

from __future__ import annotations

from decimal import Decimal

from engine.bind.model import DistributionPart, Item, PoolPart
from engine.core.number import plain
from engine.core.text import Language, say
from engine.replay.trace import Finding


def is_shared(item: Item) -> bool:
    """Whether the value comes from several people, so that its operands bear our own names."""
    definition = item.definition
    return isinstance(definition, PoolPart | DistributionPart) and definition.what in (
        "cut",
        "share",
        "place",
        "column",
    )


def inside(item: Item) -> tuple[str, ...]:
    """The items that a share or a row is explained by."""
    match item.definition:
        case PoolPart(pool=pool):
            return (f"{pool.heading.name}[pool]", f"{pool.heading.name}[weight]")
        case DistributionPart(distribution=distribution):
            return (f"{distribution.heading.name}[ranked]",)
        case _:
            return ()


def share_formula(item: Item, finding: Finding, language: Language) -> str:
    match item.definition:
        case PoolPart(pool=pool):
            names = {"pool": "amount"}
            values = {names.get(n, n): _text(amount) for n, amount in finding.operands}
            remainder = say(language, f"remainder.{pool.remainder}")
            return say(language, "explain.shares", **values, remainder=remainder)
        case _:
            return say(language, "explain.reaches")


def _text(amount: object) -> str:
    return plain(amount) if isinstance(amount, Decimal) else ""
