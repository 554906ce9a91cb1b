"""`flags suggest` and `flags check`, typed as a person would, over imported orders."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from engine.cli.main import FINDINGS, FINE, main
from tests.pipeline import ROOT

IMPORTS = (
    ("花名册.csv", "roster"),
    ("订单报表202405.csv", "taobao_orders"),
    ("退款202405.csv", "taobao_refunds"),
    ("旗帜变更202405.csv", "flag_events"),
)
EXAMPLE = ROOT / "docs" / "examples" / "flags"
SEVEN = """订单编号,总金额,买家实际支付金额,收货地址 ,订单创建时间,订单付款时间 ,退款金额
1,178.8,0.0,上海,2020-02-21 00:00:00,,0.0
2,21.0,21.0,浙江省,2020-02-20 23:59:54,2020-02-21 00:00:02,0.0
3,1570.0,1570.0,湖南省,2020-02-20 23:58:34,2020-02-20 23:58:44,0.0
4,157.0,157.0,湖南省,2020-02-20 23:58:34,2020-02-20 23:58:44,157.0
5,10.0,10.0,湖南省,2020-02-28 10:00:00,2020-02-28 10:00:00,0.0
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """The shop of the handbook with its orders of May."""
    root = tmp_path / "shop"
    assert FINE == main(["init", str(root)])
    shutil.copytree(ROOT / "policies" / "qinghe", root / "policies" / "qinghe")
    for file, mapping in IMPORTS:
        path = str(ROOT / "fixtures" / "qinghe" / file)
        typed = ["import", path, "--shop", "qinghe", "--mapping", mapping]
        assert FINE == main([*typed, "--workspace", str(root)])
    return root


def said(capsys: pytest.CaptureFixture[str], root: Path, *typed: str) -> dict[str, Any]:
    capsys.readouterr()
    month = ("--shop", "qinghe", "--month", "2024-05", "--format", "json", "--lang", "en")
    assert FINDINGS == main(["flags", *typed, *month, "--workspace", str(root)])
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def codes(document: dict[str, Any]) -> list[str]:
    return [one["code"] for one in document["diagnostics"]]


