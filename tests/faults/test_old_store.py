"""What an older engine wrote is read as it stands, and brought up to date by who writes."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from engine.app.starting import make_workspace
from engine.ledger.chain import written_count
from engine.ledger.entries import append, entries
from engine.ledger.store import FILE, LOCK, open_store
from engine.ledger.tables import VERSION
from tests.cli.command import Command
from tests.faults.old_store import (
    ROWS,
    WITHOUT_KEYS,
    make_old_store,
    stored_entries,
    version_of,
)
from tests.faults.world import only_reading


@pytest.fixture
def old(public_folder: Path) -> Path:
    folder = public_folder / "shop"
    make_workspace(folder)
    make_old_store(folder)
    return folder


def written() -> list[tuple[object, ...]]:
    return [tuple(row) for row in json.loads(ROWS.read_text("utf-8"))["entries"]]


def test_an_old_store_verifies_and_stays_as_it_is(old: Path) -> None:
    before = (old / FILE).read_bytes()
    done = Command(old)("verify", "--format", "json")
    assert (0, []) == (done.code, done.codes)
    assert before == (old / FILE).read_bytes()


def test_a_writer_brings_it_up_to_date_and_changes_no_entry(old: Path) -> None:
    with open_store(old, writes=True) as store:
        assert 2 == written_count(store)
        assert [] == store.rows("SELECT * FROM runs")
    assert VERSION == version_of(old)
    assert written() == stored_entries(old)
    done = Command(old)("verify", "--format", "json")
    assert (0, []) == (done.code, done.codes)


def test_the_tables_of_a_new_and_of_an_old_store_are_the_same(old: Path, tmp_path: Path) -> None:
    layouts = []
    for folder in (old, tmp_path):
        with open_store(folder, writes=True) as store:
            layouts.append(
                store.rows(
                    "SELECT table_name, column_name, data_type, column_index FROM duckdb_columns()"
                    " ORDER BY ALL"
                )
            )
    assert layouts[0] == layouts[1]


@pytest.mark.parametrize("writes", [True, False])
def test_the_first_stores_of_version_1_are_read(tmp_path: Path, writes: bool) -> None:
    make_old_store(tmp_path, WITHOUT_KEYS)
    with open_store(tmp_path, writes=writes) as store:
        assert [("", "")] == store.rows("SELECT DISTINCT item_key, evidence FROM figures")


def test_an_old_store_in_a_read_only_folder_is_read(old: Path) -> None:
    with only_reading(old), open_store(old, writes=False) as store:
        assert 2 == len(list(entries(store)))


def test_the_count_of_entries_grows_with_them(old: Path) -> None:
    posted = {"kind": "post", "shop": "a", "policy": "b", "month": "2024-07"}
    with open_store(old, writes=True) as store, store.writing():
        append(store, posted, {})
        assert 3 == written_count(store) == len(list(entries(store)))
    with open_store(old, writes=False) as store:
        assert 3 == written_count(store)


def test_reading_makes_no_file(tmp_path: Path) -> None:
    with open_store(tmp_path, writes=False) as store:
        assert [] == store.rows("SELECT * FROM entries")
    assert [] == list(tmp_path.iterdir())


def test_a_database_without_tables_is_an_empty_store(tmp_path: Path) -> None:
    duckdb.connect(str(tmp_path / FILE)).close()
    for writes in (False, True, False):
        with open_store(tmp_path, writes=writes) as store:
            assert [] == store.rows("SELECT * FROM entries")
    assert VERSION == version_of(tmp_path)


def test_a_new_store_leaves_nothing_beside_it(tmp_path: Path) -> None:
    with open_store(tmp_path, writes=True):
        pass
    assert {FILE, LOCK} == {path.name for path in tmp_path.iterdir()}


def test_several_read_at_once(old: Path) -> None:
    with open_store(old, writes=True):
        pass
    with open_store(old, writes=False), open_store(old, writes=False):
        assert 0 == Command(old)("verify").code
