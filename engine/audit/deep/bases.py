"""The points at which a policy is looked at: what the other figures are while one moves."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from engine.audit.cases import bind_case
from engine.audit.deep.months import fitted
from engine.audit.deep.payslip import Figures
from engine.audit.deep.spread import Variable
from engine.audit.deep.survey import SHOP, Range, Survey
from engine.bind.expression import Compare, Constant, Pick, Word, walk
from engine.bind.model import Attribute, BoundPolicy, Item, PastOf
from engine.bind.names import LEVEL
from engine.catalog.measures import Catalog, Measure
from engine.core.number import quantize, scale_of
from engine.core.record import record

MOST_CASES = 2
MIXED = 2


@record
class Base:
    """Figures for every group. `kind`: typical, best, worst, case or mixed; `title` of a case."""

    kind: str
    title: str
    figures: Figures


@record
class Landscape:
    """What each input can be, and the numbers of the policy at which something may change."""

    ranges: Mapping[Variable, Range]
    steps: Mapping[Variable, Decimal]
    landmarks: Mapping[Variable, tuple[Decimal, ...]]


def landscape_of(survey: Survey, groups: Iterable[str] | None = None) -> Landscape:
    """Of the figures that the named groups' pay can depend on; without names, of all."""
    ranges: dict[Variable, Range] = {}
    steps: dict[Variable, Decimal] = {}
    landmarks: dict[Variable, tuple[Decimal, ...]] = {}
    constants = _constants(survey.bound)
    words = _levels(survey.bound)
    for variable in survey.variables(groups):
        type_ = survey.bound.by_key[variable[1]].type
        if not type_.is_number:
            ranges[variable] = Range(words=type_.words or words)
            continue
        ranges[variable] = Range(type_.low, type_.high)
        steps[variable] = step = Decimal(1).scaleb(-type_.places)
        inside = [c for c in constants if type_.low <= c <= type_.high]
        starts = {s for c in inside if scale_of(c) <= type_.places for s in (c, c + step)}
        landmarks[variable] = tuple(sorted(s for s in starts if type_.low < s <= type_.high))
    return Landscape(ranges, steps, landmarks)


def _constants(bound: BoundPolicy) -> set[Decimal]:
    found: set[Decimal] = set()
    for item in bound.items:
        for node in walk(item.expression) if item.expression is not None else ():
            if isinstance(node, Constant):
                found.add(node.amount)
            elif isinstance(node, Pick):
                ends = [e for arm in node.arms for e in (arm.low.amount, arm.high.amount)]
                found.update(e for e in ends if e is not None)
    return found


def _levels(bound: BoundPolicy) -> tuple[str, ...]:
    """The levels that the policy knows: keys of tables, and words that are compared with it."""
    found: dict[str, None] = {}
    for item in bound.items:
        if LEVEL not in item.reads or item.expression is None:
            continue
        for node in walk(item.expression):
            if isinstance(node, Pick):
                found.update((str(arm.key), None) for arm in node.arms if arm.key is not None)
            elif isinstance(node, Compare):
                sides = (node.left, node.right)
                found.update((s.text, None) for s in sides if isinstance(s, Word))
    return tuple(found) or ("1",)


def bases_of(survey: Survey, landscape: Landscape, catalog: Catalog) -> tuple[Base, ...]:
    """Typical, best, worst, the policy's own cases, and some mixed by a seed; each once."""
    typical = {v: _typical(survey, landscape, v, catalog) for v in landscape.ranges}
    found = [Base("typical", "", typical)]
    for kind, is_best in (("best", True), ("worst", False)):
        ends = {v: _end(survey, landscape, v, typical[v], is_best=is_best) for v in typical}
        found.append(Base(kind, "", ends))
    found.extend(_cases(survey, landscape, typical, catalog))
    found.extend(_mixed(survey, landscape, typical))
    unique: dict[tuple[tuple[Variable, Decimal | str], ...], Base] = {}
    for base in (replace(b, figures=_possible(survey, b.figures)) for b in found):
        unique.setdefault(tuple(sorted(base.figures.items())), base)
    return tuple(unique.values())


def _possible(survey: Survey, figures: Figures) -> Figures:
    """Of what no calendar and no earlier payslips can give together, the nearest that they can."""
    found = dict(figures)
    for group in survey.groups:
        own = {key: amount for (owner, key), amount in found.items() if owner in (group.name, SHOP)}
        for key, amount in fitted(survey.bound, own).items():
            if amount is not None:
                found[survey.variable(group.name, key)] = amount
    return found


