"""Months in a row: SQL, replay and a plain simulation agree on streaks, levels, sums and limits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.backends.duckdb import CONFIG, load_inputs, run_again
from engine.bind.dataset import AgentFigures, Amount, Dataset
from engine.bind.model import BoundPolicy, PastOf
from engine.bind.names import MONTH_NUMBER, ROLE
from engine.core.period import Month
from engine.ledger.history import past_figure
from engine.replay.from_bound import evaluate
from tests.pipeline import bound_from, script_of
from tests.properties.conftest import EXAMPLES

FIRST = Month(2023, 11)
STEPS = ("一星", "二星", "三星")
POLICY = """
format: 1
policy: pay
shop: demo
version: 1
title: months in a row
effective: {{from: 2023-01}}
currency: CNY
sources: {{tests: "1"}}
history: {{from: 2023-11}}
measures:
  在岗: {{unit: count, places: 0, min: 0, max: 1}}
roles:
  客服: {{pay: [奖, 限, 累]}}
eligibility:
  在岗的: {{when: 在岗 > 0, otherwise: {{pay: [累]}}}}
streaks:
  连: {{while: 服务得分 >= 50, absent: {absent}, reached: {{months: {goal}, again: {again}}}}}
levels:
  星:
    {{steps: [一星, 二星, 三星], start: 二星, promote: 服务得分 >= 50, demote: 服务得分 < 20,
      if_both: stay, review: {review}, effect: {effect}}}
pay:
  奖: {{amount: 销售额 × 0 + 连.月数 × 10, when: 连.达成}}
  限:
    amount: 如果(星.级别 = 三星, 3, 如果(星.级别 = 二星, 2, 1))
    when: 服务得分 >= 30
    times: {limit}
  累:
    amount: 累计至今(销售额, {window}) + 上月(销售额, 7) − 此前累计(累, 2) + 上月(销售额, 0, 3)
    round: {{places: 2, mode: half_up}}
