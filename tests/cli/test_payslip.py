"""Payslips: what the ledger says, the same to the cent in every format."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from engine.core.width import width
from tests.cli.command import Command, Output
from tests.cli.test_month import TOTALS
from tests.cli.written import added, column, csv_rows, page, payable, workbook

MAY = ("--shop", "myshop", "--month", "2024-05")
JUNE = ("--shop", "myshop", "--month", "2024-06")
STEM = "2024-06_myshop_pay"

# June, worked by hand. The figures are those of May, as test_month.py works them out; 小溪 left.
# 小美: 1800 + 1016.41 + 150 = 2966.41; what was held back in May: + 200.00 → 3166.41
# 阿文: 1700 + 350 + 50 (one full year on 15 June) = 2100.00; May anew by 40000 instead of 30000:
#   20000 × 1% + 20000 × 1.5% = 500, of which 350 were paid: + 150.00 → 2250.00
# 小溪: nothing but − 80.00 for a headset
LINES = {"小美": "2966.41", "阿文": "2100.00", "小溪": "0.00"}
BESIDE = {"小美": "200.00", "阿文": "150.00", "小溪": "-80.00"}
PAYABLE = {"小美": "3166.41", "阿文": "2250.00", "小溪": "-80.00"}
TOTAL, ADJUSTED, IN_ALL = Decimal("5066.41"), Decimal("270.00"), Decimal("5336.41")


def rewrite(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def done(output: Output) -> Output:
    assert output.code == 0, output.err
    return output


def import_figures(tianping: Command, *more: str) -> None:
    words = ("--mapping", "agent_months_wide", "--shop", "myshop", *more)
    done(tianping("import", "inbox/客服月报.csv", *words))


@pytest.fixture(scope="module")
def june(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """May posted with a hold and corrected; June posted with all that is paid beside it."""
    folder = tmp_path_factory.mktemp("june") / "shop"
    shutil.copytree(filled, folder)
    tianping = Command(folder)
    roster, figures = folder / "inbox/花名册.csv", folder / "inbox/客服月报.csv"
    rewrite(roster, ("2024-04-08,,", "2024-04-08,2024-05-31,"))
    done(tianping("import", "inbox/花名册.csv", "--mapping", "roster", "--shop", "myshop",
                  "--replace"))  # fmt: skip
    given = ("--reason", "待核", "--evidence", "工单1", "--by", "店长")
    done(tianping("adjust", *MAY, "--agent", "小美", "--kind", "hold", "--amount", "-200", *given))
    done(tianping("post", *MAY, "--by", "店长"))
    rewrite(figures, (",30000", ",40000"))
    import_figures(tianping, "--replace")
    done(tianping("rerun", *MAY, "--by", "店长", "--reason", "销售额补录"))
    given = ("--reason", "核清", "--evidence", "工单2", "--by", "店长", "--releases", "1")
    done(tianping("adjust", *JUNE, "--agent", "小美", "--kind", "release", "--amount", "200",
                  *given))  # fmt: skip
    given = ("--reason", "耳机未还", "--evidence", "=领用单", "--by", "店长")
    done(tianping("adjust", *JUNE, "--agent", "小溪", "--kind", "other", "--amount", "-80", *given))
    rewrite(figures, (",40000", ",30000"), ("2024-05", "2024-06"))
    text = figures.read_text("utf-8")
    figures.write_text("".join(line for line in text.splitlines(True) if "客服03" not in line))
    import_figures(tianping)
    done(tianping("post", *JUNE, "--by", "店长", "--note", "六月"))
    # payslips are made from the ledger alone
    shutil.rmtree(folder / "policies")
    return folder


@pytest.fixture(scope="module", params=["zh", "en"])
def made(request: pytest.FixtureRequest, june: Path) -> tuple[str, Path]:
    """Language and folder of all files of June."""
    command = Command(june, request.param)
    done(command("payslip", *JUNE, "--out", f"out-{request.param}"))
    return request.param, june / f"out-{request.param}"


def heads(language: str) -> dict[str, str]:
    chinese = {
        "total": "合计", "adjusted": "调整", "payable": "应付", "amount": "金额", "name": "姓名",
        "agent": "客服",
    }  # fmt: skip
    english = {key: key for key in chinese} | {"adjusted": "adjustments"}
    return chinese if language == "zh" else english


def sheet_names(language: str) -> dict[str, str]:
    if language == "zh":
        return {"summary": "汇总", "bank": "银行", "payslips": "工资条", "adjustments": "调整",
                "nothing_to_pay": "无应发"}  # fmt: skip
    return {"summary": "Summary", "bank": "Bank", "payslips": "Payslips",
            "adjustments": "Adjustments", "nothing_to_pay": "Nothing to pay"}  # fmt: skip


def test_a_month_as_posted_is_what_was_worked_out_by_hand(june: Path) -> None:
    said = done(Command(june)("payslip", *MAY, "--format", "json")).json
    assert TOTALS == {row["name"]: row["total"] for row in said["summary"]}
    assert {"小美": "2766.41", "阿文": "2050.00", "小溪": "1724.51"} == {
        row["name"]: row["payable"] for row in said["bank"]
    }
    # the correction is told where it was made necessary, and paid where it says
    assert [("阿文", "2024-06", "150.00")] == [
        (row["name"], row["pays_in"], row["amount"]) for row in said["later_payments"]
    ]


def test_corrections_and_adjustments_are_paid_with_reason_and_evidence(june: Path) -> None:
    said = done(Command(june)("payslip", *JUNE, "--format", "json")).json
    assert [str(a) for a in (TOTAL, ADJUSTED, IN_ALL)] == [
        said[key] for key in ("total", "adjusted", "payable")
    ]
    for key, amounts in (("total", LINES), ("adjusted", BESIDE), ("payable", PAYABLE)):
        assert amounts == {row["name"]: row[key] for row in said["summary"]}
    told = {row["name"]: row for row in said["adjustments"]}
    assert ("提成", "2024-05", "350.00", "500.00", "销售额补录") == tuple(
        told["阿文"][key] for key in ("line", "concerns", "paid", "now", "reason")
    )
    assert (1, "核清", "工单2", "店长") == tuple(
        told["小美"][key] for key in ("concerned", "reason", "evidence", "by")
    )
    assert [("小溪", "-80.00")] == [(row["name"], row["payable"]) for row in said["nothing_to_pay"]]
    digest = said["entry_digest"].removeprefix("sha256:")
    assert {f"myshop 2024-06 {digest[:12]}"} == {row["reference"] for row in said["bank"]}


def test_every_line_has_its_clause_and_its_working(june: Path) -> None:
    said = done(Command(june, "en")("payslip", *JUNE, "--agent", "小美", "--format", "json")).json
    assert ("98.4", "卓越", "客服") == (said["score"], said["grade"], said["role"])
    assert [("岗位工资", "店规 第2条", "1800.00"), ("提成", "店规 第3条", "1016.41"),
            ("工龄工资", "店规 第4条", "150.00")] == [
        (row["line"], row["clause"], row["amount"]) for row in said["lines"]
    ]  # fmt: skip
    steps = {row["item"]: row for row in said["steps"]}
    assert "20000 × 1% + 30000 × 1.5% + 18320.5 × 2%" == steps["提成表.金额"]["formula"]
    assert "[95, ∞)" in steps["评级.岗位工资"]["row"]
    assert {"客服01"} == {row["agent"] for row in said["steps"]}


def test_pages_add_up_to_the_ledger(made: tuple[str, Path]) -> None:
    language, folder = made
    head = heads(language)
    shop = page(folder / f"{STEM}.html")
    summary = shop.tables["summary"]
    *rows, sums = summary[1:]
    for key, amount in (("total", TOTAL), ("adjusted", ADJUSTED), ("payable", IN_ALL)):
        place = summary[0].index(head[key])
        assert amount == added(row[place] for row in rows) == Decimal(sums[place])
    paid = [*column(shop.tables["bank"], head["payable"]),
            *column(shop.tables["nothing_to_pay"], head["payable"])]  # fmt: skip
    assert IN_ALL == added(paid) == payable(shop)
    slips = [page(path) for path in sorted(folder.glob(f"{STEM}_*.html"))]
    assert sorted(map(Decimal, PAYABLE.values())) == sorted(payable(slip) for slip in slips)
    lines = (slip.tables["lines"][1:-1] for slip in slips if "lines" in slip.tables)
    beside = (slip.tables["adjustments"][1:-1] for slip in slips)
    assert TOTAL == added(row[-1] for rows in lines for row in rows)
    assert ADJUSTED == added(row[-1] for rows in beside for row in rows)


def test_the_workbook_adds_up_to_the_ledger(made: tuple[str, Path]) -> None:
    language, folder = made
    head, names = heads(language), sheet_names(language)
    book = workbook((folder / f"{STEM}.xlsx").read_bytes())
    assert list(names.values())[:4] == list(book)[:4]
    summary = book[names["summary"]]
    for key, amount in (("total", TOTAL), ("adjusted", ADJUSTED), ("payable", IN_ALL)):
        *cells, in_all = column(summary, head[key])
        assert all(isinstance(cell, int | float) for cell in (*cells, in_all))
        assert amount == added(cells) == added([in_all])
    paid = [*column(book[names["bank"]], head["payable"]),
            *column(book[names["nothing_to_pay"]], head["payable"])]  # fmt: skip
    assert IN_ALL == added(paid)
    assert TOTAL == added(column(book[names["payslips"]], head["amount"]))
    assert ADJUSTED == added(column(book[names["adjustments"]], head["amount"]))


def test_csv_files_add_up_to_the_ledger(made: tuple[str, Path]) -> None:
    language, folder = made
    head = heads(language)
    rows = {key: csv_rows(folder / f"{STEM}_{key}.csv") for key in sheet_names(language)}
    for key, amount in (("total", TOTAL), ("adjusted", ADJUSTED), ("payable", IN_ALL)):
        *cells, in_all = column(rows["summary"], head[key])
        assert amount == added(cells) == added([in_all])
    paid = [*column(rows["bank"], head["payable"]),
            *column(rows["nothing_to_pay"], head["payable"])]  # fmt: skip
    assert IN_ALL == added(paid)
    assert TOTAL == added(column(rows["payslips"], head["amount"]))
    assert ADJUSTED == added(column(rows["adjustments"], head["amount"]))


def test_the_same_ledger_gives_the_same_bytes(june: Path, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        done(Command(june)("payslip", *JUNE, "--out", str(tmp_path / folder)))
    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
        for name in ("one", "two")
    )
    assert one == two


def test_only_the_files_asked_for_of_the_agent_asked_for(june: Path, tmp_path: Path) -> None:
    words = ("--agent", "客服01", "--format", "html", "--format", "xlsx")
    said = done(Command(june)("payslip", *JUNE, *words, "--out", str(tmp_path / "a/b")))
    assert [f"{STEM}_客服01.html", f"{STEM}_客服01.xlsx"] == sorted(
        path.name for path in (tmp_path / "a/b").iterdir()
    )
    assert f"{STEM}_客服01.xlsx" in said.out
    # no colleague's pay is in what one agent is given
    book = workbook((tmp_path / "a/b" / f"{STEM}_客服01.xlsx").read_bytes())
    assert not {"汇总", "银行", "无应发"} & set(book)
    assert "阿文" not in str(book)


def test_a_terminal_of_a_hundred_columns_is_wide_enough(june: Path) -> None:
    for language in ("zh", "en"):
        said = done(Command(june, language)("payslip", *JUNE)).out
        assert all(width(line.rstrip()) <= 100 for line in said.splitlines())
        assert "5336.41" in said


def test_csv_on_the_screen_is_like_that_of_every_command(june: Path) -> None:
    said = done(Command(june)("payslip", *JUNE, "--format", "csv")).out
    assert "facts,payable,5336.41" in said
    assert "bank,客服01,小美,3166.41,myshop 2024-06" in said


def test_what_cannot_be_shown_needs_a_folder(june: Path) -> None:
    said = Command(june)("payslip", *JUNE, "--format", "xlsx")
    assert (1, True) == (said.code, "W935" in said.err)


def test_unknown_agents_and_months_are_named(june: Path) -> None:
    tianping = Command(june)
    nobody = tianping("payslip", *JUNE, "--agent", "小梅", "--format", "json")
    assert (1, ["W909"]) == (nobody.code, nobody.codes)
    nothing = tianping("payslip", "--shop", "myshop", "--month", "2024-07", "--format", "json")
    assert (1, ["W912"]) == (nothing.code, nothing.codes)


def test_a_month_that_awaits_a_name_says_so_and_sends_no_money(tianping: Command) -> None:
    rewrite(tianping.folder / "policies/myshop/pay/v1.yaml",
            ("currency: CNY", "currency: CNY\napprovals: 2"))  # fmt: skip
    done(tianping("post", *MAY, "--by", "店长"))
    said = done(tianping("payslip", *MAY, "--out", "out"))
    assert "待签字" in said.out
    slips = sorted((tianping.folder / "out").glob("*_客服*.html"))
    assert 3 == len(slips)
    assert all("待签字，尚未生效" in path.read_text("utf-8") for path in slips)
    assert not (tianping.folder / "out/2024-05_myshop_pay_bank.csv").exists()
    done(tianping("approve", "--entry", "1", "--by", "老板"))
    signed = done(tianping("payslip", *MAY, "--format", "json")).json
    assert signed["approved_by"].startswith("老板 (")
    assert 3 == len(signed["bank"])


@pytest.mark.parametrize("is_closed", [False, True])
def test_a_month_never_posted_shows_what_is_paid_in_it(
    tianping: Command, *, is_closed: bool
) -> None:
    given = ("--reason", "赔付", "--evidence", "工单3", "--by", "店长")
    done(tianping("adjust", *MAY, "--agent", "小美", "--kind", "other", "--amount", "50", *given))
    if is_closed:
        done(tianping("close", *MAY, "--by", "店长"))
    said = done(tianping("payslip", *MAY, "--format", "json")).json
    assert ("已关账" if is_closed else "未过账") == said["state"]
    assert [("小美", "0.00", "50.00")] == [
        (row["name"], row["total"], row["payable"]) for row in said["summary"]
    ]
    assert (["50.00"] if is_closed else []) == [row["payable"] for row in said["bank"]]
    shown = done(tianping("payslip", *MAY)).out
    assert ("未过账即已关账" if is_closed else "尚未过账") in shown


# what import would take for the guard of a spreadsheet is typed as a reason
HOSTILE = "=cmd|' /C calc'!A0"
SUM = "@SUM(1+1)*cmd|' /C calc'!A0"
ACCOUNT = "330102199001011234"


@pytest.fixture
def hostile(tmp_path: Path) -> Command:
    """May posted in a shop whose agents are called what a spreadsheet or a browser would run."""
    done(Command(tmp_path)("init", "shop"))
    tianping = Command(tmp_path / "shop")
    roster, figures = (tianping.folder / "inbox" / f for f in ("花名册.csv", "客服月报.csv"))
    changes = (("客服01", SUM), ("客服02", ACCOUNT), ("客服03", "../../逃"))
    rewrite(roster, *changes, ("小美", "<script>alert(1)</script>"), ("阿文", "@阿文"))
    rewrite(figures, *changes)
    done(tianping("import", "inbox/花名册.csv", "--mapping", "roster", "--shop", "myshop"))
    import_figures(tianping)
    given = ("--reason", HOSTILE, "--evidence", "\t=1+1", "--by", "店长")
    done(tianping("adjust", *MAY, "--agent", SUM, "--kind", "other", "--amount", "-1", *given))
    done(tianping("post", *MAY, "--by", "店长"))
    return tianping


def test_nothing_that_an_agent_is_called_is_run_or_rewritten(hostile: Command) -> None:
    before = set(hostile.folder.parent.rglob("*"))
    done(hostile("payslip", *MAY, "--out", "out"))
    out = hostile.folder / "out"
    assert {out} == {p for p in set(hostile.folder.parent.rglob("*")) - before if p.is_dir()}
    names = {path.name for path in out.glob("*.html")}
    assert {
        "2024-05_myshop_pay.html",
        "2024-05_myshop_pay_@SUM(1+1)_cmd_'__C_calc'!A0.html",
        f"2024-05_myshop_pay_{ACCOUNT}.html",
        "2024-05_myshop_pay__.._逃.html",
    } == names
    book = workbook((out / "2024-05_myshop_pay.xlsx").read_bytes())
    assert {SUM, ACCOUNT} <= set(column(book["银行"], "客服"))
    assert "@阿文" in column(book["银行"], "姓名")
    bank = csv_rows(out / "2024-05_myshop_pay_bank.csv")
    assert {f"'{SUM}", f"'{ACCOUNT}"} <= set(column(bank, "客服"))
    assert [HOSTILE] == column(book["调整"], "原因")
    beside = csv_rows(out / "2024-05_myshop_pay_adjustments.csv")
    assert [f"'{HOSTILE}"] == column(beside, "原因")
    for path in out.glob("*.html"):
        read = page(path)
        assert "script" not in read.tags
        assert not read.loads
    assert "&lt;script&gt;" in (out / "2024-05_myshop_pay.html").read_text("utf-8")


def test_no_payslip_is_made_of_figures_that_were_changed_since(tianping: Command) -> None:
    done(tianping("post", *MAY, "--by", "店长"))
    with duckdb.connect(str(tianping.folder / "tianping.duckdb")) as connection:
        connection.execute("UPDATE figures SET amount = 1 WHERE measure = 'sales'")
    said = tianping("payslip", *MAY, "--out", "out", "--format", "json")
    assert (1, True) == (said.code, "L703" in said.codes)
    assert not (tianping.folder / "out").exists()


def test_an_account_goes_before_a_colleague_who_is_called_so(tianping: Command) -> None:
    rewrite(tianping.folder / "inbox/花名册.csv", ("小美", "客服02"))
    words = ("--mapping", "roster", "--shop", "myshop", "--replace")
    done(tianping("import", "inbox/花名册.csv", *words))
    done(tianping("post", *MAY, "--by", "店长"))
    said = done(tianping("payslip", *MAY, "--agent", "客服02", "--format", "json")).json
    assert ("阿文", "2050.00") == (said["name"], said["payable"])
    assert "2050.00" == said["steps"][-1]["amount"]


def test_who_is_paid_beside_the_month_is_told_apart_from_a_namesake(tianping: Command) -> None:
    roster = tianping.folder / "inbox/花名册.csv"
    roster.write_text(roster.read_text("utf-8-sig").replace("阿文", "小美"), "utf-8")
    month = ("--shop", "myshop", "--month", "2024-05")
    words = ("--mapping", "roster", "--shop", "myshop", "--replace")
    assert 0 == tianping("import", "inbox/花名册.csv", *words).code
    paid = ("--agent", "客服02", "--kind", "other", "--amount", "5", "--by", "x")
    assert 0 == tianping("adjust", *month, *paid, "--reason", "x", "--evidence", "x").code
    assert 0 == tianping("post", *month, "--by", "店长").code
    said = tianping("payslip", *month).out
    # the last table tells what is paid beside the month
    assert "客服02" in said.split("┏")[-1]
