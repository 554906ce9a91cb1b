"""A version that takes over on the 16th, from the roster to the ledger and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import Command

V1 = """\
format: 1
policy: pay
shop: dong
version: 1
title: 老方案
effective: {from: 2024-01, to: 2024-06-16}
currency: CNY
sources: {规章: 老方案}
round: {lines: {places: 2, mode: half_up}}
mid_month: {role: by_days, level: by_days}
roles:
  客服: {pay: [底薪, 提成, 餐补]}
  学徒: {pay: [底薪]}
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
  底薪: {amount: 工资表.工资, prorate: {by: calendar_days}, cite: {source: 规章, clause: 第1条}}
  提成: {amount: 销售额 × 1%, cite: {source: 规章, clause: 第2条}}
  餐补: {amount: 300, prorate: {by: calendar_days}}
"""
V2 = """\
format: 1
policy: pay
shop: dong
version: 2
title: 新方案
effective: {from: 2024-06-16}
currency: CNY
sources: {规章: 新方案}
round: {lines: {places: 2, mode: half_up}}
mid_month: {role: by_days, level: by_days, version: by_days}
roles:
  客服: {pay: [底薪, 提成, 团队奖]}
  组长: {pay: [底薪, 团队奖]}
tables:
  工资表:
    lookup: 职级
    method: whole
    edge: exact
    columns: [is, 工资]
    units: {工资: money}
    rows:
      - [1, 3300]
      - [2, 3900]
pay:
  底薪: {amount: 工资表.工资, prorate: {by: calendar_days}, cite: {source: 规章, clause: 第3条}}
  提成: {amount: 销售额 × 2%, cite: {source: 规章, clause: 第4条}}
  团队奖: {amount: 合计(销售额) × 1% ÷ 人数(), prorate: none}
