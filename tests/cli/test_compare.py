"""Any number of sides over the same months, and a policy tried on all that was posted.

The starter's May is worked out in test_month.py: 小美 1800 + 1016.41 + 150 = 2966.41 (卓越),
阿文 1700 + 350 + 0 = 2050.00 (优秀), 小溪 1600 + 124.51 + 0 = 1724.51 (良好); 6740.92 in all.
"""

from __future__ import annotations

import shutil
from decimal import Decimal
from typing import Any

import pytest

from engine.core.width import width
from tests.cli.command import Command, Output, contents
from tests.cli.test_corrections import MAY, MORE, SHOP, june, ok, posted, take
from tests.cli.test_over_months import looking_back

__all__ = ["looking_back", "posted"]

JSON = ("--format", "json")
# the second row of 评级 pays 1900 and not 1700: 阿文 + 200.00
RAISED = ("--set", "tables.评级.rows[85].岗位工资=1900")


def compare(tianping: Command, *words: str) -> dict[str, Any]:
    return ok(tianping("compare", *words, *MAY, *JSON)).json


def by_side(rows: list[dict[str, Any]], *columns: str) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = {}
    for row in rows:
        found.setdefault(row["side"], []).append(tuple(row[c] for c in columns))
    return found


# -- sides -----------------------------------------------------------------------------------


def test_each_setting_is_of_the_side_before_it(tianping: Command) -> None:
    # 60 a year: 小美 has 3 full years, + 30.00
    words = ("v1", "v1", *RAISED, "in_force", "--set", "pay.工龄工资.amount=60 × 工龄年数")
    done = compare(tianping, *words)
    sides = [(s["side_words"], s["total"], s["difference"]) for s in done["compared_sides"]]
    assert [
        ("v1", "6740.92", ""),
        ("v1 --set tables.评级.rows[85].岗位工资=1900", "6940.92", "200.00"),
        ("in_force --set pay.工龄工资.amount=60 × 工龄年数", "6770.92", "30.00"),
    ] == sides
    assert [("1700", "1900"), ("50 × 工龄年数", "60 × 工龄年数")] == [
        (s["before"], s["after"]) for s in done["settings"]
    ]
    moved = by_side(done["agents"], "name", "difference")
    assert [("小美", "0.00"), ("阿文", "200.00"), ("小溪", "0.00")] == moved[2]
    assert [("小美", "30.00"), ("阿文", "0.00"), ("小溪", "0.00")] == moved[3]


def test_two_settings_of_one_side_and_a_measure_in_english(tianping: Command) -> None:
    # 服务 50%, 转化 30%: 小美 48+30+20 = 98 卓越; 阿文 44.25+27+18 = 89.25 优秀;
    # 小溪 40.5 + 23.625 + 12.8 = 76.925 → 76.93 良好: the points move, the pay does not
    words = ("v1", "v1", "--set", "kpi.考核.service_points.weight=50")
    done = tianping("compare", *words, "--set", "kpi.考核.转化.weight=30", *MAY, *JSON)
    assert "0.00" == ok(done).json["difference"]
    said = ok(Command(tianping.folder, "en")("compare", *words, *words[2:3],
              "kpi.考核.转化.weight=30", *MAY)).out  # fmt: skip
    assert "pays everybody the same as v1, line by line" in said


def test_the_file_on_disk_stays_as_it_is(tianping: Command) -> None:
    path = tianping.folder / "policies/myshop/pay/v1.yaml"
    before, stored = path.read_bytes(), contents(tianping.folder)
    compare(tianping, "v1", "v1", *RAISED)
    assert (before, stored) == (path.read_bytes(), contents(tianping.folder))


def test_a_value_from_a_base_is_set_for_that_side_alone(tianping: Command) -> None:
    folder = tianping.folder
    text = (folder / "policies/myshop/pay/v1.yaml").read_text("utf-8")
    head, tables, rest = text.partition("\ntables:")
    own, pay, cases = rest.partition("\npay: ")
    base = folder / "bases/common/v1.yaml"
    base.parent.mkdir(parents=True)
    base.write_text(f"format: 1\nbase: common\nversion: 1\ntitle: 共用\n{tables}{own}\n", "utf-8")
    extends = "version: 1\nextends: {base: common, version: 1}\n"
    own_text = f"{head.replace('version: 1 ', extends + '#', 1)}{pay}{cases}"
    for clause in (1, 2, 3, 4):
        own_text = own_text.replace(f", cite: {{source: 店规, clause: 第{clause}条}}", "")
    base.write_text(
        "\n".join(line for line in base.read_text("utf-8").split("\n") if "cite:" not in line),
        "utf-8",
    )
    (folder / "policies/myshop/pay/v1.yaml").write_text(own_text, "utf-8")
    ok(tianping("check"))
    assert "200.00" == compare(tianping, "v1", "v1", *RAISED)["difference"]
    assert "1700" in base.read_text("utf-8")


