"""Commands run by a zygote, the workspaces they start from, and what is stored afterwards."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from engine.ledger.store import FILE
from engine.ledger.tables import VERSION
from tests.cli.command import Output
from tests.pipeline import ROOT

LONGEST = 30.0


@dataclass(frozen=True)
class Typed:
    """One command, and the trouble it meets: a signal after some seconds, a full disk."""

    words: tuple[str, ...]
    delay: float = 0
    kill_after: float | None = None
    signal: int = signal.SIGKILL
    room: int | None = None
    is_nobody: bool = False


@dataclass(frozen=True)
class Ended(Output):
    seconds: float

    @property
    def was_killed(self) -> bool:
        return self.code < 0

    @property
    def is_answer(self) -> bool:
        """Done or refused with a code: no traceback, no bug, nothing that hangs."""
        return self.code in (0, 1) and "Traceback" not in self.err


class Zygote:
    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.zygote"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        assert self._line().strip() == "ready"

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def together(self, *typed: Typed) -> list[Ended]:
        """Run several commands at once."""
        assert self.process.stdin is not None
        request = {"commands": [asdict(one) for one in typed], "limit": LONGEST}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return [Ended(**one) for one in json.loads(self._line())]

    def __call__(self, folder: Path, *words: str, **trouble: Any) -> Ended:
        return self.together(typed(folder, *words, **trouble))[0]

    def stop(self) -> None:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def typed(folder: Path, *words: str, **trouble: Any) -> Typed:
    """The words, for a workspace, answering in JSON; `inbox/…` is a file of the workspace."""
    placed = (str(folder / word) if word.startswith("inbox/") else word for word in words)
    return Typed((*placed, "--workspace", str(folder), "--format", "json"), **trouble)


@dataclass(frozen=True)
class Stored:
    """How many rows each table has, and every entry."""

    counts: dict[str, int]
    entries: list[tuple[object, ...]]


def leave_log(whole: Path, folder: Path) -> None:
    """What `whole` has and `folder` lacks, in a log beside the file, as earlier engines left it."""
    tables = ("batches", "figures", "roster", "rejects", "row_files", "entries", "runs", "meta")
    with duckdb.connect(str(folder / FILE)) as connection:
        connection.execute("PRAGMA disable_checkpoint_on_shutdown")
        connection.execute(f"ATTACH '{whole / FILE}' AS whole (READ_ONLY)")
        connection.execute("BEGIN TRANSACTION")
        for table in tables:
            connection.execute(
                f"INSERT INTO {table} SELECT * FROM whole.{table} EXCEPT SELECT * FROM {table}"
            )
        counted = "(SELECT max(entry_count) FROM whole.meta)"
        connection.execute(f"DELETE FROM meta WHERE entry_count < {counted}")
        connection.execute("COMMIT")


def stored(folder: Path) -> Stored:
    """What is in the database; without a file, nothing."""
    if not (folder / FILE).exists():
        return Stored({}, [])
    with duckdb.connect(str(folder / FILE), read_only=True) as connection:
        tables = connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        counts = {}
        for (table,) in tables:
            (row,) = connection.execute(f"SELECT count(*) FROM {table}").fetchall()
            counts[str(table)] = int(row[0])
        entries = connection.execute("SELECT * FROM entries ORDER BY number").fetchall()
        if "runs" in counts:
            assert [(VERSION, len(entries))] == connection.execute("SELECT * FROM meta").fetchall()
    del counts["meta"]
    return Stored({table: count for table, count in counts.items() if count}, entries)


def copied(start: Path, folder: Path) -> Path:
    if folder.exists():
        shutil.rmtree(folder)
    return Path(shutil.copytree(start, folder))
