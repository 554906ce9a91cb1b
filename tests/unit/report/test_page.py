"""A page holds what it is given as text, and nothing that runs or loads."""

from __future__ import annotations

from engine.report.document import Page, Sheet
from engine.report.model import Table
from engine.report.page import to_page
from tests.cli.written import Reader

HOSTILE = "</style><script>alert(1)</script>\x00"
LINES = Table(
    key="lines", columns=("line", "amount"), rows=((HOSTILE, "-80.00"),),
    numbers=frozenset({"amount"}),
)  # fmt: skip
STEPS = Table(key="steps", columns=("depth", "item", "amount", "formula"),
              rows=((0, HOSTILE, "1.00", HOSTILE), (1, "b", "2.00", "")))  # fmt: skip
PAGE = Page(
    title=HOSTILE,
    warnings=(HOSTILE,),
    facts=(("agent", HOSTILE), ("grade", "")),
    result=("应付", "-80.00"),
    sheets=(Sheet(table=LINES, sums=("合计", "-80.00")),),
    working=(Sheet(table=STEPS),),
    proof=(("entry_digest", "sha256:00"),),
    note=HOSTILE,
)


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    return reader


def test_texts_are_escaped_and_nothing_is_loaded() -> None:
    text = to_page(PAGE, "zh")
    found = read(text)
    assert "script" not in found.tags
    assert not found.loads
    assert "\x00" not in text
    assert "url(" not in text
    shown = HOSTILE.replace("\x00", "\N{REPLACEMENT CHARACTER}")
    assert [["工资项", "金额"], [shown, "-80.00"], ["合计", "-80.00"]] == found.tables["lines"]


def test_how_it_was_worked_out_is_indented_and_begins_a_new_sheet_of_paper() -> None:
    text = to_page(PAGE, "en")
    assert "padding-left: 2em" in text
    assert "break-before: page" in text
    assert 2 == len(read(text).tables["steps"])


def test_facts_without_a_value_are_left_out() -> None:
    assert "grade" not in to_page(PAGE, "en").partition("</head>")[2]


def test_a_page_is_in_the_language_of_its_reader() -> None:
    assert '<html lang="zh-CN">' in to_page(PAGE, "zh")
    assert '<html lang="en">' in to_page(PAGE, "en")
