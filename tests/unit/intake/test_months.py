"""Months and dates as written, and the month in a file's name."""

from __future__ import annotations

import datetime as dt

import pytest

from engine.core.period import Month
from engine.intake.month_text import (
    is_month_pattern,
    months_in,
    read_date,
    read_first_day,
    read_moment,
    read_month,
)
from tests.unit.intake.importing import codes, example, take, taken

MAY = Month(2024, 5)


@pytest.mark.parametrize("text", ["2024-05", "2024-5", "2024/05", "2024年5月", "202405"])
def test_a_month_is_read(text: str) -> None:
    assert read_month(text) == MAY


@pytest.mark.parametrize(
    "text", ["", "2024", "2024-13", "2024-00", "0000-01", "2024-05-01", "2024.5", "24-05", "5月"]
)
def test_what_is_no_month_is_none(text: str) -> None:
    assert read_month(text) is None


@pytest.mark.parametrize(
    "text", ["2024-05-01", "2024/5/1", "2024.05.01", "2024年5月1日", "2024-05-01 00:00:00"]
)
def test_a_date_is_read(text: str) -> None:
    assert dt.date(2024, 5, 1) == read_date(text)
    assert dt.date(2024, 5, 1) == read_first_day(text)


@pytest.mark.parametrize(
    "text", ["2024-02-30", "2024-05", "2024-05/01", "2024-05-01 09:00", "明天"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_date(text) is None


def test_a_month_stands_for_its_first_day() -> None:
    assert dt.date(2024, 5, 1) == read_first_day("2024-05")
    assert dt.date(2024, 5, 2) == read_first_day("2024-05-02")
    assert read_first_day("5月") is None


def test_a_moment_may_have_a_time() -> None:
    assert dt.datetime(2024, 6, 1, 9, 30) == read_moment("2024-06-01 09:30")
    assert read_moment("2024-06-01 25:30") is None


@pytest.mark.parametrize(
    ("pattern", "is_good"),
    [
        ("yyyy-mm", True),
        ("yyyy年mm月", True),
        ("yyyy-mm-dd至yyyy-mm-dd", True),
        ("yyyymmdd-yyyymmdd", True),
        ("yyyy-mm-dd", False),
        ("mm", False),
        ("月报", False),
    ],
)
def test_a_pattern_states_one_month(pattern: str, is_good: bool) -> None:
    assert is_good == is_month_pattern(pattern)


@pytest.mark.parametrize(
    ("name", "months"),
    [
        ("人均日接入2024-05-01至2024-05-31.csv", {MAY}),
        ("人均日接入2024-02-01至2024-02-29.csv", {Month(2024, 2)}),
        ("人均日接入2024-02-01至2024-02-28.csv", set()),
        ("人均日接入2024-05-01至2024-06-30.csv", set()),
        ("人均日接入2024-05-02至2024-05-31.csv", set()),
        ("人均日接入12024-05-01至2024-05-31.csv", set()),
        ("人均日接入.csv", set()),
    ],
)
def test_a_file_name_states_a_whole_month(name: str, months: set[Month]) -> None:
    assert months == months_in(name, "yyyy-mm-dd至yyyy-mm-dd")


BY_NAME = "month: {from: file_name, pattern: yyyy-mm}"
TEXT = "客服,接待人数\n小美,420"


def test_the_folder_of_a_file_says_nothing() -> None:
    batch = taken(TEXT, example(changed=BY_NAME), file="2024-04/绩效2024-05.csv")
    assert batch.figures[0].month == MAY


def test_two_months_in_a_name_are_refused() -> None:
    outcome = take(TEXT, example(changed=BY_NAME), file="2024-05和2024-06.csv")
    assert codes(outcome) == ["I812"]


def test_the_month_of_the_command_is_the_month_of_all_rows() -> None:
    mapping = example(changed="month: {from: command_line}")
    assert taken(TEXT, mapping, month="2024-05").figures[0].month == MAY
