"""`tianping fmt` as it is typed: what it writes, what it refuses, and that it is whole or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import Command

UNTIDY = "format:   1\npay:\n    a:\n        amount: 1   \n"
TIDY = "format: 1\n\npay:\n  a:\n    amount: 1\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def written(folder: Path, content: bytes, name: str = "x.yaml") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_file_is_laid_out_and_a_second_time_nothing_is_done(folder: Path) -> None:
    path = written(folder, UNTIDY.encode())
    first = Command(folder)("fmt", "x.yaml", "--format", "json")
    assert [{"file": "x.yaml", "is_changed": True}] == first.json["files"]
    assert TIDY == path.read_text("utf-8")
    second = Command(folder)("fmt", "x.yaml", "--format", "json")
    assert [{"file": "x.yaml", "is_changed": False}] == second.json["files"]
    assert (0, 0) == (first.code, second.code)


def test_with_check_the_file_is_named_with_its_first_line_and_left_alone(folder: Path) -> None:
    path = written(folder, UNTIDY.encode())
    output = Command(folder)("fmt", "--check", "x.yaml", "--format", "json")
    (found,) = output.json["diagnostics"]
    assert (1, "W920", 1) == (output.code, found["code"], found["line"])
    assert UNTIDY == path.read_text("utf-8")


def test_a_folder_is_searched_and_a_file_that_cannot_be_read_stops_no_other(folder: Path) -> None:
    (folder / "deep").mkdir()
    bad = written(folder, b"pay: [1\n", "bad.yaml")
    written(folder / "deep", UNTIDY.encode(), "good.yaml")
    output = Command(folder)("fmt", ".", "--format", "json")
    assert (1, ["Y101"]) == (output.code, output.codes)
    assert TIDY == (folder / "deep" / "good.yaml").read_text("utf-8")
    assert b"pay: [1\n" == bad.read_bytes()


def test_a_file_that_is_not_there_stops_all_before_anything_is_written(folder: Path) -> None:
    path = written(folder, UNTIDY.encode())
    output = Command(folder)("fmt", "x.yaml", "nowhere.yaml", "--format", "json")
    assert (1, ["W902"]) == (output.code, output.codes)
    assert UNTIDY == path.read_text("utf-8")


def test_the_mark_at_the_start_and_the_ends_of_lines_stay_of_their_kind(folder: Path) -> None:
    windows = UNTIDY.replace("\n", "\r\n").encode("utf-8-sig")
    path = written(folder, windows)
    assert 0 == Command(folder)("fmt", "x.yaml").code
    assert TIDY.replace("\n", "\r\n").encode("utf-8-sig") == path.read_bytes()


def test_a_file_that_is_not_certain_stays_as_it_is(folder: Path) -> None:
    text = b"? format\n: 1\n"
    path = written(folder, text)
    output = Command(folder)("fmt", "x.yaml", "--format", "json")
    assert (1, ["W921"]) == (output.code, output.codes)
    assert text == path.read_bytes()


def test_rights_and_links_of_a_file_stay_and_nothing_is_left_beside_it(folder: Path) -> None:
    path = written(folder, UNTIDY.encode(), "real.yaml")
    path.chmod(0o640)
    (folder / "link.yaml").symlink_to(path)
    assert 0 == Command(folder)("fmt", "link.yaml").code
    assert (folder / "link.yaml").is_symlink()
    assert TIDY == path.read_text("utf-8")
    assert 0o640 == path.stat().st_mode & 0o777
    assert ["link.yaml", "real.yaml"] == sorted(p.name for p in folder.iterdir())


def test_a_month_may_be_posted_after_the_policy_was_laid_out(tianping: Command) -> None:
    path = tianping.folder / "policies" / "myshop" / "pay" / "v1.yaml"
    path.write_text(path.read_text("utf-8").replace(": {", ":   { "), encoding="utf-8")
    month = ("--shop", "myshop", "--month", "2024-05")
    assert 0 == tianping("post", *month, "--by", "会计").code
    assert 0 == tianping("fmt").code
    assert 0 == tianping("check").code
    assert 0 == tianping("verify").code
