"""Measures without effect, points that can never be full, lines that can fall below zero."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice

from engine.audit.deep import spread as on
from engine.audit.deep.bases import Base, Landscape, scattered
from engine.audit.deep.curves import Curve
from engine.audit.deep.extremes import Climb
from engine.audit.deep.model import Flat, Weak
from engine.audit.deep.payslip import Figures, Paymaster
from engine.audit.deep.spread import Variable
from engine.audit.deep.survey import Survey
from engine.bind.model import Item, LimitOf, PointsOf
from engine.policy.lines import TAKING
from engine.policy.model import Line

FULL = Decimal(100)
SCATTERED = 150


def idle_measures(
    survey: Survey, landscape: Landscape, paymaster: Paymaster, curves: Sequence[Curve],
    flats: Sequence[Flat],
) -> Iterator[Weak]:  # fmt: skip
    """Measures that move no line over their whole bounds: proven, or searched."""
    group = survey.groups[0]
    variables = dict.fromkeys(curve.variable for curve in curves)
    everywhere = survey.over(landscape.ranges)
    lines = survey.bound.role_of[group.role].lines
    for variable in variables:
        held = landscape.ranges[variable]
        whole = [f for f in flats if f.measure == variable[1]]
        if not any(f.start == held.low and f.end == held.high for f in whole):
            continue
        usual = next(c.base.figures for c in curves if c.variable == variable)
        spreads = [everywhere.spread(group.name, line) for line in lines]
        is_proven = all(spread.direction(variable) is None for spread in spreads)
        points = 0 if is_proven else SCATTERED
        if is_proven or not _moves(landscape, paymaster, group.name, variable, usual):
            yield Weak(
                kind="no_effect", role=group.role, of=variable[1], amount=None, figures={},
                is_exact=is_proven, points=points,
            )  # fmt: skip


def _moves(
    landscape: Landscape, paymaster: Paymaster, group: str, variable: Variable, usual: Figures
) -> bool:
    """Whether any of many other points shows that the measure moves a line."""
    held = landscape.ranges[variable]
    for figures in islice(scattered(landscape, usual, f"idle {variable}"), SCATTERED):
        ends = (paymaster.payslip(group, {**figures, variable: at}) for at in (held.low, held.high))
        low, high = ends
        if low is not None and high is not None and low.amounts != high.amounts:
            return True
    return False


def points_out_of_reach(
    survey: Survey, landscape: Landscape, paymaster: Paymaster, bases: Sequence[Base]
) -> Iterator[Weak]:
    """Items of the role's card that reach full points for no figures."""
    group = survey.groups[0]
    card = survey.bound.role_of[group.role].kpi
    for item in survey.bound.items:
        part = item.definition
        if not isinstance(part, PointsOf) or part.kpi.heading.name != card:
            continue
        climb = _climb(survey, landscape, paymaster, item.key, 1, bases[0].figures)
        seen = (paymaster.value(group.name, item.key, base.figures) for base in bases)
        if any(amount is not None and amount >= FULL for amount in seen):
            continue
        top = climb.top(base.figures for base in bases)
        if top is not None and top.amount == top.bound < FULL:
            yield Weak(
                kind="out_of_reach", role=group.role, of=item.key, amount=top.amount,
                figures=top.figures, is_exact=True, points=top.points,
            )  # fmt: skip


def lines_below_zero(
    survey: Survey, landscape: Landscape, paymaster: Paymaster, bases: Sequence[Base]
) -> Iterator[Weak]:
    """Lines of the role that some figures make negative, with the least that was found."""
    group = survey.groups[0]
    everywhere = survey.over(landscape.ranges)
    for line in survey.bound.role_of[group.role].lines:
        takes = _is_meant_to_take(survey.bound.by_key[line])
        if takes or everywhere.spread(group.name, line).low >= 0:
            continue
        climb = _climb(survey, landscape, paymaster, line, -1, bases[0].figures)
        least = climb.top(base.figures for base in bases)
        if least is not None and least.amount > 0:
            yield Weak(
                kind="negative", role=group.role, of=line, amount=-least.amount,
                figures=least.figures, is_exact=least.is_exact, points=least.points,
            )  # fmt: skip


def _is_meant_to_take(item: Item) -> bool:
    """A cap takes, and so does a line of a category that does: nobody need be told."""
    part = item.definition
    return isinstance(part, LimitOf) or (isinstance(part, Line) and part.category in TAKING)


def _climb(
    survey: Survey, landscape: Landscape, paymaster: Paymaster, key: str, sign: int,
    usual: Figures,
) -> Climb:  # fmt: skip
    """Towards the greatest value of one item, or with -1 the greatest of its negative."""
    group = survey.groups[0].name

    def pay(figures: Figures) -> Decimal | None:
        amount = paymaster.value(group, key, figures)
        return None if amount is None else amount * sign

    return Climb(
        survey=survey,
        landscape=landscape,
        objective=lambda view: (
            view.spread(group, key) if sign > 0 else on.negative(view.spread(group, key))
        ),
        pay=pay,
        usual=usual,
    )
