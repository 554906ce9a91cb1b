"""What a spreadsheet would change is given to it as text."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import pytest

from engine.report.document import Sheet
from engine.report.model import Cell, Table
from engine.report.spreadsheet import is_kept, to_csv_file, to_workbook
from tests.cli.written import workbook

KEPT = ["0.00", "2966.41", "-80.00", "0.1", "124.508", "9999999999999.99", "-0.01"]
# sixteen digits: a spreadsheet shows fifteen, and stores 9007199254740993 as …992
CHANGED = ["12345678901234.56", "9007199254740993", "0.1234567890123456789"]


def sheet(*rows: tuple[Cell, ...]) -> Sheet:
    return Sheet(
        table=Table(
            key="bank", columns=("agent", "payable"), rows=rows, numbers=frozenset({"payable"})
        )
    )


def cells(*rows: tuple[Cell, ...]) -> list[list[object]]:
    return workbook(to_workbook([("银行", sheet(*rows))], "zh"))["银行"][1:]


@pytest.mark.parametrize("amount", KEPT)
def test_an_amount_that_binary_keeps_is_a_number(amount: str) -> None:
    assert is_kept(Decimal(amount))
    ((_, cell),) = cells(("a", amount))
    assert isinstance(cell, int | float)
    assert Decimal(amount) == Decimal(str(cell))


@pytest.mark.parametrize("amount", CHANGED)
def test_an_amount_that_binary_would_change_is_text(amount: str) -> None:
    assert not is_kept(Decimal(amount))
    assert [["a", amount]] == cells(("a", amount))
    assert f"'{amount}".encode() in to_csv_file(sheet(("a", amount)), "zh")


@pytest.mark.parametrize(
    "text",
    ["330102199001011234", "007", "1E5", "=1+1", "+1", "-1", "@x", "\tx", "\rx", "true", "2024-05"],
)
def test_a_cell_of_text_stays_the_text(text: str) -> None:
    content = to_workbook([("银行", sheet((text, "1.00")))], "zh")
    assert text == workbook(content)["银行"][1][0]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        page = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page
    assert "hyperlink" not in page


def test_dangerous_text_stays_text_when_it_is_edited() -> None:
    with zipfile.ZipFile(
        io.BytesIO(to_workbook([("银行", sheet(("=1+1", "1.00")))], "zh"))
    ) as parts:
        assert b'quotePrefix="1"' in parts.read("xl/styles.xml")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("330102199001011234", "'330102199001011234"),
        ("+8613800138000", "'+8613800138000"),
        ("007", "'007"),
        ("1E5", "'1E5"),
        ("客服01", "客服01"),
        ("12345678901", "12345678901"),
    ],
)
def test_csv_guards_what_would_be_run_or_rewritten(text: str, written: str) -> None:
    lines = to_csv_file(sheet((text, "-80.00")), "zh").decode("utf-8-sig").split("\r\n")
    assert f"{written},-80.00" == lines[1]


def test_sums_stand_below_the_rows_that_they_add_up() -> None:
    table = sheet(("a", "1.10"), ("b", "2.20")).table
    summed = Sheet(table=table, sums=("合计", "3.30"))
    assert [["a", 1.1], ["b", 2.2], ["合计", 3.3]] == workbook(to_workbook([("x", summed)], "zh"))[
        "x"
    ][1:]
    assert to_csv_file(summed, "zh").endswith("合计,3.30\r\n".encode())


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    ((text, _),) = cells(("长" * 40000, "1.00"))
    assert (32767, "…") == (len(str(text)), str(text)[-1])


def test_the_same_sheets_give_the_same_bytes() -> None:
    one = sheet(("a", "1.00"))
    assert to_workbook([("x", one)], "zh") == to_workbook([("x", one)], "zh")
