"""Any table of any cells: each row is taken, refused, repeated or left out, and none is lost."""

from __future__ import annotations

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.intake.importing import example, shipped_mapping
from tests.unit.intake.row_importing import Taken, take_rows

HEAD = ["订单编号", "下单时间", "付款时间", "实付", "状态", "买家", "件数", "改过地址", "退款"]
CHAT = ["时间", "客服账号", "买家", "方向", "内容", "字数", "自动"]
WORDS = [
    "", " ", "-", "null", "'", "=", '="', '="1"', "'1", "1", "2", "30.5", "-1", "1,000", "1,0",
    "¥3元", "nan", "1e5", "9" * 30, "２", "2024-05-01 10:00:00", "2024-05-01 09:59:59",
    "2024-05-01", "2024-02-30 10:00:00", "2024-05-01T00:00:00Z", "2024年5月1日 9:30", "交易成功",
    "交易关闭", "小花", "汇总", "是", "否", "maybe", "发送", "接收", '"', "a\nb", "a\r\nb", "a,b",
    "\t", "\u3000", "\ue000", "\ue001", "\\N", "%", "13812345678",
]  # fmt: skip
CELLS = st.one_of(
    st.sampled_from(WORDS),
    st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=8),
)
MAPPING = example("rows", "drop_rows: [汇总]")
CHAT_LOG = shipped_mapping("chat_log")


def rows_of(width: int) -> st.SearchStrategy[list[list[str]]]:
    sizes = st.sampled_from([width] * 6 + [width - 1, width + 1, 0, 1])
    row = sizes.flatmap(lambda size: st.lists(CELLS, min_size=size, max_size=size))
    return st.lists(row, max_size=12)


def written(head: list[str], rows: list[list[str]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([head, *rows])
    return buffer.getvalue()


def holds(said: Taken) -> None:
    """Everything that was read is accounted for, and no row twice."""
    counts = said.counts
    if counts is None:
        assert said.codes
        return
    sum_ = counts.taken + counts.repeated + counts.rejected + counts.dropped
    assert counts.read == sum_
    assert counts.taken == len(said.rows)
    numbers = said.column("file_row")
    refused = {row for row, _, _ in said.refused}
    assert len(numbers) == len(set(numbers))
    assert counts.rejected == len(refused)
    assert not refused & set(numbers)


@settings(max_examples=20, deadline=None)
@given(rows_of(len(HEAD)))
def test_every_order_is_accounted_for(rows: list[list[str]]) -> None:
    holds(take_rows(written(HEAD, rows), MAPPING))


@settings(max_examples=20, deadline=None)
@given(rows_of(len(CHAT)))
def test_every_message_is_accounted_for(rows: list[list[str]]) -> None:
    holds(take_rows(written(CHAT, rows), CHAT_LOG))


@settings(max_examples=12, deadline=None)
@given(rows_of(len(HEAD)), st.lists(st.sampled_from(['"', ",", "\n", "\r", "é"]), max_size=5))
def test_a_file_that_is_no_csv_is_accounted_for(rows: list[list[str]], cuts: list[str]) -> None:
    """Quotes, commas and ends of lines where none belong, and the end cut off."""
    text = written(HEAD, rows)
    for index, sign in enumerate(cuts):
        place = len(written(HEAD, [])) + (len(text) * (index + 1)) // 7
        text = text[:place] + sign + text[place:]
    holds(take_rows(text.encode()[:-1], MAPPING))


@settings(max_examples=12, deadline=None)
@given(rows_of(len(HEAD)))
def test_both_readers_say_the_same(rows: list[list[str]]) -> None:
    """Straight by DuckDB, or row by row since the file holds a blank line at its end."""
    text = written(HEAD, [row for row in rows if len(row) == len(HEAD)])
    fast, slow = take_rows(text, MAPPING), take_rows(text + "\n", MAPPING)
    assert slow.is_slow or slow.counts is None
    assert (fast.rows, fast.refused) == (slow.rows, slow.refused)
