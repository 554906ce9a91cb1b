"""The command line as a person types it, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Output:
    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads(self.out)
        return loaded

    @property
    def codes(self) -> list[str]:
        return [d["code"] for d in self.json["diagnostics"]]


@dataclass(frozen=True)
class Command:
    folder: Path
    language: str = "zh"

    def __call__(self, *words: str) -> Output:
        done = subprocess.run(
            [sys.executable, "-m", "engine.cli.main", *words, "--lang", self.language],
            cwd=self.folder, env=self.environment(), capture_output=True, check=False,
        )  # fmt: skip
        return Output(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    def environment(self) -> dict[str, str]:
        root = str(Path(__file__).resolve().parents[2])
        return {**os.environ, "PYTHONPATH": root, "PYTHONIOENCODING": "utf-8", "COLUMNS": "120"}


def contents(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every stored row of a workspace, to show that a command left it unchanged."""
    import duckdb

    tables = ("batches", "figures", "roster", "rejects", "entries")
    with duckdb.connect(str(folder / "tianping.duckdb"), read_only=True) as connection:
        return {t: connection.execute(f"SELECT * FROM {t} ORDER BY ALL").fetchall() for t in tables}
