"""Rows: taken whole or refused whole, left out by name, repeated, contradicting."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.core.text import hint
from tests.unit.intake.importing import amounts, codes, example, take, taken, workbook

HEAD = "客服,月份,接待人数,销售额,询单转化率,平均响应\n"


def test_a_good_row_gives_a_figure_per_measure() -> None:
    batch = taken(HEAD + '兰亭女装：小美,2024-05,420,"¥36,500.80",62.5%,1分30秒')
    assert amounts(batch) == ["420", "36500.8", "0.625", "90"]
    first = batch.figures[0]
    assert (
        first.shop,
        first.agent,
        first.measure,
        first.row,
    ) == ("lanting", "兰亭女装:小美", "received", 2)
    assert (batch.rows_read, batch.mapping) == (1, "example")
    assert batch.content_digest.startswith("sha256:") and batch.mapping_digest


def test_one_bad_cell_refuses_its_row_and_only_that() -> None:
    batch = taken(HEAD + "小美,2024-05,420,nan,62.5,-1\n阿文,2024-05,315,9,5%,28")
    assert {"阿文"} == {f.agent for f in batch.figures}
    refused = [(r.row, r.column, r.text, r.finding.check.code) for r in batch.rejects]
    assert refused == [
        (2, "销售额", "nan", "I843"),
        (2, "询单转化率", "62.5", "I844"),
        (2, "平均响应", "-1", "I848"),
    ]


def test_totals_are_left_out_and_named() -> None:
    batch = taken(HEAD + "小美,2024-05,420,9,5%,28\n汇总,,420\n 均值 ,2024-05,x,,,")
    assert [(d.row, d.text) for d in batch.dropped] == [(3, "汇总"), (4, "均值")]
    assert batch.rejects == ()


def test_states_stand_for_no_figure() -> None:
    batch = taken(HEAD + "小美,2024-05,420,-,延迟统计,-")
    assert amounts(batch) == ["420", "no_data", "not_ready", "no_data"]


def test_identical_rows_become_one() -> None:
    outcome = take(HEAD + "小美,2024-05,420,9.0,5%,1:30\n" * 1 + "小美,2024-05,420,9,5.0%,90")
    assert codes(outcome) == ["I862"]
    assert not outcome.has_errors and outcome.value
    assert len(outcome.value.figures) == 4
    assert [d.row for d in outcome.value.dropped] == [3]


def test_contradicting_rows_are_all_refused_by_number() -> None:
    rows = ["小美,2024-05,420,9,5%,28", "阿文,2024-05,1,1,5%,1", "小美,2024-05,420,9,5%,29"]
    batch = taken(HEAD + "\n".join(rows))
    assert {"阿文"} == {f.agent for f in batch.figures}
    assert [r.row for r in batch.rejects] == [2, 4]
    assert {"2, 4"} == {r.finding.values["rows"] for r in batch.rejects}


def test_a_cell_over_several_lines_is_one_row() -> None:
    text = '客服,月份,接待人数,备注\n小美,2024-05,420,"忙,\n很忙"\n阿文,2024-05,1.5,'
    batch = taken(text)
    assert [f.row for f in batch.figures] == [2]
    assert [r.row for r in batch.rejects] == [4]


@pytest.mark.parametrize("row", ["小美,2024-05", "小美,2024-05,1,200", "小美,2024-05,1,,x"])
def test_short_and_long_rows_are_refused(row: str) -> None:
    assert codes(take("客服,月份,接待人数\n" + row)) == ["I841"]


def test_blank_cells_beside_the_headers_do_not_count() -> None:
    assert amounts(taken("客服,月份,接待人数,\n小美,2024-05,420,,\n,,,\n")) == ["420"]


def test_text_under_a_blank_header_is_refused() -> None:
    assert codes(take("客服,,月份,接待人数\n小美,9,2024-05,420")) == ["I841"]


def test_headers_may_be_blank_padded_and_full_width() -> None:
    batch = taken('\t客服 ,"月份 ",="接待人数"\n小美,2024-05,420')
    assert amounts(batch) == ["420"]


def test_a_missing_column_names_the_nearest_header() -> None:
    outcome = take("客服,月份,接代人数\n小美,2024-05,420")
    (found,) = outcome.diagnostics
    assert (found.values["header"], found.values["closest"]) == ("接待人数", "接代人数")
    assert "接代人数" in hint(found, "zh")


def test_all_faults_of_the_headers_come_at_once() -> None:
    outcome = take("客服,客服,奇怪\n小美,2024-05,420")
    assert {"I807", "I808", "I809"} == set(codes(outcome))


def test_two_names_of_one_measure_are_two_columns_of_it() -> None:
    mapping = example(
        changed="columns: [{header: 接待, measure: received, written_as: number}]\n"
        "by_unit: {money: yuan, count: number, ratio: fraction, points: number, "
        "seconds: seconds, days: number}"
    )
    assert codes(take("客服,月份,接待,接待人数\n小美,2024-05,1,1", mapping)) == ["I808"]


def test_figures_are_of_the_shop_of_their_row() -> None:
    mapping = example(changed="shop: {header: 店铺, values: {兰亭女装: lanting, 百合: baihe}}")
    text = "客服,月份,接待人数,店铺\n小美,2024-05,1,兰亭女装\n小美,2024-05,2,baihe"
    batch = taken(text, mapping, shop="")
    assert [f.shop for f in batch.figures] == ["lanting", "baihe"]


def test_an_entered_figure_keeps_author_and_time() -> None:
    text = "客服,月份,指标,数值,评分人,评分时间\n小美,2024-05,团队协作分,92.5,林店长,2024/6/1 9:05"
    (figure,) = taken(text, example("long")).figures
    assert (figure.author, figure.entered_at) == ("林店长", "2024-06-01 09:05:00")


@pytest.mark.parametrize("signed", ["林店长,", ",2024-06-01", ","])
def test_an_entered_figure_without_either_is_refused(signed: str) -> None:
    text = f"客服,月份,指标,数值,评分人,评分时间\n小美,2024-05,团队协作分,92.5,{signed}"
    assert set(codes(take(text, example("long")))) == {"I856"}


def test_long_rows_contradict_per_measure() -> None:
    rows = ["小美,2024-05,接待人数,1", "小美,2024-05,received,2", "小美,2024-05,sales,2"]
    batch = taken("客服,月份,指标,数值\n" + "\n".join(rows), example("long"))
    assert [f.measure for f in batch.figures] == ["sales"]
    assert [r.row for r in batch.rejects] == [2, 3]


def test_a_declared_measure_is_taken_by_its_name() -> None:
    changed = "custom: [{measure: 礼貌用语, unit: points, places: 1, min: 0, max: 10}]"
    text = "客服,月份,指标,数值\n小美,2024-05,礼貌用语,9.5\n阿文,2024-05,礼貌用语,11"
    batch = taken(text, example("long", changed))
    assert [(f.measure, str(f.amount)) for f in batch.figures] == [("礼貌用语", "9.5")]
    assert [r.finding.check.code for r in batch.rejects] == ["I848"]


def test_cells_of_a_workbook_are_read_exactly() -> None:
    rows: list[list[object]] = [
        ["客服", "月份", "接待人数", "销售额", "平均响应"],
        ["小美", "2024-05", 420.0, 36500.8, dt.time(0, 1, 30)],
        ["阿文", "2024-05", "1,200", 0.1, 28.35],
        ["小鹿", "2024-05", 10**15, 1 / 3, 90],
    ]
    batch = taken(workbook(rows), file="x.xlsx")
    assert amounts(batch) == ["420", "36500.8", "90", "1200", "0.1", "28.35"]
    codes_ = [r.finding.check.code for r in batch.rejects]
    assert codes_ == ["I849", "I849"]


def test_a_percent_cell_of_a_workbook_is_a_fraction() -> None:
    rows: list[list[object]] = [
        ["客服", "月份", "接待人数", "询单转化率"],
        ["小美", "2024-05", 1, 0.625],
    ]
    assert codes(take(workbook(rows))) == ["I844"]


def test_the_roster_is_read_with_its_dates() -> None:
    head = "工号,姓名,角色,入职日期,离职日期,生效月,失效月\n"
    batch = taken(head + "小美,林小美,客服,2021年3月1日,,2024-01,2024年6月", example("roster"))
    (row,) = batch.roster
    assert (dt.date(2021, 3, 1), None) == (row.hired, row.left)
    assert (dt.date(2024, 1, 1), dt.date(2024, 6, 1), 2) == (row.start, row.end, row.row)


def test_dates_of_a_workbook_are_dates_of_the_roster() -> None:
    rows: list[list[object]] = [
        ["工号", "角色", "入职日期", "离职日期", "生效月", "失效月"],
        [1001.0, "客服", dt.date(2021, 3, 1), "", dt.date(2024, 1, 1), ""],
        [1002.0, "客服", dt.date(2021, 3, 1), "", dt.date(2024, 1, 16), ""],
    ]
    batch = taken(workbook(rows), example("roster"))
    assert [dt.date(2024, 1, 1), dt.date(2024, 1, 16)] == [row.start for row in batch.roster]


def test_posts_may_follow_each_other() -> None:
    head = "工号,角色,入职日期,离职日期,生效月,失效月\n"
    batch = taken(head + "小美,客服,,,2024-01,2024-05\n小美,主管,,,2024-05,", example("roster"))
    assert [row.role for row in batch.roster] == ["客服", "主管"]


def test_posts_may_follow_each_other_within_a_month() -> None:
    head = "工号,角色,入职日期,离职日期,生效月,失效月\n"
    rows = "小美,客服,,,2024-01,2024-05-16\n小美,主管,,,2024-05-16,"
    batch = taken(head + rows, example("roster"))
    assert [dt.date(2024, 5, 16), None] == [row.end for row in batch.roster]


def test_nobody_holds_two_posts_on_one_day() -> None:
    head = "工号,角色,入职日期,离职日期,生效月,失效月\n"
    rows = "小美,客服,,,2024-01,2024-05-17\n小美,主管,,,2024-05-16,"
    batch = taken(head + rows, example("roster"))
    assert ["I864", "I864"] == [r.finding.check.code for r in batch.rejects]


CELL = st.sampled_from(["420", "420", "", "-", "nan", "1,2,3", "4.5", "汇总", "62%", "x\ny", '"'])
ROW = st.tuples(st.sampled_from(["小美", "阿文", "汇总", "", "小鹿"]), CELL, st.integers(1, 3))


@settings(deadline=None)  # the first example also loads the catalogue
@given(st.lists(ROW, min_size=1, max_size=12))
def test_every_row_is_taken_refused_or_left_out(rows: list[tuple[str, str, int]]) -> None:
    """Nothing vanishes: each row read stands in exactly one of the three lists."""
    quoted = [(a, '"' + c.replace('"', '""') + '"', m) for a, c, m in rows]
    text = "客服,月份,接待人数\n" + "\n".join(f"{a},2024-0{m},{c}" for a, c, m in quoted)
    batch = taken(text)
    lists = [
        {f.row for f in batch.figures},
        {r.row for r in batch.rejects},
        {d.row for d in batch.dropped},
    ]
    assert batch.rows_read == len(rows) == sum(map(len, lists)) == len(set().union(*lists))
