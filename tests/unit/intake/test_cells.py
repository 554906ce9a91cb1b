"""One cell at a time: what people write, what it means, and what is refused."""

from __future__ import annotations

import pytest

from engine.core.number import plain
from engine.intake.amount import Reading, read_amount
from engine.intake.cell import agent_name, clean_text
from engine.intake.mapping import WrittenAs
from tests.unit.intake.importing import catalog

READ = [
    ("received", "number", "420", "420"),
    ("received", "number", '="420"', "420"),
    ("received", "number", "=420", "420"),
    ("received", "number", "'420", "420"),
    ("received", "number", "\t420\t", "420"),
    ("received", "number", "　４２０　", "420"),
    ("received", "number", "1,200", "1200"),
    ("received", "number", "１，２００", "1200"),
    ("received", "number", "12,345,678"[:6], "12345"),
    ("received", "number", "420.00", "420"),
    ("received", "number", "-0", "0"),
    ("sales", "number", "1200.50", "1200.5"),
    ("sales", "yuan", "¥1,200.50", "1200.5"),
    ("sales", "yuan", "￥1200.5", "1200.5"),
    ("sales", "yuan", "1,200.50元", "1200.5"),
    ("sales", "yuan", "1200.50 元", "1200.5"),
    ("sales", "yuan", "1200.5", "1200.5"),
    ("reply_rate", "percent_sign", "62.5%", "0.625"),
    ("reply_rate", "percent_sign", "６２．５％", "0.625"),
    ("reply_rate", "percent_sign", "100.00%", "1"),
    ("reply_rate", "percent_number", "62.5", "0.625"),
    ("reply_rate", "percent_number", "0.6", "0.006"),
    ("reply_rate", "fraction", "0.625", "0.625"),
    ("average_response", "duration", "00:01:30", "90"),
    ("average_response", "duration", "3:25", "205"),
    ("average_response", "duration", "３：２５", "205"),
    ("average_response", "duration", "75:00", "4500"),
    ("average_response", "duration", "1分30秒", "90"),
    ("average_response", "duration", "1分钟30秒", "90"),
    ("average_response", "duration", "1小时0分5秒", "3605"),
    ("average_response", "duration", "2分", "120"),
    ("average_response", "duration", "90秒", "90"),
    ("average_response", "duration", "90", "90"),
    ("average_response", "duration", "28.35", "28.35"),
    ("average_response", "seconds", "28.35", "28.35"),
    ("average_response", "seconds", "90秒", "90"),
]

REFUSED = [
    ("received", "number", "", "I842"),
    ("received", "number", "　", "I842"),
    ("received", "number", "=", "I842"),
    ("received", "number", '=""', "I842"),
    ("received", "number", "1,2,3", "I843"),
    ("received", "number", "1,20", "I843"),
    ("received", "number", "12,34,567", "I843"),
    ("received", "number", ",200", "I843"),
    ("received", "number", "nan", "I843"),
    ("received", "number", "NaN", "I843"),
    ("received", "number", "inf", "I843"),
    ("received", "number", "-Infinity", "I843"),
    ("received", "number", "1e5", "I843"),
    ("received", "number", "0x1F", "I843"),
    ("received", "number", "1_000", "I843"),
    ("received", "number", "null", "I843"),
    ("received", "number", "约420", "I843"),
    ("received", "number", "420人", "I843"),
    ("received", "number", "1.2万", "I843"),
    ("received", "number", "1.2.3", "I843"),
    ("received", "number", "9" * 70, "I843"),
    ("received", "number", "#N/A", "I843"),
    ("received", "number", "=SUM(B2:B9)", "I843"),
    ("received", "number", "-1", "I848"),
    ("received", "number", "1000001", "I848"),
    ("received", "number", "420.5", "I847"),
    ("received", "number", "42%", "I845"),
    ("sales", "number", "12元", "I843"),
    ("sales", "yuan", "$12", "I843"),
    ("sales", "yuan", "12.345", "I847"),
    ("sales", "yuan", "-0.01", "I848"),
    ("reply_rate", "percent_sign", "0.625", "I844"),
    ("reply_rate", "percent_sign", "62.5", "I844"),
    ("reply_rate", "percent_sign", "%", "I843"),
    ("reply_rate", "percent_sign", "5%%", "I843"),
    ("reply_rate", "percent_sign", "62.501%", "I847"),
    ("reply_rate", "percent_sign", "100.01%", "I848"),
    ("reply_rate", "percent_sign", "5‰", "I843"),
    ("reply_rate", "percent_number", "62.5%", "I845"),
    ("reply_rate", "percent_number", "625", "I848"),
    ("reply_rate", "fraction", "62.5", "I848"),
    ("reply_rate", "fraction", "62.5%", "I845"),
    ("average_response", "duration", "1分90秒", "I846"),
    ("average_response", "duration", "1:75", "I846"),
    ("average_response", "duration", "1:75:00", "I846"),
    ("average_response", "duration", "1:2:3:4", "I846"),
    ("average_response", "duration", "-90", "I848"),
    ("average_response", "duration", "90分秒", "I846"),
    ("average_response", "duration", "25:00:00", "I848"),
    ("average_response", "seconds", "1:30", "I846"),
    ("average_response", "seconds", "28.355", "I847"),
]


@pytest.mark.parametrize(("measure", "written_as", "text", "amount"), READ)
def test_a_cell_is_read(measure: str, written_as: WrittenAs, text: str, amount: str) -> None:
    reading = read_amount(text, catalog().by_name[measure], written_as, {})
    assert isinstance(reading, Reading)
    assert reading.amount is not None
    assert (amount, "value") == (str(reading.amount), reading.state)
    assert plain(reading.amount) == amount


@pytest.mark.parametrize(("measure", "written_as", "text", "code"), REFUSED)
def test_a_cell_is_refused(measure: str, written_as: WrittenAs, text: str, code: str) -> None:
    reading = read_amount(text, catalog().by_name[measure], written_as, {})
    assert not isinstance(reading, Reading)
    assert code == reading.check.code


@pytest.mark.parametrize(("text", "state"), [("-", "no_data"), (" 延迟统计 ", "not_ready")])
def test_a_stated_text_is_a_state(text: str, state: str) -> None:
    states = {"-": "no_data", "延迟统计": "not_ready"}
    reading = read_amount(text, catalog().by_name["received"], "number", states)  # type: ignore[arg-type]
    assert Reading(state) == reading  # type: ignore[arg-type]


def test_a_blank_is_a_state_only_if_stated() -> None:
    reading = read_amount(" ", catalog().by_name["received"], "number", {"": "no_data"})
    assert Reading("no_data") == reading


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ('="0012"', "0012"),
        ("=0012", "0012"),
        ("'0012", "0012"),
        ("\t0012\t", "0012"),
        ("\ufeff小美", "小美"),
        ('="  小美 "', "小美"),
        ("a=b", "a=b"),
    ],
)
def test_wrappers_of_spreadsheets_are_taken_off(raw: str, text: str) -> None:
    assert text == clean_text(raw)


@pytest.mark.parametrize("raw", ["兰亭女装:小美", "兰亭女装：小美", " 兰亭女装 ： 小美　"])
def test_an_account_has_one_spelling(raw: str) -> None:
    assert agent_name(clean_text(raw)) == "兰亭女装:小美"
