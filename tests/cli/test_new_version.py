"""`tianping new-version` as it is typed: the two files afterwards, and what it refuses."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from engine.app.new_version import VersionRequest, draft
from engine.app.workspace import Workspace
from engine.app.writing import make_file
from engine.core.period import Month
from tests.cli.command import Command

SHOP = ("--shop", "myshop")
FLOW = "effective: {from: 2024-01}"
ROUNDS = 4


@pytest.fixture
def folder(shop: Path) -> Path:
    return shop / "policies" / "myshop" / "pay"


def rewritten(path: Path, *changes: tuple[str, str]) -> str:
    """The file with each text replaced, which must be there once; the ends of lines stay."""
    text = path.read_bytes().decode()
    for old, new in changes:
        assert 1 == text.count(old), old
        text = text.replace(old, new)
    path.write_bytes(text.encode())
    return text


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_bytes().decode() for path in folder.iterdir()}


def made(tianping: Command, month: str = "2024-06") -> dict[str, Any]:
    """The report of the command, after which the whole workspace is in order."""
    done = tianping("new-version", *SHOP, "--month", month, "--format", "json")
    assert (0, []) == (done.code, done.codes)
    checked = tianping("check", "--format", "json")
    assert (0, []) == (checked.code, checked.codes)
    return done.json


def refused(tianping: Command, folder: Path, month: str) -> list[str]:
    """The codes, after which every file is as it was."""
    before = texts(folder)
    done = tianping("new-version", *SHOP, "--month", month, "--format", "json")
    assert before == texts(folder)
    assert 1 == done.code
    return done.codes


def test_the_next_version_is_made_and_the_one_before_ends(tianping: Command, folder: Path) -> None:
    text = (folder / "v1.yaml").read_bytes().decode()
    report = made(tianping)
    assert {
        "v1.yaml": text.replace(FLOW, "effective: {from: 2024-01, to: 2024-06}"),
        "v2.yaml": text.replace("version: 1 ", "version: 2 ").replace("2024-01", "2024-06", 1),
    } == texts(folder)
    assert [
        {
            "file": "policies/myshop/pay/v2.yaml",
            "kind": "新建",
            "effective": "2024-06 – …",
        },
        {
            "file": "policies/myshop/pay/v1.yaml",
            "kind": "到此为止",
            "effective": "2024-01 – 2024-05",
        },
    ] == report["versions"]


def test_the_report_says_what_to_do_next(shop: Path) -> None:
    done = Command(shop, "en")("new-version", *SHOP, "--month", "2024-06")
    following = "edit policies/myshop/pay/v2.yaml;  tianping check;  tianping diff v1 v2"
    assert f"Next:  {following} --shop myshop" in done.out
    assert 0 == Command(shop)("diff", "v1", "v2", *SHOP).code


def test_a_policy_that_has_paid_gets_its_next_version(tianping: Command, folder: Path) -> None:
    assert 0 == tianping("post", *SHOP, "--month", "2024-05", "--by", "会计").code
    assert ["W931"] == refused(tianping, folder, "2024-05")
    assert ["W931"] == refused(tianping, folder, "2024-03")
    made(tianping)
    assert 0 == tianping("verify").code


def test_the_hint_for_an_edited_policy_is_a_command_that_works(
    tianping: Command, folder: Path
) -> None:
    assert 0 == tianping("post", *SHOP, "--month", "2024-05", "--by", "会计").code
    text = (folder / "v1.yaml").read_bytes()
    rewritten(folder / "v1.yaml", ("[95, 卓越, 1800]", "[95, 卓越, 1900]"))
    checked = tianping("check", "--format", "json")
    hint = checked.json["diagnostics"][0]["hint"]
    assert hint.endswith("：tianping new-version --shop myshop --month 2024-06")
    assert ["L704"] == refused(tianping, folder, "2024-06")
    (folder / "v1.yaml").write_bytes(text)
    assert 0 == tianping(*hint.partition("tianping ")[2].split()).code


def test_block_style_keeps_its_lines_and_comments(tianping: Command, folder: Path) -> None:
    block = "effective:   # 生效\n    # 从\n    from: '2024-01'  # 含\n\n# 币种"
    rewritten(folder / "v1.yaml", (FLOW, block))
    made(tianping)
    first = block.replace("# 含\n", "# 含\n    to: '2024-06'\n")
    assert first in texts(folder)["v1.yaml"]
    assert block.replace("2024-01", "2024-06") in texts(folder)["v2.yaml"]
    made(tianping, "2024-09")
    assert block.replace("2024-01", "2024-09") in texts(folder)["v3.yaml"]


def test_an_end_that_is_there_stays_and_is_not_copied(tianping: Command, folder: Path) -> None:
    ended = "effective: {from: 2024-01, to: 2024-06}"
    text = rewritten(folder / "v1.yaml", (FLOW, ended))
    assert ["W932"] == refused(tianping, folder, "2024-05")
    assert ["W932"] == refused(tianping, folder, "2024-07")
    report = made(tianping)
    assert ["policies/myshop/pay/v2.yaml"] == [v["file"] for v in report["versions"]]
    assert text == texts(folder)["v1.yaml"]
    assert FLOW.replace("01", "06") in texts(folder)["v2.yaml"]


def test_mark_ends_of_lines_and_rights_are_those_of_the_old_file(
    tianping: Command, folder: Path
) -> None:
    path = folder / "v1.yaml"
    windows = path.read_text("utf-8").replace(f"{FLOW} ", "effective:\n  from: 2024-01\n\n")
    path.write_bytes(windows.replace("\n", "\r\n").encode("utf-8-sig"))
    path.chmod(0o640)
    made(tianping)
    ended = windows.replace("from: 2024-01", "from: 2024-01\n  to: 2024-06")
    assert ended.replace("\n", "\r\n").encode("utf-8-sig") == path.read_bytes()
    assert (folder / "v2.yaml").read_bytes().startswith("\ufeff# yaml".encode())
    assert [0o640, 0o640] == [p.stat().st_mode & 0o777 for p in folder.iterdir()]


def test_a_policy_on_a_base_copies_only_its_own_text(tianping: Command, folder: Path) -> None:
    path = folder / "v1.yaml"
    text = path.read_text("utf-8")
    head, _, rest = text.partition("currency:")
    base = tianping.folder / "bases" / "firm" / "v1.yaml"
    base.parent.mkdir(parents=True)
    base.write_text(f"format: 1\nbase: firm\nversion: 1\ntitle: 总则\ncurrency:{rest}", "utf-8")
    path.write_text(f"{head}extends: {{base: firm, version: 1}}   # 总则\n", "utf-8")
    written = base.read_bytes()
    made(tianping)
    assert "extends: {base: firm, version: 1}   # 总则\n" in texts(folder)["v2.yaml"]
    assert written == base.read_bytes()


def test_of_several_policies_one_is_named_and_the_next_words_name_it(
    tianping: Command, folder: Path
) -> None:
    other = folder.with_name("bonus")
    shutil.copytree(folder, other)
    rewritten(other / "v1.yaml", ("policy: pay ", "policy: bonus "))
    assert ["W907"] == refused(tianping, folder, "2024-06")
    done = tianping("new-version", *SHOP, "--policy", "bonus", "--month", "2024-06")
    assert 0 == done.code
    assert "tianping diff v1 v2 --shop myshop --policy bonus" in done.out
    assert ["v1.yaml"] == list(texts(folder))


def test_a_month_that_is_not_later_is_refused(tianping: Command, folder: Path) -> None:
    assert ["W930"] == refused(tianping, folder, "2024-01")
    assert ["W930"] == refused(tianping, folder, "2023-12")


def test_mistakes_of_the_newest_version_are_shown(tianping: Command, folder: Path) -> None:
    rewritten(folder / "v1.yaml", ("lookup: 考核得分", "lookup: 考核得芬"))
    assert ["B301"] == refused(tianping, folder, "2024-06")
    (folder / "v1.yaml").write_text("pay: [1\n", "utf-8")
    assert ["Y101"] == refused(tianping, folder, "2024-06")


def test_a_place_that_is_not_certain_is_refused(tianping: Command, folder: Path) -> None:
    rewritten(folder / "v1.yaml", (FLOW, "effective:\n  ? from\n  : 2024-01"))
    assert ["W933"] == refused(tianping, folder, "2024-06")


def test_versions_numbered_in_another_order_than_they_begin_are_refused(
    tianping: Command, folder: Path
) -> None:
    text = (folder / "v1.yaml").read_text("utf-8")
    later = text.replace(FLOW, "effective: {from: 2024-06}")
    (folder / "v1.yaml").write_text(later, "utf-8")
    earlier = text.replace(FLOW, "effective: {from: 2024-01, to: 2024-06}")
    (folder / "v2.yaml").write_text(earlier.replace("version: 1 ", "version: 2 "), "utf-8")
    assert 0 == tianping("check").code
    assert ["B331"] == refused(tianping, folder, "2024-06")


def test_stopped_between_the_files_the_check_explains_it(tianping: Command, folder: Path) -> None:
    request = VersionRequest(shop="myshop", start=Month(2024, 6).start, policy="pay")
    drafted = draft(Workspace(tianping.folder), request, None).value
    assert drafted is not None
    make_file(drafted.target, drafted.made, like=drafted.path)
    assert ["B331"] == tianping("check", "--format", "json").codes
    assert ["B331"] == refused(tianping, folder, "2024-06")


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_killed_it_leaves_whole_files(tianping: Command, folder: Path, seed: int) -> None:
    process = tianping.start("new-version", *SHOP, "--month", "2024-06")
    time.sleep(random.Random(seed).uniform(0.2, 0.9))
    process.kill()
    process.wait()
    codes = tianping("check", "--format", "json").codes
    kept = {path.name for path in folder.glob("*.yaml")}
    assert codes in ([], ["B331"])
    assert not codes or kept == {"v1.yaml", "v2.yaml"}