def test_an_unknown_path_names_the_nearest(tianping: Command) -> None:
    done = tianping("compare", "v1", "v1", "--set", "pay.提层.amount=1", *MAY, *JSON)
    assert (1, ["W950"]) == (done.code, done.codes)
    assert "pay.提成.amount" in done.json["diagnostics"][0]["hint"]


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        ("pay.提成=1", "W951"),
        ("kpi.考核.服务.weight=40, note: x", "W951"),
        ("pay.提成.x=1", "W950"),
    ],
)
def test_what_cannot_be_set_is_refused(tianping: Command, setting: str, code: str) -> None:
    done = tianping("compare", "v1", "v1", "--set", setting, *MAY, *JSON)
    assert (1, [code]) == (done.code, done.codes)


def test_a_refused_side_is_shown_and_the_others_go_on(tianping: Command) -> None:
    words = ("v1", "v1", "--set", "kpi.考核.服务.weight=35", "v1", *RAISED)
    done = tianping("compare", *words, *MAY, *JSON)
    assert (1, ["P205"]) == (done.code, done.codes)
    assert "--set kpi.考核.服务.weight=35" in done.json["diagnostics"][0]["file"]
    assert ["", "", "200.00"] == [s["difference"] for s in done.json["compared_sides"]]
    assert [(2, "refused")] == [(n["side"], n["reason"]) for n in done.json["not_compared"]]
    assert "没有与 v1 比较" in tianping("compare", *words, *MAY).out


@pytest.mark.parametrize(
    "words",
    [("v1",), ("--set", "a=1", "v1"), ("v1", "v1", "--set", "a")],
)
def test_wrong_usage(tianping: Command, words: tuple[str, ...]) -> None:
    done = tianping("compare", *words, *MAY)
    assert done.code in (1, 2)
    assert "W955" in done.err or done.code == 2


def test_another_shops_policy_leaves_out_roles_that_it_lacks(tianping: Command) -> None:
    folder = tianping.folder / "policies"
    text = (folder / "myshop/pay/v1.yaml").read_text("utf-8")
    other = folder / "other/pay/v1.yaml"
    other.parent.mkdir(parents=True)
    other.write_text(
        text.replace("shop: myshop ", "shop: other ").replace("  客服:\n", "  顾问:\n"), "utf-8"
    )
    done = tianping("compare", "v1", "other/pay/v1", *MAY, *JSON)
    assert (1, ["W953"]) == (done.code, done.codes)
    assert {(2, "role_unknown")} == {(n["side"], n["reason"]) for n in done.json["not_compared"]}
    assert 3 == len(done.json["not_compared"])


# -- tables ----------------------------------------------------------------------------------


def test_grades_places_and_spread(tianping: Command) -> None:
    # 优秀 from 90: 阿文 with 89.4 falls to 良好 1600, total 1950.00; + 0 for the others
    done = compare(tianping, "v1", "v1", "--set", "tables.评级.rows[85].from=90")
    assert [("优秀", "良好", "-100.00")] == [
        (m["grade_before"], m["grade_after"], m["difference"])
        for m in done["migration"]
        if m["grade_before"] != m["grade_after"]
    ]
    assert [("卓越", "0.00"), ("优秀", "-100.00"), ("良好", "0.00")] == [
        (g["grade"], g["difference"]) for g in done["grades"]
    ]
    assert [1, 2, 3] == [r["rank_before"] for r in done["ranks"]]
    # 2966.41 ÷ 1724.51 = 1.72014…; Gini: 2 × (2966.41 − 1724.51) ÷ (3 × 6740.92) = 0.12282…
    first = done["spread"][0]
    assert ("1724.51", "2050.00", "2966.41") == (first["least"], first["median"], first["greatest"])
    assert ("1.7201", "0.1228") == (first["ratio"], first["gini"])


def test_better_in_everything_and_paid_less(tianping: Command) -> None:
    # who has 85 points and more gets 1500, the others 1900: 小溪 1900 + 124.51 = 2024.51,
    # 阿文 1500 + 350 = 1850.00 with more of everything
    words = ("--set", "tables.评级.rows[85].岗位工资=1500", "--set")
    done = compare(tianping, "v1", "v1", *words, "tables.评级.rows[75].岗位工资=1900")
    (one,) = done["unfair"]
    assert (2, "阿文", "小溪") == (one["side"], one["name"], one["other_name"])
    assert ("1850.00", "2024.51", "174.51") == (one["total"], one["other_total"], one["gap"])
    assert "岗位工资 1500.00 < 1900.00" == one["lines"]
    assert "服务得分 88.5 : 81" in one["measures"]
    assert "平均响应 65 : 78" in one["measures"]


def test_the_keys_of_two_sides_and_one_month_are_still_there(tianping: Command) -> None:
    done = compare(tianping, "v1", "v1")
    for key in ("shop", "month", "before_side", "after_side", "total_before", "total_after",
                "difference", "gaining", "losing", "agents", "lines"):  # fmt: skip
        assert key in done
    assert {"agent", "before", "after", "difference"} <= set(done["agents"][0])
    assert {"agent", "line", "before", "after", "difference"} <= set(done["lines"][0])


