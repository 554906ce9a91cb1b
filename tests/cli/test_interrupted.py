"""Killed at any moment, a command leaves all of its work or none, and the next one runs."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from tests.cli.command import Command, contents

MONTH = ("--shop", "myshop", "--month", "2024-05")
ROWS = 4000
ROUNDS = 6


@pytest.fixture
def big_file(shop: Path) -> str:
    """A file that takes long enough to be interrupted in the middle."""
    header = "客服,月份,服务得分,询单转化率,平均响应,销售额\n"
    rows = (f"甲{n},2024-06,90,50.00%,0:42,{n}.50\n" for n in range(ROWS))
    (shop / "inbox/big.csv").write_text(header + "".join(rows), "utf-8")
    return "inbox/big.csv"


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_killed_import_is_whole_or_absent(tianping: Command, big_file: str, seed: int) -> None:
    words = ("import", big_file, "--mapping", "agent_months_wide", "--shop", "myshop")
    before = contents(tianping.folder)
    process = tianping.start(*words)
    time.sleep(random.Random(seed).uniform(0.2, 1.6))
    process.kill()
    process.wait()
    after = contents(tianping.folder)
    added = len(after["figures"]) - len(before["figures"])
    assert added in (0, ROWS * 4)
    assert len(after["batches"]) - len(before["batches"]) == (1 if added else 0)
    assert 0 == tianping(*words).code
    assert len(before["figures"]) + ROWS * 4 == len(contents(tianping.folder)["figures"])


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_killed_run_or_post_leaves_the_ledger_whole(tianping: Command, seed: int) -> None:
    moment = random.Random(100 + seed)
    for words in (("run", *MONTH), ("post", *MONTH, "--by", "x")):
        process = tianping.start(*words)
        time.sleep(moment.uniform(0.1, 1.4))
        process.kill()
        process.wait()
    entries = contents(tianping.folder)["entries"]
    assert len(entries) in (0, 1)
    posted = tianping("post", *MONTH, "--by", "x", "--format", "json")
    assert posted.codes == (["L701"] if entries else [])
    assert 1 == len(contents(tianping.folder)["entries"])
    assert 0 == tianping("verify").code


def test_two_writers_at_once_one_wins_the_other_is_told(tianping: Command) -> None:
    import duckdb

    before = contents(tianping.folder)
    with duckdb.connect(str(tianping.folder / "tianping.duckdb")):
        done = tianping("post", *MONTH, "--by", "x", "--format", "json")
    assert (1, ["L710"]) == (done.code, done.codes)
    assert before == contents(tianping.folder)
