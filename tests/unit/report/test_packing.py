"""Packed explanations are all there, and each text of a policy is there once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.report.packing import packed
from engine.report.page import shown
from engine.report.story import Explanation, Step
from tests.unpacked import unpacked

TEXTS = st.one_of(
    st.sampled_from(["", "0", "-1.50", "1500.00", "优秀", "a = 1; b = 2.5", "1.2.3", "--4", "５"]),
    st.text(max_size=12),
)
HOW = st.lists(st.tuples(TEXTS, TEXTS), max_size=3).map(tuple)
STEPS = st.builds(
    Step, depth=st.integers(0, 3), item=TEXTS, before=TEXTS, after=TEXTS, how=HOW
)  # fmt: skip
MONTHS = st.lists(st.tuples(TEXTS, st.lists(STEPS, max_size=4).map(tuple)), max_size=3).map(tuple)
TOLD = st.lists(st.builds(Explanation, anchor=st.just("a"), title=TEXTS, months=MONTHS), max_size=4)


def plainly(told: list[Explanation]) -> object:
    return [
        [(shown(title), [*map(plain_step, steps)]) for title, steps in one.months] for one in told
    ]


def plain_step(step: Step) -> object:
    how = tuple((shown(heading), shown(text)) for heading, text in step.how)
    return (step.depth, shown(step.item), shown(step.before), shown(step.after), how)


@given(TOLD)
def test_what_is_packed_comes_out_again(told: list[Explanation]) -> None:
    assert plainly(told) == unpacked(packed(told))


def test_a_formula_of_many_agents_is_there_once() -> None:
    told = [
        Explanation(anchor=f"agent-{n}", title=f"agent {n}", months=(("2024-05", steps(n)),))
        for n in range(1, 101)
    ]
    text = packed(told)
    assert 1 == text.count("sales × 0.5% × score")
    assert 1 == text.count("policy.yaml:12")
    # of each agent: what is paid, on both sides, and the two values
    assert '["2024-05",0,"17.00 17.50 17 0.17"]' in text


def steps(number: int) -> tuple[Step, ...]:
    how = (("formula", "sales × 0.5% × score"), ("values", f"sales = {number}; score = 0.{number}"),
           ("place", "policy.yaml:12"))  # fmt: skip
    return (Step(depth=0, item="bonus", before=f"{number}.00", after=f"{number}.50", how=how),)