def test_the_view_fits_a_hundred_columns(tianping: Command) -> None:
    words = ("v1", "v1", *RAISED, "v1", "--set", "tables.评级.rows[85].岗位工资=1500",
             "--set", "tables.评级.rows[75].岗位工资=1900", "posted")  # fmt: skip
    for language in ("zh", "en"):
        out = Command(tianping.folder, language)(
            "compare", *words, *SHOP, "--months", "2024-04..2024-06"
        ).out
        assert max(width(line) for line in out.splitlines()) <= 100


# -- what was paid, and several months ----------------------------------------------------------


def test_posted_is_what_was_paid_with_its_corrections(posted: Command) -> None:
    # 小溪 sold 10000 more: + 112.25 (test_corrections.py), unpaid until the correction is posted
    take(posted, "更正", MORE)
    assert "112.25" == compare(posted, "posted", "v1")["difference"]
    ok(posted("rerun", *MAY, "--by", "会计", "--reason", "漏计"))
    done = compare(posted, "posted", "v1")
    assert ("6853.17", "0.00") == (done["total_before"], done["difference"])
    assert {"卓越", "优秀", "良好"} == {g["grade"] for g in done["grades"]}


def test_a_hold_is_told_and_not_counted(posted: Command) -> None:
    june(posted)
    hold = ("adjust", *SHOP, "--month", "2024-06", "--agent", "小美", "--kind", "hold")
    ok(posted(*hold, "--amount", "-200", "--by", "会计", "--reason", "x", "--evidence", "y"))
    ok(posted("post", *SHOP, "--month", "2024-06", "--by", "会计"))
    words = ("posted", "v1", *SHOP, "--months", "2024-05..2024-07", *JSON)
    done = posted("compare", *words)
    told = [(n["month"], n["reason"]) for n in done.json["not_compared"]]
    assert ("2024-06", "paid_beside") in told
    assert ("2024-07", "not_posted") in told
    # May 6740.92, June 2050.00 (test_corrections.py)
    assert ("8790.92", "0.00") == (done.json["total_before"], done.json["difference"])
    assert "2024-05..2024-07" == done.json["months"]


def test_a_month_without_a_version_is_told(posted: Command) -> None:
    june(posted)
    path = posted.folder / "policies/myshop/pay/v1.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("{from: 2024-01}", "{from: 2024-01, to: 2024-06}"), "utf-8")
    done = ok(posted("compare", "v1", "in_force", *SHOP, "--months", "2024-05..2024-06", *JSON))
    assert [(2, "2024-06", "no_version")] == [
        (n["side"], n["month"], n["reason"]) for n in done.json["not_compared"]
    ]
    assert "0.00" == done.json["difference"]


# -- backtest ----------------------------------------------------------------------------------


def backtest(tianping: Command, *words: str) -> Output:
    return tianping("backtest", *words, *SHOP, *JSON)


def test_the_policy_that_paid_differs_in_nothing(looking_back: Command) -> None:
    for month in ("2024-05", "2024-06"):
        ok(looking_back("post", *SHOP, "--month", month, "--by", "会计"))
    done = ok(backtest(looking_back, "v1")).json
    assert "0.00" == done["difference"]
    assert {"0.00"} == {line["difference"] for line in done["lines"]}
    assert ["2024-05", "2024-06"] == sorted({m["month"] for m in done["month_totals"]})


def test_a_streak_is_carried_as_the_candidate_makes_it(looking_back: Command) -> None:
    for month in ("2024-05", "2024-06"):
        ok(looking_back("post", *SHOP, "--month", month, "--by", "会计"))
    # from 85 points on, 阿文 with 89.4 is in the streak as well: in June + 100 for her, whom no
    # posted month says anything of; 小美 has had it
    done = ok(backtest(looking_back, "v1", "--set", "streaks.连优.while=考核得分 >= 85")).json
    assert "100.00" == done["difference"]
    assert [("2024-06", "阿文", "100.00")] == [
        (m["month"], m["name"], m["difference"])
        for m in done["agent_months"]
        if Decimal(m["difference"])
    ]
    assert [("连优奖", "100.00")] == [
        (t["line"], t["difference"]) for t in done["line_totals"] if Decimal(t["difference"])
    ]


def test_nothing_to_test_against_is_said(tianping: Command) -> None:
    assert ["W912"] == backtest(tianping, "v1").codes
    assert ["W913"] == backtest(tianping, "posted").codes


def test_a_workspace_copied_elsewhere_tells_the_same(tianping: Command) -> None:
    copy = tianping.folder.with_name("copy")
    shutil.copytree(tianping.folder, copy)
    words = ("compare", "v1", "v1", *RAISED, *MAY, *JSON)
    assert tianping(*words).out == Command(copy)(*words).out
