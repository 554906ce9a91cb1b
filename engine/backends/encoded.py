"""Encoded rows kept in a workspace: another credit rule reads them again, and sorts nothing."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlglot import exp

from engine.backends.rows import read_parquet
from engine.facts.step import DIALECT, Step
from engine.sql.row_cells import text

_MOST = 4  # folders that are kept; each is about a fifth of the rows that it is made of


def load_encoded(connection: Any, folder: Path, steps: Iterable[Step]) -> bool:
    """Make the relations from what was kept; False where nothing, or not all of it, is there."""
    wanted = tuple(steps)
    if not all((folder / f"{one.creates}.parquet").is_file() for one in wanted if not one.is_view):
        return False
    for one in wanted:
        if one.is_view:
            connection.execute(one.sql)
            continue
        kept = read_parquet(folder / f"{one.creates}.parquet")
        made = exp.Create(
            this=exp.to_table(one.creates), kind="TABLE", replace=True,
            expression=exp.select(exp.Star()).from_(kept),
            properties=exp.Properties(expressions=[exp.TemporaryProperty()]),
        )  # fmt: skip
        connection.execute(made.sql(dialect=DIALECT))
    return True


def keep_encoded(connection: Any, folder: Path, steps: Iterable[Step]) -> None:
    """Write the relations whole or not at all; what cannot be written costs time alone."""
    with suppress(OSError):
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".new-"))
        try:
            for one in steps:
                if not one.is_view:
                    _write(connection, one.creates, made / f"{one.creates}.parquet")
            shutil.rmtree(folder, ignore_errors=True)  # one that is not whole
            made.replace(folder)
        except OSError:
            shutil.rmtree(made, ignore_errors=True)
        _forget(folder.parent)


def _write(connection: Any, relation: str, path: Path) -> None:
    query = exp.select(exp.Star()).from_(exp.to_table(relation)).sql(dialect=DIALECT)
    place = text(str(path)).sql(dialect=DIALECT)
    connection.execute(f"COPY ({query}) TO {place} (FORMAT parquet)")


def _forget(place: Path) -> None:
    """The oldest beyond the most; and what a killed run began."""
    folders = sorted(place.iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)
    done = [one for one in folders if not one.name.startswith(".new-")]
    for old in (*done[_MOST:], *(one for one in folders if one not in done)):
        shutil.rmtree(old, ignore_errors=True)
