"""After a month is posted: reruns, adjustments, approvals, closing, and what verify makes of them.

The starter's May is worked out in test_month.py: 小美 2966.41, 阿文 2050.00, 小溪 1724.51.
"""

from __future__ import annotations

import json
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest

from tests.cli.command import Command, Output, contents

SHOP = ("--shop", "myshop")
MAY = (*SHOP, "--month", "2024-05")
JUNE = (*SHOP, "--month", "2024-06")
HEADER = "客服,月份,服务得分,询单转化率,平均响应,销售额\n"
# 小溪 sold 22450.80 and not 12450.80:
# 20000 × 1% + 2450.80 × 1.5% = 200 + 36.762 = 236.76; 236.76 − 124.51 = 112.25
MORE = "客服03,2024-05,81,47.25%,1:18,22450.80\n"
# June: 96×40% + 100×40% + 100×20% = 98.4 → 1800; 10000 × 1% = 100; 3 full years → 150: 2050.00
JUNE_ROWS = "客服01,2024-06,96,61.50%,0:42,10000\n"


def take(tianping: Command, name: str, rows: str) -> None:
    (tianping.folder / f"inbox/{name}.csv").write_text(HEADER + rows, "utf-8")
    done = tianping(
        "import", f"inbox/{name}.csv", "--mapping", "agent_months_wide", *SHOP, "--replace"
    )
    assert done.code == 0, done.err


def june(tianping: Command) -> None:
    """Only 小美 is there in June."""
    lines = (tianping.folder / "inbox/花名册.csv").read_text("utf-8-sig").splitlines()
    kept = [line if n < 2 else f"{line}2024-06" for n, line in enumerate(lines)]
    (tianping.folder / "inbox/六月花名册.csv").write_text("\n".join(kept) + "\n", "utf-8")
    ok(tianping("import", "inbox/六月花名册.csv", "--mapping", "roster", *SHOP))
    take(tianping, "六月", JUNE_ROWS)


def ok(done: Output) -> Output:
    assert done.code == 0, done.out + done.err
    return done


@pytest.fixture
def posted(tianping: Command) -> Command:
    ok(tianping("post", *MAY, "--by", "会计"))
    return tianping


def two_names(shop: Path) -> None:
    path = shop / "policies/myshop/pay/v1.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("currency: CNY\n", "currency: CNY\napprovals: 2\n"), "utf-8")


# -- rerun ------------------------------------------------------------------------------------


def test_nothing_differs_where_nothing_changed(posted: Command) -> None:
    done = ok(posted("rerun", *MAY, "--by", "会计", "--reason", "x", "--format", "json")).json
    assert (done["difference"], done["differences"]) == ("0.00", [])
    assert 1 == len(contents(posted.folder)["entries"])


def test_a_rerun_shows_without_a_name_and_posts_with_one(posted: Command) -> None:
    take(posted, "更正", MORE)
    shown = ok(posted("rerun", *MAY, "--format", "json")).json
    assert [("小溪", "提成", "124.51", "236.76", "112.25")] == [
        (d["name"], d["line"], d["paid"], d["now"], d["difference"]) for d in shown["differences"]
    ]
    assert 1 == len(contents(posted.folder)["entries"])
    done = ok(
        posted("rerun", *MAY, "--by", "会计", "--reason", "漏计一单", "--format", "json")
    ).json
    assert (done["difference"], done["pays_in"], done["total_now"]) == (
        "112.25", "2024-06", "6853.17",
    )  # fmt: skip
    assert 2 == len(contents(posted.folder)["entries"])
    ok(posted("verify"))


