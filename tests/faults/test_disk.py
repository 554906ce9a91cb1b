"""No room on the disk, no right to write: said with a code, and nothing is half-written."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

import pytest

from engine.ledger.store import FILE, LOCK
from tests.faults.commands import JUNE, VERBS, Verb
from tests.faults.trials import Zygote, copied, leave_log, stored

SIZES = 5
WRITING = tuple(verb for verb in VERBS if verb.name != "run")


def sizes(verb: Verb, database: int) -> list[int]:
    """Too small for the log, for the file, and around the size of the file."""
    seeded = random.Random(verb.name)
    some = [0, 1, database - 1, database, database + 1]
    some += [seeded.randrange(40_000) for _ in range(SIZES)]
    return some + [seeded.randrange(database * 3 // 2) for _ in range(SIZES)]


@pytest.mark.parametrize("verb", WRITING, ids=lambda verb: verb.name)
def test_a_full_disk_stores_nothing_and_says_so(
    zygote: Zygote, shops: Mapping[str, Path], tmp_path: Path, verb: Verb
) -> None:
    start = shops[verb.start]
    whole = copied(start, tmp_path / "whole")
    before = stored(whole).counts
    assert 0 == zygote(whole, *verb.words).code
    after = stored(whole).counts
    refused = 0
    for room in sizes(verb, (whole / FILE).stat().st_size):
        folder = copied(start, tmp_path / "shop")
        names = {path.name for path in folder.iterdir()}
        done = zygote(folder, *verb.words, room=room)
        refused += done.code
        assert done.codes == ["L714"][: done.code], (room, done.out, done.err)
        assert stored(folder).counts == (before if done.code else after), room
        assert {p.name for p in folder.iterdir()} - names <= {FILE, LOCK}
        if verb.is_counted and not done.code:
            continue  # done again, it would add as much again
        again = zygote(folder, *verb.words)
        assert again.codes == ([] if done.code else list(verb.again)), (room, again.out)
        assert stored(folder).counts == after
    assert refused
    assert [] == zygote(whole, "check").codes


@pytest.fixture
def read_only(shops: Mapping[str, Path], public_folder: Path) -> Path:
    folder = copied(shops["ready"], public_folder / "shop")
    for path in (*folder.rglob("*"), folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    return folder


@pytest.mark.parametrize(
    "words",
    [
        ("check",), ("history",), ("verify",), ("run", *JUNE),
        ("explain", *JUNE, "--agent", "agent01"), ("compare", "v1", "v1", *JUNE),
    ],
    ids=lambda words: words[0],
)  # fmt: skip
def test_who_only_reads_needs_no_right_to_write(
    zygote: Zygote, read_only: Path, words: tuple[str, ...]
) -> None:
    before = {path: path.stat().st_mtime_ns for path in read_only.rglob("*")}
    done = zygote(read_only, *words, is_nobody=True)
    assert (0, []) == (done.code, done.codes), done.out + done.err
    assert before == {path: path.stat().st_mtime_ns for path in read_only.rglob("*")}


@pytest.mark.parametrize("verb", WRITING, ids=lambda verb: verb.name)
def test_who_writes_is_told_that_the_workspace_is_read_only(
    zygote: Zygote, shops: Mapping[str, Path], public_folder: Path, verb: Verb
) -> None:
    folder = copied(shops[verb.start], public_folder / "shop")
    for path in (*folder.rglob("*"), folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    done = zygote(folder, *verb.words, is_nobody=True)
    assert done.is_answer, done.err
    assert (1, ["L713"]) == (done.code, done.codes), done.out + done.err


def test_a_log_that_was_left_is_read_without_writing(
    zygote: Zygote, shops: Mapping[str, Path], public_folder: Path
) -> None:
    """A post of an earlier engine, killed before it closed the file, is in the log beside it."""
    whole = copied(shops["ready"], public_folder / "whole")
    assert 0 == zygote(whole, "post", *JUNE, "--by", "Li").code
    folder = copied(shops["ready"], public_folder / "shop")
    leave_log(whole, folder)
    assert (folder / f"{FILE}.wal").stat().st_size
    folder.chmod(0o555)
    done = zygote(folder, "verify", is_nobody=True)
    assert (0, 2) == (done.code, done.json["entry_count"])


def test_a_database_that_may_not_be_read_is_named(
    zygote: Zygote, shops: Mapping[str, Path], public_folder: Path
) -> None:
    folder = copied(shops["ready"], public_folder / "shop")
    (folder / FILE).chmod(0)
    for words in (("history",), ("verify",)):
        assert ["L711"] == zygote(folder, *words, is_nobody=True).codes
