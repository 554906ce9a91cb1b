"""Memos to be written: never too long, never cut inside a character, nothing lost in silence."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.flags.dates import written
from engine.flags.writing import GAP, WrittenMemo, clean, cut, fill, keep_old, size
from engine.policy.flag_rules import Upload
from tests.unit.flags.test_reading import template

DAY = dt.date(2024, 3, 5)
ENCODINGS = ("GB18030", "UTF-8")


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("m.d", "3.5"),
        ("mm-dd", "03-05"),
        ("m/d", "3/5"),
        ("m月d日", "3月5日"),
        ("yyyy-mm-dd", "2024-03-05"),
    ],
)
def test_dates_are_written_as_the_policy_says(form: str, text: str) -> None:
    assert text == written(DAY, form)


def test_a_template_is_filled_in() -> None:
    values = {"reason": "缺货", "agent": "小美"}
    assert "缺货+小美/3.5" == fill(template("{原因}+{客服}/{日期}"), values, DAY, "m.d").text


def test_what_nobody_knows_is_a_gap() -> None:
    memo = fill(template("{客服} 批:{批准人}"), {"agent": "小美"}, None, "m.d")
    assert (f"小美 批:{GAP}", ("approver",)) == (memo.text, memo.lacking)


def test_the_old_memo_stands_behind_the_new_one() -> None:
    kept = keep_old(WrittenMemo(text="小美"), "老客户\n优先", Upload())
    assert ("小美；老客户 优先", 0, 1) == (kept.text, kept.cut, kept.cleaned)


@given(st.text(), st.sampled_from(ENCODINGS), st.integers(40, 200))
def test_no_memo_is_longer_than_its_target_takes(old: str, encoding: str, most: int) -> None:
    upload = Upload(encoding=encoding, bytes=most)  # type: ignore[arg-type]
    kept = keep_old(WrittenMemo(text="缺货+小美/3.5"), old, upload)
    assert size(kept.text, upload) <= most
    assert kept.text.startswith("缺货+小美/3.5")
    shown = kept.text.removeprefix("缺货+小美/3.5").removeprefix("；")
    whole = clean(old)[0]
    assert (shown == whole) if not kept.cut else whole.startswith(shown.removesuffix("…"))
    assert kept.cut == len(whole) - len(shown.removesuffix("…") if kept.cut else shown)


@given(st.text(), st.sampled_from(ENCODINGS), st.integers(0, 50))
def test_a_text_is_cut_between_characters(text: str, encoding: str, room: int) -> None:
    upload = Upload(encoding=encoding)  # type: ignore[arg-type]
    kept = cut(text, room, upload)
    assert text.startswith(kept)
    assert size(kept, upload) <= room
    assert kept == text or size(text[: len(kept) + 1], upload) > room


def test_signs_that_no_memo_may_hold_are_counted() -> None:
    assert ("小美 ok", 1) == clean("小美\x07ok")
    assert ("小美\N{REPLACEMENT CHARACTER}", 1) == clean("小美\ud800")
    assert ("👩‍💻", 0) == clean("👩‍💻")
