"""Memos as people write them, held against a template."""

from __future__ import annotations

import datetime as dt

import pytest

from engine.flags.reading import MemoReading, Vocabulary, read_memo, vocabulary_of
from engine.policy.flag_rules import MemoTemplate
from tests.checks.flag_scenarios import SECTION
from tests.flagging import flags_of

NEAR = dt.date(2024, 3, 5)
NAMES = {"小美": ("美美", "Ann"), "小丽": (), "李主管": ()}
WORDS: Vocabulary = vocabulary_of(NAMES, {"快递": ("顺丰", "圆通")})


def template(text: str) -> MemoTemplate:
    section = SECTION.replace("{客服} 批:{批准人}", text)
    section += "  words: {快递: {in: [buyer_words], any: [顺丰, 圆通]}}\n"
    memo = flags_of(section).rules[0].memo
    assert memo is not None
    return memo


def read(text: str, memo: str, near: dt.date = NEAR) -> MemoReading:
    return read_memo(template(text), memo, near, WORDS)


FULL = "{原因}+{客服}/{日期}"


@pytest.mark.parametrize(
    "memo",
    [
        "缺货+小美/3.5",
        "缺货＋小美／３．５",
        "缺货 小美 03-05",
        "缺货小美3月5日",
        "缺货，小美，3/5",
        "缺货+美美/2024-03-05",
        "缺货+ＡＮＮ/2024年3月5号",
        "  缺货++小美//3.5  ",
        "缺货+\u200b小美/3.5\n",
    ],
)
def test_a_memo_says_the_same_however_it_is_written(memo: str) -> None:
    reading = read(FULL, memo)
    assert reading.is_read
    assert {"reason": "缺货", "agent": "小美"} == {
        k: v for k, v in reading.fields.items() if k != "date"
    }
    assert NEAR == reading.day


def test_what_stands_around_a_memo_is_stated() -> None:
    reading = read("{客服}", "改价 小美 黄旗")
    assert "小美" == reading.fields["agent"]
    assert (("before", "改价"), ("after", "黄旗")) == reading.assumed


def test_the_year_is_that_which_is_nearest_to_the_order() -> None:
    reading = read(FULL, "缺货+小美/1.2", dt.date(2023, 12, 30))
    assert dt.date(2024, 1, 2) == reading.day
    assert (("year", "2024"),) == reading.assumed


def test_a_stated_year_is_not_assumed() -> None:
    assert () == read(FULL, "缺货+小美/2023-03-05").assumed
    assert dt.date(2023, 3, 5) == read(FULL, "缺货+小美/2023-03-05").day


@pytest.mark.parametrize(
    ("text", "memo", "at", "expected"),
    [
        (FULL, "缺货+小美", 6, "date"),
        (FULL, "缺货+小美/2.30", 7, "date"),
        (FULL, "缺货", 3, "agent"),
        ("{客服} 批:{批准人}", "小美", 3, "批:"),
        ("{客服} 批:{批准人}", "小美 批：", 6, "approver"),
        ("{快递}+{客服}/{日期}", "顺丰 3.5", 4, "agent"),
        ("{客服}", "1234", 1, "agent"),
    ],
)
def test_a_memo_that_cannot_be_read_says_where(
    text: str, memo: str, at: int, expected: str
) -> None:
    reading = read(text, memo)
    assert (at, expected) == (reading.failed_at, reading.expected)


def test_a_word_that_nobody_knows_is_taken_for_a_name_and_that_is_said() -> None:
    reading = read("{快递}+{客服}/{日期}", "德邦 小丽 3/6")
    assert {"快递": "德邦", "agent": "小丽", "date": "3/6"} == reading.fields
    assert ("快递",) == reading.unknown


def test_a_known_name_is_preferred_to_any_word() -> None:
    """Any word could be the agent; the one that is a name is."""
    assert "小丽" == read("{客服}", "请找 小丽 处理").fields["agent"]


def test_an_approval_is_read() -> None:
    reading = read("{客服} 批:{批准人}", "小美 批：李主管")
    assert {"agent": "小美", "approver": "李主管"} == reading.fields


@pytest.mark.parametrize(
    "memo",
    [
        "=cmd|' /C calc'!A0",
        "a b " * 30_000,
        "😀" * 5000,
        "\x00\x01\x02",
        "\ud800",
        "{原因}",
        "(((((" * 1000,
        "\u202e小美",
    ],
)
def test_whatever_is_written_is_read_or_refused(memo: str) -> None:
    for text in (FULL, "{客服}", "{快递}+{客服}/{日期}"):
        reading = read(text, memo)
        assert reading.is_read or reading.expected
