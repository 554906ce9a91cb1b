"""Names that the database, or the second evaluator, would take for something else."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.backends.duckdb import run
from engine.bind.dataset import AgentFigures, Dataset
from engine.bind.names import ROLE
from engine.replay.from_bound import evaluate
from tests.checks.examples import BASE
from tests.pipeline import all_findings, bound_from, codes, script_of

LINE = "pay: [工资, 提成]"
DEFINED = "pay:\n  工资"


def with_lines(*names: str, amount: str = "5") -> str:
    """The base policy with pay lines of these names, which 提成 doubles."""
    listed = ", ".join(f'"{name}"' for name in names)
    lines = "".join(f'  "{name}": {{amount: {amount}}}\n' for name in names)
    text = BASE.replace(LINE, f"pay: [{listed}, 工资, 提成]")
    text = text.replace(DEFINED, f"pay:\n{lines}  工资")
    return text.replace("销售额 × 1%", f'"「{names[-1]}」 × 2"')


@pytest.mark.parametrize(
    "names",
    [("Bonus", "bonus"), ("Ａ", "A"), ("agent",), ("Agent",), ("合计",), ("尾差",), ("职级",)],
)
def test_a_name_that_is_taken_is_refused(names: tuple[str, ...]) -> None:
    assert "B316" in codes(all_findings(with_lines(*names).encode()))


@pytest.mark.parametrize(
    "name", ["class", "None", "True", "lambda", "p1", "quoted_0", "a b", "Ａ", "if", "min", "e5"]
)
def test_any_other_name_is_a_name_to_both_evaluators(name: str) -> None:
    bound = bound_from(with_lines(name).encode())
    figures = {"服务得分": Decimal(90), ROLE: "客服"}
    row = AgentFigures(agent="a", name="a", role="客服", figures=figures, states={})
    dataset = Dataset(agents=(row,))
    assert Decimal(10) == run(script_of(bound), dataset).rows["a"]["提成"]
    assert Decimal(10) == evaluate(bound, dataset)["a"].amount("提成")


def test_a_rule_and_a_line_of_one_name_are_refused() -> None:
    rule = "eligibility:\n  提成: {when: 销售额 > 0, otherwise: {pay: []}}\n"
    assert ["B316"] == codes(all_findings((BASE + rule).encode()))


def test_two_tables_of_one_name_are_refused() -> None:
    other = BASE.partition("  评级:\n")[2].partition("pay:\n")[0]
    text = BASE.replace("pay:\n  工资", f"  另一张:\n    label: 评级\n{other}pay:\n  工资")
    assert "B316" in codes(all_findings(text.encode()))


def test_a_label_that_another_measure_has_is_refused() -> None:
    own = "measures:\n  x: {label: 销售额, unit: money, places: 0, min: 0, max: 9}\n"
    assert "B316" in codes(all_findings((BASE + own).encode()))


def test_a_column_may_be_called_lookup() -> None:
    text = BASE.replace("岗位工资", "lookup").replace("lookup: 考核得分", "lookup: 考核得分 × 1")
    bound = bound_from(text.encode())
    figures = {"服务得分": Decimal(90), "销售额": Decimal(0), ROLE: "客服"}
    row = AgentFigures(agent="a", name="a", role="客服", figures=figures, states={})
    dataset = Dataset(agents=(row,))
    assert Decimal(1500) == run(script_of(bound), dataset).rows["a"]["工资"]
    assert Decimal(1500) == evaluate(bound, dataset)["a"].amount("工资")
