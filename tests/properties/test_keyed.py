"""Random rates by key: SQL, replay and a plain sum over the keys agree, and every key counts."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.backends.duckdb import run
from engine.bind.dataset import AgentFigures, Dataset
from engine.bind.names import ROLE
from engine.replay.from_bound import evaluate
from tests.pipeline import bound_from, script_of
from tests.properties.conftest import EXAMPLES

POLICY = """
format: 1
policy: pay
shop: demo
version: 1
title: rates by key
effective: {{from: 2024-01}}
currency: CNY
sources: {{tests: "1"}}
measures:
  品类销售额: {{unit: money, places: 2, min: -100000, max: 100000, by: 品类}}
roles:
  客服: {{pay: [提成]}}
tables:
  比例:
    each: 品类销售额
    method: whole
    edge: exact
    unit: money
    columns: [is, rate]
    rows:
{rows}
pay:
  提成: {{amount: 比例.金额, round: {{places: 2, mode: half_up}}}}
cases: [{{case: none, why: none, given: {{品类销售额.{first}: 0}}, expect: {{提成: 0}}}}]
"""
NAMES = ("手机", "配件", "清仓", "家电", "X100")
RATES = st.dictionaries(
    st.sampled_from(NAMES), st.integers(-500, 5000).map(lambda n: Decimal(n).scaleb(-2)),
    min_size=1,
)  # fmt: skip
AMOUNTS = st.integers(-10_000_000, 10_000_000).map(lambda n: Decimal(n).scaleb(-2))


@settings(max_examples=EXAMPLES)
@given(rates=RATES, data=st.data())
def test_the_sum_over_the_keys_is_what_a_pencil_makes_it(
    rates: dict[str, Decimal], data: st.DataObject
) -> None:
    rows = "\n".join(f"      - [{name}, {rate}%]" for name, rate in rates.items())
    bound = bound_from(POLICY.format(rows=rows, first=next(iter(rates))).encode())
    sold = {name: data.draw(AMOUNTS) for name in rates}
    figures = {f"品类销售额[{name}]": amount for name, amount in sold.items()}
    row = AgentFigures(
        agent="甲", name="甲", role="客服", figures={**figures, ROLE: "客服"}, states={}
    )
    dataset = Dataset(agents=(row,))
    # four decimals of a cent at most, so whole numbers of 1/10000 of a cent are exact
    exact = sum(int(sold[n].scaleb(2)) * int(rates[n].scaleb(2)) for n in rates)
    whole, rest = divmod(abs(exact), 10_000)
    cents = (whole + (rest >= 5_000)) * (1 if exact >= 0 else -1)
    expected = Decimal(cents).scaleb(-2)
    assert run(script_of(bound), dataset).rows["甲"]["提成"] == expected
    assert evaluate(bound, dataset)["甲"].amount("提成") == expected
