"""What `import` says of a roster that differs from an earlier one, and of a shop nobody knows."""

from __future__ import annotations

from tests.cli.command import Command
from tests.cli.test_corrections import HEADER, SHOP, june, ok

JSON = ("--format", "json")


def roster(tianping: Command, *changes: tuple[str, str]) -> str:
    """The roster with texts changed, as a file to import."""
    text = (tianping.folder / "inbox/花名册.csv").read_text("utf-8-sig")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    (tianping.folder / "inbox/新花名册.csv").write_text(text, "utf-8")
    return "inbox/新花名册.csv"


def test_a_roster_that_says_otherwise_needs_replace(tianping: Command) -> None:
    words = ("import", roster(tianping, ("阿文", "阿闻")), "--mapping", "roster", *SHOP)
    done = tianping(*words)
    assert (1, True) == (done.code, "L716" in done.out + done.err)
    assert "阿闻" in done.out + done.err
    assert "阿文" in done.out + done.err
    assert ["L716"] == tianping(*words, *JSON).codes
    ok(tianping(*words, "--replace"))
    ok(tianping(*words))


def test_a_post_that_is_gone_is_said(tianping: Command) -> None:
    words = ("import", roster(tianping, ("2024-01", "2024-05")), "--mapping", "roster", *SHOP)
    assert {"L716"} == set(tianping(*words, *JSON).codes)


def test_what_was_blank_may_be_filled_in(tianping: Command) -> None:
    june(tianping)  # gives two agents an end


def test_the_first_import_of_a_shop_is_said(tianping: Command) -> None:
    rows = "客服01,2024-06,96,61.50%,0:42,68320.50\n"
    (tianping.folder / "inbox/六月.csv").write_text(HEADER + rows, "utf-8")
    words = ("import", "inbox/六月.csv", "--mapping", "agent_months_wide", "--shop")
    assert "第一次导入" not in ok(tianping(*words, "myshop")).out
    said = ok(tianping(*words, "myshp")).out
    assert "第一次导入" in said
    assert "'myshop'" in said
    assert "第一次导入" not in ok(tianping(*words, "myshp")).out
