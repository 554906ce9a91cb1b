"""Files of rows: row numbers as a spreadsheet shows them, broken rows named, none dropped."""

from __future__ import annotations

import pytest

from tests.unit.intake.importing import shipped_mapping
from tests.unit.intake.row_importing import take_rows
from tests.unit.intake.test_row_cells import HEAD, order

CHAT = "时间,客服账号,买家,方向,内容\n"
CHAT_LOG = shipped_mapping("chat_log")


def test_a_comma_and_a_new_line_within_a_message_are_part_of_it() -> None:
    text = CHAT + '2024-05-01 10:00:00,小美,小花,接收,"你好,\n\n在吗 ""亲"""\n'
    text += "2024-05-01 10:00:01,小美,小花,发送,在的\n"
    said = take_rows(text, CHAT_LOG)
    assert [(2, '你好,\n\n在吗 "亲"'), (3, "在的")] == [
        (r["file_row"], r["text"]) for r in said.rows
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_every_encoding_gives_the_same_rows(encoding: str, end: str) -> None:
    text = end.join([HEAD, order(id="7"), order(id="8", buyer="小明")])
    said = take_rows(text.encode(encoding))
    assert [(2, "7"), (3, "8")] == [(r["file_row"], r["id"]) for r in said.rows]


def test_blank_lines_and_rows_count_as_rows_and_hold_nothing() -> None:
    said = take_rows("\n".join([HEAD, order(id="1"), "", ",,,,,", order(id="2")]))
    assert [(2, "1"), (5, "2")] == [(r["file_row"], r["id"]) for r in said.rows]
    assert said.counts and said.counts.read == 2


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("2,2024-05-01 10:00:00", "I841"),
        ("2,2024-05-01 10:00:00,,30,交易成功,小花,多", "I841"),
        ('2,2024-05-01 10:00:00,,30,交易成功,"小花', "I877"),
        ('2,2024-05-01 10:00:00,,30,交易成功,"小"花', "I877"),
    ],
)
def test_a_broken_line_is_named_and_the_others_are_taken(line: str, code: str) -> None:
    said = take_rows("\n".join([HEAD, order(id="1"), line]))
    assert (["1"], ((3, "", code),)) == (said.column("id"), said.refused)


def test_a_file_cut_within_a_character_loses_its_last_row_only() -> None:
    whole = "\n".join([HEAD, order(id="1"), order(id="2").rstrip('"')]).encode()
    said = take_rows(whole[:-1])
    assert (["1"], ((3, "", "I877"),)) == (said.column("id"), said.refused)


def test_well_formed_rows_are_read_alike_by_both_readers() -> None:
    """A single blank line sends the file through the reader that goes row by row."""
    lines = [HEAD, *(order(id=str(n), amount=f"{n}.5", buyer=f'"{n}",') for n in range(50))]
    fast, slow = take_rows("\n".join(lines)), take_rows("\n".join([*lines, "", ""]))
    assert (False, True) == (fast.is_slow, slow.is_slow)
    assert fast.rows == slow.rows


def test_two_equal_messages_of_a_second_stay_two_in_the_order_of_the_file() -> None:
    line = "2024-05-01 10:00:00,小美,小花,接收,在吗\n"
    said = take_rows(CHAT + line * 3, CHAT_LOG)
    assert ["0001", "0002", "0003"] == [str(i).rsplit("-", 1)[1] for i in said.column("id")]
    assert [2, 3, 4] == said.column("file_row")


def test_ids_do_not_depend_on_what_else_is_in_the_file() -> None:
    lines = [f"2024-05-01 10:00:0{n},小美,小花,接收,在吗\n" * 2 for n in range(5)]
    whole = take_rows(CHAT + "".join(lines), CHAT_LOG).column("id")
    assert whole[4:] == take_rows(CHAT + "".join(lines[2:]), CHAT_LOG).column("id")


def test_two_orders_with_one_number_and_different_words_are_both_refused() -> None:
    lines = [HEAD, order(id="1"), order(id="1", amount="31"), order(id="2"), order(id="2")]
    said = take_rows("\n".join(lines))
    assert {(2, "id", "I861"), (3, "id", "I861")} == set(said.refused)
    assert (["2"], 1) == (said.column("id"), said.counts and said.counts.repeated)


def test_a_page_carries_its_dates_forward() -> None:
    page = """
      <div class="groupTime">2024-05-01</div>
      <div class="m"><span class="chatName">小花</span><span class="chatTime">23:59:50</span>
        <div>在吗？<img src="x"></div></div>
      <div class="groupTime">2024-05-02</div>
      <div class="m"><span class="chatName">兰亭：小美</span><span class="chatTime">00:00:10</span>
        <p>在的<br>您说</p></div>
    """
    said = take_rows(page, shipped_mapping("qianniu_page"), file="小花.html")
    told = [(str(r["time"]), r["direction"], r["account"], r["text"]) for r in said.rows]
    assert [
        ("2024-05-01 23:59:50", "in", "兰亭:小美", "在吗？[图片]"),
        ("2024-05-02 00:00:10", "out", "兰亭:小美", "在的\n您说"),
    ] == told


def test_a_phone_number_is_masked_and_an_order_number_is_not() -> None:
    text = CHAT + "2024-05-01 10:00:00,小美,小花,接收,电话13812345678 单号1234567890138123456\n"
    said = take_rows(text, CHAT_LOG)
    assert ["电话138******** 单号1234567890138123456"] == said.column("text")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_ends_of_lines_are_told_apart_across_blocks(
    end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [HEAD, *(order(id=str(n)) for n in range(9))]
    for size in range(1, 8):
        monkeypatch.setattr("engine.intake.row_text.BLOCK", size)
        assert not take_rows(end.join(lines)).is_slow
        assert take_rows(end.join([*lines, "", order(id="10")])).is_slow