def _typical(
    survey: Survey, landscape: Landscape, variable: Variable, catalog: Catalog
) -> Decimal | str:
    """The middle figure of the policy's own cases; without any, the middle of the bounds."""
    held = landscape.ranges[variable]
    key = variable[1]
    usual = _usual(survey.bound.by_key[key], held)
    if held.words:
        return usual if isinstance(usual, str) else held.words[len(held.words) // 2]
    seen = [f[key] for f in case_figures(survey.bound, catalog).values() if key in f]
    known = sorted(s for s in seen if isinstance(s, Decimal))
    if known:
        return known[len(known) // 2]
    if isinstance(usual, Decimal):
        return usual
    middle = (held.low + held.high) / 2
    return quantize(middle, places=-landscape.steps[variable].adjusted(), mode="floor")


def _usual(item: Item, held: Range) -> Decimal | str | None:
    """The whole of a month, the last of a year; nothing earlier than that."""
    match item.definition:
        case PastOf(instead=str(word)) if word in held.words:
            return word
        case PastOf():
            return None if held.words else min(max(Decimal(0), held.low), held.high)
        case Attribute(name="days_employed" | "days_in_month" | "month_number"):
            return held.high
    return None


def case_figures(
    bound: BoundPolicy, catalog: Catalog
) -> Mapping[tuple[str, str, str], Mapping[str, Decimal | str]]:
    """What the policy's own cases give, by title, agent and role."""
    found: dict[tuple[str, str, str], Mapping[str, Decimal | str]] = {}
    for case in bound.policy.cases:
        bound_case, _ = bind_case(bound, catalog, case)
        for row in bound_case.dataset.agents if bound_case else ():
            given = {k: v for k, v in row.figures.items() if v is not None}
            found[case.title, row.agent, row.role] = given
    return found


def _end(
    survey: Survey,
    landscape: Landscape,
    variable: Variable,
    typical: Decimal | str,
    *,
    is_best: bool,
) -> Decimal | str:
    held, better = landscape.ranges[variable], better_of(survey.bound.by_key[variable[1]])
    if held.words:
        return held.words[-1 if is_best else 0]
    if better is None:
        return typical
    return held.high if (better == "higher") == is_best else held.low


def better_of(item: Item) -> str | None:
    return item.definition.better if isinstance(item.definition, Measure) else None


def _cases(
    survey: Survey, landscape: Landscape, typical: Figures, catalog: Catalog
) -> Iterator[Base]:
    """The fullest cases of the first group's role; what they do not give is as usual."""
    group = survey.groups[0]
    cases = [
        (title, given)
        for (title, _, role), given in case_figures(survey.bound, catalog).items()
        if role == group.role
    ]
    cases.sort(key=lambda case: -len(case[1]))  # stable: as they stand in the file
    for title, given in cases[:MOST_CASES]:
        own = {
            v: given[v[1]]
            for v in landscape.ranges
            if v[1] in given and v[0] in (group.name, "") and _is_inside(landscape, v, given[v[1]])
        }
        yield Base("case", title, {**typical, **own})


def _is_inside(landscape: Landscape, variable: Variable, amount: Decimal | str) -> bool:
    held = landscape.ranges[variable]
    if isinstance(amount, str) or held.words:
        return amount in held.words
    return held.low <= amount <= held.high


def _mixed(survey: Survey, landscape: Landscape, typical: Figures) -> Iterator[Base]:
    seed = f"{survey.bound.policy.label} {survey.groups[0].role}"
    for number, figures in zip(range(MIXED), scattered(landscape, typical, seed), strict=False):
        back = {v: amount for v, amount in typical.items() if survey.is_past(v)}
        yield Base("mixed", str(number + 1), {**figures, **back})


def scattered(landscape: Landscape, typical: Figures, seed: str) -> Iterator[Figures]:
    """Points without end, the same for the same seed: ends, landmarks, as usual, anywhere."""
    chance = random.Random(seed)
    while True:
        yield {v: _any(landscape, v, typical[v], chance) for v in landscape.ranges}


def _any(
    landscape: Landscape, variable: Variable, typical: Decimal | str, chance: random.Random
) -> Decimal | str:
    held = landscape.ranges[variable]
    if held.words:
        return chance.choice(held.words)
    step = landscape.steps[variable]
    anywhere = held.low + chance.randint(0, int((held.high - held.low) / step)) * step
    marks = landscape.landmarks[variable] or (anywhere,)
    beside = min(max(chance.choice(marks) - chance.randint(0, 1) * step, held.low), held.high)
    assert isinstance(typical, Decimal)
    return chance.choice((held.low, held.high, typical, anywhere, beside, beside))
