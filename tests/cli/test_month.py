"""The starter workspace through a whole month: run, explain, compare, post, verify."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.cli.command import Command, contents

MONTH = ("--shop", "myshop", "--month", "2024-05")

# worked by hand from inbox/客服月报.csv and the starter policy:
# 小美: service 96, 61.5% ≥ 60% → 100, 42 s ≤ 60 → 100; 96×40% + 100×40% + 100×20% = 98.4 → 1800;
#   20000×1% + 30000×1.5% + 18320.50×2% = 200 + 450 + 366.41 = 1016.41; 3 full years → 150
# 阿文: 88.5×40% + 90×40% + (100 − 2×5 = 90)×20% = 35.4 + 36 + 18 = 89.4 → 1700; 350; 0 years
# 小溪: 81×40% + 78.75×40% + (100 − 2×18 = 64)×20% = 32.4 + 31.5 + 12.8 = 76.7 → 1600; 124.508
TOTALS = {"小美": "2966.41", "阿文": "2050.00", "小溪": "1724.51"}


def test_run_pays_what_is_worked_out_by_hand(tianping: Command) -> None:
    done = tianping("run", *MONTH, "--format", "json")
    assert done.code == 0
    assert {p["name"]: p["total"] for p in done.json["payouts"]} == TOTALS
    assert done.json["total"] == "6740.92"
    assert done.json["replayed"] == 3
    assert done.json["version"] == 1


@pytest.mark.parametrize("form", ["table", "csv"])
def test_every_format_tells_the_same_totals(tianping: Command, form: str) -> None:
    out = tianping("run", *MONTH, "--format", form).out
    for total in (*TOTALS.values(), "6740.92"):
        assert total in out


def test_csv_is_read_back_by_a_csv_reader(tianping: Command) -> None:
    out = tianping("run", *MONTH, "--format", "csv").out
    rows = list(csv.reader(io.StringIO(out)))
    payouts = [row for row in rows if row and row[0] == "payouts"]
    assert [TOTALS[name] for name in TOTALS] == [row[-1] for row in payouts]


def test_run_stores_nothing(tianping: Command) -> None:
    before = contents(tianping.folder)
    assert tianping("run", *MONTH).code == 0
    assert before == contents(tianping.folder)


def test_explain_names_formula_values_row_clause_and_line(tianping: Command) -> None:
    done = tianping("explain", *MONTH, "--agent", "小美", "--format", "json")
    steps = {s["item"]: s for s in done.json["steps"]}
    grade = steps["评级.岗位工资"]
    assert "1800.00" == grade["amount"] == grade["sql_amount"]
    assert "[95, ∞)" in grade["row"]
    assert grade["clause"] == "店规 第2条"
    assert steps["考核得分"]["amount"] == "98.4"
    assert steps["合计"]["amount"] == "2966.41"
    assert all(s["amount"] == s["sql_amount"] for s in steps.values() if s["sql_amount"])


def test_explain_one_line_in_english(shop: Path) -> None:
    done = Command(shop, "en")("explain", *MONTH, "--agent", "小溪", "--line", "提成")
    assert done.code == 0
    assert "124.51" in done.out
    assert "124.508 rounded to 2 decimals, half up" in done.out


def test_post_once_and_verify(tianping: Command) -> None:
    posted = tianping("post", *MONTH, "--by", "店长", "--format", "json")
    assert posted.code == 0
    assert posted.json["entry_digest"].startswith("sha256:")
    again = tianping("post", *MONTH, "--by", "店长", "--format", "json")
    assert (again.code, again.codes) == (1, ["L701"])
    verified = tianping("verify", "--format", "json")
    assert verified.code == 0
    assert posted.json["entry_digest"] == verified.json["head"]
    assert [e["is_sound"] for e in verified.json["entries"] if isinstance(e, dict)] == [True]


def test_an_edited_policy_that_has_paid_is_named(tianping: Command) -> None:
    assert tianping("post", *MONTH, "--by", "店长").code == 0
    policy = tianping.folder / "policies/myshop/pay/v1.yaml"
    policy.write_text(
        policy.read_text("utf-8").replace("[95, 卓越, 1800]", "[95, 卓越, 1900]"), "utf-8"
    )
    refused = tianping("check", "--format", "json")
    assert (refused.code, refused.codes) == (1, ["L704"])
    assert "tianping new-version --shop" in refused.json["diagnostics"][0]["hint"]
    # what was posted is recomputed from what the ledger stored, not from the file
    assert tianping("verify").code == 0


def test_diff_and_compare_say_whose_pay_moves(tianping: Command) -> None:
    folder = tianping.folder / "policies/myshop/pay"
    text = (folder / "v1.yaml").read_text("utf-8")
    (folder / "v1.yaml").write_text(
        text.replace("effective: {from: 2024-01}", "effective: {from: 2024-01, to: 2024-06}"),
        "utf-8",
    )
    changed = text.replace("version: 1 ", "version: 2 ").replace("from: 2024-01", "from: 2024-06")
    changed = changed.replace("[20000, 1%]", "[20000, 1.2%]").replace("提成: 350", "提成: 390")
    (folder / "v2.yaml").write_text(changed, "utf-8")
    assert tianping("check").code == 0
    diff = tianping("diff", "v1", "v2", "--shop", "myshop", "--format", "json").json
    assert "tables.提成表.rows[20000].rate" in [
        c["path"] for c in diff["changes"] if isinstance(c, dict)
    ]
    compared = tianping("compare", "v1", "v2", *MONTH, "--format", "json").json
    # 0.2 % of the first 20000 = 40.00 for two, of 12450.80 = 24.9016 for the third:
    # 12450.80 × 1.2% = 149.4096 → 149.41; 149.41 − 124.51 = 24.90
    assert compared["difference"] == "104.90"
    assert [a["difference"] for a in compared["agents"]] == ["40.00", "40.00", "24.90"]


def test_the_month_binds_the_version_in_force(tianping: Command) -> None:
    early = tianping("run", "--shop", "myshop", "--month", "2023-12", "--format", "json")
    assert (early.code, early.codes) == (1, ["B333"])


def test_sql_is_the_same_bytes_each_time(tianping: Command) -> None:
    one = tianping("sql", "policies/myshop/pay/v1.yaml").out
    assert one == tianping("sql", "policies/myshop/pay/v1.yaml").out
    assert "[店规 第3条]" in one
    assert "DOUBLE" not in one


def test_history_tells_who_posted_which_version_and_what_an_agent_was_paid(
    tianping: Command,
) -> None:
    nothing = tianping("history", "--format", "json")
    assert (nothing.code, nothing.codes) == (1, ["W912"])
    assert tianping("post", *MONTH, "--by", "店长", "--note", "五月").code == 0
    done = tianping("history", "--shop", "myshop", "--agent", "小美", "--format", "json")
    assert done.code == 0
    entry = done.json["entries"][0]
    said = [entry[k] for k in ("month", "policy", "version", "by", "note", "total")]
    assert said == ["2024-05", "pay", "v1", "店长", "五月", "6740.92"]
    lines = {row["line"]: row["amount"] for row in done.json["paid_lines"]}
    assert lines == {
        "岗位工资": "1800.00", "提成": "1016.41", "工龄工资": "150.00", "合计": "2966.41"
    }  # fmt: skip
    elsewhere = tianping("history", "--shop", "myshop", "--agent", "nobody", "--format", "json")
    assert (elsewhere.code, elsewhere.codes) == (1, ["W912"])