def test_a_second_rerun_yields_only_what_is_still_different(posted: Command) -> None:
    take(posted, "更正", MORE)
    ok(posted("rerun", *MAY, "--by", "会计", "--reason", "漏计一单"))
    again = ok(posted("rerun", *MAY, "--by", "会计", "--reason", "x", "--format", "json")).json
    assert again["differences"] == []
    # 12450.80 after all, and 81 points become 75: 75×40% + 31.5 + 12.8 = 74.3 → 1500, not 1600
    take(posted, "再更正", "客服03,2024-05,75,47.25%,1:18,12450.80\n")
    third = ok(posted("rerun", *MAY, "--by", "会计", "--reason", "扣分", "--format", "json")).json
    assert [("岗位工资", "-100.00"), ("提成", "-112.25")] == [
        (d["line"], d["difference"]) for d in third["differences"]
    ]
    # 6740.92 + 112.25 − 212.25 = 6640.92, which is the month as it would be run now
    fresh = ok(posted("run", *MAY, "--format", "json")).json
    assert Decimal("6640.92") == Decimal(fresh["total"])
    ok(posted("verify"))


def test_what_was_posted_is_never_changed(posted: Command) -> None:
    before = contents(posted.folder)["entries"]
    take(posted, "更正", MORE)
    ok(posted("rerun", *MAY, "--by", "会计", "--reason", "漏计一单"))
    assert before == contents(posted.folder)["entries"][:1]


def test_a_month_is_corrected_by_a_version_that_was_made_for_it(posted: Command) -> None:
    """The rate of the first tier should have been 1.2 %: 20000 × 0.2% = 40.00 for two."""
    folder = posted.folder / "policies/myshop/pay"
    text = (folder / "v1.yaml").read_text("utf-8")
    ended = text.replace("effective: {from: 2024-01}", "effective: {from: 2024-01, to: 2024-06}")
    (folder / "v1.yaml").write_text(ended, "utf-8")
    changed = text.replace("version: 1 ", "version: 2 ").replace("from: 2024-01", "from: 2024-06")
    changed = changed.replace("[20000, 1%]", "[20000, 1.2%]").replace("提成: 350", "提成: 390")
    (folder / "v2.yaml").write_text(changed, "utf-8")
    words = ("rerun", *MAY, "--version", "v2", "--by", "会计", "--reason", "第一档写错")
    done = ok(posted(*words, "--format", "json")).json
    # 12450.80 × 1.2% = 149.4096 → 149.41; 149.41 − 124.51 = 24.90
    assert ["40.00", "40.00", "24.90"] == [d["difference"] for d in done["differences"]]
    assert done["version"] == 2
    # from now on the version that last paid May is the one to rerun it by
    again = ok(posted("rerun", *MAY, "--format", "json")).json
    assert (again["version"], again["differences"]) == (2, [])
    ok(posted("verify"))
    ok(posted("check"))
    (folder / "v2.yaml").write_text(changed.replace("1.2%", "1.3%").replace("390", "410"), "utf-8")
    edited = posted("check", "--format", "json")
    assert "L704" in edited.codes


def test_a_rerun_is_paid_with_an_open_month_alone(posted: Command) -> None:
    take(posted, "更正", MORE)
    words = ("rerun", *MAY, "--by", "会计", "--reason", "x", "--into")
    assert ["L721"] == posted(*words, "2024-05", "--format", "json").codes
    ok(posted("close", *JUNE, "--by", "会计"))
    assert ["L721"] == posted(*words, "2024-06", "--format", "json").codes
    done = ok(posted(*words[:-1], "--format", "json")).json
    assert done["pays_in"] == "2024-07"


def test_a_month_that_was_not_posted_is_not_rerun(tianping: Command) -> None:
    assert ["W912"] == tianping("rerun", *MAY, "--format", "json").codes


# -- the next month ---------------------------------------------------------------------------


