"""Where the files of payslips go: into the folder, all or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.app.payslip_book import MonthSlips, Payslip
from engine.app.payslip_files import files_of, safe, write_files
from engine.core.errors import EngineError
from engine.core.period import Month
from engine.ledger.book import Place


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("客服01", "客服01"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a\\b:c", "a_b_c"),
        (".hidden", "hidden"),
        ("...", "_"),
        ("", "_"),
        ("a\x00b\nc\u202ed", "a_b_c_d"),
        ("name. ", "name._"),
        ("Lei Li", "Lei_Li"),
    ],
)
def test_a_name_is_made_safe(text: str, name: str) -> None:
    assert name == safe(text)


def month(*agents: str) -> MonthSlips:
    return MonthSlips(
        place=Place(shop="s", policy="p", month=Month(2024, 5)),
        state="open",
        slips=tuple(Payslip(agent=agent, name="") for agent in agents),
        awaiting=(),
    )


def test_agents_whose_names_fall_together_get_a_number() -> None:
    names = files_of(month("a/b", "a:b", "A_B", "a_b_2"), ["html"], "zh")
    assert [
        "2024-05_s_p.html", "2024-05_s_p_a_b.html", "2024-05_s_p_a_b_2.html",
        "2024-05_s_p_A_B_3.html", "2024-05_s_p_a_b_2_2.html",
    ] == list(names)  # fmt: skip


def test_a_long_name_is_cut_to_what_a_disk_takes(tmp_path: Path) -> None:
    files = files_of(month("名" * 300, "名" * 301), ["html", "csv"], "zh")
    assert all(len(name.encode()) <= 240 for name in files)
    assert len(files) == len(write_files(tmp_path, files))


def test_files_of_the_same_name_are_replaced(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.csv": b"old"})
    write_files(tmp_path, {"a.csv": b"new"})
    assert [(tmp_path / "a.csv", b"new")] == [(p, p.read_bytes()) for p in tmp_path.iterdir()]


def test_a_link_in_the_folder_is_replaced_and_not_followed(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "out"
    outside.write_bytes(b"mine")
    folder.mkdir()
    for name in ("a.csv", ".a.csv.new"):
        (folder / name).symlink_to(outside)
    write_files(folder, {"a.csv": b"new"})
    assert b"mine" == outside.read_bytes()
    assert (b"new", False) == ((folder / "a.csv").read_bytes(), (folder / "a.csv").is_symlink())


def test_where_one_file_cannot_be_written_none_is(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"old")
    (tmp_path / ".b.csv.new").mkdir()
    with pytest.raises(EngineError) as caught:
        write_files(tmp_path, {"a.csv": b"new", "b.csv": b"new"})
    assert ["W936"] == [d.check.code for d in caught.value.diagnostics]
    assert b"old" == (tmp_path / "a.csv").read_bytes()
    assert not (tmp_path / ".a.csv.new").exists()
