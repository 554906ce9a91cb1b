"""What one agent, and the whole shop, can cost at the least and at the most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, localcontext

from engine.audit.deep import spread as on
from engine.audit.deep.bases import Base, Landscape
from engine.audit.deep.extremes import MOST_BOXES, Climb, Extreme, Objective, Pay
from engine.audit.deep.model import Budget
from engine.audit.deep.payslip import Figures, Paymaster
from engine.audit.deep.spread import Spread
from engine.audit.deep.survey import Survey, View
from engine.bind.model import AverageOf, BoundPolicy, DistributionPart, OverPeople, PoolPart
from engine.bind.names import TOTAL
from engine.core.number import EXACT

# where nothing can be proven, more boxes are only more points, and a large shop takes long to pay
FEW_BOXES = 40


def compares_people(bound: BoundPolicy) -> bool:
    """Whether pay depends on colleagues' figures, beyond how many they are."""
    if shares_with_people(bound):
        return True
    for item in bound.items:
        part = item.definition
        is_count = isinstance(part, OverPeople) and part.function == "headcount"
        if item.kind == "rank" or isinstance(part, AverageOf):
            return True
        if isinstance(part, OverPeople) and not is_count:
            return True
    return False


def shares_with_people(bound: BoundPolicy) -> bool:
    """Whether colleagues' own figures decide a share of a pool or a place in a distribution."""
    return any(isinstance(i.definition, PoolPart | DistributionPart) for i in bound.items)


def of_one(
    survey: Survey, landscape: Landscape, paymaster: Paymaster, bases: Sequence[Base]
) -> Budget | None:
    """One agent of the first group's role."""
    group = survey.groups[0]

    def objective(view: View) -> Spread:
        return view.spread(group.name, TOTAL)

    def pay(figures: Figures) -> Decimal | None:
        slip = paymaster.payslip(group.name, figures)
        return None if slip is None else slip.total

    ends = _ends(survey, landscape, (objective, pay), bases)
    if ends is None:
        return None
    least, most = ends
    if _is_narrowed(survey):
        low, high = _outer(survey.bound, group.role)
        least, most = _searched(least, low), _searched(most, high)
    return Budget(role=group.role, agents=1, least=least, most=most)


def of_shop(
    survey: Survey, landscape: Landscape, paymaster: Paymaster, bases: Sequence[Base]
) -> Budget | None:
    """Everybody; agents of one group have equal figures, which is no loss unless they compete."""

    def objective(view: View) -> Spread:
        with localcontext(EXACT):
            total = on.number(Decimal(0))
            for group in survey.groups:
                heads = on.number(Decimal(group.count))
                total = on.added(total, on.multiplied(heads, view.spread(group.name, TOTAL)))
        return total

    ends = _ends(survey, landscape, (objective, paymaster.cost), bases)
    if ends is None:
        return None
    least, most = ends
    if _is_narrowed(survey):
        outer = [(g.count, *_outer(survey.bound, g.role)) for g in survey.groups]
        least = _searched(least, sum((n * low for n, low, _ in outer), Decimal(0)))
        most = _searched(most, sum((n * high for n, _, high in outer), Decimal(0)))
    agents = sum(group.count for group in survey.groups)
    return Budget(role="", agents=agents, least=least, most=most)


def _is_narrowed(survey: Survey) -> bool:
    """Colleagues who compete could have figures of their own, which were not looked at."""
    if shares_with_people(survey.bound):
        return True  # also for one agent: the shop that the policy is for has others
    return compares_people(survey.bound) and any(group.count > 1 for group in survey.groups)


def _outer(bound: BoundPolicy, role: str) -> tuple[Decimal, Decimal]:
    """What the types of the lines allow, whatever the figures."""
    types = [bound.by_key[line].type for line in bound.role_of[role].lines]
    low, high = sum((t.low for t in types), Decimal(0)), sum((t.high for t in types), Decimal(0))
    beyond = Decimal(0) if bound.policy.total_round is None else Decimal(1)
    return low - beyond, high + beyond


def _searched(one: Extreme, bound: Decimal) -> Extreme:
    return replace(one, bound=bound, is_exact=one.amount == bound)


def _ends(
    survey: Survey, landscape: Landscape, asked: tuple[Objective, Pay], bases: Sequence[Base]
) -> tuple[Extreme, Extreme] | None:
    objective, pay = asked
    starts = [base.figures for base in bases]

    def taken(figures: Figures) -> Decimal | None:
        amount = pay(figures)
        return None if amount is None else -amount

    most_boxes = FEW_BOXES if _is_narrowed(survey) else MOST_BOXES
    up = Climb(
        survey=survey,
        landscape=landscape,
        objective=objective,
        pay=pay,
        usual=starts[0],
        most_boxes=most_boxes,
    ).top(starts)
    down = Climb(
        survey=survey,
        landscape=landscape,
        objective=lambda view: on.negative(objective(view)),
        pay=taken,
        usual=starts[0],
        most_boxes=most_boxes,
    ).top(starts)
    if up is None or down is None:
        return None
    return replace(down, amount=-down.amount, bound=-down.bound), up