def test_corrections_and_adjustments_are_paid_with_the_next_month(posted: Command) -> None:
    take(posted, "更正", MORE)
    ok(posted("rerun", *MAY, "--by", "会计", "--reason", "漏计一单"))
    adjust(posted, "hold", "-200")
    june(posted)
    done = ok(posted("post", *JUNE, "--by", "会计", "--format", "json")).json
    # 2050.00 of June, + 112.25 for 小溪, who has left, − 200.00
    assert ("2050.00", "-87.75", "1962.25") == (done["total"], done["adjusted"], done["payable"])
    assert [("小溪", "112.25"), ("小美", "-200.00")] == [
        (a["name"], a["amount"]) for a in done["adjustments"]
    ]
    ok(posted("verify"))
    # what is posted takes nothing more
    late = adjust(posted, "other", "10", check=False)
    assert late.codes == ["L721"]
    past = ok(posted("history", *SHOP, "--format", "json")).json
    assert [("2024-05", "6740.92"), ("2024-06", "1962.25")] == [
        (p["month"], p["payable"]) for p in past["periods"]
    ]


def adjust(tianping: Command, kind: str, amount: str, *more: str, check: bool = True) -> Output:
    done = tianping(
        "adjust", *JUNE, "--agent", "小美", "--kind", kind, "--amount", amount, "--by", "店长",
        "--reason", "客诉", "--evidence", "工单 8101", *more, "--format", "json",
    )  # fmt: skip
    return ok(done) if check else done


def test_no_more_is_released_than_was_held_back(posted: Command) -> None:
    hold = adjust(posted, "hold", "−200").json["entry"]
    assert ["L726"] == adjust(posted, "release", "50", check=False).codes
    adjust(posted, "release", "150", "--releases", str(hold))
    assert ["L726"] == adjust(
        posted, "release", "50.01", "--releases", str(hold), check=False
    ).codes
    adjust(posted, "release", "50", "--releases", str(hold))
    ok(posted("verify"))


def test_a_month_that_nobody_can_mean_is_refused(posted: Command) -> None:
    when = (*SHOP, "--month", "2042-06")
    words = ("--agent", "小美", "--kind", "hold", "--amount", "-5", "--reason", "x")
    done = posted("adjust", *when, *words, "--evidence", "x", "--by", "x", "--format", "json")
    assert ["L727"] == done.codes
    assert ["L728"] == posted("close", *when, "--by", "x", "--format", "json").codes


@pytest.mark.parametrize(
    ("kind", "amount"), [("hold", "5"), ("release", "-5"), ("other", "0"), ("dispute", "1.005")]
)
def test_an_amount_that_cannot_be_meant_is_refused(posted: Command, kind: str, amount: str) -> None:
    assert "L725" in adjust(posted, kind, amount, check=False).codes


@pytest.mark.parametrize("amount", ["5%", "x", "1,2,3", "nan", "inf", ""])
def test_what_is_no_amount_is_wrong_usage(posted: Command, amount: str) -> None:
    words = ("adjust", *JUNE, "--agent", "小美", "--kind", "other", "--amount", amount)
    done = posted(*words, "--by", "x", "--reason", "x", "--evidence", "x")
    assert done.code == 2
    assert "Traceback" not in done.err


def test_a_settled_dispute_is_not_paid_again_by_a_rerun(posted: Command) -> None:
    settled = ("--concerns", "2024-05", "--line", "提成")
    assert ["W910"] == adjust(
        posted, "dispute", "40", "--concerns", "2024-05", "--line", "提或", check=False
    ).codes
    adjust(posted, "dispute", "40", *settled)
    # no figure has changed, so nothing is taken back
    assert ok(posted("rerun", *MAY, "--format", "json")).json["differences"] == []
    # 70320.50: 20000×1% + 30000×1.5% + 20320.50×2% = 200 + 450 + 406.41 = 1056.41, 40.00 more
    take(posted, "更正", "客服01,2024-05,96,61.50%,0:42,70320.50\n")
    done = ok(posted("rerun", *MAY, "--format", "json")).json
    assert done["differences"] == []
    # 60.00 more than was settled: 73320.50: 200 + 450 + 23320.50 × 2% = 1116.41; 1116.41 − 1056.41
    take(posted, "再更正", "客服01,2024-05,96,61.50%,0:42,73320.50\n")
    further = ok(posted("rerun", *MAY, "--format", "json")).json["differences"]
    assert [("1056.41", "60.00")] == [(d["paid"], d["difference"]) for d in further]
    take(posted, "又更正", "客服01,2024-05,96,61.50%,0:42,70320.50\n")
    # money held back stays owed: it settles nothing
    adjust(posted, "hold", "-40", *settled)
    assert ok(posted("rerun", *MAY, "--format", "json")).json["differences"] == []


