"""What `diff` says of each kind of change, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.unit.compare.whole import WHOLE, found, said

SENTENCES = yaml.safe_load(Path(__file__).with_name("sentences.yaml").read_text("utf-8"))


@pytest.mark.parametrize("change", SENTENCES, ids=lambda change: change["en"])
def test_a_change_is_one_sentence(change: dict[str, str]) -> None:
    was, now = change["was"], change["now"]
    assert (change["zh"], change["en"]) == (said(was, now, "zh")[0], said(was, now, "en")[0])


NO_CHANGES = (
    ("weight: 30", "weight: 30.0"),
    ("approvals: 1\n", "approvals: 1\n# 备注\n"),
    ("max: 100", 'max: "100"'),
    ("[20000, 1%]", '["20,000", 0.01]'),
    ("{weight: 30, measure: 询单转化率, ", "{measure: 询单转化率, weight: 30, "),
    ("case: 例", "case: 另一例"),
)


@pytest.mark.parametrize(("before", "after"), NO_CHANGES)
def test_spelling_order_of_keys_comments_and_cases_are_no_change(before: str, after: str) -> None:
    assert [] == said(before, after, "zh")


def test_a_moved_edge_and_a_changed_cell_are_two_changes_of_one_row() -> None:
    changes = found("[85, 优秀, 1700]", "[88, 优秀, 1750]")
    assert [
        ("changed", "tables.评级.rows[优秀].from", "85", "88"),
        ("changed", "tables.评级.rows[优秀].工资", "1700", "1750"),
    ] == [(c.kind, c.path, c.before, c.after) for c in changes]


def test_every_edge_that_moved_is_told_of_its_own_grade() -> None:
    text = "[85, 优秀, 1700]\n      - [75, 良好, 1600]"
    assert ["table 评级, 优秀: from 85 → 88", "table 评级, 良好: from 75 → 78"] == said(
        text, text.replace("85", "88").replace("75", "78"), "en"
    )


def test_another_key_is_another_row() -> None:
    assert [
        "table 岗位表: row 1 added: key 实习, 津贴 100",
        "table 岗位表: row 1 removed; it was: key 初级, 津贴 100",
    ] == said("[初级, 100]", "[实习, 100]", "en")


def test_two_rows_with_the_same_share_are_told_apart() -> None:
    without_names = WHOLE.replace("[share, 档, 奖金]", "[share, 奖金]").replace(
        "      - [30%, A, 500]\n      - [30%, B, 300]\n      - [40%, C, 0]\n",
        "      - [30%, 500]\n      - [30%, 300]\n      - [40%, 0]\n",
    )
    (change,) = found("[30%, 300]", "[30%, 350]", without_names)
    path = "distributions.分布.rows[30% (2)].奖金"
    assert (path, "300", "350") == (change.path, change.before, change.after)


def test_a_new_column_is_told_once_with_its_cells() -> None:
    text = WHOLE.replace("[初级, 100]", "[初级, 100, 甲]").replace("[高级, 300]", "[高级, 300, 乙]")
    wide = text.replace("columns: [is, 津贴]", "columns: [is, 津贴, 档次]")
    old = "columns: [is, 津贴]"
    assert wide != text
    narrow = WHOLE[WHOLE.index("  岗位表:") : WHOLE.index("decisions:")]
    new = wide[wide.index("  岗位表:") : wide.index("decisions:")]
    assert old in narrow
    assert [
        "table 岗位表: column 档次 added, from the first row down: 甲, 乙"
    ] == said(narrow, new, "en")  # fmt: skip


def test_a_rate_and_the_edge_above_it_are_matched_by_their_place() -> None:
    assert [
        "table 阶梯, row 1: to 20000 → 25000",
        "table 阶梯, row 1: rate 1% → 1.2%",
    ] == said("[20000, 1%]", "[25000, 1.2%]", "en")
