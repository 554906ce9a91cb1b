"""Parquet files by a DuckDB of their own in memory: the store's connection sees no files."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from engine.core.errors import EngineBug
from engine.core.number import plain, scale_of
from engine.core.record import record

if TYPE_CHECKING:
    import duckdb

Row = tuple[object, ...]
PLACES = 12
AMOUNT = f"DECIMAL(38,{PLACES})"
# one thread and one codec: the same rows are the same bytes
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "threads": "1",
}


@record(kw_only=True)
class FlatTable:
    """A table of an export: its file, and its columns with their SQL types."""

    path: str
    columns: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        return Path(self.path).stem

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.columns)


class ParquetUnreadable(Exception):
    """A file that is no Parquet, or has other columns than the table that it stands for.

    Its only argument is the path of the table.
    """


def parquet_of(table: FlatTable, chunks: Iterable[Sequence[Row]]) -> bytes:
    """The rows, in their order, as the bytes of a Parquet file."""
    with parquet_reader() as reader:
        columns = ", ".join(f'"{name}" {kind}' for name, kind in table.columns)
        reader.connection.execute(f'CREATE TABLE "{table.name}" ({columns})')
        values = ", ".join(f"CAST(unnest(?::VARCHAR[]) AS {kind})" for _, kind in table.columns)
        for chunk in chunks:
            if chunk:
                texts = [[_text(cell) for cell in column] for column in zip(*chunk, strict=True)]
                reader.connection.execute(f'INSERT INTO "{table.name}" SELECT {values}', texts)
        path = reader.folder / "written.parquet"
        where = str(path).replace("'", "''")
        options = "FORMAT parquet, COMPRESSION zstd"
        reader.connection.execute(f"""COPY "{table.name}" TO '{where}' ({options})""")
        return path.read_bytes()


def _text(cell: object) -> str | None:
    if not isinstance(cell, Decimal):
        return None if cell is None else str(cell)
    if scale_of(cell) > PLACES:
        # a cast would round it, and an export that rounds an amount is none
        raise EngineBug(f"{plain(cell)} has more than {PLACES} decimals")
    return plain(cell)


@record
class ParquetReader:
    """A connection that sees one folder of its own and nothing else."""

    connection: duckdb.DuckDBPyConnection
    folder: Path

    def rows(self, table: FlatTable, content: bytes) -> list[Row]:
        """All rows of a file that holds exactly the table's columns."""
        import duckdb

        path = str(self._placed(table, content))
        try:
            return self.connection.execute("SELECT * FROM read_parquet(?)", [path]).fetchall()
        except duckdb.Error:
            raise ParquetUnreadable(table.path) from None

    def load(self, table: FlatTable, content: bytes, insert: str) -> None:
        """Run `insert`, a statement with `?` in place of the file."""
        import duckdb

        path = str(self._placed(table, content))
        try:
            self.connection.execute(insert, [path])
        except duckdb.Error:
            raise ParquetUnreadable(table.path) from None

    def _placed(self, table: FlatTable, content: bytes) -> Path:
        """A copy of the bytes that were checked, under a name without signs that match others."""
        import duckdb

        path = self.folder / f"{table.name}.parquet"
        path.write_bytes(content)
        try:
            described = self.connection.execute(
                "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet(?))",
                [str(path)],
            ).fetchall()
        except duckdb.Error:
            raise ParquetUnreadable(table.path) from None
        if tuple(described) != table.columns:
            raise ParquetUnreadable(table.path)
        return path


@contextmanager
def parquet_reader() -> Iterator[ParquetReader]:
    """Everything of it is gone afterwards."""
    import duckdb

    folder = Path(tempfile.mkdtemp())
    try:
        with duckdb.connect(":memory:", config=_CONFIG) as connection:
            where = str(folder).replace("'", "''")
            connection.execute(f"SET allowed_directories = ['{where}']")
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
            yield ParquetReader(connection, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