# -- two names --------------------------------------------------------------------------------


def test_a_month_counts_once_two_people_stand_behind_it(shop: Path, tianping: Command) -> None:
    two_names(shop)
    done = ok(tianping("post", *MAY, "--by", "Li Lei", "--format", "json")).json
    assert done["state"] == "待签字"
    assert ["L720"] == tianping("post", *MAY, "--by", "店长", "--format", "json").codes
    assert ["L720"] == tianping("rerun", *MAY, "--format", "json").codes
    assert ["L720"] == tianping("close", *MAY, "--by", "x", "--format", "json").codes
    for name in ("ｌｉ  lei", "lilei", "LI\u200bLEI"):
        assert ["L722"] == tianping(
            "approve", "--entry", "1", "--by", name, "--format", "json"
        ).codes
    approved = ok(tianping("approve", "--entry", "1", "--by", "店长", "--format", "json")).json
    assert approved["state"] == "已生效"
    assert ["L723"] == tianping("approve", "--entry", "1", "--by", "x", "--format", "json").codes
    assert ["L701"] == tianping("post", *MAY, "--by", "x", "--format", "json").codes
    ok(tianping("verify"))
    entry = ok(tianping("history", *SHOP, "--format", "json")).json["entries"][0]
    assert (entry["by"], entry["state"]) == ("Li Lei, 店长", "已生效")


def test_what_is_withdrawn_can_be_posted_anew(shop: Path, tianping: Command) -> None:
    two_names(shop)
    ok(tianping("post", *MAY, "--by", "会计"))
    ok(tianping("withdraw", "--entry", "1", "--by", "会计", "--note", "数据不全"))
    ok(tianping("post", *MAY, "--by", "会计"))
    assert ["L723"] == tianping("approve", "--entry", "1", "--by", "x", "--format", "json").codes
    ok(tianping("approve", "--entry", "3", "--by", "店长"))
    ok(tianping("verify"))


def test_what_awaits_a_name_is_not_paid_with_the_next_month(shop: Path, tianping: Command) -> None:
    two_names(shop)
    ok(tianping("post", *MAY, "--by", "会计"))
    ok(tianping("approve", "--entry", "1", "--by", "店长"))
    adjust(tianping, "other", "30")
    june(tianping)
    assert ["L720"] == tianping("post", *JUNE, "--by", "会计", "--format", "json").codes
    ok(tianping("approve", "--entry", "3", "--by", "会计"))
    done = ok(tianping("post", *JUNE, "--by", "会计", "--format", "json")).json
    assert done["adjusted"] == "30.00"
    ok(tianping("verify"))


# -- closing ----------------------------------------------------------------------------------


def test_a_closed_month_takes_nothing(posted: Command) -> None:
    ok(posted("close", *JUNE, "--by", "会计"))
    june(posted)
    assert ["L721"] == posted("post", *JUNE, "--by", "会计", "--format", "json").codes
    assert ["L721"] == adjust(posted, "other", "5", check=False).codes
    assert ["L721"] == posted("close", *JUNE, "--by", "会计", "--format", "json").codes
    ok(posted("close", *MAY, "--by", "会计"))
    states = ok(posted("history", *SHOP, "--format", "json")).json["periods"]
    assert [("2024-05", "已关账"), ("2024-06", "已关账")] == [
        (p["month"], p["state"]) for p in states
    ]


# -- explain ----------------------------------------------------------------------------------


