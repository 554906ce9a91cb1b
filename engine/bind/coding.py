"""Words as small numbers, where a column of words is only counted: text is slow to compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from engine.bind.expression import Cases, Pick, Typed, Word
from engine.bind.formulas import constant
from engine.bind.model import BoundPolicy, Item
from engine.bind.types import number_type
from engine.core.record import record
from engine.core.unit import Unit


@record(kw_only=True)
class Coded:
    """The policy with numbers for words, and by column the words in the order of their numbers."""

    bound: BoundPolicy
    codes: Mapping[str, tuple[str, ...]]


def coded(bound: BoundPolicy) -> Coded:
    """Only columns that give written words, and that nothing else reads."""
    read = {key for item in bound.items for key in item.reads}
    codes = {
        item.key: item.type.words
        for item in bound.items
        if item.kind == "column" and item.key not in read and item.type.words and _gives_words(item)
    }
    items = tuple(_in_numbers(i, codes[i.key]) if i.key in codes else i for i in bound.items)
    return Coded(bound=replace(bound, items=items), codes=codes)


def _gives_words(item: Item) -> bool:
    return all(isinstance(given, Word) for given in _given(item.expression)) and isinstance(
        item.expression, Pick | Cases
    )


def _given(node: Typed | None) -> tuple[Typed, ...]:
    match node:
        case Pick():
            return tuple(arm.gives for arm in node.arms)
        case Cases():
            return tuple(given for _, given in node.arms)
        case _:
            return ()


def _in_numbers(item: Item, words: tuple[str, ...]) -> Item:
    type_ = number_type(Unit.NUMBER, 0, Decimal(0), Decimal(len(words)))

    def number(node: Typed) -> Typed:
        return (
            constant(Decimal(words.index(node.text)), Unit.NUMBER)
            if isinstance(node, Word)
            else node
        )

    match item.expression:
        case Pick():
            arms = tuple(replace(a, gives=number(a.gives)) for a in item.expression.arms)
            return replace(item, type=type_, expression=Pick(item.expression.lookup, arms, type_))
        case Cases():
            pairs = tuple((condition, number(given)) for condition, given in item.expression.arms)
            return replace(item, type=type_, expression=Cases(item.expression.needs, pairs, type_))
        case _:
            return item
