"""Whatever was sold and paid: a policy differs from itself in nothing, and differences add up."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.app.backtesting import BacktestRequest, backtested
from engine.app.comparing_sides import CompareRequest, compared
from engine.app.month import MonthRequest
from engine.app.posting import PostRequest, post
from engine.app.sides import SideWords
from engine.compare.differences import Pair, moved, moved_lines, pairs, total_of
from tests.checks.examples import BASE
from tests.checks.shop import MAY, SHOP, Opened, batch_of, quiet, shop

JUNE = MAY.plus(1)
POINTS = st.integers(0, 100).map(str)
SALES = st.integers(0, 10**7).map(lambda cents: f"{cents // 100}.{cents % 100:02d}")
PEOPLE = st.dictionaries(
    st.sampled_from(["小美", "阿文", "小溪", "阿涛"]),
    st.fixed_dictionaries({"服务得分": POINTS, "销售额": SALES}),
    min_size=1,
)
RATES = st.integers(0, 400).map(lambda n: f"{n // 100}.{n % 100:02d}%")
V1 = SideWords(words="v1")


def of_sides(opened: Opened, *sides: SideWords) -> list[tuple[Pair, ...]]:
    request = CompareRequest(shop=SHOP, months=(MAY, JUNE), sides=sides)
    done = compared(opened.workspace, request, quiet)
    assert not done.diagnostics
    return [pairs(done.comparison, side) for side in done.comparison.others]


def filled(opened: Opened, people: Mapping[str, Mapping[str, str]]) -> None:
    """The same people in both months."""
    opened.save(batch_of(people))
    june = {agent: {**stated, "名册": "无"} for agent, stated in people.items()}
    opened.save(batch_of(june, JUNE))


@settings(max_examples=8)
@given(PEOPLE, RATES, st.integers(0, 3000), st.integers(1, 100))
def test_differences_add_up_to_the_same_total(
    people: Mapping[str, Mapping[str, str]], rate: str, wage: int, edge: int
) -> None:
    changes = (
        ("pay.提成.amount", f"销售额 × {rate}"),
        ("tables.评级.rows[60].岗位工资", str(wage)),
        ("tables.评级.rows[60].from", str(edge)),
    )
    with shop(BASE) as opened:
        filled(opened, people)
        same, found = of_sides(opened, V1, V1, SideWords(words="v1", settings=changes))
        assert {Decimal(0)} == {p.after.total - p.before.total for p in same}
        total = total_of(found).difference
        for parts in (
            moved(found, lambda p: p.agent),
            moved(found, lambda p: p.month),
            moved(found, lambda p: (p.before.role, p.before.grade)),
            moved_lines(found, lambda _, line: line),
        ):
            assert total == sum((one.difference for one in parts.values()), Decimal(0))


@settings(max_examples=6)
@given(PEOPLE)
def test_the_policy_that_paid_would_have_paid_the_same(
    people: Mapping[str, Mapping[str, str]],
) -> None:
    with shop(BASE) as opened:
        filled(opened, people)
        for month in (MAY, JUNE):
            request = PostRequest(month=MonthRequest(shop=SHOP, month=month), by="会计")
            assert not post(opened.workspace, request, "zh", quiet).diagnostics
        request_ = BacktestRequest(shop=SHOP, side=V1)
        done = backtested(opened.workspace, request_, quiet)
        found = pairs(done.comparison, done.comparison.sides[1])
        assert 2 * len(people) == len(found)
        lines = moved_lines(found, lambda p, line: (p.month, p.agent, line))
        assert {Decimal(0)} == {one.difference for one in lines.values()}
