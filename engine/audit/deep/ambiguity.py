"""What real pay texts leave open, point by point: where this policy decides it, or not.

The nineteen points come from texts of pay rules as shops write them. Nothing is guessed: a point
is decided where a key of the policy says so, or where the program refuses to go on without.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from engine.bind.expression import Quotient, Read, walk
from engine.bind.model import AverageOf, BoundPolicy, Item, OverPeople, PointsOf, RankOf
from engine.bind.names import OWN_SCORE
from engine.catalog.measures import Measure
from engine.core.record import record
from engine.core.unit import Unit
from engine.policy.model import ByDeduction, Line

Status = Literal["decided", "open", "not_applicable"]


@record
class Point:
    """One point of the list. `where`: keys of the policy that decide it, or leave it open."""

    number: int
    name: str
    status: Status
    where: tuple[str, ...] = ()


def points_of(bound: BoundPolicy) -> tuple[Point, ...]:
    """All points in the order of the list."""
    found: list[Point] = []
    for number, (name, where) in enumerate(_POINTS, start=1):
        decided, left_open = where(bound)
        status: Status = "open" if left_open else "decided" if decided else "not_applicable"
        places = left_open or decided
        found.append(Point(number, name, status, tuple(dict.fromkeys(places))))
    return tuple(found)


Places = tuple[list[str], list[str]]


def _methods(bound: BoundPolicy) -> Places:
    tables = bound.policy.tables
    rated = [t for t in tables if any(r.rate is not None for r in t.rows)]
    return [f"tables.{t.heading.name}.method: {t.method}" for t in rated], []


def _edges(bound: BoundPolicy) -> Places:
    tables = [f"tables.{t.heading.name}.edge: {t.edge}" for t in bound.policy.tables if t.edge]
    return [*tables, *(f"decisions.{d.heading.name}.rows" for d in bound.policy.decisions)], []


def _whole_bands(bound: BoundPolicy) -> Places:
    rounded = [
        f"tables.{t.heading.name}.lookup_round: {t.lookup_round}"
        for t in bound.policy.tables
        if t.lookup_round is not None
    ]
    return rounded or ["check: B313, B315"] * bool(bound.policy.tables), []


def _gaps(bound: BoundPolicy) -> Places:
    has_rows = bound.policy.tables or bound.policy.decisions
    return ["check: P210, B313, B341, B342"] * bool(has_rows), []


def _steps(bound: BoundPolicy) -> Places:
    return [
        f"kpi.{kpi.heading.name}.{i.heading.name}: {i.points.step}, per {i.points.per.text}"
        for kpi in bound.policy.kpis
        for i in kpi.items
        if isinstance(i.points, ByDeduction)
    ], []


def _ratios(bound: BoundPolicy) -> Places:
    return ["check: B308, B326"], []


def _score_factors(bound: BoundPolicy) -> Places:
    return [
        f"pay.{line.heading.name}: {line.amount.text}"
        for line in bound.policy.lines
        if isinstance(line, Line) and _reads(bound, line.heading.name, OWN_SCORE)
    ], []


def _reads(bound: BoundPolicy, key: str, wanted: str) -> bool:
    item = bound.by_key.get(key)
    return item is not None and wanted in item.reads


def _bases(bound: BoundPolicy) -> Places:
    """Money that somebody counts: the definition of the measure says what is in it."""
    decided: list[str] = []
    left: list[str] = []
    for measure in _measures(bound):
        if measure.unit is Unit.MONEY:
            place = f"measures.{measure.id}"
            (decided if measure.definition.get("en") else left).append(place)
    return decided, left


def _measures(bound: BoundPolicy) -> Iterator[Measure]:
    for wanted in bound.inputs:
        if isinstance(wanted.item.definition, Measure):
            yield wanted.item.definition


def _denominators(bound: BoundPolicy) -> Places:
    shared = (AverageOf, OverPeople)
    return [i.key for i in bound.items if isinstance(i.definition, shared)], []


def _means(bound: BoundPolicy) -> Places:
    return [
        i.key
        for i in bound.items
        if isinstance(i.definition, AverageOf) and i.type.unit is Unit.RATIO
    ], []


def _ties(bound: BoundPolicy) -> Places:
    return [i.key for i in bound.items if isinstance(i.definition, RankOf)], []


def _streaks(bound: BoundPolicy) -> Places:
    return [f"streaks.{s.heading.name}.absent: {s.absent}" for s in bound.policy.streaks], []


def _corrections(bound: BoundPolicy) -> Places:
    """A figure that changes after the month was posted: no key says what follows."""
    figures = [f"measures.{m.id}" for m in _measures(bound) if not m.entered]
    return [], figures


def _shared(bound: BoundPolicy) -> Places:
    """A quotient by people: every share is rounded by itself, and the rest is given to nobody."""
    pools = [f"pools.{p.heading.name}.remainder: {p.remainder}" for p in bound.policy.pools]
    divided = [i.path for i in bound.items if i.expression is not None and _is_shared(bound, i)]
    return [*pools, *divided], []


def _is_shared(bound: BoundPolicy, item: Item) -> bool:
    if isinstance(item.definition, AverageOf) or item.expression is None:
        return False
    return any(
        isinstance(node, Quotient)
        and isinstance(node.divisor, Read)
        and bound.by_key[node.divisor.key].kind == "people"
        for node in walk(item.expression)
    )


def _missing(bound: BoundPolicy) -> Places:
    items = [
        f"kpi.{i.definition.kpi.heading.name}.{i.definition.item.heading.name}.missing: "
        f"{i.definition.item.missing}"
        for i in bound.items
        if isinstance(i.definition, PointsOf)
    ]
    zero = [f"measures.{w.item.key}.missing: zero" for w in bound.inputs if w.missing == "zero"]
    return [*items, *zero, "R501"], []


def _changes(bound: BoundPolicy) -> Places:
    stated = bound.policy.mid_month
    rules = {"role": stated.role, "level": stated.level} if stated else {}
    return [f"mid_month.{key}: {rule}" for key, rule in rules.items() if rule] or ["R521"], []


def _roundings(bound: BoundPolicy) -> Places:
    policy = bound.policy
    stated = {"round.lines": policy.line_round, "round.total": policy.total_round}
    found = [f"{key}: {rounding}" for key, rounding in stated.items() if rounding is not None]
    found += [f"kpi.{k.heading.name}.round: {k.round}" for k in policy.kpis]
    own = [line for line in policy.lines if line.round is not None]
    return [*found, *(f"pay.{line.heading.name}.round: {line.round}" for line in own), "B312"], []


def _days(bound: BoundPolicy) -> Places:
    """Figures come by the month; what counts them decides where a day ends."""
    return [], []


def _entered(bound: BoundPolicy) -> Places:
    return [f"measures.{m.id}.entered" for m in _measures(bound) if m.entered], []


_POINTS: tuple[tuple[str, Callable[[BoundPolicy], Places]], ...] = (
    ("whole_or_excess", _methods),
    ("edge_side", _edges),
    ("whole_bands", _whole_bands),
    ("gaps", _gaps),
    ("each_percent", _steps),
    ("score_as_ratio", _ratios),
    ("score_factor", _score_factors),
    ("sales_base", _bases),
    ("denominator", _denominators),
    ("ratio_of_sums", _means),
    ("ties", _ties),
    ("streak", _streaks),
    ("corrections", _corrections),
    ("shared_rest", _shared),
    ("missing_figure", _missing),
    ("change_in_month", _changes),
    ("rounding", _roundings),
    ("day_boundary", _days),
    ("entered_by_hand", _entered),
)
