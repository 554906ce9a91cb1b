"""Random figures for a bound policy: edges, ties, zeros, the largest, and gaps where allowed."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from engine.bind.dataset import AgentFigures, Amount, Dataset
from engine.bind.model import BoundPolicy, Input
from engine.bind.names import LEVEL, ROLE
from engine.bind.types import ValueType

MOST_AGENTS = 14


@st.composite
def amounts(draw: st.DrawFn, type_: ValueType, constants: tuple[Decimal, ...]) -> Decimal:
    """A figure within its bounds: often exactly at a number of the policy, or one place beside."""
    step = Decimal(1).scaleb(-type_.places)
    match draw(st.integers(0, 9)):
        case 0:
            amount = draw(st.sampled_from([type_.low, type_.high, Decimal(0)]))
        case 1 | 2 | 3 if constants:
            beside = draw(st.sampled_from([-1, 0, 0, 1]))
            amount = draw(st.sampled_from(constants)) + beside * step
        case 4 | 5:
            # whole numbers and halves: a rate of them often ends in a 5 to be rounded
            amount = Decimal(draw(st.integers(-300, 3000)))
        case 6:
            amount = Decimal(draw(st.integers(0, 999))) * 5 * step
        case _:
            low, high = int(type_.low / step), int(type_.high / step)
            amount = Decimal(draw(st.integers(low, high))) * step
    amount = min(max(amount, type_.low), type_.high)
    return amount.quantize(step, rounding="ROUND_DOWN")


@st.composite
def figure(draw: st.DrawFn, wanted: Input, role: str, constants: tuple[Decimal, ...]) -> Amount:
    """None only where the policy says what a missing figure does; else the month is refused."""
    if role not in wanted.required and draw(st.integers(0, 3)) == 0:
        return None
    match wanted.item.key:
        case key if key == ROLE:
            return role
        case key if key == LEVEL:
            return draw(st.sampled_from(["1", "2", "3"]))
        case _:
            return draw(amounts(wanted.item.type, constants))


@st.composite
def datasets(draw: st.DrawFn, bound: BoundPolicy, constants: tuple[Decimal, ...]) -> Dataset:
    roles = [role.name for role in bound.roles]
    count = draw(st.integers(1, MOST_AGENTS))
    held = draw(st.lists(st.sampled_from(roles), min_size=count, max_size=count))
    rows = []
    for number, role in enumerate(held):
        given = {i.item.key: draw(figure(i, role, constants)) for i in bound.inputs}
        given[ROLE] = role
        name = f"agent{number:02}"
        rows.append(AgentFigures(agent=name, name=name, role=role, figures=given, states={}))
    return Dataset(agents=tuple(rows))
