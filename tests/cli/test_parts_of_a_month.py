"""Joiners, leavers, promotions and a move to another shop, from the roster to the ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import Command

POLICY = """\
format: 1
policy: pay
shop: SHOP
version: 1
title: 月中变动
effective: {from: 2024-01}
currency: CNY
sources: {规章: 月中变动}
round: {lines: {places: 2, mode: half_up}}
mid_month: {role: by_days, level: last_state}
roles:
  客服: {pay: [岗位工资, 提成, 全勤奖]}
  组长: {pay: [岗位工资, 组长津贴, 提成]}
tables:
  工资表:
    lookup: 职级
    method: whole
    edge: exact
    columns: [is, 工资]
    units: {工资: money}
    rows:
      - [1, 3000]
      - [2, 3600]
pay:
  岗位工资: {amount: 工资表.工资, prorate: {by: calendar_days}}
  提成: {amount: 销售额 × 1%}
  组长津贴: {amount: 600, prorate: {by: calendar_days}}
  全勤奖: {amount: 100, when: 上班天数 >= 26, prorate: none}
"""
ROSTER = """\
工号,姓名,店铺,角色,职级,入职日期,离职日期,生效日期,失效日期
甲,甲,dong,客服,1,2022-01-01,,2024-01,
乙,乙,dong,客服,1,2024-06-11,,2024-06,
丙,丙,dong,客服,1,2022-01-01,2024-06-12,2024-01,
丁,丁,dong,客服,1,2022-01-01,,2024-01,2024-06-16
丁,丁,dong,组长,2,2022-01-01,,2024-06-16,
戊,戊,dong,客服,1,2022-01-01,,2024-01,2024-06-21
戊,戊,dong,客服,2,2022-01-01,,2024-06-21,
己,己,dong,客服,1,2022-01-01,,2024-01,2024-06-21
己,己,xi,客服,1,2022-01-01,,2024-06-21,
"""
FIGURES = """\
客服,月份,销售额,上班天数
甲,2024-06,20000,26
乙,2024-06,8000,17
丙,2024-06,5000,10
丁,2024-06,10000,26
戊,2024-06,0,26
己,2024-06,1000,18
"""
MONTH = ("--shop", "dong", "--month", "2024-06")

# worked by hand, June has 30 days:
# 甲 the whole month: 3000 + 20000 × 1% + 100 = 3300
# 乙 joined on the 11th, 20 days: 3000 × 20 ÷ 30 + 80 + 0 = 2080
# 丙 left on the 12th, 12 days: 3000 × 12 ÷ 30 + 50 + 0 = 1250
# 丁 客服 for 15 days, 组长 for 15: (3000 + 3600) × 15 ÷ 30 = 3300; commission 100 in both;
#   allowance 600 × 15 ÷ 30 = 300; prize 100 × 15 ÷ 30 = 50; 3750
# 戊 level 2 from the 21st, the last state pays: 3600 + 0 + 100 = 3700
# 己 20 days here: 3000 × 20 ÷ 30 + 10 + 0 = 2010; in xi 10 days: 3000 × 10 ÷ 30 = 1000 (+ 5)
TOTALS = {
    "甲": "3300.00", "乙": "2080.00", "丙": "1250.00",
    "丁": "3750.00", "戊": "3700.00", "己": "2010.00",
}  # fmt: skip


def store(folder: Path, policy: str = POLICY) -> None:
    for shop in ("dong", "xi"):
        path = folder / "policies" / shop / "pay" / "v1.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(policy.replace("SHOP", shop), "utf-8")


@pytest.fixture
def tianping(tmp_path: Path) -> Command:
    folder = tmp_path / "shops"
    assert Command(tmp_path)("init", str(folder)).code == 0
    store(folder)
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    (folder / "东店.csv").write_text(FIGURES, "utf-8")
    (folder / "西店.csv").write_text("客服,月份,销售额,上班天数\n己,2024-06,500,8\n", "utf-8")
    command = Command(folder)
    taken = [command("import", "花名册.csv", "--mapping", "roster")]
    for file, shop in (("东店.csv", "dong"), ("西店.csv", "xi")):
        taken.append(command("import", file, "--mapping", "agent_months_wide", "--shop", shop))
    assert [0, 0, 0] == [done.code for done in taken], [done.out for done in taken]
    return command


def test_everybody_is_paid_for_their_days(tianping: Command) -> None:
    done = tianping("run", *MONTH, "--format", "json")
    assert TOTALS == {p["name"]: p["total"] for p in done.json["payouts"]}
    lines = {r["line"]: r["amount"] for r in done.json["lines"] if r["agent"] == "丁"}
    assert lines == {
        "岗位工资": "3300.00",
        "提成": "100.00",
        "全勤奖": "50.00",
        "组长津贴": "300.00",
    }


def test_each_shop_pays_the_days_in_that_shop(tianping: Command) -> None:
    done = tianping("run", "--shop", "xi", "--month", "2024-06", "--format", "json")
    assert [("己", "1005.00")] == [(p["name"], p["total"]) for p in done.json["payouts"]]


def test_explain_shows_the_share_of_the_month(tianping: Command) -> None:
    done = tianping("explain", *MONTH, "--agent", "乙", "--line", "岗位工资", "--format", "json")
    steps = {s["item"]: s for s in done.json["steps"]}
    assert "岗位工资 = 工资表.工资 × 20 ÷ 30" == steps["岗位工资"]["formula"]
    share = steps["岗位工资的折算比例"]
    assert "岗位工资的折算比例 = 在职天数 ÷ 当月天数" == share["formula"]
    assert "在职天数 = 20; 当月天数 = 30" == share["values"]
    assert "0.666666666667" == share["amount"] == share["sql_amount"]


def test_explain_shows_every_state_of_the_month(tianping: Command) -> None:
    done = tianping("explain", *MONTH, "--agent", "丁", "--line", "岗位工资", "--format", "json")
    steps = {s["item"]: s for s in done.json["steps"]}
    assert "岗位工资 = (3000 × 15 + 3600 × 15) ÷ 30" == steps["岗位工资"]["formula"]
    assert "3300.00" == steps["岗位工资"]["amount"] == steps["岗位工资"]["sql_amount"]
    amounts = [
        steps[f"岗位工资 ({state})"]["sql_amount"] for state in ("客服 1，15 天", "组长 2，15 天")
    ]
    assert ["3000.00", "3600.00"] == amounts


def test_what_is_posted_is_verified_from_the_dates(tianping: Command) -> None:
    posted = tianping("post", *MONTH, "--by", "店长", "--format", "json")
    assert (0, "16090.00") == (posted.code, posted.json["total"])
    assert tianping("verify").code == 0


def test_a_change_without_a_rule_is_refused(tianping: Command) -> None:
    store(tianping.folder, POLICY.replace("mid_month: {role: by_days, level: last_state}\n", ""))
    done = tianping("run", *MONTH, "--format", "json")
    assert ["R521", "R521"] == done.codes
    said = [d["message"] for d in done.json["diagnostics"]]
    assert "丁" in said[0]
    assert "客服 1 (06-01 – 06-15), 组长 2 (06-16 – 06-30)" in said[0]
    assert "戊" in said[1]


def test_a_part_of_a_month_without_a_rule_is_refused(tianping: Command) -> None:
    store(tianping.folder, POLICY.replace(", prorate: {by: calendar_days}", ""))
    done = tianping("run", *MONTH, "--format", "json")
    assert ["R522"] == done.codes
    assert "丙 (12/30), 乙 (20/30), 己 (20/30)" in done.json["diagnostics"][0]["message"]
    # in May everybody was there for the whole of the month, but nobody has figures
    assert (
        "R522"
        not in tianping("run", "--shop", "dong", "--month", "2024-05", "--format", "json").codes
    )


def test_the_difference_between_two_rules_is_told_in_words(tianping: Command) -> None:
    folder = tianping.folder / "policies/dong/pay"
    text = (folder / "v1.yaml").read_text("utf-8")
    ended = text.replace("{from: 2024-01}", "{from: 2024-01, to: 2024-07}")
    (folder / "v1.yaml").write_text(ended, "utf-8")
    changed = text.replace("version: 1", "version: 2").replace("2024-01}", "2024-07}")
    changed = changed.replace("role: by_days", "role: last_state")
    changed = changed.replace("600, prorate: {by: calendar_days}", "600, prorate: none")
    (folder / "v2.yaml").write_text(changed, "utf-8")
    diff = tianping("diff", "v1", "v2", "--shop", "dong", "--format", "json").json["changes"]
    changes = {c["path"]: (c["before"], c["after"]) for c in diff}
    assert ("by_days", "last_state") == changes["mid_month.role"]
    assert ("{by: calendar_days}", "none") == changes["pay.组长津贴.prorate"]
    paid = tianping("compare", "v1", "v2", *MONTH, "--format", "json").json
    # as 组长 for the whole month: 3600 + 100 + 600 = 4300, 550 more than by days
    differences = {r["agent"]: r["difference"] for r in paid["agents"] if r["difference"] != "0.00"}
    assert {"丁": "550.00"} == differences
