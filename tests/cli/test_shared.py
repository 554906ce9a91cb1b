"""A month with a pool, a distribution, rates by category and proven mistakes, end to end."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from engine.ledger.store import FILE
from tests.cli.command import Command

MONTH = ("--shop", "demo", "--month", "2024-05")
POLICY = """\
format: 1
policy: pay
shop: demo
version: 1
title: 分钱
effective: {from: 2024-01}
currency: CNY
sources: {制度: "一"}
round: {lines: {places: 2, mode: half_up}}
measures:
  品类销售额: {unit: money, places: 2, min: 0, max: 1000000, by: 品类}
  差错次数: {unit: count, places: 0, min: 0, max: 100, entered: true, evidence: required}
roles:
  客服: {pay: [团队奖, 等级奖, 提成, 差错扣款]}
pools:
  奖金池: {amount: 100, among: [客服], by: 上班天数, places: 2, remainder: nobody}
distributions:
  分布:
    rank: 上班天数
    among: [客服]
    first: highest
    ties: worse
    headcounts: up
    columns: [share, 等级, 奖金]
    units: {奖金: money}
    rows:
      - [50%, 甲, 40]
      - [50%, 乙, 0]
tables:
  比例:
    each: 品类销售额
    method: whole
    edge: exact
    unit: money
    columns: [is, rate]
    rows:
      - [手机, 1%]
      - [配件, 5%]
pay:
  团队奖: {amount: 奖金池}
  等级奖: {amount: 分布.奖金}
  提成: {amount: 比例.金额}
  差错扣款: {amount: −20 × 差错次数}
"""
CATEGORIES = """\
format: 1
mapping: 品类
title: 品类销售额
kind: agent_months
files: ["品类*.csv"]
month: {from: command_line}
agent: {header: 客服}
key: {header: 品类}
columns:
  - {header: 销售额, measure: 品类销售额, written_as: yuan, unit: money, places: 2, min: 0,
     max: 1000000, by: 品类}
"""
MISTAKES = """\
format: 1
mapping: 差错
title: 差错
kind: agent_months
files: ["差错*.csv"]
month: {from: command_line}
agent: {header: 客服}
author: {header: 登记人}
entered_at: {header: 时间}
evidence: {header: 工单}
columns:
  - {header: 差错, measure: 差错次数, written_as: number, unit: count, places: 0, min: 0, max: 100,
     entered: true, evidence: required}
