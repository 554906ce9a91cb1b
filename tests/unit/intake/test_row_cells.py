"""Cells of rows: what spreadsheets wrap around them is taken off, and nothing is guessed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.unit.intake.importing import example, workbook
from tests.unit.intake.row_importing import Taken, take_rows

HEAD = "订单编号,下单时间,付款时间,实付,状态,买家"
LONG = "1234567890123456789"


def order(**said: str) -> str:
    cells = {
        "id": "1", "created": "2024-05-01 10:00:00", "paid": "", "amount": "30",
        "status": "交易成功", "buyer": "小花",
    } | said  # fmt: skip
    quoted = ('"' + text.replace('"', '""') + '"' for text in cells.values())
    return ",".join(quoted)


def taken(**said: str) -> Taken:
    return take_rows(f"{HEAD}\n{order(**said)}\n")


@pytest.mark.parametrize("written", [LONG, f'="{LONG}"', f"={LONG}", f"'{LONG}", f"\t{LONG}\t"])
def test_a_long_number_stays_what_it_is(written: str) -> None:
    assert [LONG] == taken(id=written).column("id")


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("30", "30.00"), ("30.5", "30.50"), ("1,234.50", "1234.50"), ("¥30", "30.00"),
        ("￥３０．５元", "30.50"), ("30.0000", "30.00"), ("+30", "30.00"), ("0", "0.00"),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_people_write_it(written: str, amount: str) -> None:
    assert [Decimal(amount)] == taken(amount=written).column("amount")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1,2,3", "I843"), ("三十", "I843"), ("1e5", "I843"), ("nan", "I843"), ("30.005", "I847"),
        ("-30", "I873"), ("99999999999999999", "I848"), ("", "I842"), ("-", "I842"),
        ("null", "I842"), ("30%", "I843"),
    ],
)  # fmt: skip
def test_an_amount_that_is_none_is_refused_for_its_reason(written: str, code: str) -> None:
    assert ((2, "amount", code),) == taken(amount=written).refused


@pytest.mark.parametrize(
    "written",
    ["2024-05-01 09:30:07", "2024/5/1 9:30:07", "2024年5月1日 9:30:07", "2024-05-01T09:30:07",
     "２０２４-05-01 09：30：07", "2024-05-01  09:30:07.900", "2024-05-01 09:30:07\t"],
)  # fmt: skip
def test_a_time_is_read_as_people_write_it(written: str) -> None:
    assert [dt.datetime(2024, 5, 1, 9, 30, 7)] == taken(created=written).column("created")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2024-05-01", "I871"), ("2024-02-30 10:00:00", "I871"), ("10:00:00", "I871"),
        ("2024-05-01 25:00:00", "I871"), ("2024-05-01 10:00:00+08:00", "I872"),
        ("2024-05-01T02:00:00Z", "I872"), ("null", "I842"),
    ],
)  # fmt: skip
def test_a_time_that_is_none_is_refused_for_its_reason(written: str, code: str) -> None:
    assert ((2, "created", code),) == taken(created=written).refused


def test_a_stated_zone_is_turned_into_beijing_time() -> None:
    fields = example("rows").fields
    changed = "fields: {id: {header: 订单编号}, shop: {fixed: a}, status: {header: 状态},"
    changed += " created: {header: 下单时间, zone: stated}, amount: {header: 实付}}"
    assert fields
    rows = [
        order(id=str(n), created=text)
        for n, text in enumerate(
            ["2024-05-01T02:00:00Z", "2024-05-01 10:00:00+08:00", "2024-04-30 22:00:00-0400"]
        )
    ]
    said = take_rows("\n".join([HEAD, *rows]), example("rows", changed + "\nignore: ['*']"))
    assert [dt.datetime(2024, 5, 1, 10)] * 3 == said.column("created")


def test_a_format_may_name_the_zone_in_words() -> None:
    changed = "fields: {id: {header: 订单编号}, shop: {fixed: a}, status: {header: 状态},"
    changed += " created: {header: 下单时间, zone: stated, formats: ['%a %b %d %H:%M:%S %z %Y']},"
    changed += " amount: {header: 实付}}\nignore: ['*']"
    said = take_rows(
        f"{HEAD}\n{order(created='Tue Oct 31 22:10:47 +0000 2017')}\n", example("rows", changed)
    )
    assert [dt.datetime(2017, 11, 1, 6, 10, 47)] == said.column("created")


def test_a_number_that_a_spreadsheet_shortened_is_refused() -> None:
    rows: list[list[object]] = [
        HEAD.split(","),
        [1234567890123456789, "2024-05-01 10:00:00", "", 30, "交易成功", "小花"],
        ["1234567890123456789", "2024-05-01 10:00:00", "", 30, "交易成功", "小花"],
    ]
    said = take_rows(workbook(rows), file="rows.xlsx")
    assert ((2, "id", "I849"),) == said.refused
    assert [LONG] == said.column("id")


def test_an_unknown_status_word_is_refused() -> None:
    assert ((2, "status", "I852"),) == taken(status="已完结").refused


def test_an_order_without_a_buyer_is_refused_where_the_file_names_buyers() -> None:
    assert ((2, "buyer", "I842"),) == taken(buyer="").refused


def test_a_buyer_is_a_pseudonym_that_the_key_alone_makes() -> None:
    import hashlib
    import hmac

    expected = hmac.new(b"k" * 32, "小花abc".encode(), hashlib.sha256).hexdigest()[:20]
    assert [expected] == taken(buyer=" 小花ABC ").column("buyer")
