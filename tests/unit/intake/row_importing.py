"""One way to import rows in tests: a file's text in, rows and codes out, nothing left behind."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from engine.backends.row_intake import (
    CheckedRows,
    RowsUnsplit,
    parquet_columns,
    row_work,
)
from engine.core.diagnostic import Diagnostic
from engine.intake.from_rows import PreparedRows, RowsRequest, prepare_rows
from engine.intake.mapping import ImportMapping
from tests.unit.intake.importing import example

KEY = b"k" * 32
Rows = list[dict[str, object]]


@dataclass(frozen=True)
class Taken:
    """`refused`: row, column and code of every cell that was not taken."""

    found: tuple[Diagnostic, ...]
    rows: tuple[dict[str, object], ...] = ()
    refused: tuple[tuple[int, str, str], ...] = ()
    counts: CheckedRows | None = None
    is_slow: bool = False
    warned: tuple[tuple[int, str], ...] = ()

    @property
    def codes(self) -> list[str]:
        told = [d.check.code for d in self.found]
        return [*told, *(code for _, _, code in self.refused), *(code for _, code in self.warned)]

    def column(self, name: str) -> list[object]:
        return [row[name] for row in self.rows]


def take_rows(
    content: bytes | str,
    mapping: ImportMapping | None = None,
    *,
    file: str = "rows.csv",
    shop: str = "lanting",
) -> Taken:
    """What becomes of a file that is imported into an empty workspace."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, file)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        work = Path(name, "work")
        work.mkdir()
        mapping = mapping or example("rows")
        request = RowsRequest(
            file=file, path=path, mapping=mapping, folder=work, shop=shop, describe=parquet_columns
        )
        outcome = prepare_rows(request)
        if outcome.value is None or outcome.has_errors:
            return Taken(outcome.diagnostics)
        return _taken(outcome.value, work)


def _taken(prepared: PreparedRows, folder: Path) -> Taken:
    is_slow = prepared.again is None
    with row_work(folder, prepared.plan, [prepared.source.path]) as work:
        try:
            work.check(prepared.source, KEY)
        except RowsUnsplit:
            assert prepared.again
            is_slow = True
            work.check(prepared.again(), KEY)
        counts = work.settle(None, replace=False)
        refused = [
            (row, name, code.split(" ")[0])
            for chunk in work.rejects()
            for row, name, _, code in chunk
        ]
        warned = tuple(work.warned())
        written = str(work.written)
    return Taken((), tuple(_read(written)), tuple(refused), counts, is_slow, warned)


def _read(path: str) -> Rows:
    with duckdb.connect(":memory:") as connection, suppress(duckdb.IOException):
        found = connection.execute("SELECT * FROM read_parquet(?) ORDER BY file_row", [path])
        names = [one[0] for one in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    return []
