"""Stored rows as relations: one view per canonical table, over the Parquet files of a workspace."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlglot import exp

from engine.catalog.row_file import ROWS, RowFile
from engine.catalog.tables import CanonicalTable, canonical_tables
from engine.core.errors import EngineBug
from engine.sql.from_plan import DIALECT
from engine.sql.row_cells import call, column, number, text

if TYPE_CHECKING:
    import duckdb

MEMORY = "1GB"
CACHE = "cache"


@contextmanager
def rows_session(root: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that sees the rows of a workspace and a place to spill, nothing else."""
    import duckdb

    with tempfile.TemporaryDirectory() as spilled:
        config: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "memory_limit": MEMORY,
            "temp_directory": spilled,
        }
        with duckdb.connect(":memory:", config=config) as connection:
            lock_to(connection, [root / ROWS, root / CACHE, Path(spilled)])
            yield connection


def lock_to(
    connection: duckdb.DuckDBPyConnection, folders: Sequence[Path], files: Sequence[Path] = ()
) -> None:
    """From now on the database sees these places only, and nobody can change that."""
    for setting, paths in (("allowed_directories", folders), ("allowed_paths", files)):
        listed = exp.Array(expressions=[text(str(path)) for path in paths])
        connection.execute(f"SET {setting} = {listed.sql(dialect=DIALECT)}")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def attach_rows(
    connection: duckdb.DuckDBPyConnection, root: Path, files: Sequence[RowFile]
) -> None:
    """One view per canonical table; a table without any file is empty, with its columns."""
    unknown = {one.table for one in files} - set(canonical_tables())
    if unknown:
        raise EngineBug(f"no canonical table is called {sorted(unknown)}")
    for name, table in canonical_tables().items():
        query = rows_query(table, root, [one for one in files if one.table == name])
        quoted = exp.to_identifier(name, quoted=True).sql(dialect=DIALECT)
        connection.execute(f"CREATE OR REPLACE VIEW {quoted} AS {query.sql(dialect=DIALECT)}")


def rows_query(table: CanonicalTable, root: Path, files: Sequence[RowFile]) -> exp.Select:
    """All rows of the files; where one replaces, the row of the latest import per key."""
    if not files:
        return _nothing(table)
    names = [column(name) for name, _ in table.stored]
    if not any(one.replaces for one in files):
        return exp.select(*names).from_(read_parquet(*(root / one.path for one in files)))
    parts: list[exp.Query] = [
        exp.select(*(n.copy() for n in names), exp.alias_(number(index), "import_order")).from_(
            read_parquet(root / one.path)
        )
        for index, one in enumerate(files)
    ]
    union = parts[0]
    for part in parts[1:]:
        union = exp.union(union, part, distinct=False)
    newest = exp.Ordered(this=column("import_order"), desc=True)
    window = exp.Window(
        this=call("row_number"),
        partition_by=[column(name) for name in table.key],
        order=exp.Order(expressions=[newest]),
    )
    aliased = exp.alias_(window, "age")
    ranked = exp.select(*(n.copy() for n in names), aliased).from_(union.subquery("u"))
    latest = exp.EQ(this=column("age"), expression=number(1))
    return exp.select(*names).from_(ranked.subquery("r")).where(latest)


def _nothing(table: CanonicalTable) -> exp.Select:
    columns = [
        exp.alias_(exp.cast(exp.null(), kind, dialect=DIALECT), name, quoted=True)
        for name, kind in table.stored
    ]
    return exp.select(*columns).where(exp.false())


def read_parquet(*paths: Path) -> exp.Table:
    listed = exp.Array(expressions=[text(str(path)) for path in paths])
    return exp.Table(this=call("read_parquet", listed))