"""
FILES = {
    "policies/demo/pay/v1.yaml": POLICY,
    "mappings/品类.yaml": CATEGORIES.replace("mapping: 品类", "mapping: categories"),
    "mappings/差错.yaml": MISTAKES.replace("mapping: 差错", "mapping: mistakes"),
    "inbox/花名册.csv": "工号,姓名,店铺,角色,入职日期,生效月\n"
    + "".join(f"{a},{a},demo,客服,2021-03-01,2024-01\n" for a in ("甲一", "乙二", "丙三")),
    "inbox/客服月报.csv": "客服,月份,上班天数\n甲一,2024-05,22\n乙二,2024-05,22\n丙三,2024-05,16\n",
    "inbox/品类.csv": "客服,品类,销售额\n甲一,手机,30000\n甲一,配件,1200\n"
    "乙二,手机,100\n丙三,配件,80\n",
    "inbox/差错.csv": "客服,差错,登记人,时间,工单\n甲一,2,林店长,2024-06-01 10:00,工单 8101、8102\n"
    "乙二,0,林店长,2024-06-01 10:00,抽查表\n丙三,1,林店长,2024-06-01 10:00,工单 9001\n",
}


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shared") / "shop"
    assert Command(folder.parent)("init", str(folder)).code == 0
    shutil.rmtree(folder / "policies" / "myshop")
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    command = Command(folder)
    for file, mapping in (("花名册", "roster"), ("客服月报", "agent_months_wide")):
        done = command("import", f"inbox/{file}.csv", "--mapping", mapping, "--shop", "demo")
        assert done.code == 0, done.err
    for file in ("品类", "差错"):
        assert command("import", f"inbox/{file}.csv", *MONTH).code == 0
    return folder


@pytest.fixture
def tianping(imported: Path, tmp_path: Path) -> Command:
    shutil.copytree(imported, tmp_path / "shop")
    return Command(tmp_path / "shop")


def test_the_month_pays_what_is_worked_out_by_hand(tianping: Command) -> None:
    # 100 by 22 + 22 + 16 = 60 days: 36.666…, 36.666…, 26.666…, cut 36.66, 36.66, 26.66; 0.02 stay
    # places 2, 2, 3 (worse of equals); 50 % of 3 people is 1.5, up 2: the two are 甲
    # 30000 × 1% + 1200 × 5% = 360; 100 × 1% = 1; 80 × 5% = 4; mistakes −40, 0, −20
    # 36.66 + 40 + 360 − 40 = 396.66; 36.66 + 40 + 1 = 77.66; 26.66 + 0 + 4 − 20 = 10.66
    done = tianping("run", *MONTH, "--format", "json")
    assert done.code == 0, done.out
    totals = {p["agent"]: p["total"] for p in done.json["payouts"]}
    assert totals == {"甲一": "396.66", "乙二": "77.66", "丙三": "10.66"}


def test_explain_shows_pool_share_and_what_is_left(tianping: Command) -> None:
    done = tianping("explain", *MONTH, "--agent", "甲一", "--format", "json")
    steps = {step["item"]: step for step in done.json["steps"]}
    share = steps["奖金池"]
    assert "36.66" == share["amount"] == share["sql_amount"]
    assert "100 × 22 ÷ 60 = 36.66" in share["formula"]
    assert "0.02" in share["formula"] and "不再分给任何人" in share["formula"]
    assert steps["奖金池[weight]"]["formula"].endswith("上班天数")
    assert "名次 = 2; 本人数值 = 22; 参与排名人数 = 3" in steps["分布.奖金"]["values"]
    assert steps["比例.金额"]["formula"] == "30000 × 1% + 1200 × 5%"


def test_explain_says_who_stated_a_figure_and_what_proves_it(tianping: Command) -> None:
    words = ("--agent", "甲一", "--line", "差错扣款", "--format", "json")
    (row,) = tianping("explain", *MONTH, *words).json["evidence"]
    assert row["figure"] == "差错次数"
    assert row["amount"] == "2"
    assert row["author"] == "林店长"
    assert row["entered_at"] == "2024-06-01 10:00:00"
    assert row["evidence"] == "工单 8101、8102"
    other = tianping("explain", *MONTH, "--agent", "甲一", "--line", "提成", "--format", "json")
    assert other.json["evidence"] == []


def test_a_key_without_a_row_is_named_and_nobody_is_paid(tianping: Command) -> None:
    file = tianping.folder / "inbox" / "品类二.csv"
    file.write_text("客服,品类,销售额\n乙二,耳机,55.50\n", encoding="utf-8")
    assert tianping("import", "inbox/品类二.csv", *MONTH).code == 0
    done = tianping("run", *MONTH, "--format", "json")
    assert done.code == 1
    (found,) = done.json["diagnostics"]
    assert found["code"] == "R532"
    assert all(word in found["message"] for word in ("乙二", "耳机", "55.5", "比例"))
    assert "payouts" not in done.json or not done.json["payouts"]


def test_keys_contradict_one_by_one(tianping: Command) -> None:
    file = tianping.folder / "inbox" / "品类二.csv"
    file.write_text("客服,品类,销售额\n甲一,手机,31000\n甲一,配件,1200\n", encoding="utf-8")
    refused = tianping("import", "inbox/品类二.csv", *MONTH, "--format", "json")
    assert refused.codes == ["L712"]
    assert tianping("import", "inbox/品类二.csv", *MONTH, "--replace").code == 0
    done = tianping("run", *MONTH, "--format", "json")
    totals = {p["agent"]: p["total"] for p in done.json["payouts"]}
    assert totals["甲一"] == "406.66"  # 10 more: 1000 × 1%


def test_a_posted_month_verifies(tianping: Command) -> None:
    assert tianping("post", *MONTH, "--by", "会计").code == 0
    assert tianping("verify", "--format", "json").json["diagnostics"] == []


def test_an_agent_without_any_category_is_a_missing_figure_named_once(tianping: Command) -> None:
    with duckdb.connect(str(tianping.folder / FILE)) as connection:
        connection.execute("DELETE FROM figures WHERE agent = '丙三' AND item_key <> ''")
    done = tianping("run", *MONTH, "--format", "json")
    assert done.codes == ["R501"]
    assert "品类销售额" in done.json["diagnostics"][0]["message"]