def test_each_order_gets_its_flag_its_memo_and_the_reason(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = said(capsys, shop, "suggest")
    assert (20, 15) == (document["order_count"], document["asked_count"])
    rows = {row["order"]: row for row in document["suggestions"]}
    wish = rows["2101405050173590017"]
    assert ("指定快递", "手册 §2.6", "红", "1") == tuple(
        wish[key] for key in ("rule", "clause", "flag", "flag_code")
    )
    assert ("顺丰+小禾/5.5；顺丰 小禾", "order", False) == tuple(
        wish[key] for key in ("memo", "day_from", "is_right")
    )
    assert ["F101", "F103", "F106", "F106"] == codes(document)


def test_the_file_to_upload_opens_with_whole_order_numbers(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, shop, "suggest", "--upload", str(shop / "up.xlsx"))
    book = CalamineWorkbook.from_path(str(shop / "up.xlsx"))
    head, *rows = book.get_sheet_by_index(0).to_python()
    assert ["order", "flag code", "memo"] == head
    assert ["2101405300173590017", "5", "改地址+小禾/5.30"] in rows
    said(capsys, shop, "suggest", "--upload", str(shop / "up.csv"))
    text = (shop / "up.csv").read_bytes().decode("gb18030")
    assert rows == list(csv.reader(io.StringIO(text)))[1:]


def test_a_check_tells_per_agent_and_rule_which_orders_are_wrong(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = said(capsys, shop, "check")
    agents = {row["agent"]: row for row in document["flag_agents"]}
    assert (3, 2, "0.6667", "2101405030173590017") == tuple(
        agents["清禾茶铺:茶茶"][key] for key in ("handled", "right", "right_share", "wrong_orders")
    )
    rules = {row["rule"]: row for row in document["flag_rules"]}
    assert (1, "2101405070173590017") == tuple(
        rules["已发货改地址"][key] for key in ("wrong_colour", "wrong_orders")
    )
    problems = {(row["order"], row["problem"]): row["detail"] for row in document["flag_problems"]}
    assert problems["2101405050173590017", "unreadable_memo"] == (
        "character 6 of the memo '顺丰 小禾': date is missing"
    )
    assert problems["2101405060273590017", "late"] == "came 2024-05-09; due by 2024-05-07 11:00"
    readings = {row["order"]: row["assumed"] for row in document["flag_readings"]}
    assert readings["2101405020273590017"] == (
        "'改价' before it does not belong to it; '黄旗' behind it does not belong to it"
    )
    assert ["F101", "F103", "F105"] == codes(document)


def test_the_page_and_the_figures_are_written(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, figures = shop / "flags.html", shop / "figures.csv"
    said(capsys, shop, "check", "--html", str(page), "--figures", str(figures))
    assert "2101405050173590017" in page.read_text("utf-8")
    head, *rows = csv.reader(io.StringIO(figures.read_text("utf-8-sig")))
    assert ["agent", "month", "flag orders", "flag errors", "note discipline"] == head
    assert ["清禾茶铺:茶茶", "2024-05", "3", "1", "66.67%"] in rows
    typed = ["import", str(figures), "--shop", "qinghe", "--mapping", "agent_months_wide"]
    assert FINE == main([*typed, "--workspace", str(shop)])


def test_csv_holds_the_same(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    month = ("--shop", "qinghe", "--month", "2024-05", "--format", "csv", "--workspace", str(shop))
    assert FINDINGS == main(["flags", "check", *month])
    assert "flag_problems,2101405050173590017,指定快递" in capsys.readouterr().out


def test_the_example_of_the_guide_runs_over_seven_columns(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "seven"
    assert FINE == main(["init", str(root)])
    (root / "policies" / "seven" / "pay").mkdir(parents=True)
    (root / "mappings").mkdir(exist_ok=True)
    shutil.copy(EXAMPLE / "v1.yaml", root / "policies" / "seven" / "pay")
    shutil.copy(EXAMPLE / "orders.yaml", root / "mappings")
    (root / "orders.csv").write_text(SEVEN, encoding="utf-8")
    at = ("--shop", "seven", "--workspace", str(root))
    assert FINE == main(["check", str(root / "policies" / "seven"), *at[2:]])
    main(["import", str(root / "orders.csv"), "--mapping", "orders_without_status", *at])
    capsys.readouterr()
    main(["flags", "suggest", "--month", "2020-02", "--format", "json", *at])
    document = json.loads(capsys.readouterr().out)
    assert [
        ("3", "大单", "优先发货/2.20"),
        ("4", "退过款", "退款/2.20"),
        ("1", "催付", "催付/2.21"),
    ] == [(row["order"], row["rule"], row["memo"]) for row in document["suggestions"]]


NOTES = """\
format: 1
policy: notes
shop: qinghe
version: 1
title: 备注奖
effective: {from: 2024-01}
currency: CNY
sources: {手册: "001"}
round: {lines: {places: 2, mode: half_up}}
measures:
  旗帜订单数: {missing: zero}
  备注规范率: {missing: zero}
roles:
  售前客服: {kpi: 备注, pay: [绩效, 备注奖]}
kpi:
  备注:
    round: {places: 2, mode: half_up}
    missing: zero
    items:
      规范: {weight: 100, measure: 备注规范率, points: {target: 80%, cap: 100}}
pay:
  绩效: {amount: 300 × 得分率(考核得分)}
  备注奖: {amount: 2 × 旗帜订单数 × 备注规范率}
"""


def test_note_discipline_is_scored_and_earns_a_bonus(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = shop / "figures.csv"
    said(capsys, shop, "check", "--figures", str(figures))
    typed = ["import", str(figures), "--shop", "qinghe", "--mapping", "agent_months_wide"]
    assert FINE == main([*typed, "--workspace", str(shop)])
    path = shop / "policies" / "qinghe" / "notes" / "v1.yaml"
    path.parent.mkdir()
    path.write_text(NOTES, "utf-8")
    capsys.readouterr()
    month = ("--shop", "qinghe", "--month", "2024-05", "--policy", "notes", "--format", "json")
    assert FINE == main(["run", *month, "--workspace", str(shop)])
    paid = {row["agent"]: row for row in json.loads(capsys.readouterr().out)["payouts"]}
    # 2 of 3 orders are right, 66.67 %: ÷ 80 % is 83.3375 points, 83.34 of 300 is 250.02;
    # 2 × 3 × 66.67 % is 4.0002
    assert paid["清禾茶铺:茶茶"]["total"] == "254.02"
