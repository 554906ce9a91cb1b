"""Every input of a decision table, cut where its tests cut: gaps, overlaps, rows that never hit.

Each dimension falls into points and open stretches between them; a row fits all or nothing of
each, so looking at one value per part is exact, not a search.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise, product

from engine.bind.cells import ANYTHING, bands, split
from engine.bind.checks.b341_decision_gap import DECISION_GAP
from engine.bind.checks.b342_decision_overlap import DECISION_OVERLAP
from engine.bind.checks.b343_row_unreachable import ROW_UNREACHABLE
from engine.bind.checks.b345_too_many_parts import TOO_MANY_PARTS
from engine.core.diagnostic import Diagnostic
from engine.core.number import plain
from engine.core.record import record
from engine.policy.model import Decision

MOST_PARTS = 200_000
SHOWN_GAPS = 5
OTHER = "…"
_TRUE = {"是": "true", "否": "false"}


@record(kw_only=True)
class Dimension:
    """What one input can be: numbers from `low` to `high` with `places`, or words.

    `is_open`: any word at all, so that one nobody names stands for the rest.
    """

    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    places: int = 0
    words: tuple[str, ...] | None = None
    is_open: bool = False

    @property
    def is_number(self) -> bool:
        return self.words is None and not self.is_open


@record
class Part:
    """One part of a dimension: a value that stands for it, and the rows that it fits, as bits."""

    example: str
    rows: int


def matches_of(
    decision: Decision, dimensions: tuple[Dimension, ...]
) -> tuple[tuple[Part, ...], ...]:
    """The parts of each dimension, in order, with the rows whose test lets each through."""
    cut: list[tuple[Part, ...]] = []
    for index, dimension in enumerate(dimensions):
        texts = [row.tests[index].text for row in decision.rows]
        values = _numbers(texts, dimension) if dimension.is_number else _words(texts, dimension)
        cut.append(tuple(Part(shown, _fitting(texts, value)) for shown, value in values))
    return tuple(cut)


def _numbers(texts: list[str], dimension: Dimension) -> list[tuple[str, Decimal | str]]:
    """Each edge, and one value strictly between neighbours, where the input has one there."""
    edges = {dimension.low, dimension.high}
    for text in texts:
        for band in bands(text) or ():
            edges.update(b.amount for b in (band.low, band.high) if b.amount is not None)
    step = Decimal(1).scaleb(-dimension.places)
    ordered = sorted(edges)
    between = [_between(low, high, step) for low, high in pairwise(ordered)]
    candidates = sorted({*ordered, *(b for b in between if b is not None)})
    inside = [
        c for c in candidates
        if dimension.low <= c <= dimension.high and c == c.quantize(step, rounding="ROUND_FLOOR")
    ]  # fmt: skip
    return [(plain(c), c) for c in inside]


def _between(low: Decimal, high: Decimal, step: Decimal) -> Decimal | None:
    middle = ((low + high) / 2).quantize(step, rounding="ROUND_FLOOR")
    for candidate in (middle, low.quantize(step, rounding="ROUND_FLOOR") + step):
        if low < candidate < high:
            return candidate
    return None


def _words(texts: list[str], dimension: Dimension) -> list[tuple[str, Decimal | str]]:
    known = list(dimension.words or ())
    if dimension.is_open:
        named = (w for text in texts if text not in ANYTHING for w in split(text))
        known = [*dict.fromkeys(named), OTHER]
    return [(word, word) for word in known]


def _fitting(texts: list[str], value: Decimal | str) -> int:
    rows = 0
    for index, text in enumerate(texts):
        if _fits(text, value):
            rows |= 1 << index
    return rows


def _fits(text: str, value: Decimal | str) -> bool:
    if text in ANYTHING:
        return True
    if isinstance(value, Decimal):
        return any(band.holds(value) for band in bands(text) or ())
    return value in (_TRUE.get(word, word) for word in split(text))


def decision_mistakes(
    decision: Decision, dimensions: tuple[Dimension, ...], cut: tuple[tuple[Part, ...], ...]
) -> Iterator[Diagnostic]:
    span, name = decision.heading.span, decision.heading.name
    parts = math.prod(len(one) for one in cut)
    if parts > MOST_PARTS:
        yield TOO_MANY_PARTS.at(span, decision=name, parts=str(parts), most=str(MOST_PARTS))
        return
    seen = _look(decision, cut)
    if seen.gaps and decision.hit != "sum":
        examples = "; ".join(seen.gaps[:SHOWN_GAPS])
        yield DECISION_GAP.at(span, decision=name, example=examples, parts=str(len(seen.gaps)))
    for (one, other), example in sorted(seen.overlaps.items()):
        first, second = decision.rows[one].span, decision.rows[other].span
        yield DECISION_OVERLAP.at(second, first, example=example, line=str(first.line))
    for index, row in enumerate(decision.rows):
        if not seen.hit >> index & 1:
            yield ROW_UNREACHABLE.at(row.span, decision=name)


@dataclass
class _Seen:
    """What looking at every part shows: gaps, overlapping pairs, and the rows that hit, as bits."""

    gaps: list[str] = field(default_factory=list)
    overlaps: dict[tuple[int, int], str] = field(default_factory=dict)
    hit: int = 0


def _look(decision: Decision, cut: tuple[tuple[Part, ...], ...]) -> _Seen:
    seen = _Seen()
    every = (1 << len(decision.rows)) - 1
    for point in product(*cut):
        rows = every
        for part in point:
            rows &= part.rows
        first = rows & -rows
        seen.hit |= first if decision.hit == "first" else rows
        if not rows:
            seen.gaps.append(_example(decision, point))
        elif decision.hit == "unique" and rows != first:
            second = (rows ^ first) & -(rows ^ first)
            pair = (first.bit_length() - 1, second.bit_length() - 1)
            seen.overlaps.setdefault(pair, _example(decision, point))
    return seen


def _example(decision: Decision, point: tuple[Part, ...]) -> str:
    names = [name for name, _ in decision.inputs]
    return ", ".join(f"{n} = {p.example}" for n, p in zip(names, point, strict=True))
