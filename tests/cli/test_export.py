"""An export is checked by SHA-256 alone, tells every change, and brings a lost database back."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from engine.app.posting import PostRequest, post
from engine.app.verifying import VerifyRequest, verify
from engine.app.verifying_export import verify_export
from engine.core.diagnostic import Diagnostic
from engine.core.number import plain
from engine.core.text import LANGUAGES, hint, message
from engine.ledger.entries import entries
from engine.ledger.inputs import FIGURES as INPUT_FIGURES
from engine.ledger.parquet import parquet_of, parquet_reader
from engine.ledger.scope import Scope
from engine.ledger.store import FILE, open_store
from tests.checks.base_scenarios import FIRM, extending
from tests.checks.export_scenarios import (
    JUNE,
    MAY,
    checked,
    exported,
    flip,
    lose_database,
    of_month,
    post_month,
    relist,
    restored,
)
from tests.checks.shop import FIGURES, SHOP, Opened, batch_of, quiet
from tests.cli.command import Command, contents
from tests.cli.exported import REJECTED, approved, ledger, manifest_of
from tests.cli.sha256_alone import entries_of, faults

MONTH = ("--shop", "myshop", "--month", "2024-05")


@pytest.fixture(scope="module")
def opened() -> Iterator[Opened]:
    with ledger() as found:
        yield found


@pytest.fixture(scope="module")
def whole(opened: Opened) -> Path:
    return exported(opened, "whole")


@pytest.fixture(scope="module")
def may(opened: Opened) -> Path:
    return exported(opened, "may", of_month(MAY))


@pytest.fixture(scope="module")
def june(opened: Opened) -> Path:
    return exported(opened, "june", of_month(JUNE))


@pytest.fixture
def copied(whole: Path, tmp_path: Path) -> Path:
    target = tmp_path / "copy"
    shutil.copytree(whole, target)
    return target


def files_of(folder: Path) -> dict[str, Path]:
    return {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()}


def facts_of(folder: Path) -> dict[str, object]:
    return dict(verify_export(folder, VerifyRequest(), "zh", quiet).report.facts)


def rows(path: Path, columns: str = "*") -> list[tuple[object, ...]]:
    return duckdb.sql(f"SELECT {columns} FROM read_parquet('{path}')").fetchall()


# -- what is in it -------------------------------------------------------------------------------


def test_sha256sum_alone_checks_every_file_and_prints_the_digest_of_an_entry(whole: Path) -> None:
    done = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=whole, capture_output=True)
    assert done.returncode == 0, done.stdout
    summed = subprocess.run(
        ["sha256sum", "entries/0009.json"], cwd=whole, capture_output=True, text=True, check=True
    )
    assert manifest_of(whole)["head"] == f"sha256:{summed.stdout.split()[0]}"


def test_a_checker_that_shares_no_code_agrees(whole: Path, may: Path, june: Path) -> None:
    for folder in (whole, may, june):
        assert faults(folder) == []
        assert checked(folder) == ()


def test_the_entries_are_those_of_the_ledger(opened: Opened, whole: Path) -> None:
    with open_store(opened.workspace.root, writes=False) as store:
        chain = {entry.number: entry.digest for entry in entries(store)}
    assert chain == {number: one["digest"] for number, one in entries_of(whole).items()}


def test_a_month_has_all_that_concerns_it(may: Path, june: Path) -> None:
    """Posting, correction, adjustment that settles a line, their second names, the closing."""
    assert [1, 2, 3, 4, 5, 6, 7] == manifest_of(may)["entries"]
    # June's own posting, and the correction and adjustment that are paid with it
    assert [3, 4, 5, 6, 8, 9] == manifest_of(june)["entries"]


def test_what_is_not_in_it_is_said(whole: Path, may: Path, june: Path) -> None:
    assert ("", "") == (facts_of(whole)["absent"], facts_of(whole)["put_off"])
    assert ("8–9", "") == (facts_of(may)["absent"], facts_of(may)["put_off"])
    # June looks back to May's payslips, which are in entry 1
    assert ("1–2, 7", "8") == (facts_of(june)["absent"], facts_of(june)["put_off"])


def test_the_tables_hold_exact_decimals(whole: Path) -> None:
    # 90 points: 1500, and 1 % of 10000; corrected to 50 points: 1200; 50 for the dispute
    differences = rows(whole / "tables/differences.parquet", "line, before, after, amount")
    assert [("工资", "1500", "1200", "-300")] == [(a, *map(plain, b)) for a, *b in differences]
    beside = rows(whole / "tables/paid_beside.parquet", "paid_entry, line, amount")
    assert [(3, "工资", "-300"), (5, "提成", "50")] == [(a, b, plain(c)) for a, b, c in beside]
    adjustments = rows(whole / "tables/adjustments.parquet", "kind, amount, evidence")
    assert [("dispute", "50", "工单 8101")] == [(a, plain(b), c) for a, b, c in adjustments]


def test_what_was_typed_into_a_rejected_cell_is_in_no_file(whole: Path) -> None:
    for path in files_of(whole).values():
        assert REJECTED.encode() not in path.read_bytes()
    for path in whole.rglob("*.parquet"):
        assert not [row for row in rows(path) if any(REJECTED in str(cell) for cell in row)]
    assert 1 == len(rows(whole / "inputs/rejects.parquet"))


# -- what is found ---------------------------------------------------------------------------------


def test_a_flipped_byte_anywhere_is_found_and_names_its_file(copied: Path) -> None:
    for name, path in files_of(copied).items():
        size = path.stat().st_size
        for position in sorted({0, size // 3, size // 2, size * 2 // 3, size - 1}):
            flip(path, position)
            found = checked(copied)
            assert [("L733", name)] == [(d.check.code, d.values["path"]) for d in found], position
            flip(path, position)
    assert checked(copied) == ()


def test_a_missing_and_a_surplus_file_are_named(copied: Path) -> None:
    for name, path in files_of(copied).items():
        moved = path.rename(path.with_name("moved"))
        if name == "manifest.json":
            # without its list a folder is no export
            moved.rename(path)
            continue
        found = {(d.check.code, d.values["path"]) for d in checked(copied)}
        surplus = moved.relative_to(copied).as_posix()
        assert {("L734", name), ("L735", surplus)} == found
        moved.rename(path)


def test_a_link_is_no_file_of_an_export(copied: Path) -> None:
    path = copied / "inputs/roster.parquet"
    path.rename(copied.parent / "elsewhere")
    path.symlink_to(copied.parent / "elsewhere")
    assert ["L733"] == [d.check.code for d in checked(copied)]


def test_an_amount_changed_with_both_lists_made_anew_breaks_the_chain(copied: Path) -> None:
    path = copied / "entries/0001.json"
    text = path.read_text("utf-8")
    assert '\\"100\\"' in text
    path.write_text(text.replace('\\"100\\"', '\\"900\\"'), "utf-8")
    relist(copied)
    assert [("L703", "2")] == [(d.check.code, d.values["entry"]) for d in checked(copied)]


def test_figures_changed_with_both_lists_made_anew_differ_from_the_entry(copied: Path) -> None:
    path = copied / "inputs/figures.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"CREATE TABLE t AS SELECT * REPLACE (amount + 1 AS amount) FROM read_parquet('{path}')"
        )
        types = connection.execute("DESCRIBE t").fetchall()
        amount = next(row[1] for row in types if row[0] == "amount")
        connection.execute("ALTER TABLE t ALTER amount TYPE DECIMAL(38, 12)")
        assert amount.startswith("DECIMAL")
        connection.execute(f"COPY t TO '{path}' (FORMAT parquet)")
    relist(copied)
    assert {"L703", "L702"} <= {d.check.code for d in checked(copied)}


def test_a_policy_file_changed_with_both_lists_made_anew_is_named(copied: Path) -> None:
    (path,) = (copied / "policy/0001").rglob("v1.yaml")
    path.write_text(path.read_text("utf-8") + "# more\n", "utf-8")
    relist(copied)
    found = checked(copied)
    name = path.relative_to(copied).as_posix()
    assert [("L733", name)] == [(d.check.code, d.values["path"]) for d in found]


def test_an_anchor_must_be_in_the_export(whole: Path, may: Path) -> None:
    head = manifest_of(whole)["head"]
    request = VerifyRequest(anchors=(head,))
    assert verify_export(whole, request, "zh", quiet).diagnostics == ()
    # May's export names the head, but does not hold the entry
    found = verify_export(may, request, "zh", quiet).diagnostics
    assert ["L709"] == [d.check.code for d in found]


def test_findings_can_be_shown_in_both_languages(copied: Path) -> None:
    flip(copied / "tables/lines.parquet")
    for diagnostic in checked(copied):
        assert all(spoken(diagnostic))


def spoken(diagnostic: Diagnostic) -> list[str]:
    return [say(diagnostic, language) for language in LANGUAGES for say in (message, hint)]


def test_figures_of_a_month_that_is_not_recomputed_are_checked_all_the_same(
    june: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "june"
    shutil.copytree(june, folder)
    path = folder / INPUT_FIGURES.path
    with parquet_reader() as reader:
        held = reader.rows(INPUT_FIGURES, path.read_bytes())
    author = INPUT_FIGURES.names.index("author")
    said = [(*row[:author], "somebody", *row[author + 1 :]) for row in held]
    path.write_bytes(parquet_of(INPUT_FIGURES, [said]))
    relist(folder)
    named = {(d.check.code, d.values["entry"]) for d in checked(folder)}
    assert {("L703", "3"), ("L703", "8")} == named


def test_bases_and_tables_beside_a_policy_are_in_it() -> None:
    grades = "from,等级,岗位工资\n60,合格,1500\n0,不合格,1200\n"
    digest = hashlib.sha256(grades.encode()).hexdigest()
    in_place = "    rows:\n      - [60, 合格, 1500]\n      - [0, 不合格, 1200]\n"
    firm = FIRM.replace(in_place, f"    csv: {{file: grades.csv, sha256: {digest}}}\n")
    with extending(firm=firm) as opened:
        (opened.workspace.bases / "firm" / "grades.csv").write_text(grades, "utf-8")
        post_month(opened)
        folder = exported(opened, "export")
        paths = {p for p in files_of(folder) if p.startswith("policy/")}
        below = "policy/0001/bases/firm"
        own = "policy/0001/policies/demo/pay/v1.yaml"
        assert {own, f"{below}/v1.yaml", f"{below}/grades.csv"} == paths
        assert checked(folder) == ()
        assert faults(folder) == []


# -- restoring -------------------------------------------------------------------------------------


@pytest.mark.parametrize("names", [("whole",), ("may", "june"), ("june", "whole", "may")])
def test_a_lost_database_comes_back(
    names: tuple[str, ...], opened: Opened, whole: Path, tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    """The same chain, the same figures, and the same export."""
    lost = moved_away(opened, tmp_path)
    assert restored(lost, *(request.getfixturevalue(name) for name in names)) == ()
    assert verify(lost.workspace, VerifyRequest(), "zh", quiet).diagnostics == ()
    before, after = contents(opened.workspace.root), contents(lost.workspace.root)
    for table in ("entries", "batches", "figures", "roster"):
        assert before[table] == after[table]
    again = exported(lost, "again")
    assert [p for p in files_of(whole) if not is_timed(p)] == [
        p for p, path in files_of(again).items()
        if not is_timed(p) and path.read_bytes() == (whole / p).read_bytes()
    ]  # fmt: skip
    first, second = manifest_of(whole), manifest_of(again)
    timed = ("made_at", "manifest_digest")
    assert {k: v for k, v in first.items() if k not in timed} == {
        k: v for k, v in second.items() if k not in timed
    }


def is_timed(path: str) -> bool:
    return path in ("manifest.json", "SHA256SUMS")


def moved_away(opened: Opened, folder: Path) -> Opened:
    """The same workspace in another place, without its database."""
    root = folder / "workspace" / "shop"
    shutil.copytree(opened.workspace.root, root, ignore=shutil.ignore_patterns(f"{FILE}*"))
    workspace = replace(opened.workspace, root=root)
    return replace(opened, workspace=workspace)


def test_the_next_month_goes_on_from_a_restored_ledger(
    opened: Opened, whole: Path, tmp_path: Path
) -> None:
    lost = moved_away(opened, tmp_path)
    assert restored(lost, whole) == ()
    july = JUNE.plus(1)
    lost.save(batch_of(FIGURES, july))
    request = PostRequest(month=lost.request(july), by="会计")
    assert post(lost.workspace, request, "zh", quiet).diagnostics == ()
    approved(lost, 10)
    assert verify(lost.workspace, VerifyRequest(), "zh", quiet).diagnostics == ()
    later = exported(lost, "later")
    assert checked(later) == ()


def test_what_is_missing_for_a_whole_ledger_is_named(
    opened: Opened, june: Path, tmp_path: Path
) -> None:
    lost = moved_away(opened, tmp_path)
    found = restored(lost, june)
    assert [("L737", "1–2, 7")] == [(d.check.code, d.values["missing"]) for d in found]
    assert not list(lost.workspace.root.glob(f"{FILE}*"))


def test_nothing_is_restored_from_an_export_that_was_changed(
    opened: Opened, copied: Path, tmp_path: Path
) -> None:
    lost = moved_away(opened, tmp_path)
    flip(copied / "inputs/figures.parquet", 40)
    assert ["L733"] == [d.check.code for d in restored(lost, copied)]
    assert not list(lost.workspace.root.glob(f"{FILE}*"))
    assert not list(lost.workspace.root.glob(".restore*"))


def test_a_ledger_without_entries_and_imports_is_replaced(
    opened: Opened, whole: Path, tmp_path: Path
) -> None:
    lost = moved_away(opened, tmp_path)
    with open_store(lost.workspace.root, writes=True):
        pass
    assert restored(lost, whole) == ()
    lose_database(lost)


# -- as it is typed --------------------------------------------------------------------------------


def test_the_month_of_a_shop_on_the_command_line(tianping: Command) -> None:
    assert tianping("post", *MONTH, "--by", "店长").code == 0
    done = tianping("export", *MONTH, "--out", "proof/may", "--format", "json")
    assert (done.code, done.json["entry_count"]) == (0, 1)
    assert ["L731"] == tianping("export", "--out", "proof/may", "--format", "json").codes
    elsewhere = Command(tianping.folder.parent)
    verified = elsewhere("verify", "--export", "shop/proof/may", "--format", "json")
    assert (verified.code, verified.json["head"]) == (0, done.json["head"])
    database = tianping.folder / FILE
    database.write_bytes(b"damaged" * 1000)
    refused = tianping("restore", "proof/may", "--format", "json")
    assert (refused.code, refused.codes) == (1, ["L739"])
    assert b"damaged" * 1000 == database.read_bytes()
    database.rename(database.with_name("damaged"))
    assert tianping("restore", "proof/may").code == 0
    assert done.json["head"] == tianping("verify", "--format", "json").json["head"]


def test_a_shop_that_posted_nothing_has_no_export(tianping: Command) -> None:
    done = tianping("export", *MONTH, "--out", "proof", "--format", "json")
    assert (done.code, done.codes) == (1, ["W912"])
    assert not (tianping.folder / "proof").exists()


def test_an_export_that_fails_leaves_nothing_behind(tianping: Command) -> None:
    assert tianping("post", *MONTH, "--by", "店长").code == 0
    (tianping.folder / "file").write_text("", "utf-8")
    done = tianping("export", "--out", "file/proof", "--format", "json")
    assert (done.code, done.codes) == (1, ["W902"])
    assert not list(tianping.folder.glob(".proof*"))


def test_altered_figures_are_not_exported(tianping: Command) -> None:
    assert tianping("post", *MONTH, "--by", "店长").code == 0
    with open_store(tianping.folder, writes=True) as store:
        store.write("UPDATE figures SET amount = amount + 1")
    done = tianping("export", "--out", "proof", "--format", "json")
    assert (done.code, set(done.codes)) == (1, {"L703"})


def test_scopes_say_what_they_are() -> None:
    assert f"{SHOP} 2024-05" == str(Scope(shop=SHOP, month=MAY))
