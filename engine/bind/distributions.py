"""Distributions by share of the people → the figure ranked, the place, and what its row gives."""

from __future__ import annotations

from decimal import Decimal

from engine.bind.checks.b308_units_clash import UNITS_CLASH
from engine.bind.expression import Cases, Compare, Missing, Not, Nothing, Ranked, Read, Typed, Word
from engine.bind.formulas import arithmetic, constant, rounded
from engine.bind.model import DistributionPart, Kind, Place, computed
from engine.bind.people import MOST_AGENTS, summed
from engine.bind.pools import truth_of
from engine.bind.scope import Items
from engine.bind.types import TRUTH, ValueType, joined, number_type
from engine.core.unit import Unit
from engine.policy.model import Quantity
from engine.policy.sharing import Distribution

PLACES = number_type(Unit.COUNT, 0, Decimal(1), MOST_AGENTS)


def distribution_column(binder: Items, part: Distribution, column: str) -> str | None:
    """Not ranked: what `otherwise` says; else the first row that reaches the agent's place."""
    condition = truth_of(binder, part.when)
    if condition is None and part.when is not None:
        return None
    ranked = _ranked(binder, part, condition)
    if ranked is None:
        return None
    count = summed(binder, part.heading.span, ("count", ranked.key, ""))
    place = _place(binder, part, ranked, count)
    index = [output.name for output in part.outputs].index(column)
    unit = part.outputs[index].unit
    given = [_cell(row.gives[index], unit) for row in part.rows]
    arms: list[tuple[Typed, Typed]] = []
    if condition is not None:
        arms.append((Not(condition, TRUTH), _cell(part.otherwise[index], unit)))
    # who lacks the figure stands apart from all places
    nothing = Nothing(joined([gives.type for gives in given], unit))
    arms.append((Missing((ranked.key,), TRUTH), nothing))
    for row, gives in zip(part.rows, given, strict=True):
        reach = arithmetic("*", count, constant(row.reach, Unit.RATIO), Unit.COUNT)
        heads = rounded(reach, 0, part.headcounts)
        arms.append((Compare("<=", place, heads, TRUTH), gives))
    expression = Cases((), tuple(arms), joined([gives.type for _, gives in arms], unit))
    return _added(binder, DistributionPart(part, "column", column), expression, "column").key


def _added(binder: Items, part: DistributionPart, expression: Typed, kind: Kind) -> Read:
    heading = part.distribution.heading
    key = f"{heading.name}.{part.column}" if part.column else f"{heading.name}[{part.what}]"
    place = Place(path=f"distributions.{key}", span=heading.span, cite=heading.cite)
    if key not in binder.items:
        binder.add(computed(key, kind, part, expression, place))
    return Read(key, expression.type)


def _ranked(binder: Items, part: Distribution, condition: Typed | None) -> Read | None:
    """The figure that counts; no value for who is not ranked."""
    figure = binder.formula(part.lookup)
    if figure is None:
        return None
    if not figure.type.is_number:
        one = figure.type.unit.value
        binder.found.append(UNITS_CLASH.at(part.lookup.span, sign="rank", one=one, other="number"))
        return None
    if condition is not None:
        figure = Cases((), ((condition, figure),), figure.type)
    return _added(binder, DistributionPart(part, "ranked"), figure, "rank")


def _place(binder: Items, part: Distribution, ranked: Read, count: Read) -> Read:
    """Equal figures share the best of their places, or the worst: all but those behind them."""
    from_low = (part.first == "lowest") == (part.ties == "better")
    place: Typed = Ranked(ranked.key, None, "shared", from_low, PLACES)
    if part.ties == "worse":
        # placed from the other end: n + 1 − place
        after = arithmetic("+", count, constant(Decimal(1), Unit.COUNT), Unit.COUNT)
        place = arithmetic("-", after, place, Unit.COUNT)
    return _added(binder, DistributionPart(part, "place"), place, "rank")


def _cell(cell: Quantity | str, unit: Unit) -> Typed:
    if isinstance(cell, str):
        return Word(cell, ValueType(Unit.TEXT, words=(cell,)))
    return constant(cell.amount or Decimal(0), unit)