def test_a_posted_payslip_is_explained_without_any_policy_file(posted: Command) -> None:
    (posted.folder / "policies/myshop/pay/v1.yaml").unlink()
    (posted.folder / "policies/myshop/pay").rmdir()
    take(posted, "更正", MORE)
    done = ok(posted("explain", *MAY, "--agent", "小溪", "--format", "json")).json
    steps = {s["item"]: s["amount"] for s in done["steps"]}
    assert (steps["提成"], steps["合计"]) == ("124.51", "1724.51")
    assert (done["entry"], done["by"]) == (1, "会计")


def test_as_posted_and_as_it_would_be_now_stand_side_by_side(posted: Command) -> None:
    take(posted, "更正", MORE)
    words = ("explain", *MAY, "--agent", "小溪", "--as-posted", "--with-current")
    done = ok(posted(*words, "--format", "json")).json
    sides = {s["item"]: s for s in done["sides"]}
    told = [sides["提成"][k] for k in ("posted", "now", "difference")]
    assert told == ["124.51", "236.76", "112.25"]
    assert "12450.8" in sides["提成表.金额"]["values_posted"]
    assert "22450.8" in sides["提成表.金额"]["values_now"]
    assert sides["岗位工资"]["difference"] == "0.00"
    text = ok(posted(*words)).out
    for shown in ("124.51", "236.76", "112.25"):
        assert shown in text


def test_a_correction_is_explained_by_its_number(posted: Command) -> None:
    take(posted, "更正", MORE)
    ok(posted("rerun", *MAY, "--by", "会计", "--reason", "漏计一单"))
    words = ("explain", *MAY, "--agent", "小溪", "--format", "json")
    posted_then = ok(posted(*words)).json
    assert posted_then["corrected_by"] == "2"
    assert [("112.25", "提成")] == [(a["amount"], a["line"]) for a in posted_then["adjustments"]]
    steps = {s["item"]: s["amount"] for s in ok(posted(*words, "--entry", "2")).json["steps"]}
    assert steps["提成"] == "236.76"
    assert ["W912"] == posted(*words, "--entry", "9").codes


# -- the journal and anchors ------------------------------------------------------------------


def test_history_lists_every_run(tianping: Command) -> None:
    ok(tianping("run", *MAY, "--by", "小王"))
    ok(tianping("run", *MAY))
    runs = ok(tianping("history", *SHOP, "--format", "json")).json["runs"]
    assert [("小王", "v1", "6740.92"), ("", "v1", "6740.92")] == [
        (r["by"], r["version"], r["total"]) for r in runs
    ]
    assert runs[0]["data_digest"] == runs[1]["data_digest"]


def test_an_anchor_tells_this_ledger_from_another(posted: Command) -> None:
    head = posted("verify", "--format", "json").json["head"]
    ok(posted("verify", "--anchor", head))
    other = "sha256:" + "0" * 64
    assert ["L709"] == posted("verify", "--anchor", other, "--format", "json").codes


# -- git --------------------------------------------------------------------------------------


def test_commit_and_author_of_the_policy_are_recorded_and_a_dirty_tree_is_said(
    tianping: Command,
) -> None:
    def git(*words: str) -> None:
        who = ("-c", "user.name=Mei", "-c", "user.email=mei@example.org")
        done = ["git", *who, *words]
        subprocess.run(done, cwd=tianping.folder, check=True, capture_output=True)

    git("init", "-q")
    git("add", "policies")
    git("commit", "-qm", "first")
    path = tianping.folder / "policies/myshop/pay/v1.yaml"
    path.write_text(path.read_text("utf-8") + "# 还没有提交\n", "utf-8")
    done = ok(tianping("post", *MAY, "--by", "会计", "--format", "json")).json
    assert " Mei " in done["policy_commit"]
    assert "policies/myshop/pay/v1.yaml" in done["policy_commit"]
    body = json.loads(str(contents(tianping.folder)["entries"][0][5]))
    assert body["policy_commit"]["author"] == "Mei"
    assert body["policy_commit"]["changed_files"] == ["policies/myshop/pay/v1.yaml"]
