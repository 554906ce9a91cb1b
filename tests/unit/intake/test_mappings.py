"""Mapping files: the shipped ones are sound, and a mistake is found at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.intake.mapping import matching_mappings
from engine.intake.resolve import resolve
from tests.unit.intake.importing import (
    MAPPINGS,
    amounts,
    catalog,
    codes,
    example_text,
    mapping_outcome,
    shipped_mapping,
    take,
    taken,
)

SHIPPED = sorted(MAPPINGS.glob("*.yaml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_a_shipped_mapping_is_sound(path: Path) -> None:
    outcome = mapping_outcome(path.read_text("utf-8"), path.name)
    assert outcome.value is not None
    assert outcome.diagnostics == ()
    assert path.stem == outcome.value.name
    assert resolve(outcome.value, catalog()).diagnostics == ()


BROKEN = [
    ("columsn: []", "Y151"),
    ("kind: agents", "Y152"),
    ("agent: {header: 客服, haeder: x}", "Y151"),
    ("agent: {also: [客服]}", "Y152"),
    ("encoding: latin-1", "Y154"),
    ("month: {from: column}", "Y152"),
    ("month: {from: file_name}", "Y152"),
    ("month: {from: command_line, header: 月份}", "Y154"),
    ("layout: long", "Y152"),
    ("columns: [{header: 接待人数, measure: received}]", "Y152"),
    ("columns: [{header: 接待人数, measure: x, written_as: number, unit: count}]", "Y152"),
    ("columns: [{header: 接待人数, measure: x, written_as: number, places: 1}]", "Y154"),
    ("states: {无: zero}", "Y154"),
    ("header_row: 0", "Y154"),
    ("roster: {agent: {header: 工号}, role: {header: 角色}}", "Y154"),
]


@pytest.mark.parametrize(("changed", "code"), BROKEN)
def test_a_mapping_of_the_wrong_shape_is_refused(changed: str, code: str) -> None:
    assert code in codes(mapping_outcome(example_text("csv", changed)))


def test_a_shop_mapping_needs_no_agent() -> None:
    text = example_text("csv", "kind: shop_months")
    assert "Y154" in codes(mapping_outcome(text))


def test_a_mapping_is_found_by_the_file_name() -> None:
    mappings = [shipped_mapping(path.stem) for path in SHIPPED]
    found = matching_mappings("导出\\人均日接入2024-05-01至2024-05-31.csv", mappings)
    assert [m.name for m in found] == ["chitu_daily_received"]


def test_the_digest_names_the_mapping_file() -> None:
    text = example_text("csv")
    assert mapping_outcome(text).value == mapping_outcome(text).value
    other = mapping_outcome(text + "# x\n").value
    assert other is not None and other.digest != mapping_outcome(text).value.digest  # type: ignore[union-attr]


SUMMARY = "旺旺昵称,咨询人数,接待人数,询单人数,销售额,销售量,销售人数,订单数\n"


def test_the_summary_export_is_taken_as_it_is() -> None:
    text = SUMMARY + '兰亭女装:小美,500,480,300,"36,500.80",410,290,310\n汇总,500,480,300,1,1,1,1\n'
    batch = taken(text.encode("gb18030"), shipped_mapping("chitu_summary"), month="2024-05")
    assert amounts(batch) == ["500", "480", "300", "36500.8", "410", "290", "310"]
    assert [d.text for d in batch.dropped] == ["汇总"]


def test_the_summary_export_needs_its_month() -> None:
    assert codes(take(SUMMARY + "小美,1,1,1,1,1,1,1", shipped_mapping("chitu_summary"))) == ["I810"]


def test_a_table_by_days_is_refused() -> None:
    text = "日期,支付金额\n2024-05-01,12\n汇总值,12\n"
    batch = taken(text, shipped_mapping("business_adviser_service"))
    assert [r.finding.check.code for r in batch.rejects] == ["I850"]
    assert batch.figures == ()


def test_headers_that_name_measures_are_read_as_them() -> None:
    text = "客服,月份,服务得分,reply_rate,工作态度分,录入人,录入时间\n"
    batch = taken(
        text + "小美,2024-05,91.5,98%,90,林店长,2024-06-01\n阿文,2024-05,91.5,98%,90,,\n",
        shipped_mapping("agent_months_wide"),
    )
    assert amounts(batch) == ["91.5", "0.98", "90"]
    assert [r.finding.check.code for r in batch.rejects] == ["I856", "I856"]


def test_shop_figures_have_no_agent() -> None:
    text = "月份,DSR服务,退款率,公共销售额\n2024-05,4.83,3.2%,125000"
    batch = taken(text, shipped_mapping("shop_months"))
    assert amounts(batch) == ["4.83", "0.032", "125000"]
    assert {""} == {f.agent for f in batch.figures}
