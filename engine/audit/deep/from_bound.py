"""A deep look at one policy: role by role over the whole pay, then the shop."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from engine.audit.deep import budget, weak
from engine.audit.deep.bases import Base, Landscape, bases_of, better_of, landscape_of
from engine.audit.deep.curves import Curve, Walk
from engine.audit.deep.extremes import box_of
from engine.audit.deep.falls import falls_of, flats_of, gathered
from engine.audit.deep.flat import proven_parts
from engine.audit.deep.model import DeepView, Fall, Flat, Looked, RoleView
from engine.audit.deep.payslip import Paymaster
from engine.audit.deep.spread import Variable
from engine.audit.deep.survey import SHOP, Group, Survey
from engine.bind.model import BoundPolicy, BoundRole
from engine.catalog.measures import Catalog

# of a staircase only the longest steps are told
MOST_FLATS = 8


def look(bound: BoundPolicy, catalog: Catalog, heads: Mapping[str, int]) -> DeepView:
    """Everything that can be said of a policy without a month's figures.

    `heads`: agents by role; without any, one of each role, or two where colleagues are compared.
    """
    usual = 2 if budget.compares_people(bound) else 1
    known = {r.name: heads.get(r.name, 0) if heads else usual for r in bound.roles}
    paid = 0
    roles: list[RoleView] = []
    for role in bound.roles:
        survey = Survey(bound, groups_around(bound, role, known))
        paymaster = Paymaster(survey)
        roles.append(_role(survey, paymaster, role, catalog))
        paid += paymaster.count
    shop = None
    if heads:
        survey = Survey(bound, tuple(Group(r, r, n) for r, n in known.items() if n))
        paymaster, landscape = Paymaster(survey), landscape_of(survey)
        bases = bases_of(survey, landscape, catalog)
        shop = budget.of_shop(survey, landscape, paymaster, bases)
        paid += paymaster.count
    return DeepView(heads=tuple(known.items()), roles=tuple(roles), shop=shop, payslips=paid)


def groups_around(
    bound: BoundPolicy, role: BoundRole, heads: Mapping[str, int]
) -> tuple[Group, ...]:
    """One agent of the role, who moves, and the others, who do not."""
    groups = [Group(role.name, role.name)]
    if not any(item.kind in ("people", "rank") for item in bound.items):
        return tuple(groups)
    others = max(heads.get(role.name, 1) - 1, 0)
    if others:
        groups.append(Group(f"{role.name} +", role.name, others))
    groups.extend(Group(n, n, c) for n, c in heads.items() if c and n != role.name)
    return tuple(groups)


def _role(survey: Survey, paymaster: Paymaster, role: BoundRole, catalog: Catalog) -> RoleView:
    landscape = landscape_of(survey, [role.name])
    bases = bases_of(survey, landscape, catalog)
    curves = _curves(survey, paymaster, landscape, bases)
    falls: list[Fall] = []
    flats: list[Flat] = []
    looked: list[Looked] = []
    for variable, some in curves.items():
        flats.extend(flats_of(role.name, some, landscape.steps[variable]))
        if better_of(survey.bound.by_key[variable[1]]) is not None:
            falls.extend(fall for curve in some for fall in falls_of(role.name, curve))
        looked.append(
            Looked(
                role=role.name,
                measure=variable[1],
                bases=len(some),
                exact=sum(curve.is_exact for curve in some),
                stretches=sum(len(curve.stretches) for curve in some),
            )
        )
    every = [curve for some in curves.values() for curve in some]
    found = (
        *weak.idle_measures(survey, landscape, paymaster, every, flats),
        *weak.points_out_of_reach(survey, landscape, paymaster, bases),
        *weak.lines_below_zero(survey, landscape, paymaster, bases),
    )
    idle = {one.of for one in found if one.kind == "no_effect"}
    has_better = {k for _, k in curves if better_of(survey.bound.by_key[k]) is not None}
    return RoleView(
        role=role.name,
        bases=bases,
        looked=tuple(looked),
        falls=gathered(falls),
        flats=_longest(
            proven
            for flat in flats
            if flat.measure in has_better - idle
            for proven in proven_parts(survey, landscape, flat)
        ),
        weak=found,
        budget=budget.of_one(survey, landscape, paymaster, bases),
    )


def _longest(flats: Iterable[Flat]) -> tuple[Flat, ...]:
    """Of each measure the longest stretches, in the order of the figures."""
    by_measure: dict[str, list[Flat]] = {}
    for flat in flats:
        by_measure.setdefault(flat.measure, []).append(flat)
    kept = (
        sorted(some, key=lambda f: (f.start - f.end, f.start))[:MOST_FLATS]
        for some in by_measure.values()
    )
    return tuple(flat for some in kept for flat in sorted(some, key=lambda f: f.start))


def _curves(
    survey: Survey, paymaster: Paymaster, landscape: Landscape, bases: Sequence[Base]
) -> Mapping[Variable, list[Curve]]:
    """Each measure of the agent and of the shop, around every base."""
    group = survey.groups[0]
    lines = survey.bound.role_of[group.role].lines
    found: dict[Variable, list[Curve]] = {}
    for base in bases:
        walk = Walk(
            view=survey.over(box_of(base.figures)),
            landscape=landscape,
            paymaster=paymaster,
            base=base,
            group=group.name,
            lines=lines,
        )
        for variable in survey.variables([group.name]):
            item = survey.bound.by_key[variable[1]]
            if variable[0] in (group.name, SHOP) and item.kind == "measure":
                is_rising = better_of(item) != "lower"
                found.setdefault(variable, []).append(walk.curve(variable, is_rising=is_rising))
    return found
