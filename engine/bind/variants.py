"""Many bound policies that differ in numbers alone → one, in which those numbers are read.

Nothing is inferred: every variant has been bound by itself, and each number is the one that
stands in it. What is not a number must be the same in all of them (`shape_of`).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from engine.bind import types
from engine.bind.expression import (
    Absolute,
    Arithmetic,
    Arm,
    Cases,
    Choose,
    Combine,
    Compare,
    Constant,
    Cut,
    Extreme,
    HandedOut,
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
    children,
    reads,
)
from engine.bind.formulas import constant
from engine.bind.model import (
    Attribute,
    AverageOf,
    BoundPolicy,
    Item,
    OverPeople,
    PastOf,
    RankOf,
    StateOf,
)
from engine.bind.types import TRUTH, ValueType
from engine.catalog.measures import Measure
from engine.core.errors import EngineBug
from engine.core.record import record

# what of a definition decides how an item is computed beside its expression
_DECIDING = (Attribute, OverPeople, AverageOf, RankOf, PastOf)


@record(kw_only=True)
class Parameter:
    """A number that differs: its column, its type, and what it is in each variant."""

    key: str
    type: ValueType
    amounts: tuple[Decimal, ...]


@record(kw_only=True)
class Varied:
    """One policy for all variants, in which `parameters` stand for what differs."""

    bound: BoundPolicy
    parameters: tuple[Parameter, ...]


def shape_of(bound: BoundPolicy) -> Hashable:
    """All that is no number in an expression; two policies of one shape become one."""
    policy = bound.policy
    return (
        tuple(_item_shape(item) for item in bound.items),
        tuple((i.item.key, i.item.type, i.missing, i.required, i.always) for i in bound.inputs),
        bound.roles,
        policy.total_round,
        repr(policy.mid_month),
        policy.history_from,
    )


def _item_shape(item: Item) -> Hashable:
    expression = None if item.expression is None else _shape(item.expression)
    definition = item.definition
    kind: Hashable = type(definition).__name__
    if isinstance(definition, _DECIDING):
        kind = definition
    elif isinstance(definition, Measure):
        kind = (definition.id, definition.key)
    elif isinstance(definition, StateOf):
        kind = (definition.state.heading.name, definition.column)
    return (item.key, item.kind, item.roles, item.is_scored, kind, item.type.unit, expression)


def _shape(node: Typed) -> Hashable:
    match node:
        case Constant():
            return ("number", node.type.unit)
        case Pick():
            arms = tuple(
                (a.low.amount is None, a.low.inclusive, a.high.amount is None, a.high.inclusive,
                 a.key if not isinstance(a.key, Decimal) else "number")
                for a in node.arms
            )  # fmt: skip
            return ("Pick", node.type.unit, arms, *map(_shape, children(node)))
        case Cases():
            return ("Cases", len(node.needs), *map(_shape, children(node)))
        case Cut() | HandedOut() | Ranked() | Missing() | Word():
            return node
        case _:
            return (type(node).__name__, _own(node), node.type.unit, *map(_shape, children(node)))


def _own(node: Typed) -> Hashable:
    """What a node says besides its parts and its type."""
    match node:
        case Read():
            return node.key
        case Arithmetic() | Compare():
            return node.sign
        case Extreme() | Combine():
            return node.word
        case Rounded():
            return (node.places, node.mode)
        case _:
            return ()


Value = tuple[Typed | None, ValueType]
Values = tuple[Value, ...]


def values_of(bound: BoundPolicy, like: Values = ()) -> Values:
    """What every item is worked out by; what is the same as in `like` is not kept twice."""
    own = tuple((item.expression, item.type) for item in bound.items)
    if len(own) != len(like):
        return own
    return tuple(b if a == b else a for a, b in zip(own, like, strict=True))


def merged(first: BoundPolicy, variants: Sequence[Values]) -> Varied:
    """One policy for variants of the shape of `first`. Types hold every variant's values."""
    merging = _Merging()
    items = tuple(
        merging.item(item, same)
        for item, same in zip(first.items, zip(*variants, strict=True), strict=True)
    )
    taken = {item.key for item in items}
    if not taken.isdisjoint(p.key for p in merging.found.values()):
        raise EngineBug("an item bears the name of a parameter")
    return Varied(bound=replace(first, items=items), parameters=tuple(merging.found.values()))


