"""One contender in a process of its own: `python -m benchmarks.service.contenders NAME FOLDER TO`.

It writes its measures to TO (Parquet) and prints a line `stage seconds` for every stage.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb


def show(stage: str, seconds: float) -> None:
    print(f"{stage}\t{seconds:.3f}", flush=True)


def opened(folder: Path, memory_limit: str) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config={"temp_directory": str(folder / "spill")})
    # standard output belongs to the stages
    connection.execute("SET enable_progress_bar = false")
    if memory_limit:
        connection.execute(f"SET memory_limit = '{memory_limit}'")
    return connection


def run_handwritten(folder: Path, result: Path, memory_limit: str) -> None:
    from benchmarks.service import handwritten

    with opened(folder, memory_limit) as connection:
        handwritten.see_raw(connection, folder)
        for stage, seconds in handwritten.run(connection):
            show(stage, seconds)
        connection.execute(f"COPY measures TO '{result}'")


def run_polars(folder: Path, result: Path, memory_limit: str) -> None:
    """Polars knows no limit of memory."""
    started = time.perf_counter()
    from benchmarks.service import polars_streaming

    show("import", time.perf_counter() - started)
    polars_streaming.run(folder, result, show)


def run_engine(folder: Path, result: Path, memory_limit: str) -> None:
    from benchmarks.service import engine_script

    with opened(folder, memory_limit) as connection:
        engine_script.see_raw(connection, folder)
        for stage, seconds in engine_script.run(connection):
            show(stage, seconds)
        connection.execute(f"COPY measures TO '{result}'")


CONTENDERS: dict[str, Callable[[Path, Path, str], None]] = {
    "handwritten": run_handwritten, "polars": run_polars, "engine": run_engine,
}  # fmt: skip
# Those that run when nothing is said.
READY = ("handwritten", "polars", "engine")


if __name__ == "__main__":
    name, folder, result, *limit = sys.argv[1:]
    CONTENDERS[name](Path(folder), Path(result), "".join(limit))
