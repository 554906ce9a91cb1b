"""Small random policies, every figure tried: a deep check misses no fall and no extreme."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.audit.deep.from_bound import look
from engine.audit.deep.model import DeepView
from engine.audit.deep.payslip import Figures
from engine.bind.dataset import AgentFigures, Dataset
from engine.bind.model import BoundPolicy
from engine.bind.names import ROLE, TOTAL
from engine.replay.from_bound import evaluate
from tests.pipeline import bound_from, catalog
from tests.properties.conftest import EXAMPLES

MOST = 14
HEAD = f"""format: 1
policy: pay
shop: demo
version: 1
title: made up
effective: {{from: 2024-01}}
currency: CNY
sources: {{tests: "1"}}
round: {{lines: {{places: 2, mode: half_up}}}}
measures:
  x: {{unit: money, places: 0, min: 0, max: {MOST}, better: higher}}
  y: {{unit: count, places: 0, min: 0, max: {MOST}, better: lower}}
"""
NUMBERS = st.integers(-4, MOST)
RATES = st.sampled_from(["50%", "-25%", "0%", "90%", "33.3%"])


@st.composite
def lines(draw: st.DrawFn) -> str:
    # y is a count, which pays yuan once it is multiplied by a number
    one, other = draw(st.permutations(["x", "(1 × y)"]))
    a, b, rate, more = draw(NUMBERS), draw(NUMBERS), draw(RATES), draw(RATES)
    return draw(
        st.sampled_from(
            [
                f"{one} × {rate} + {other} × {more}",
                f"max({one}, {a}) × {rate} − min({other}, {b})",
                f"if({one} >= {a}, {b}, {other} × {rate})",
                f"if({one} + {other} > {a}, {one} × {rate}, 3)",
                f"abs({one} − {a}) × {rate} + {b}",
                f"clamp({one} × {rate} − {other}, {min(a, b)}, {max(a, b)})",
                f"x × y × {rate} ÷ 7",
                f"if({one} = {a} and {other} < {b}, 9, {one} × {rate})",
                f"floor({one} ÷ 4) × {b}",
                "bands.amount",
                f"bands.amount + {other} × {rate}",
            ]
        )
    )


@st.composite
def policies(draw: st.DrawFn) -> bytes:
    named = draw(st.lists(lines(), min_size=1, max_size=3))
    text = HEAD + f"roles:\n  agent: {{pay: [{', '.join(f'l{n}' for n in range(len(named)))}]}}\n"
    if any("bands" in line for line in named):
        first, second = sorted(draw(st.lists(st.integers(1, MOST - 1), min_size=2, max_size=2,
                                             unique=True)))  # fmt: skip
        rates = [draw(RATES) for _ in range(3)]
        method = draw(st.sampled_from(["whole", "marginal"]))
        text += (
            f"tables:\n  bands: {{lookup: x, apply_to: x, method: {method}, unit: money, "
            f"edge: to_inclusive, columns: [to, rate], rows: [[{first}, {rates[0]}], "
            f"[{second}, {rates[1]}], [∞, {rates[2]}]]}}\n"
        )
    text += "pay:\n" + "".join(f'  l{n}: {{amount: "{line}"}}\n' for n, line in enumerate(named))
    # a measure that nothing reads would be refused: this line reads both and pays nothing
    read = 'l0: {amount: "x × 0 + 0 × y + '
    return text.replace('l0: {amount: "', read, 1).encode()


def paid(bound: BoundPolicy, points: list[tuple[int, int]]) -> dict[tuple[int, int], Decimal]:
    """Every point by replay, each an agent of its own."""
    rows = tuple(
        AgentFigures(
            agent=f"{x} {y}", name="", role="agent", states={},
            figures={ROLE: "agent", "x": Decimal(x), "y": Decimal(y)},
        )
        for x, y in points
    )  # fmt: skip
    traces = evaluate(bound, Dataset(agents=rows), keys=dict.fromkeys(
        (row.agent for row in rows), (TOTAL,)))  # fmt: skip
    amounts = {}
    for x, y in points:
        amount = traces[f"{x} {y}"].amount(TOTAL)
        assert isinstance(amount, Decimal)
        amounts[x, y] = amount
    return amounts


def place(figures: Figures) -> tuple[int, int]:
    return int(figures["agent", "x"]), int(figures["agent", "y"])


EVERYWHERE = [(x, y) for x in range(MOST + 1) for y in range(MOST + 1)]


def looked(content: bytes) -> tuple[DeepView, dict[tuple[int, int], Decimal]]:
    bound = bound_from(content)
    return look(bound, catalog(), {}), paid(bound, EVERYWHERE)


@settings(max_examples=EXAMPLES // 2)
@given(content=policies())
def test_no_point_is_cheaper_or_dearer_than_the_ends(content: bytes) -> None:
    view, amounts = looked(content)
    budget = view.roles[0].budget
    assert budget is not None
    for end, true in ((budget.least, min(amounts.values())), (budget.most, max(amounts.values()))):
        assert amounts[place(end.figures)] == end.amount
        assert not end.is_exact or end.amount == true, content.decode()
        assert min(end.amount, end.bound) <= true <= max(end.amount, end.bound), content.decode()


@settings(max_examples=EXAMPLES // 2)
@given(content=policies())
def test_every_fall_is_real_and_none_is_missed(content: bytes) -> None:
    view, amounts = looked(content)
    role = view.roles[0]
    for fall in role.falls:
        base = {key: int(amount) for (_, key), amount in fall.base.figures.items()}
        before = place_at(base, fall.measure, int(fall.at))
        after = place_at(base, fall.measure, int(fall.beyond))
        assert amounts[before] == fall.high.total > fall.low.total == amounts[after]
    assert all(seen.exact == seen.bases for seen in role.looked), content.decode()
    for measure in {"x", "y"} - {fall.measure for fall in role.falls}:
        for base in role.bases:
            figures = {key: int(amount) for (_, key), amount in base.figures.items()}
            assert not list(drops(amounts, figures, measure)), content.decode()


def place_at(base: dict[str, int], measure: str, at: int) -> tuple[int, int]:
    figures = {**base, measure: at}
    return figures["x"], figures["y"]


def drops(
    amounts: dict[tuple[int, int], Decimal], base: dict[str, int], measure: str
) -> Iterator[int]:
    """The better figures that are paid less than their neighbour."""
    steps = range(MOST + 1) if measure == "x" else range(MOST, -1, -1)
    for worse, better in pairwise(steps):
        if amounts[place_at(base, measure, better)] < amounts[place_at(base, measure, worse)]:
            yield better


@settings(max_examples=EXAMPLES // 2)
@given(content=policies())
def test_a_flat_stretch_is_flat_for_all_other_figures(content: bytes) -> None:
    view, amounts = looked(content)
    for flat in view.roles[0].flats:
        for other in range(MOST + 1):
            inside = {
                amounts[(at, other) if flat.measure == "x" else (other, at)]
                for at in range(int(flat.start), int(flat.end) + 1)
            }
            assert len(inside) == 1, content.decode()


@settings(max_examples=EXAMPLES // 2)
@given(content=policies())
def test_a_line_said_to_fall_below_zero_does_and_none_is_missed(content: bytes) -> None:
    bound = bound_from(content)
    role = look(bound, catalog(), {}).roles[0]
    low = {weak.of for weak in role.weak if weak.kind == "negative"}
    rows = tuple(
        AgentFigures(
            agent=f"{x} {y}", name="", role="agent", states={},
            figures={ROLE: "agent", "x": Decimal(x), "y": Decimal(y)},
        )
        for x, y in EVERYWHERE
    )  # fmt: skip
    lines_of = bound.role_of["agent"].lines
    traces = evaluate(bound, Dataset(agents=rows), keys={r.agent: lines_of for r in rows})
    for line in lines_of:
        amounts = [trace.amount(line) for trace in traces.values()]
        assert (line in low) == any(isinstance(a, Decimal) and a < 0 for a in amounts)
