"""`tianping diff` as people type it: in the order of the payslip, with clauses and places."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.command import Command
from tests.pipeline import ROOT

LANTING = ROOT / "policies" / "lanting" / "pay"
WIDTH = 100


@pytest.fixture
def lanting(tianping: Command) -> Command:
    """A workspace with two versions; the second one moves an edge and a weight."""
    folder = tianping.folder / "policies" / "lanting" / "pay"
    folder.mkdir(parents=True)
    old = (LANTING / "v1.yaml").read_text("utf-8")
    (folder / "v1.yaml").write_text(old, "utf-8")
    return tianping


def changed(command: Command, *edits: tuple[str, str]) -> Path:
    folder = command.folder / "policies" / "lanting" / "pay"
    text = (folder / "v1.yaml").read_text("utf-8")
    for was, now in (("version: 1\n", "version: 2\n"), *edits):
        assert was in text, was
        text = text.replace(was, now, 1)
    (folder / "v2.yaml").write_text(text, "utf-8")
    return folder / "v2.yaml"


def rows(command: Command, *more: str) -> list[dict[str, str]]:
    done = command("diff", "v1", "v2", "--shop", "lanting", "--format", "json", *more)
    assert 0 == done.code, done.err
    found: list[dict[str, str]] = done.json["changes"]
    assert "version" == found[-1]["path"]
    return found[:-1]


def test_changes_stand_in_the_order_of_the_payslip(lanting: Command) -> None:
    """The line 公共提成 stands above 评级 in no file, but below 岗位工资 on the payslip."""
    changed(
        lanting,
        ("title: 兰亭女装 客服薪酬方案", "title: 兰亭女装"),
        ("公共销售额 × 0.5%", "公共销售额 × 0.6%"),
        ("[85, 94,  优秀", "[85, 94,  优异"),
        ("[15000, 0,   5%", "[15000, 0,   6%"),
        ("一级客服, 1600]", "一级客服, 1650]"),
    )
    assert [
        ("表 评级 良好：岗位工资 1600 → 1650", "岗位工资"),
        ("表 个人提成表 到 15000 的一档：比例 5% → 6%", "个人提成"),
        (
            "工资项 公共提成：金额由“公共销售额 × 0.5% ÷ 人数()”改为“公共销售额 × 0.6% ÷ 人数()”",
            "公共提成",
        ),
        ("表 评级 优异：等级 优秀 → 优异", ""),
        ("方案：名称 兰亭女装 客服薪酬方案 → 兰亭女装（不影响金额）", ""),
    ] == [(row["text"], row["lines"]) for row in rows(lanting)]


def test_a_change_names_both_clauses_and_both_places(lanting: Command) -> None:
    changed(lanting, ("[15000, 0,   5%", "[15000, 0,   6%"), ("clause: 第9条", "clause: 第10条"))
    (row, _) = rows(lanting)
    assert ("changed", "5%", "6%") == ("changed", row["before"], row["after"])
    assert "tables.个人提成表.rows[15000].rate" == row["path"]
    assert ("规章 第9条", "规章 第10条") == (row["clause_before"], row["clause_after"])
    old = (LANTING / "v1.yaml").read_text("utf-8").split("\n")
    line = 1 + next(n for n, text in enumerate(old) if "[15000, 0" in text)
    column = 1 + old[line - 1].index("5%")
    assert f"policies/lanting/pay/v1.yaml:{line}:{column}" == row["place_before"]
    assert f"policies/lanting/pay/v2.yaml:{line}:{column}" == row["place"]


def test_what_was_removed_has_its_old_clause_alone(lanting: Command) -> None:
    changed(lanting, ("      - [25000, 250, 4%, excess]\n", ""))
    (row,) = rows(lanting)
    assert ("规章 第9条", "") == (row["clause_before"], row["clause_after"])
    assert "个人提成" == row["lines"]


def test_comments_order_of_keys_and_spelling_are_no_change(lanting: Command) -> None:
    changed(
        lanting,
        ("公共提成:\n    amount", "公共提成:\n    # 备注\n    amount"),
        ("[15000, 0,   5%", '["15,000", 0,   0.05'),
        ("{weight: 15, measure: 工作任务分, ", "{measure: 工作任务分, weight: 15.0, "),
    )
    assert [] == rows(lanting)


def test_a_policy_that_does_not_compile_is_compared_by_section(lanting: Command) -> None:
    changed(lanting, ("公共销售额 × 0.5%", "没有 × 0.5%"), ("weight: 15", "weight: 10"))
    assert [("kpi.月度考核.业绩_工作任务.weight", ""), ("pay.公共提成.amount", "")] == [
        (row["path"], row["lines"]) for row in rows(lanting)
    ]
    shown = lanting("diff", "v1", "v2", "--shop", "lanting").out
    assert "policies/lanting/pay/v2.yaml）" in shown


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_list_fits_a_hundred_columns(shop: Path, language: str) -> None:
    folder = shop / "policies" / "lanting" / "pay"
    folder.mkdir(parents=True)
    for version in ("v1", "v2"):
        text = (LANTING / f"{version}.yaml").read_text("utf-8")
        (folder / f"{version}.yaml").write_text(text, "utf-8")
    shown = Command(shop, language)("diff", "v1", "v2", "--shop", "lanting").out
    assert max(width(line) for line in shown.split("\n")) <= WIDTH
    assert "├── 公共提成" in shown


def width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line)


def test_the_page_is_whole_and_what_the_policy_says_cannot_break_it(lanting: Command) -> None:
    changed(lanting, ("title: 兰亭女装 客服薪酬方案", "title: <script>alert(1)</script>"))
    page = lanting.folder / "changes.html"
    assert 0 == lanting("diff", "v1", "v2", "--shop", "lanting", "--html", str(page)).code
    text = page.read_text("utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert re.search(r"(src|href)=|url\(|@import", text) is None
    assert "@page { size: A4" in text
    body = ElementTree.fromstring("<body>" + text[text.index("<h1>") :].replace("</html>", ""))
    assert ["只是文字，不影响金额"] == [heading.text for heading in body.iter("h2")]
