"""Score cards → typed expressions: points per item, the weighted score, the agent's own score."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from engine.bind import names as words
from engine.bind.checks.b308_units_clash import UNITS_CLASH
from engine.bind.checks.b310_division_by_zero import DIVISION_BY_ZERO
from engine.bind.checks.b314_unknown_part import UNKNOWN_PART
from engine.bind.checks.b320_no_score import NO_SCORE
from engine.bind.checks.b323_unused import UNUSED
from engine.bind.checks.b326_percent_sign import PERCENT_SIGN
from engine.bind.expression import Arm, Choose, Constant, Missing, Nothing, Pick, Read, Typed, reads
from engine.bind.formulas import (
    arithmetic,
    constant,
    difference,
    divided_by,
    greatest,
    least,
    quotient,
    rounded,
    unsigned_ratio,
)
from engine.bind.model import OwnScore, Place, PointsOf, computed
from engine.bind.scope import Items
from engine.bind.types import TRUTH, joined, number_type
from engine.bind.units import same
from engine.core.closest import closest
from engine.core.span import Span
from engine.core.unit import Unit
from engine.policy.bands import OPEN
from engine.policy.model import AsIs, ByDeduction, ByFormula, ByTarget, Kpi, KpiItem

FULL_POINTS = Decimal(100)
_STEP_MODES = {"full": "floor", "started": "ceiling"}


def own_score_item(binder: Items, span: Span) -> str | None:
    """The score of the card of the agent's role: one arm per role that has a card."""
    kpis = {k.heading.name: k for k in binder.policy.kpis}
    arms: list[Arm] = []
    kpi_of_role: dict[str, str] = {}
    is_whole = True
    for role in binder.policy.roles:
        if role.kpi is None:
            continue
        kpi = kpis.get(role.kpi.name)
        if kpi is None:
            near = closest(role.kpi.name, kpis)
            binder.found.append(
                UNKNOWN_PART.at(role.kpi.span, name=role.kpi.name, section="kpi", closest=near)
            )
            is_whole = False
            continue
        key = binder.score(kpi)
        if key is None:
            is_whole = False
            continue
        kpi_of_role[role.heading.name] = key
        arms.append(Arm(OPEN, OPEN, role.heading.name, Read(key, binder.items[key].type)))
    if not arms or not is_whole:
        if is_whole:
            binder.found.append(NO_SCORE.at(span, role="*"))
        return None
    role_key = binder.built_in(words.ROLE, span)
    lookup = Read(role_key or words.ROLE, binder.items[words.ROLE].type)
    type_ = joined([arm.gives.type for arm in arms], Unit.POINTS)
    expression = Pick(lookup, tuple(arms), type_)
    place = Place(path=words.OWN_SCORE, span=span)
    definition = OwnScore(kpi_of_role)
    return binder.add(computed(words.OWN_SCORE, "own_score", definition, expression, place))


def score_item(binder: Items, kpi: Kpi, key: str) -> str | None:
    """Σ points × weight ÷ 100, over the items that take part, rounded as the card says."""
    parts: list[tuple[KpiItem, Typed]] = []
    for item in kpi.items:
        points = binder.points(kpi, item)
        if points is not None:
            parts.append((item, Read(points, binder.items[points].type)))
    if len(parts) != len(kpi.items):
        return None
    expression = _weighted(binder, kpi, parts)
    if expression is None:
        return None
    expression = rounded(expression, kpi.round.places, kpi.round.mode)
    place = Place(path=f"kpi.{kpi.heading.name}", span=kpi.heading.span, cite=kpi.heading.cite)
    return binder.add(computed(key, "score", kpi, expression, place))


def _weighted(binder: Items, kpi: Kpi, parts: list[tuple[KpiItem, Typed]]) -> Typed | None:
    if not any(item.missing == "leave_out" for item, _ in parts):
        return _sum([_times(points, item) for item, points in parts], Unit.POINTS)
    if all(item.missing == "leave_out" for item, _ in parts):
        binder.found.append(DIVISION_BY_ZERO.at(kpi.heading.span))
        return None
    shares, weights = [], []
    for item, points in parts:
        weight: Typed = constant(_weight(item), Unit.RATIO)
        share: Typed = _times(points, item)
        if item.missing == "leave_out":
            absent = _absent(binder, [points])
            share = _unless(absent, share, constant(Decimal(0), Unit.POINTS))
            weight = _unless(absent, weight, constant(Decimal(0), Unit.RATIO))
        shares.append(share)
        weights.append(weight)
    score = quotient(_sum(shares, Unit.POINTS), _sum(weights, Unit.RATIO), Unit.POINTS)
    # a weighted mean stays within the points that it is made of
    low = min(p.type.low for _, p in parts)
    high = max(p.type.high for _, p in parts)
    return replace(score, type=number_type(Unit.POINTS, score.type.places, low, high))


def _weight(item: KpiItem) -> Decimal:
    return (item.weight.amount or Decimal(0)).scaleb(-2)


def _times(points: Typed, item: KpiItem) -> Typed:
    return arithmetic("*", points, constant(_weight(item), Unit.RATIO), Unit.POINTS)


def _sum(parts: list[Typed], unit: Unit) -> Typed:
    total = parts[0]
    for part in parts[1:]:
        total = arithmetic("+", total, part, unit)
    return total


def _absent(binder: Items, needed: list[Typed]) -> Missing:
    """Whether a figure of the agent's own is not there that these need, directly or not."""
    queue = [key for part in needed for key in reads(part)]
    inputs: dict[str, None] = {}
    seen: set[str] = set()
    while queue:
        key = queue.pop(0)
        item = binder.items[key]
        if item.kind in ("measure", "attribute") and key != words.ROLE:
            inputs[key] = None
        elif item.kind != "people" and key not in seen:
            seen.add(key)
            queue.extend(item.reads)
    return Missing(tuple(inputs), TRUTH)


