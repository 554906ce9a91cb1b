"""Bad input to the command line: a clear code, no traceback, and nothing stored."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.command import Command, Output, contents

MONTH = ("--shop", "myshop", "--month", "2024-05")
WIDE = ("--mapping", "agent_months_wide", "--shop", "myshop", "--format", "json")
HEADER = "客服,月份,服务得分,询单转化率,平均响应,销售额\n"


def refused(done: Output, *codes: str) -> None:
    assert done.code == 1, done.err
    assert list(codes) == sorted(set(done.codes))
    assert "Traceback" not in done.out + done.err


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ('客服01,2024-06,90,50.00%,0:42,"1,2,3"', "I843"),
        ("客服01,2024-06,90,50.00%,0:42,-5", "I848"),
        ("客服01,2024-06,nan,50.00%,0:42,5", "I843"),
        ("客服01,2024-06,inf,50.00%,0:42,5", "I843"),
        ("客服01,2024-06,90,0.5,0:42,5", "I844"),
    ],
)
def test_a_bad_cell_rejects_its_row_and_says_where(tianping: Command, row: str, code: str) -> None:
    (tianping.folder / "inbox/bad.csv").write_text(HEADER + row + "\n", "utf-8")
    done = tianping("import", "inbox/bad.csv", *WIDE)
    refused(done, code)
    assert [b["taken"] for b in done.json["batches"]] == [0]
    assert [r["row"] for r in done.json["rejects"]] == [2]


def test_a_missing_column_refuses_the_file(tianping: Command) -> None:
    before = contents(tianping.folder)
    (tianping.folder / "inbox/bad.csv").write_text("客服,服务得分\n客服01,90\n", "utf-8")
    refused(tianping("import", "inbox/bad.csv", *WIDE), "I807")
    assert before == contents(tianping.folder)


def test_two_different_rows_for_one_agent_month_are_both_rejected(tianping: Command) -> None:
    rows = "客服01,2024-06,90,50.00%,0:42,5\n客服01,2024-06,91,50.00%,0:42,5\n"
    (tianping.folder / "inbox/bad.csv").write_text(HEADER + rows, "utf-8")
    done = tianping("import", "inbox/bad.csv", *WIDE)
    refused(done, "I861")
    assert [b["taken"] for b in done.json["batches"]] == [0]


def test_a_figure_that_contradicts_an_earlier_import_changes_nothing(tianping: Command) -> None:
    before = contents(tianping.folder)
    text = (tianping.folder / "inbox/客服月报.csv").read_text("utf-8").replace("30000", "30001")
    (tianping.folder / "inbox/again.csv").write_text(text, "utf-8")
    refused(tianping("import", "inbox/again.csv", *WIDE), "L712")
    assert before == contents(tianping.folder)
    assert tianping("import", "inbox/again.csv", *WIDE, "--replace").code == 0
    paid = tianping("run", *MONTH, "--format", "json").json
    # 20000 × 1% + 10001 × 1.5% = 350.015 → 350.02
    assert "2050.02" in [p["total"] for p in paid["payouts"]]


def test_the_same_file_twice_changes_nothing(tianping: Command) -> None:
    before = contents(tianping.folder)
    done = tianping("import", "inbox/客服月报.csv", *WIDE)
    assert done.code == 0
    assert [b["is_new"] for b in done.json["batches"]] == [False]
    assert before == contents(tianping.folder)


def test_an_agent_who_is_not_on_the_roster_refuses_the_month(tianping: Command) -> None:
    (tianping.folder / "inbox/new.csv").write_text(
        HEADER + "客服09,2024-05,90,50.00%,0:42,5\n", "utf-8"
    )
    assert tianping("import", "inbox/new.csv", *WIDE).code == 0
    refused(tianping("run", *MONTH, "--format", "json"), "R506")
    refused(tianping("post", *MONTH, "--by", "x", "--format", "json"), "R506")


def test_a_missing_figure_names_measure_and_agent(tianping: Command) -> None:
    heads = "工号,姓名,店铺,角色,职级,入职日期,离职日期,生效月,失效月"
    roster = f"{heads}\n客服07,小七,myshop,客服,,2024-01-01,,2024-05,\n"
    (tianping.folder / "inbox/roster2.csv").write_text(roster, "utf-8")
    assert (
        tianping("import", "inbox/roster2.csv", "--mapping", "roster", "--shop", "myshop").code == 0
    )
    done = tianping("run", *MONTH, "--format", "json")
    refused(done, "R501")
    assert {"服务得分", "询单转化率", "平均响应", "销售额"} == {
        d["values"]["measure"] for d in done.json["diagnostics"]
    }
    assert all("客服07" in d["values"]["agents"] for d in done.json["diagnostics"])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "Y102"),
        (b"a: [", "Y101"),
        (bytes(range(256)), "Y103"),
        ("标题: 方案".encode("gb18030"), "Y103"),
        ("标题: 方案".encode("utf-16"), "Y103"),
        (b"a: &x 1\nb: *x\n", "Y105"),
        (b"[" * 200 + b"]" * 200, "Y108"),
    ],
)
def test_a_broken_policy_file_is_named(tianping: Command, content: bytes, code: str) -> None:
    path = tianping.folder / "policies/myshop/pay/v2.yaml"
    path.write_bytes(content)
    done = tianping("check", "policies/myshop/pay/v2.yaml", "--format", "json")
    assert done.code == 1
    assert code in done.codes


def test_a_policy_of_100_megabytes_is_not_read_whole(tianping: Command) -> None:
    path = tianping.folder / "huge.yaml"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 100 * 2**20)
    refused(tianping("check", "huge.yaml", "--format", "json"), "Y107")
    refused(tianping("import", "huge.yaml", *WIDE), "I803")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("run", "--shop", "myshp", "--month", "2024-05"), "W905"),
        (("run", "--shop", "myshop", "--month", "2024-13"), "W906"),
        (("run", "--shop", "myshop", "--month", "2024-05", "--policy", "x"), "W907"),
        (("check", "nowhere.yaml"), "W902"),
        (("compare", "../../etc/passwd", "v1", *MONTH), "W903"),
        (("compare", "v1", "v9", *MONTH), "W913"),
        (("import", "inbox/花名册.csv", "--mapping", "rooster"), "W908"),
        (("explain", *MONTH, "--agent", "小每"), "W909"),
        (("explain", *MONTH, "--agent", "小美", "--line", "题成"), "W910"),
        (("init", "."), "W911"),
        (("verify",), "W912"),
    ],
)
def test_a_slip_on_the_command_line_is_named(
    tianping: Command, words: tuple[str, ...], code: str
) -> None:
    before = contents(tianping.folder)
    refused(tianping(*words, "--format", "json"), code)
    assert before == contents(tianping.folder)


def test_outside_a_workspace(tmp_path: Path) -> None:
    refused(Command(tmp_path)("run", *MONTH, "--format", "json"), "W901")


def test_unknown_options_are_wrong_usage(tianping: Command) -> None:
    assert tianping("run", "--shop", "myshop").code == 2
    assert tianping("fly").code == 2


def test_a_table_file_outside_the_policy_folder_is_refused(tianping: Command) -> None:
    (tianping.folder / "secret.csv").write_text("from,等级,岗位工资\n0,一般,9999\n", "utf-8")
    policy = tianping.folder / "policies/myshop/pay/v1.yaml"
    text = policy.read_text("utf-8")
    start, end = text.index("    rows:\n      - [95"), text.index("  提成表:")
    csv = f'    csv: {{file: ../../../secret.csv, sha256: "{"0" * 64}"}}\n'
    policy.write_text(text[:start] + csv + text[end:], "utf-8")
    done = tianping("check", "--format", "json")
    assert done.code == 1
    assert "P221" in done.codes