@dataclass
class _Merging:
    """The parameters so far, by what they are in each variant."""

    found: dict[tuple[Decimal, ...], Parameter] = field(default_factory=dict)

    def item(self, first: Item, same: Sequence[Value]) -> Item:
        if all(value is same[0] for value in same):
            return replace(first, type=same[0][1], expression=same[0][0])
        type_ = types.joined([type_ for _, type_ in same], first.type.unit)
        nodes = [node for node, _ in same if node is not None]
        if not nodes:
            return replace(first, type=type_)
        expression = self.node(nodes)
        return replace(first, type=type_, expression=expression, reads=reads(expression))

    def node(self, nodes: Sequence[Typed]) -> Typed:
        first = nodes[0]
        if all(node == first for node in nodes):
            return first
        type_ = types.joined([node.type for node in nodes], first.type.unit)
        match first:
            case Constant():
                return self._number([_amount(node) for node in nodes], type_)
            case Read() | Nothing() | Word() | Missing() | Cut() | HandedOut() | Ranked():
                return replace(first, type=type_)
            case Pick():
                return self._pick([n for n in nodes if isinstance(n, Pick)], type_)
            case _:
                parts = [self.node(part) for part in zip(*map(children, nodes), strict=True)]
                return _of_parts(first, parts, type_)

    def _number(self, amounts: Sequence[Decimal], type_: ValueType) -> Typed:
        if len(set(amounts)) == 1:
            return constant(amounts[0], type_.unit)
        key = tuple(amounts)
        known = self.found.get(key)
        if known is None:
            known = Parameter(key=f"({len(self.found) + 1})", type=type_, amounts=key)
            self.found[key] = known
        return Read(known.key, known.type.with_unit(type_.unit))

    def _pick(self, nodes: Sequence[Pick], type_: ValueType) -> Typed:
        """Bands whose ends differ become conditions on the ends."""
        first = nodes[0]
        gives = [self.node([n.arms[i].gives for n in nodes]) for i in range(len(first.arms))]
        ends = [[(a.low, a.high, a.key) for a in node.arms] for node in nodes]
        if all(end == ends[0] for end in ends):
            arms = tuple(replace(a, gives=g) for a, g in zip(first.arms, gives, strict=True))
            return Pick(self.node([n.lookup for n in nodes]), arms, type_)
        lookup = self.node([n.lookup for n in nodes])
        conditions = [self._falls([n.arms[i] for n in nodes], lookup) for i in range(len(gives))]
        return Cases((), tuple(zip(conditions, gives, strict=True)), type_)

    def _falls(self, arms: Sequence[Arm], lookup: Typed) -> Typed:
        first, unit = arms[0], lookup.type.unit
        if isinstance(first.key, str):
            word = Word(first.key, ValueType(unit, words=(first.key,)))
            return Compare("=", lookup, word, TRUTH)
        if first.key is not None:
            keys = [constant(a.key, unit) for a in arms if isinstance(a.key, Decimal)]
            return Compare("=", lookup, self.node(keys), TRUTH)
        tests: list[Typed] = []
        lows = [constant(a.low.amount, unit) for a in arms if a.low.amount is not None]
        if lows:
            from_low = self.node(lows)
            tests.append(Compare(">=" if first.low.inclusive else ">", lookup, from_low, TRUTH))
        highs = [constant(a.high.amount, unit) for a in arms if a.high.amount is not None]
        if highs:
            to_high = self.node(highs)
            tests.append(Compare("<=" if first.high.inclusive else "<", lookup, to_high, TRUTH))
        # a band without ends takes every value, and what has none stays without
        tests = tests or [Compare("=", lookup, lookup, TRUTH)]
        return tests[0] if len(tests) == 1 else Combine("and", tuple(tests), TRUTH)


def _amount(node: Typed) -> Decimal:
    if not isinstance(node, Constant):
        raise EngineBug("variants of one shape differ in more than numbers")
    return node.amount


def _of_parts(first: Typed, parts: list[Typed], type_: ValueType) -> Typed:
    """The same node over other parts. Sums and products are as wide as their parts ask for."""
    match first:
        case Arithmetic():
            left, right = parts
            if first.sign == "*":
                wide = types.multiplied(left.type, right.type, type_.unit)
            else:
                wide = types.added(left.type, right.type, type_.unit, minus=first.sign == "-")
            return Arithmetic(first.sign, left, right, wide)
        case Quotient():
            return Quotient(parts[0], parts[1], type_)
        case Extreme():
            return Extreme(first.word, tuple(parts), type_)
        case Rounded() | Absolute():
            return replace(first, operand=parts[0], type=type_)
        case Choose():
            return Choose(parts[0], parts[1], parts[2], type_)
        case _:
            return _condition(first, parts, type_)


def _condition(first: Typed, parts: list[Typed], type_: ValueType) -> Typed:
    match first:
        case Compare():
            return Compare(first.sign, parts[0], parts[1], type_)
        case Combine():
            return Combine(first.word, tuple(parts), type_)
        case Not():
            return Not(parts[0], type_)
        case Cases():
            needs, rest = parts[: len(first.needs)], parts[len(first.needs) :]
            arms = tuple(zip(rest[::2], rest[1::2], strict=True))
            return Cases(tuple(needs), arms, type_)
        case _:
            raise EngineBug(f"no parts of {type(first).__name__}")
