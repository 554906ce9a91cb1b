"""What a version pays is frozen whole: the order of a decision's columns, and every name."""

from __future__ import annotations

import pytest

from tests.checks.examples import BASE
from tests.pipeline import bind_policy, build_policy, codes

DECISION = """decisions:
  奖:
    when: {服务得分: 服务得分, 销售额: 销售额}
    hit: first
    gives: {奖金: money}
    rows:
      - [">= 90", ">= 10000", 100]
      - ["-", "-", 0]
"""


def paying(text: str) -> str:
    built = build_policy(text.encode(), "policy.yaml").value
    assert built is not None
    return built.paying_digest


def test_columns_of_a_decision_in_another_order_pay_otherwise() -> None:
    turned = DECISION.replace(
        "{服务得分: 服务得分, 销售额: 销售额}", "{销售额: 销售额, 服务得分: 服务得分}"
    )
    assert paying(BASE + DECISION) != paying(BASE + turned)


@pytest.mark.parametrize("name", ["note", "label", "cite", "title", "accept", "sources", "cases"])
def test_nothing_that_pays_is_called_like_words_that_pay_nothing(name: str) -> None:
    text = BASE.replace("  提成: {amount", f"  {name}: {{amount").replace("提成", name)
    assert "Y154" in codes(bind_policy(text.encode(), "policy.yaml").diagnostics)
