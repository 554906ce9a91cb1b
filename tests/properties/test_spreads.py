"""What the analysis says of whole intervals holds at every figure in them, as replay pays it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.audit.deep.payslip import Paymaster
from engine.audit.deep.spread import Spread, Variable
from engine.audit.deep.survey import Group, Range, Survey
from engine.bind.model import BoundPolicy
from engine.bind.names import LEVEL
from tests.pipeline import bind_policy
from tests.properties.conftest import EXAMPLES
from tests.properties.figures import amounts
from tests.properties.policies import LEVELS, MadePolicy, policies

Figures = dict[Variable, Decimal | str]
SHOWN = ("line", "total", "score", "points")


@st.composite
def surveys(draw: st.DrawFn, bound: BoundPolicy) -> Survey:
    groups = [Group(f"g{n}", draw(st.sampled_from(bound.roles)).name) for n in range(3)]
    return Survey(bound, tuple(groups[: draw(st.integers(1, 3))]))


@st.composite
def figures(draw: st.DrawFn, survey: Survey, constants: tuple[Decimal, ...]) -> Figures:
    drawn: Figures = {}
    for variable in survey.variables():
        type_ = survey.bound.by_key[variable[1]].type
        is_level = variable[1] == LEVEL
        strategy = st.sampled_from(LEVELS) if is_level else amounts(type_, constants)
        drawn[variable] = draw(strategy)
    return drawn


def box_of(one: Figures, other: Figures) -> dict[Variable, Range]:
    box = {}
    for variable, amount in one.items():
        beside = other[variable]
        if isinstance(amount, str):
            box[variable] = Range(words=tuple(dict.fromkeys((amount, str(beside)))))
        else:
            assert isinstance(beside, Decimal)
            box[variable] = Range(min(amount, beside), max(amount, beside))
    return box


def point(amount: Decimal | str) -> Range:
    return Range(words=(amount,)) if isinstance(amount, str) else Range(amount, amount)


def inside(box: dict[Variable, Range], data: st.DataObject, survey: Survey) -> Figures:
    drawn: Figures = {}
    for variable, held in box.items():
        if held.words:
            drawn[variable] = data.draw(st.sampled_from(held.words))
            continue
        step = Decimal(1).scaleb(-survey.bound.by_key[variable[1]].type.places)
        most = int((held.high - held.low) / step)
        drawn[variable] = held.low + data.draw(st.integers(0, most)) * step
    return drawn


def is_as_said(spread: Spread, moved: Variable, change: Decimal, way: Decimal) -> bool:
    """The change goes the way that is stated, and as far where the way is straight."""
    move = spread.moves.get(moved)
    if move is None:
        return not change
    if move.slope is not None:
        beside = abs(Fraction(change) - Fraction(way) * move.slope)
        if beside > 2 * move.slack:
            return False
    return change * move.direction >= 0


@settings(max_examples=EXAMPLES)
@given(made=policies(), data=st.data())
def test_no_value_lies_outside_and_no_direction_is_wrong(
    made: MadePolicy, data: st.DataObject
) -> None:
    bound = bind_policy(made.text.encode()).value
    assume(bound is not None)
    assert bound is not None
    survey = data.draw(surveys(bound))
    one = data.draw(figures(survey, made.constants))
    box = box_of(one, data.draw(figures(survey, made.constants)))
    moved = data.draw(st.sampled_from(sorted(box))) if box else None
    stays = {v: v != moved and data.draw(st.booleans()) for v in box}
    box = {v: point(one[v]) if stays[v] else held for v, held in box.items()}
    view, shop = survey.over(box), Paymaster(survey)
    group = survey.groups[0]
    keys = [i.key for i in bound.items if group.role in i.roles and i.kind in SHOWN]
    low = inside(box, data, survey)
    high = dict(low) if moved is None else low | {moved: inside(box, data, survey)[moved]}
    for key in keys:
        spread = view.spread(group.name, key)
        first, second = (shop.value(group.name, key, f) for f in (low, high))
        said = f"{made.text}\n{box}\n{low}\n{high}\n{key}: {spread}\n{first} {second}"
        for amount in (first, second):
            assert amount is not None or spread.lacks, said
            assert amount is None or spread.low <= amount <= spread.high, said
        if first is None or second is None or moved is None or box[moved].words:
            continue
        change = second - first if low[moved] <= high[moved] else first - second
        assert is_as_said(spread, moved, change, abs(high[moved] - low[moved])), said
