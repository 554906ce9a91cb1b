"""Rules about flags → the parts of each fact that rules tell apart, and which rules each fits.

An order falls into one part of each fact. The rules that fit are those that fit every part, so a
rule is found by joining a few parts, however many rules there are.
"""

from __future__ import annotations

from decimal import Decimal

from engine.bind.cells import Band, bands
from engine.bind.flag_model import ANY, UNKNOWN, BoundFlags, FlagFact
from engine.core.errors import EngineBug
from engine.core.period import Month
from engine.core.record import record

UNKNOWN_PART = 0


@record
class FlagPart:
    """One part: `possible` are the rules that may fit it, `certain` those that surely do."""

    number: int
    possible: str
    certain: str


@record(kw_only=True)
class FactParts:
    """How a fact is cut. Words have a part each and one for all others; numbers have one for each
    edge and one for each stretch beside it: 1 below the first edge, 2 on it, 3 above it, and so on.
    """

    fact: FlagFact
    words: tuple[str, ...]
    edges: tuple[Decimal, ...]
    parts: tuple[FlagPart, ...]


@record(kw_only=True)
class FlagPlan:
    """The orders of one shop and month, and how their facts are cut."""

    flags: BoundFlags
    shop: str
    month: Month | None
    cut: tuple[FactParts, ...]


def plan_flags(flags: BoundFlags, shop: str, month: Month | None) -> FlagPlan:
    cut = tuple(_cut(flags, index) for index in range(len(flags.facts)))
    return FlagPlan(flags=flags, shop=shop, month=month, cut=cut)


def _cut(flags: BoundFlags, index: int) -> FactParts:
    fact = flags.facts[index]
    cells = [rule.tests[index] for rule in flags.rules]
    if fact.kind == "number":
        return _cut_numbers(fact, cells)
    return _cut_words(fact, cells)


def _cut_words(fact: FlagFact, cells: list[str]) -> FactParts:
    named = dict.fromkeys(w for cell in cells if cell != ANY for w in cell.split("、"))
    words = tuple(word for word in named if word != UNKNOWN)
    parts = [_unknown(cells)]
    for number, word in enumerate((*words, None), start=1):
        fits = "".join(_bit(cell == ANY or word in cell.split("、")) for cell in cells)
        parts.append(FlagPart(number, fits, fits))
    return FactParts(fact=fact, words=words, edges=(), parts=tuple(parts))


def _cut_numbers(fact: FlagFact, cells: list[str]) -> FactParts:
    read = {cell: _bands(cell) for cell in dict.fromkeys(cells)}
    edges = sorted(
        {
            bound.amount
            for found in read.values()
            for band in found
            for bound in (band.low, band.high)
            if bound.amount is not None
        }
    )
    parts = [_unknown(cells)]
    for number, amount in enumerate(_one_of_each(edges), start=1):
        lets = {cell: any(band.holds(amount) for band in found) for cell, found in read.items()}
        fits = "".join(_bit(lets[cell]) for cell in cells)
        parts.append(FlagPart(number, fits, fits))
    return FactParts(fact=fact, words=(), edges=tuple(edges), parts=tuple(parts))


def _bands(cell: str) -> tuple[Band, ...]:
    found = bands(cell)
    if found is None:
        raise EngineBug(f"{cell!r} was bound as a test of a number")
    return found


def _one_of_each(edges: list[Decimal]) -> list[Decimal]:
    """A number of each part: below, on and between the edges, and above."""
    if not edges:
        return [Decimal(0)]
    found = [edges[0] - 1]
    for number, edge in enumerate(edges):
        following = edges[number + 1] if number + 1 < len(edges) else edge + 2
        found.extend((edge, (edge + following) / 2))
    return found


def _unknown(cells: list[str]) -> FlagPart:
    """What is not known may fit any rule, and surely fits one that does not ask."""
    certain = (cell == ANY or UNKNOWN in cell.split("、") for cell in cells)
    return FlagPart(UNKNOWN_PART, "1" * len(cells), "".join(_bit(one) for one in certain))


def _bit(fits: bool) -> str:
    return "1" if fits else "0"
