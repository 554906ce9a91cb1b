"""Paths to values, in the words of `diff`."""

from __future__ import annotations

import pytest

from engine.source.document import Mapping, Scalar
from engine.source.paths import node_at, paths_in
from engine.source.read import read

TEXT = """
kpi:
  售前:
    items:
      转化: {weight: 40, measure: 询单转化率}
      响应: {weight: 60, label: 快慢}
tables:
  评级:
    columns: [from, 等级, 工资]
    rows:
      - [85, 优秀, 1700]
      - [30%, 良好, 1600]
      - [30%, 一般, 1500]
decisions:
  补贴: {when: {角色: 角色}, gives: {补: money}, rows: [[甲, 5]]}
roles:
  客服: {pay: [底薪, 提成]}
"""


def root() -> Mapping:
    document = read("v1.yaml", TEXT.encode()).value
    assert document is not None
    return document.root


def is_same(key: str, name: str) -> bool:
    return (key, name) == ("询单转化率", "conversion")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("kpi.售前.转化.weight", "40"),
        ("kpi.售前.items.转化.weight", "40"),
        ("kpi.售前.conversion.weight", "40"),
        ("kpi.售前.快慢.weight", "60"),
        ("tables.评级.rows[85].工资", "1700"),
        ("tables.评级.rows[85.0].工资", "1700"),
        ("tables.评级.rows[0.3].工资", "1600"),
        ("tables.评级.rows[30% (2)].工资", "1500"),
        ("tables.评级.rows[#3].等级", "一般"),
        ("decisions.补贴.rows[甲].补", "5"),
        ("roles.客服.pay[#2]", "提成"),
    ],
)
def test_a_path_leads_to_its_value(path: str, text: str) -> None:
    node = node_at(root(), path, is_same)
    assert isinstance(node, Scalar)
    assert text == node.text


@pytest.mark.parametrize(
    "path", ["", "kpi.售前.x", "tables.评级.rows[9].工资", "tables.评级.rows[#4].工资",
             "tables.评级.rows[85].奖", "kpi.售前.转化.weight.more", "kpi]售前"],
)  # fmt: skip
def test_a_wrong_path_leads_nowhere(path: str) -> None:
    assert node_at(root(), path, is_same) is None


def test_every_listed_path_leads_back_to_a_value() -> None:
    listed = list(paths_in(root()))
    assert "tables.评级.rows[30% (2)].工资" in listed
    assert all(isinstance(node_at(root(), path, is_same), Scalar) for path in listed)
