"""Chats and orders to measures: `python -m benchmarks.service --messages 1000000`.

Every contender runs in a process of its own, in turn, over the same files, and must give the same
table; what counts is the ratio within one run, not the seconds.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import duckdb

from benchmarks.service.contenders import CONTENDERS, READY
from benchmarks.service.generate import generate


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What one process took; seconds of both cores are steadier than those of the clock."""

    wall: float
    both_cores: float
    memory: float
    stages: tuple[tuple[str, float], ...]


def run_once(name: str, folder: Path, result: Path, memory_limit: str) -> Taken:
    module = "benchmarks.service.contenders"
    command = [sys.executable, "-m", module, name, str(folder), str(result), memory_limit]
    started = perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    shown = child.stdout.read() if child.stdout else ""
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{name} failed")
    stages = [line.split("\t") for line in shown.splitlines()]
    return Taken(
        wall=perf_counter() - started,
        both_cores=usage.ru_utime + usage.ru_stime,
        memory=usage.ru_maxrss / 1024 / 1024,
        stages=tuple((stage, float(seconds)) for stage, seconds in stages),
    )


def compare(first: Path, other: Path) -> None:
    """Refuses to go on if the two tables are not the same, types included."""
    with duckdb.connect() as connection:
        kinds = [
            connection.execute(f"DESCRIBE FROM read_parquet('{path}')").fetchall()
            for path in (first, other)
        ]
        if kinds[0] != kinds[1]:
            raise SystemExit(f"{first.stem} and {other.stem} have different columns")
        for one, two in ((first, other), (other, first)):
            left = connection.execute(
                f"FROM read_parquet('{one}') EXCEPT ALL FROM read_parquet('{two}') LIMIT 1"
            ).fetchall()
            if left:
                raise SystemExit(f"only {one.stem} has {left[0]}")


def print_all(taken: dict[str, list[Taken]]) -> None:
    first = next(iter(taken))
    base = statistics.median(run.wall for run in taken[first])
    base_cores = statistics.median(run.both_cores for run in taken[first])
    print(f"{'':14}{'wall s':>8}{'CPU s':>8}{'GB':>7}{'wall ÷':>8}{'CPU ÷':>8}  ({first} = 1)")
    for name, runs in taken.items():
        wall = statistics.median(run.wall for run in runs)
        cores = statistics.median(run.both_cores for run in runs)
        memory = max(run.memory for run in runs)
        print(
            f"{name:14}{wall:8.2f}{cores:8.2f}{memory:7.2f}{wall / base:8.2f}"
            f"{cores / base_cores:8.2f}"
        )
    for name, runs in taken.items():
        middle = {
            stage: statistics.median(dict(run.stages)[stage] for run in runs)
            for stage, _ in runs[0].stages
        }
        print(f"{name}: " + "  ".join(f"{stage} {s:.2f}" for stage, s in middle.items()))


def measure(folder: Path, names: Sequence[str], rounds: int, memory_limit: str) -> None:
    taken: dict[str, list[Taken]] = {name: [] for name in names}
    results = {name: folder / f"measures_{name}.parquet" for name in names}
    for _ in range(rounds):
        for name in names:
            taken[name].append(run_once(name, folder, results[name], memory_limit))
    for name in names[1:]:
        compare(results[names[0]], results[name])
    print_all(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="where the files are, or are to be made")
    parser.add_argument("--memory-limit", default="", help="of DuckDB, such as 2GB")
    parser.add_argument("--only", default=",".join(READY), help=", ".join(CONTENDERS))
    parser.add_argument("--rounds", type=int, default=3)
    typed = parser.parse_args()
    names = typed.only.split(",")
    if not set(names) <= set(CONTENDERS):
        parser.error(f"--only takes {', '.join(CONTENDERS)}")
    with tempfile.TemporaryDirectory() as spare:
        folder = typed.folder or Path(spare)
        generate(typed.messages, folder)
        print(f"messages {typed.messages}  rounds {typed.rounds}")
        measure(folder, names, typed.rounds, typed.memory_limit)


if __name__ == "__main__":
    main()
