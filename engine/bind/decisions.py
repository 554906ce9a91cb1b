"""Decision tables → typed expressions, after their rows have been held against every input."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from engine.bind.cells import ANYTHING, Band, bands, split
from engine.bind.checks.b344_test_unreadable import TEST_UNREADABLE
from engine.bind.decision_space import Dimension, decision_mistakes, matches_of
from engine.bind.expression import Cases, Combine, Compare, Not, Typed, Word
from engine.bind.formulas import arithmetic, constant
from engine.bind.scope import Items
from engine.bind.types import TRUTH, ValueType, joined
from engine.core.diagnostic import Diagnostic
from engine.core.unit import Unit
from engine.policy.model import Decision, DecisionRow, Quantity, Test

TRUTH_WORDS = {"true": True, "是": True, "false": False, "否": False}
ALWAYS = Compare("=", constant(Decimal(1), Unit.NUMBER), constant(Decimal(1), Unit.NUMBER), TRUTH)


def decision_column(items: Items, decision: Decision, column: str) -> Typed | None:
    """What one output column gives; the rows are checked when the first column is asked for."""
    lookups = [items.formula(text) for _, text in decision.inputs]
    known = [lookup for lookup in lookups if lookup is not None]
    if len(known) != len(lookups) or not decision.rows:
        return None
    before = len(items.found)
    items.found.extend(_unreadable(decision, known))
    if len(items.found) > before:
        return None
    dimensions = tuple(_dimension(lookup.type) for lookup in known)
    items.found.extend(decision_mistakes(decision, dimensions, matches_of(decision, dimensions)))
    index = [output.name for output in decision.outputs].index(column)
    unit = decision.outputs[index].unit
    arms = [(_condition(row, known), _given(row, index, unit)) for row in decision.rows]
    return _by_hit(decision.hit, tuple(known), arms, unit)


def _dimension(type_: ValueType) -> Dimension:
    if type_.unit is Unit.TRUTH:
        return Dimension(words=("true", "false"))
    if type_.is_number:
        return Dimension(low=type_.low, high=type_.high, places=type_.places)
    return Dimension(words=type_.words, is_open=type_.words is None)


def _unreadable(decision: Decision, lookups: list[Typed]) -> Iterator[Diagnostic]:
    for row in decision.rows:
        for test, lookup in zip(row.tests, lookups, strict=True):
            if not _is_readable(test, lookup.type):
                yield TEST_UNREADABLE.at(test.span, written=test.text)


def _is_readable(test: Test, type_: ValueType) -> bool:
    if test.text in ANYTHING:
        return True
    if type_.unit is Unit.TRUTH:
        return test.text in TRUTH_WORDS
    if type_.is_number:
        return bands(test.text) is not None
    words = split(test.text)
    return type_.words is None or all(word in type_.words for word in words)


def _given(row: DecisionRow, index: int, unit: Unit) -> Typed:
    cell = row.gives[index]
    if isinstance(cell, Quantity):
        return constant(cell.amount or Decimal(0), unit)
    return Word(cell, ValueType(Unit.TEXT, words=(cell,)))


def _condition(row: DecisionRow, lookups: list[Typed]) -> Typed:
    parts = [
        part
        for test, lookup in zip(row.tests, lookups, strict=True)
        if (part := _tested(test.text, lookup)) is not None
    ]
    return _all(parts) if parts else ALWAYS


def _tested(text: str, lookup: Typed) -> Typed | None:
    """The condition of one cell; None where anything fits."""
    if text in ANYTHING:
        return None
    if lookup.type.unit is Unit.TRUTH:
        return lookup if TRUTH_WORDS[text] else Not(lookup, TRUTH)
    if lookup.type.is_number:
        return _any([_within(lookup, band) for band in bands(text) or ()])
    words = [Word(word, ValueType(Unit.TEXT, words=(word,))) for word in split(text)]
    return _any([Compare("=", lookup, word, TRUTH) for word in words])


def _within(lookup: Typed, band: Band) -> Typed:
    unit = lookup.type.unit
    if band.low == band.high and band.low.amount is not None:
        return Compare("=", lookup, constant(band.low.amount, unit), TRUTH)
    parts: list[Typed] = []
    for bound, inside, edge in ((band.low, ">=", ">"), (band.high, "<=", "<")):
        if bound.amount is not None:
            sign = inside if bound.inclusive else edge
            parts.append(Compare(sign, lookup, constant(bound.amount, unit), TRUTH))  # type: ignore[arg-type]
    return _all(parts) if parts else ALWAYS


def _all(parts: list[Typed]) -> Typed:
    return parts[0] if len(parts) == 1 else Combine("and", tuple(parts), TRUTH)


def _any(parts: list[Typed]) -> Typed:
    return parts[0] if len(parts) == 1 else Combine("or", tuple(parts), TRUTH)


Arms = list[tuple[Typed, Typed]]


def _by_hit(hit: str, lookups: tuple[Typed, ...], arms: Arms, unit: Unit) -> Typed:
    """min and max are the first fitting row once the rows stand in that order; sum adds up."""
    type_ = joined([gives.type for _, gives in arms], unit)
    if hit == "sum":
        return _sum(lookups, arms, unit)
    if hit in ("min", "max"):
        arms = sorted(arms, key=lambda arm: arm[1].type.low, reverse=hit == "max")
    return Cases(lookups, tuple(arms), type_)


def _sum(lookups: tuple[Typed, ...], arms: Arms, unit: Unit) -> Typed:
    nothing = constant(Decimal(0), unit)
    total: Typed | None = None
    for condition, gives in arms:
        type_ = joined([gives.type, nothing.type], unit)
        part = Cases(lookups, ((condition, gives), (ALWAYS, nothing)), type_)
        total = part if total is None else arithmetic("+", total, part, unit)
    return total or nothing