"""
ROSTER = """\
工号,姓名,店铺,角色,职级,入职日期,离职日期,生效日期,失效日期
甲,甲,dong,客服,1,2022-01-01,,2024-01,
乙,乙,dong,客服,1,2024-06-11,,2024-06,
丙,丙,dong,学徒,1,2022-01-01,2024-06-12,2024-01,
丁,丁,dong,客服,1,2022-01-01,,2024-01,2024-06-16
丁,丁,dong,组长,2,2022-01-01,,2024-06-16,
戊,戊,dong,客服,1,2022-01-01,,2024-01,2024-06-11
戊,戊,dong,客服,2,2022-01-01,,2024-06-11,
己,己,dong,组长,2,2024-06-21,,2024-06,
"""
FIGURES = """\
客服,月份,销售额
甲,2024-06,20000
乙,2024-06,8000
丙,2024-06,0
丁,2024-06,10000
戊,2024-06,1000
己,2024-06,1001
甲,2024-05,100
丙,2024-05,0
丁,2024-05,100
戊,2024-05,100
甲,2024-07,100
乙,2024-07,100
丁,2024-07,100
戊,2024-07,100
己,2024-07,100
"""
MONTH = ("--shop", "dong", "--month", "2024-06")

# worked by hand; June has 30 days, v1 holds on 15 of them and v2 on 15:
# under v2 there are 甲 乙 丁 戊 己, who sold 20000 + 8000 + 10000 + 1000 + 1001 = 40001:
#   40001 × 1% ÷ 5 = 80.002 → 80.00
# 甲 底薪 (3000 × 15 + 3300 × 15) ÷ 30 = 3150; 提成 (200 + 400) ÷ 2 = 300; 餐补 300 × 15 ÷ 30 = 150;
#   团队奖 80.00 × 15 ÷ 30 = 40.00; 3640
# 乙 20 days, 5 under v1 and 15 under v2: 底薪 v1 3000 × 20 ÷ 30 = 2000, v2 3300 × 20 ÷ 30 = 2200,
#   (2000 × 5 + 2200 × 15) ÷ 20 = 2150; 提成 (80 × 5 + 160 × 15) ÷ 20 = 140;
#   餐补 300 × 20 ÷ 30 = 200, × 5 ÷ 20 = 50; 团队奖 80 × 15 ÷ 20 = 60; 2400
# 丙 12 days under v1 alone: 3000 × 12 ÷ 30 = 1200
# 丁 15 days 客服 1 under v1, 15 days 组长 2 under v2: 底薪 (3000 + 3900) ÷ 2 = 3450;
#   提成 100 ÷ 2 = 50; 餐补 150; 团队奖 40; 3690
# 戊 under v1 10 days at level 1 and 5 at 2, under v2 15 at 2:
#   底薪 (3000 × 10 + 3600 × 5 + 3900 × 15) ÷ 30 = 106500 ÷ 30 = 3550; 提成 (10 + 20) ÷ 2 = 15;
#   餐补 150; 团队奖 40; 3755
# 己 10 days under v2 alone: 3900 × 10 ÷ 30 = 1300; 团队奖 80.00, for nobody weighs it; 1380
TOTALS = {
    "甲": "3640.00", "乙": "2400.00", "丙": "1200.00",
    "丁": "3690.00", "戊": "3755.00", "己": "1380.00",
}  # fmt: skip


def write(folder: Path, **versions: str) -> None:
    for name, text in versions.items():
        path = folder / "policies" / "dong" / "pay" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


@pytest.fixture
def tianping(tmp_path: Path) -> Command:
    folder = tmp_path / "shops"
    assert Command(tmp_path)("init", str(folder)).code == 0
    write(folder, v1=V1, v2=V2)
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    (folder / "东店.csv").write_text(FIGURES, "utf-8")
    command = Command(folder)
    taken = [
        command("import", "花名册.csv", "--mapping", "roster"),
        command("import", "东店.csv", "--mapping", "agent_months_wide", "--shop", "dong"),
    ]
    assert [0, 0] == [done.code for done in taken], [done.out for done in taken]
    return command


def of(done: Any, agent: str) -> dict[str, str]:
    return {row["line"]: row["amount"] for row in done.json["lines"] if row["agent"] == agent}


def test_every_version_pays_its_days(tianping: Command) -> None:
    done = tianping("run", *MONTH, "--format", "json")
    assert [] == done.codes
    assert TOTALS == {p["name"]: p["total"] for p in done.json["payouts"]}
    assert "16065.00" == done.json["total"]
    assert "v1: 2024-06-01 – 2024-06-15; v2: 2024-06-16 – 2024-06-30" == done.json["version_days"]
    assert {
        "底薪": "3150.00", "提成": "300.00", "团队奖": "40.00", "餐补": "150.00"
    } == of(done, "甲")  # fmt: skip
    assert {"底薪": "1200.00"} == of(done, "丙")
    assert {"底薪": "3450.00", "提成": "50.00", "餐补": "150.00", "团队奖": "40.00"} == of(
        done, "丁"
    )
    assert {"底薪": "1300.00", "团队奖": "80.00"} == of(done, "己")


def test_explain_shows_each_version_with_its_days(tianping: Command) -> None:
    done = tianping("explain", *MONTH, "--agent", "戊", "--line", "底薪", "--format", "json")
    steps = {s["item"]: s for s in done.json["steps"]}
    assert "底薪 = (3000 × 10 + 3600 × 5 + 3900 × 15) ÷ 30" == steps["底薪"]["formula"]
    assert "3550.00" == steps["底薪"]["amount"] == steps["底薪"]["sql_amount"]
    told = {
        name: (steps[f"底薪 ({name})"]["sql_amount"], steps[f"底薪 ({name})"]["clause"])
        for name in ("v1 客服 1，10 天", "v1 客服 2，5 天", "v2 客服 2，15 天")
    }
    assert {
        "v1 客服 1，10 天": ("3000.00", "规章 第1条"),
        "v1 客服 2，5 天": ("3600.00", "规章 第1条"),
        "v2 客服 2，15 天": ("3900.00", "规章 第3条"),
    } == told
    # who was there under one version alone is told by that one
    alone = tianping("explain", *MONTH, "--agent", "丙", "--line", "底薪", "--format", "json").json
    assert "policies/dong/pay/v1.yaml:25" == alone["steps"][0]["place"]
    assert "底薪 = 工资表.工资 × 12 ÷ 30" == alone["steps"][0]["formula"]


def posted(tianping: Command, *months: str) -> None:
    for month in months:
        done = tianping("post", "--shop", "dong", "--month", month, "--by", "店长")
        assert 0 == done.code, done.out


def test_the_ledger_keeps_both_versions_and_proves_the_month(tianping: Command) -> None:
    posted(tianping, "2024-05", "2024-06")
    assert 0 == tianping("verify").code
    entries = tianping("history", "--shop", "dong", "--format", "json").json["entries"]
    assert ["v1", "v1 + v2"] == [entry["version"] for entry in entries]
    # only the ledger is asked: both files are gone
    for name in ("v1", "v2"):
        (tianping.folder / "policies" / "dong" / "pay" / f"{name}.yaml").unlink()
    assert 0 == tianping("verify").code
    told = tianping("explain", *MONTH, "--agent", "甲", "--line", "提成", "--format", "json").json
    assert "提成 = (200 × 15 + 400 × 15) ÷ 30" == told["steps"][0]["formula"]
    slip = tianping("payslip", *MONTH, "--agent", "甲", "--format", "json").json
    assert "v1: 2024-06-01 – 2024-06-15; v2: 2024-06-16 – 2024-06-30" == slip["version_days"]
    assert "policies/dong/pay/v1.yaml; policies/dong/pay/v2.yaml" == slip["policy_file"]
    clauses = {row["line"]: row["clause"] for row in slip["lines"]}
    assert "v1: 规章 第1条; v2: 规章 第3条" == clauses["底薪"]
    assert 0 == tianping("export", "--shop", "dong", "--out", "out").code
    kept = {path.name for path in (tianping.folder / "out" / "policy").rglob("v*.yaml")}
    assert {"v1.yaml", "v2.yaml"} == kept
    assert 0 == tianping("verify", "--export", "out").code


def test_a_version_that_has_paid_keeps_its_days(tianping: Command) -> None:
    posted(tianping, "2024-06")
    assert 0 == tianping("check").code
    moved = {"v1": V1.replace("2024-06-16", "2024-06-20")}
    write(tianping.folder, **moved, v2=V2.replace("2024-06-16", "2024-06-20"))
    assert ["L704", "L704"] == tianping("check", "--format", "json").codes
    write(tianping.folder, v1=V1, v2=V2.replace("× 2%", "× 3%"))
    assert ["L704"] == tianping("check", "--format", "json").codes
    write(tianping.folder, v1=V1.replace("× 1%", "× 3%"), v2=V2)
    assert ["L704"] == tianping("check", "--format", "json").codes
    write(tianping.folder, v1=V1.replace("老方案\neff", "旧方案\neff"), v2=f"# 备注\n{V2}")
    assert 0 == tianping("check").code


def test_new_figures_are_corrected_by_both_versions(tianping: Command) -> None:
    posted(tianping, "2024-06")
    more = FIGURES.replace("甲,2024-06,20000", "甲,2024-06,30000")
    (tianping.folder / "更正.csv").write_text(more, "utf-8")
    mapping = ("--mapping", "agent_months_wide", "--shop", "dong")
    assert 0 == tianping("import", "更正.csv", *mapping, "--replace").code
    done = tianping("rerun", *MONTH, "--by", "会计", "--reason", "漏单", "--format", "json")
    assert 0 == done.code, done.out
    differences = {(d["agent"], d["line"]): d["difference"] for d in done.json["differences"]}
    # 甲 sold 10000 more: v1 +100, v2 +200, each half; all of v2 share 50001 × 1% ÷ 5 = 100.00,
    # 20 more than before, × 15 ÷ 30, for 乙 × 15 ÷ 20, for 己 in full
    assert {
        ("甲", "提成"): "150.00", ("甲", "团队奖"): "10.00", ("乙", "团队奖"): "15.00",
        ("丁", "团队奖"): "10.00", ("戊", "团队奖"): "10.00", ("己", "团队奖"): "20.00",
    } == differences  # fmt: skip
    assert 0 == tianping("verify").code


def test_a_version_named_for_a_correction_takes_the_days_of_the_one_before(
    tianping: Command,
) -> None:
    posted(tianping, "2024-06")
    ended = V2.replace("{from: 2024-06-16}", "{from: 2024-06-16, to: 2024-07}")
    right = V2.replace("version: 2", "version: 3").replace("2024-06-16", "2024-07")
    write(tianping.folder, v2=ended, v3=right.replace("× 2%", "× 3%"))
    named = ("rerun", *MONTH, "--by", "会计", "--reason", "比例写错", "--format", "json")
    assert ["W918"] == tianping(*named, "--version", "v1,v2,v3").codes
    done = tianping(*named, "--version", "v1,v3")
    assert 0 == done.code, done.out
    assert "v1: 2024-06-01 – 2024-06-15; v3: 2024-06-16 – 2024-06-30" == done.json["version_days"]
    differences = {(d["agent"], d["line"]): d["difference"] for d in done.json["differences"]}
    # one percent more on 15 of 30 days, for 乙 on 15 of 20
    assert {
        ("甲", "提成"): "100.00", ("乙", "提成"): "60.00", ("戊", "提成"): "5.00"
    } == differences  # fmt: skip
    assert 0 == tianping("verify").code
    again = tianping("rerun", *MONTH, "--format", "json").json
    assert ([], "v1: 2024-06-01 – 2024-06-15; v3: 2024-06-16 – 2024-06-30") == (
        again["differences"],
        again["version_days"],
    )


@pytest.mark.parametrize(("rule", "version", "total"), [("last_state", 2, "3780.00")])
def test_the_last_version_may_pay_all_of_the_month(
    tianping: Command, rule: str, version: int, total: str
) -> None:
    write(tianping.folder, v2=V2.replace("version: by_days", f"version: {rule}"))
    # 丙 is 学徒, which v2 does not have: who is paid by it alone must be
    assert ["R505"] == tianping("run", *MONTH, "--format", "json").codes
    known = V2.replace("  组长:", "  学徒: {pay: [底薪]}\n  组长:")
    write(tianping.folder, v2=known.replace("version: by_days", f"version: {rule}"))
    done = tianping("run", *MONTH, "--format", "json").json
    assert (version, "") == (done["version"], done.get("version_days", ""))
    # under v2 all month, all six share: 40001 × 1% ÷ 6 = 66.67; 3300 + 400 + 66.67
    assert "3766.67" == {p["name"]: p["total"] for p in done["payouts"]}["甲"]
    assert rule in done["why"]


def test_the_first_version_may_pay_all_of_the_month(tianping: Command) -> None:
    write(tianping.folder, v2=V2.replace("version: by_days", "version: first_state"))
    assert ["R505", "R505"] == tianping("run", *MONTH, "--format", "json").codes
    known = V1.replace("  学徒:", "  组长: {pay: [底薪]}\n  学徒:")
    write(tianping.folder, v1=known)
    done = tianping("run", *MONTH, "--format", "json").json
    assert 1 == done["version"]
    assert "3500.00" == {p["name"]: p["total"] for p in done["payouts"]}["甲"]
    posted(tianping, "2024-06")
    assert 0 == tianping("check").code
    # the month was paid by v1, so v1 may no longer end before it
    write(tianping.folder, v1=known.replace("to: 2024-06-16", "to: 2024-06"))
    assert ["B332", "L704"] == sorted(tianping("check", "--format", "json").codes)


def test_what_is_not_said_or_not_covered_is_refused(tianping: Command) -> None:
    write(tianping.folder, v2=V2.replace(", version: by_days", ""))
    assert ["P224"] == tianping("run", *MONTH, "--format", "json").codes
    write(tianping.folder, v2=V2.replace("2024-06-16", "2024-06-18"))
    assert ["B332"] == tianping("check", "--format", "json").codes
    done = tianping("run", *MONTH, "--format", "json")
    assert ["B334"] == done.codes
    assert "2024-06-16 – 2024-06-17" in done.json["diagnostics"][0]["message"]
    write(tianping.folder, v2=V2.replace("2024-06-16", "2024-06-14"))
    assert ["B331"] == tianping("check", "--format", "json").codes
    assert ["B331"] == tianping("run", *MONTH, "--format", "json").codes


def test_who_began_on_an_unknown_day_has_no_days_that_weigh(tianping: Command) -> None:
    (tianping.folder / "补.csv").write_text(ROSTER + "庚,庚,dong,客服,1,,,2024-06,\n", "utf-8")
    assert 0 == tianping("import", "补.csv", "--mapping", "roster").code
    done = tianping("run", *MONTH, "--format", "json")
    assert "R501" in done.codes
    assert any("庚 (hired?)" in d["message"] for d in done.json["diagnostics"])


def test_comparing_takes_each_version_for_its_days(tianping: Command) -> None:
    posted(tianping, "2024-05", "2024-06")
    done = tianping("compare", "in_force", "posted", *MONTH, "--format", "json").json
    assert TOTALS == {row["agent"]: row["before"] for row in done["agents"]}
    assert {"0.00"} == {row["difference"] for row in done["agents"]}
    tested = tianping("backtest", "in_force", "--shop", "dong", "--format", "json").json
    assert {"0.00"} == {row["difference"] for row in tested["agents"]}
    # a version as a side pays whole months, as if it had held
    alone = tianping("compare", "in_force", "v2", *MONTH, "--format", "json").json
    assert "3780.00" == {row["agent"]: row["after"] for row in alone["agents"]}["甲"]


def test_a_new_version_may_begin_on_a_day(tianping: Command) -> None:
    asked = ("new-version", "--shop", "dong", "--format", "json")
    refused = tianping(*asked, "--month", "2024-06-10", "--mid-month", "by_days")
    assert ["W930"] == refused.codes
    (tianping.folder / "policies" / "dong" / "pay" / "v2.yaml").unlink()
    write(tianping.folder, v1=V1.replace(", to: 2024-06-16", ""))
    assert ["P224"] == tianping(*asked, "--month", "2024-06-16").codes
    made = tianping(*asked, "--month", "2024-06-16", "--mid-month", "last_state")
    assert (0, []) == (made.code, made.codes)
    assert ["2024-06-16 – …", "2024-01 – 2024-06-15"] == [
        row["effective"] for row in made.json["versions"]
    ]
    text = (tianping.folder / "policies" / "dong" / "pay" / "v2.yaml").read_text("utf-8")
    assert "mid_month: {role: by_days, level: by_days, version: last_state}" in text
    assert 0 == tianping("check").code
    write(tianping.folder, v2=text.replace("  学徒:", "  组长: {pay: [底薪]}\n  学徒:"))
    posted(tianping, "2024-06")
    assert ["W931"] == tianping(*asked, "--month", "2024-06-20").codes