def _unless(absent: Missing, present: Typed, instead: Typed) -> Typed:
    if not absent.keys:
        return present
    return Choose(absent, instead, present, joined([present.type, instead.type], present.type.unit))


def points_item(binder: Items, kpi: Kpi, item: KpiItem, key: str) -> str | None:
    figure = binder.formula(item.figure)
    if figure is None:
        return None
    if not figure.type.is_number:
        binder.found.append(
            UNITS_CLASH.at(
                item.figure.span, sign="points", one=figure.type.unit.value, other="points"
            )
        )
        return None
    points = _points(binder, item, figure)
    if points is None or not _is_fitting(binder, item, figure, points):
        return None
    if item.round is not None:
        points = rounded(points, item.round.places, item.round.mode)
    points = _if_missing(_absent(binder, [points]), item, points)
    place = Place(
        path=f"kpi.{kpi.heading.name}.{item.heading.name}",
        span=item.heading.span,
        cite=item.heading.cite or kpi.heading.cite,
    )
    points = replace(points, type=points.type.with_unit(Unit.POINTS))
    return binder.add(computed(key, "points", PointsOf(kpi, item), points, place))


def _is_fitting(binder: Items, item: KpiItem, figure: Typed, points: Typed) -> bool:
    """Whether these are points, and made of the figure that is named to be judged."""
    if same(points.type.unit, Unit.POINTS) is None:
        one, other = points.type.unit.value, Unit.POINTS.value
        binder.found.append(UNITS_CLASH.at(item.heading.span, sign="points", one=one, other=other))
        return False
    if not set(_absent(binder, [figure]).keys) <= set(_absent(binder, [points]).keys):
        unused = UNUSED.at(item.figure.span, name=item.figure.text, section="kpi")
        binder.found.append(unused)
        return False
    return True


def _if_missing(absent: Missing, item: KpiItem, points: Typed) -> Typed:
    """What the item gives where a figure that it needs is not there."""
    match item.missing:
        case "zero":
            return _unless(absent, points, constant(Decimal(0), Unit.POINTS))
        case "full":
            return _unless(absent, points, constant(FULL_POINTS, Unit.POINTS))
        case "leave_out":
            return _unless(absent, points, Nothing(points.type))
        case _:
            return points


def _points(binder: Items, item: KpiItem, figure: Typed) -> Typed | None:
    match item.points:
        case AsIs():
            return figure
        case ByFormula(formula=formula):
            return binder.formula(formula)
        case ByTarget():
            return _by_target(binder, item.points, figure)
        case ByDeduction():
            return _by_deduction(binder, item.points, figure)


def _by_target(binder: Items, rule: ByTarget, figure: Typed) -> Typed | None:
    target = binder.formula(rule.target)
    if target is None:
        return None
    if same(figure.type.unit, target.type.unit) is None:
        one, other = figure.type.unit.value, target.type.unit.value
        binder.found.append(UNITS_CLASH.at(rule.target.span, sign="÷", one=one, other=other))
        return None
    binder.found.extend(unsigned_ratio(rule.target.span, target, figure.type))
    if target.type.low <= 0 <= target.type.high:
        binder.found.append(DIVISION_BY_ZERO.at(rule.target.span))
        return None
    if isinstance(target, Constant):
        reached = divided_by(figure, target, Unit.RATIO)
    else:
        reached = quotient(figure, target, Unit.RATIO)
    points: Typed = arithmetic("*", reached, constant(FULL_POINTS, Unit.POINTS), Unit.POINTS)
    if rule.floor is not None and rule.floor.amount is not None:
        points = greatest([points, constant(rule.floor.amount, Unit.POINTS)], Unit.POINTS)
    if rule.cap is not None and rule.cap.amount is not None:
        points = least([points, constant(rule.cap.amount, Unit.POINTS)], Unit.POINTS)
    return points


def _by_deduction(binder: Items, rule: ByDeduction, figure: Typed) -> Typed | None:
    """start − deduct × units beyond the limit; no units where the figure is on the good side."""
    limit = binder.formula(rule.limit)
    if limit is None:
        return None
    unit = same(figure.type.unit, limit.type.unit)
    if unit is None:
        one, other = figure.type.unit.value, limit.type.unit.value
        binder.found.append(UNITS_CLASH.at(rule.limit.span, sign="−", one=one, other=other))
        return None
    binder.found.extend(unsigned_ratio(rule.limit.span, limit, figure.type))
    if figure.type.unit is Unit.RATIO and not rule.per.is_ratio:
        written = rule.per.text
        binder.found.append(PERCENT_SIGN.at(rule.per.span, written=written, meant=f"{written}%"))
    high, low = (figure, limit) if rule.is_above else (limit, figure)
    beyond = greatest([difference(high, low, unit), constant(Decimal(0), unit)], unit)
    per = constant(rule.per.amount or Decimal(1), unit)
    counted = divided_by(beyond, per, Unit.RATIO)
    if rule.step in _STEP_MODES:
        counted = rounded(counted, 0, _STEP_MODES[rule.step])
    deducted = constant(rule.deduct.amount or Decimal(0), Unit.POINTS)
    lost = arithmetic("*", counted, deducted, Unit.POINTS)
    start = constant(rule.start.amount or Decimal(0), Unit.POINTS)
    points: Typed = arithmetic("-", start, lost, Unit.POINTS)
    if rule.floor is not None and rule.floor.amount is not None:
        points = greatest([points, constant(rule.floor.amount, Unit.POINTS)], Unit.POINTS)
    return points