cases: [{{case: none, why: none, given: {{}}, expect: {{累: 0}}}}]
"""
WINDOWS = {"本季": 3, "本半年": 6, "本年": 12, "全部": 0, "4": None}


@dataclass(frozen=True)
class Rules:
    absent: str
    goal: int
    again: str
    review: tuple[int, ...]
    effect: str
    times: int
    within: int | None
    window: str

    @property
    def text(self) -> str:
        limit = f"{{at_most: {self.times}" + (f", months: {self.within}}}" if self.within else "}")
        return POLICY.format(
            absent=self.absent, goal=self.goal, again=self.again, limit=limit,
            review=list(self.review), effect=self.effect, window=self.window,
        )  # fmt: skip


@dataclass(frozen=True)
class Given:
    points: int
    sales: Decimal
    at_work: bool


RULES = st.builds(
    Rules,
    absent=st.sampled_from(["skip", "break"]),
    goal=st.integers(2, 4),
    again=st.sampled_from(["once", "every", "each_month"]),
    review=st.sampled_from([tuple(range(1, 13)), (1, 7), (12, 3, 6)]),
    effect=st.sampled_from(["this_month", "next_month"]),
    times=st.integers(1, 3),
    within=st.sampled_from([None, 2, 5]),
    window=st.sampled_from(list(WINDOWS)),
)
MONTHS = st.lists(
    st.builds(
        Given,
        points=st.sampled_from([0, 19, 20, 30, 49, 50, 100]),
        sales=st.integers(0, 5000).map(lambda n: Decimal(n).scaleb(-2)),
        at_work=st.sampled_from([True, True, True, False]),
    ),
    min_size=1,
    max_size=10,
)


@dataclass
class Simulated:
    """What a person with a pencil keeps from month to month."""

    rules: Rules
    count: int = 0
    level: int = 1
    paid_in: tuple[int, ...] = ()
    sales: tuple[Decimal, ...] = ()
    totals: tuple[Decimal, ...] = ()

    def month(self, n: int, given: Given) -> tuple[Decimal, Decimal, Decimal]:
        month = FIRST.plus(n)
        prize = limited = Decimal(0)
        if not given.at_work:
            self.count = self.count if self.rules.absent == "skip" else 0
        else:
            self.count = self.count + 1 if given.points >= 50 else 0
            prize = Decimal(10 * self.count) if self.is_reached() else Decimal(0)
            limited = self.limited(n, month, given)
        total = self.summed(n, month, given)
        self.sales = (*self.sales, given.sales)
        self.totals = (*self.totals, total)
        return prize, limited, total

    def is_reached(self) -> bool:
        goal, count = self.rules.goal, self.count
        by_word = {
            "once": count == goal,
            "every": count >= goal and count % goal == 0,
            "each_month": count >= goal,
        }
        return by_word[self.rules.again]

    def limited(self, n: int, month: Month, given: Given) -> Decimal:
        before = self.level
        if month.month in self.rules.review:
            self.level = min(max(before + (given.points >= 50) - (given.points < 20), 0), 2)
        counts = self.level if self.rules.effect == "this_month" else before
        within = self.rules.within
        recent = [m for m in self.paid_in if within is None or m > n - within]
        if given.points < 30 or len(recent) >= self.rules.times:
            return Decimal(0)
        self.paid_in = (*self.paid_in, n)
        return Decimal(counts + 1)

    def summed(self, n: int, month: Month, given: Given) -> Decimal:
        length = WINDOWS[self.rules.window]
        back = 4 if length is None else (month.month - 1) % length if length else n
        window = sum(self.sales[max(0, n - back) :], Decimal(0)) + given.sales
        last = self.sales[-1] if self.sales else Decimal(7)
        third = self.sales[-3] if n >= 3 else Decimal(0)
        return window + last + third - sum(self.totals[-2:], Decimal(0))


def figures(
    bound: BoundPolicy, month: Month, given: Given, past: dict[Month, dict[str, Amount | bool]]
) -> AgentFigures:
    known: dict[str, Amount] = {
        "服务得分": Decimal(given.points), "销售额": given.sales, ROLE: "客服",
        "在岗": Decimal(int(given.at_work)), MONTH_NUMBER: Decimal(month.month),
    }  # fmt: skip
    for wanted in bound.inputs:
        if isinstance(wanted.item.definition, PastOf):
            known[wanted.item.key] = past_figure(wanted.item.definition, past, month, FIRST)
    return AgentFigures(
        agent="甲", name="甲", role="客服", figures=known, states={}, past=dict(past)
    )


@settings(max_examples=EXAMPLES)
@given(rules=RULES, months=MONTHS)
def test_every_month_comes_out_three_times_the_same(rules: Rules, months: list[Given]) -> None:
    bound = bound_from(rules.text.encode())
    script = script_of(bound)
    simulated = Simulated(rules)
    past: dict[Month, dict[str, Amount | bool]] = {}
    with duckdb.connect(":memory:", config=CONFIG) as connection:
        load_inputs(connection, script, Dataset(agents=()))
        for statement in script.statements:
            connection.execute(statement.sql)
        for n, given_ in enumerate(months):
            month = FIRST.plus(n)
            row = figures(bound, month, given_, past)
            dataset = replace(Dataset(agents=(row,)), month=month)
            by_sql = run_again(connection, script, dataset).rows["甲"]
            trace = evaluate(bound, dataset)["甲"]
            assert not trace.refusals
            expected = simulated.month(n, given_)
            for line, amount in zip(("奖", "限", "累"), expected, strict=True):
                assert amount == by_sql[line] == trace.amount(line), (n, line)
            for key in ("连.months", "连.reached", "星.level", "星.next"):
                assert by_sql[key] == trace.amount(key), (n, key)
            past[month] = {k: v for k, v in by_sql.items() if v is not None}
