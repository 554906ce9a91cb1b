"""Rows of the ledger changed from outside: `verify` says which entry, whatever was done to it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from engine.cli.main import main
from engine.core.errors import EngineError
from engine.ledger.contents import content_of, sure_content
from engine.ledger.entries import GENESIS, Entry, body_text, entry_digest
from engine.ledger.store import FILE, open_store

POSTED = ("kind", "shop", "policy", "month", "body", "previous")
MONTHS = ("2024-05", "2024-06", "2024-07", "2024-08")
Change = Callable[[duckdb.DuckDBPyConnection], object]


@dataclass(frozen=True)
class Ledger:
    """A workspace with four posted months, and what verify finds after a change."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def said(self, *words: str) -> tuple[int, list[dict[str, Any]]]:
        code = main([*words, "--workspace", str(self.folder), "--format", "json"])
        return code, json.loads(self.capsys.readouterr().out)["diagnostics"]

    def after(self, change: Change, *words: str) -> list[tuple[str, str]]:
        with duckdb.connect(str(self.folder / FILE)) as connection:
            change(connection)
        code, found = self.said(*(words or ("verify",)))
        assert bool(found) == code
        return [(one["code"], one["values"]["entry"]) for one in found]


@pytest.fixture(scope="module")
def four_months(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ledger") / "shop"
    assert 0 == main(["init", str(folder), "--lang", "en"])
    figures = folder / "inbox" / "figures.csv"
    head, *rows = figures.read_text("utf-8").splitlines()
    months = [row.replace("2024-05", month) for month in MONTHS for row in rows]
    figures.write_text("\n".join([head, *months]) + "\n", "utf-8")
    where = ("--shop", "myshop", "--workspace", str(folder))
    for file, mapping in (("roster", "roster"), ("figures", "agent_months_wide")):
        path = str(folder / "inbox" / f"{file}.csv")
        assert 0 == main(["import", path, "--mapping", mapping, *where])
    for month in MONTHS:
        assert 0 == main(["post", *where, "--month", month, "--by", "Li"])
    return folder


@pytest.fixture
def ledger(four_months: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ledger:
    shutil.copytree(four_months, tmp_path / "shop")
    capsys.readouterr()
    return Ledger(tmp_path / "shop", capsys)


def run(*statements: str) -> Change:
    def change(connection: duckdb.DuckDBPyConnection) -> None:
        for statement in statements:
            connection.execute(statement)

    return change


def with_body(number: int, text: str) -> Change:
    """Another body, by somebody who makes its digest fit, and the links to it."""

    def change(connection: duckdb.DuckDBPyConnection) -> None:
        set_ = "UPDATE entries SET body = ? WHERE number = ?"
        connection.execute(set_, [text, number])
        linked_anew(connection)

    return change


def linked_anew(connection: duckdb.DuckDBPyConnection) -> None:
    """Every previous and every digest as they would be if all had been written so."""
    previous = GENESIS
    rows = connection.execute(
        "SELECT number, kind, shop, policy, month, body FROM entries ORDER BY number"
    ).fetchall()
    for number, *texts in rows:
        own = entry_digest(*map(str, texts), previous)
        connection.execute(
            "UPDATE entries SET previous = ?, digest = ? WHERE number = ?", [previous, own, number]
        )
        previous = own


def body_of(ledger: Ledger, number: int) -> dict[str, Any]:
    with open_store(ledger.folder, writes=False) as store:
        text = store.rows("SELECT body FROM entries WHERE number = ?", [number])[0][0]
    loaded: dict[str, Any] = json.loads(str(text))
    return loaded


def test_an_untouched_ledger_is_clean(ledger: Ledger) -> None:
    assert [] == ledger.after(run())


@pytest.mark.parametrize("column", ["kind", "shop", "policy", "month", "body"])
@pytest.mark.parametrize("number", [1, 2, 4])
def test_an_edited_row_is_named(ledger: Ledger, column: str, number: int) -> None:
    edit = f"UPDATE entries SET {column} = {column} || 'x' WHERE number = {number}"
    assert [("L703", str(number))] == ledger.after(run(edit))


@pytest.mark.parametrize("column", ["body", "month", "previous", "digest"])
def test_an_emptied_cell_is_named(ledger: Ledger, column: str) -> None:
    found = ledger.after(run(f"UPDATE entries SET {column} = NULL WHERE number = 2"))
    assert ("L703", "2") in found


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_deleted_row_is_named(ledger: Ledger, number: int) -> None:
    found = ledger.after(run(f"DELETE FROM entries WHERE number = {number}"))
    assert [("L707", str(number))] == found


def test_several_deleted_rows_are_named_as_a_range(ledger: Ledger) -> None:
    assert [("L707", "2–3")] == ledger.after(run("DELETE FROM entries WHERE number IN (2, 3)"))


def test_an_emptied_ledger_is_not_one_in_which_nothing_was_posted(ledger: Ledger) -> None:
    assert [("L707", "1–4")] == ledger.after(run("DELETE FROM entries"))


def test_a_row_deleted_and_the_rest_moved_up_is_found(ledger: Ledger) -> None:
    moved = [f"UPDATE entries SET number = {n - 1} WHERE number = {n}" for n in (3, 4)]
    found = ledger.after(run("DELETE FROM entries WHERE number = 2", *moved))
    assert [("L703", "2"), ("L707", "4")] == found


def test_nothing_is_posted_to_a_chain_that_lost_its_end(ledger: Ledger) -> None:
    gone = ledger.after(run("DELETE FROM entries WHERE number = 4"))
    where = ("--shop", "myshop", "--month", "2024-08", "--by", "Li")
    assert [("L707", "4")] == gone
    code, found = ledger.said("post", *where)
    assert (1, ["L707"]) == (code, [one["code"] for one in found])
    assert [("L707", "4")] == ledger.after(run())


@pytest.mark.parametrize("pair", [(1, 2), (2, 3), (3, 4)])
def test_two_swapped_rows_are_named(ledger: Ledger, pair: tuple[int, int]) -> None:
    one, other = pair
    moves = ((one, 99), (other, one), (99, other))
    swaps = [f"UPDATE entries SET number = {to} WHERE number = {n}" for n, to in moves]
    found = ledger.after(run(*swaps))
    assert {("L703", str(one)), ("L703", str(other))} <= set(found)


@pytest.mark.parametrize("number", [-1, 0, 5, 2_000_000_000])
def test_an_inserted_row_is_named(ledger: Ledger, number: int) -> None:
    copy = f"INSERT INTO entries SELECT {number}, * EXCLUDE (number) FROM entries WHERE number = 4"
    assert [("L703", str(number))] == ledger.after(run(copy))


def test_a_row_that_is_added_with_a_fitting_digest_is_named(ledger: Ledger) -> None:
    copy = "INSERT INTO entries SELECT 5, * EXCLUDE (number) FROM entries WHERE number = 4"

    def change(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute(copy)
        linked_anew(connection)

    assert [("L703", "5")] == ledger.after(change)


@pytest.mark.parametrize("count", ["NULL", "-1", "0", "2000000000"])
def test_a_changed_count_is_found(ledger: Ledger, count: str) -> None:
    assert ledger.after(run(f"UPDATE meta SET entry_count = {count}"))


NO_BODIES = (
    "", "{", "no JSON", "[]", "null", "7", "{}", '{"payouts":[]}', "[" * 100_000,
    '{"by":"\\ud800"}', '{"total":NaN}', "9" * 5000,
)  # fmt: skip


@pytest.mark.parametrize("text", NO_BODIES, ids=range(len(NO_BODIES)))
@pytest.mark.parametrize("verb", ["verify", "history"])
def test_a_body_that_is_none_is_named(ledger: Ledger, text: str, verb: str) -> None:
    assert ("L703", "3") in ledger.after(with_body(3, text), verb)


KEYS = (
    "version", "policy_file", "policy_text", "policy_tables", "paying_digest", "data_digest",
    "batches", "by", "note", "posted_at", "payouts", "total",
)  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_a_body_that_lacks_a_key_is_named(ledger: Ledger, key: str) -> None:
    body = body_of(ledger, 2)
    del body[key]
    assert [("L703", "2")] == ledger.after(with_body(2, body_text(body)))


WRONG = (None, [], {}, 1, True, "x", [1], [{}], {"a": 1}, [["a", "b", "c"]], [{"agent": "a"}])


@pytest.mark.parametrize("key", [*KEYS, "items", "policy_bases"])
def test_a_value_of_another_kind_is_named(ledger: Ledger, key: str) -> None:
    kept = body_of(ledger, 2)
    for wrong in WRONG:
        is_fitting = isinstance(wrong, type(kept[key])) and key not in ("items", "total")
        if is_fitting and (isinstance(wrong, str) or not wrong or key == "version"):
            continue
        entry = posted_with(body_text({**kept, key: wrong}))
        assert content_of(entry) is None, (key, wrong)
        with pytest.raises(EngineError) as refused:
            sure_content(entry)
        (found,) = refused.value.diagnostics
        assert ("L703", "2") == (found.check.code, found.values["entry"])
    assert content_of(posted_with(body_text(kept))) is not None


def posted_with(body: str) -> Entry:
    return Entry(
        number=2, kind="post", shop="myshop", policy="pay", month="2024-06", body=body,
        previous="", digest="",
    )  # fmt: skip


def test_verify_names_a_payout_that_is_none(ledger: Ledger) -> None:
    body = body_of(ledger, 2)
    body["payouts"][1]["lines"][0] = ["x"]
    assert [("L703", "2")] == ledger.after(with_body(2, body_text(body)))


def test_no_other_command_stumbles_over_a_broken_body(ledger: Ledger) -> None:
    ledger.after(with_body(2, "{}"))
    for words in (
        ("history",),
        ("post", "--shop", "myshop", "--month", "2024-09", "--by", "Li"),
        ("check",),
    ):
        code, found = ledger.said(*words)
        assert (1, ["L703"]) == (code, [one["code"] for one in found]), words
