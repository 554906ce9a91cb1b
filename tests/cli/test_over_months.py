"""Rules that look back, over months as a shop lives them: post, run the next, verify them all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import Command

LOOKS_BACK = """
history: {from: 2024-05}
streaks:
  连优: {while: 考核得分 >= 95, absent: skip, reached: {months: 2, again: once}}
notices:
  表扬: {when: 连优.达成, note: 连续两个月 95 分以上}
"""


@pytest.fixture
def looking_back(tianping: Command) -> Command:
    """The starter policy with 100 yuan for two months in a row, and May's figures for June."""
    path = tianping.folder / "policies" / "myshop" / "pay" / "v1.yaml"
    text = path.read_text("utf-8")
    names = text.replace("工龄工资]", "工龄工资, 连优奖]")
    line = "pay:\n  连优奖: {amount: 100, when: 连优.达成}\n"
    before, _, section = names.partition("\npay: ")
    _, _, lines = section.partition("\n")
    path.write_text(f"{before}\n{LOOKS_BACK}\n{line}{lines}", "utf-8")
    may = tianping.folder / "inbox" / "客服月报.csv"
    june = tianping.folder / "inbox" / "六月.csv"
    june.write_text(may.read_text("utf-8-sig").replace("2024-05", "2024-06"), "utf-8")
    words = ("import", str(june), "--mapping", "agent_months_wide", "--shop", "myshop")
    assert tianping(*words).code == 0
    return tianping


def month(text: str) -> tuple[str, ...]:
    return ("--shop", "myshop", "--month", text, "--format", "json")


def prizes(command: Command, text: str) -> dict[str, str]:
    lines = command("run", *month(text)).json["lines"]
    return {row["agent"]: row["amount"] for row in lines if row["line"] == "连优奖"}


def test_the_second_month_in_a_row_is_rewarded(looking_back: Command) -> None:
    # 小美 has 98.4 points in both months, 阿文 89.4, 小溪 76.7
    may = looking_back("run", *month("2024-05"))
    assert may.code == 0, may.out
    assert {"0.00"} == set(prizes(looking_back, "2024-05").values())
    refused = looking_back("run", *month("2024-06"))
    assert (refused.code, refused.codes) == (1, ["R512"])
    assert looking_back("post", *month("2024-05"), "--by", "店长").code == 0
    june = looking_back("run", *month("2024-06"))
    assert june.code == 0
    notices = [(n["name"], n["notice"]) for n in june.json["notices"]]
    assert [("小美", "表扬")] == notices
    assert ["0.00", "0.00", "100.00"] == sorted(prizes(looking_back, "2024-06").values())


def test_both_months_verify_and_are_explained(looking_back: Command) -> None:
    assert looking_back("post", *month("2024-05"), "--by", "店长").code == 0
    assert looking_back("post", *month("2024-06"), "--by", "店长").code == 0
    verified = looking_back("verify", "--format", "json")
    assert verified.code == 0
    assert [True, True] == [e["is_sound"] for e in verified.json["entries"]]
    words = ("--agent", "小美", "--line", "连优奖")
    steps = {s["item"]: s for s in looking_back("explain", *month("2024-06"), *words).json["steps"]}
    assert "100.00" == steps["连优奖"]["amount"] == steps["连优奖"]["sql_amount"]
    assert "true" == steps["连优.达成"]["amount"]


def test_the_report_is_readable(looking_back: Command, shop: Path) -> None:
    assert looking_back("post", *month("2024-05"), "--by", "店长").code == 0
    table = Command(shop, "en")("run", "--shop", "myshop", "--month", "2024-06")
    assert "表扬" in table.out
    assert table.code == 0
