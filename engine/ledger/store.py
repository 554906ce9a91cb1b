"""Opening the workspace's database and writing batches; the only SQL here is fixed text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from engine.core.errors import EngineError
from engine.core.record import record
from engine.core.span import whole_file
from engine.ledger.checks.l710_store_busy import STORE_BUSY
from engine.ledger.checks.l711_store_unreadable import STORE_UNREADABLE
from engine.ledger.tables import DEFINITIONS, VERSION

if TYPE_CHECKING:
    import duckdb

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
FILE = "tianping.duckdb"


@record
class Store:
    """An open database. Everything written in one `writing()` block is written, or nothing."""

    connection: duckdb.DuckDBPyConnection

    @contextmanager
    def writing(self) -> Iterator[None]:
        self.connection.execute("BEGIN TRANSACTION")
        try:
            yield
        except BaseException:
            # also on Ctrl-C: half a batch is never kept
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[tuple[object, ...]]:
        return self.connection.execute(query, list(parameters)).fetchall()

    def insert_rows(self, query: str, columns: Sequence[Sequence[object]]) -> None:
        """`query` unnests one list parameter per column."""
        if columns and columns[0]:
            self.connection.execute(query, [list(column) for column in columns])


@contextmanager
def open_store(folder: Path) -> Iterator[Store]:
    """Open (or make) the workspace's database; another process that holds it is named."""
    import duckdb

    path = folder / FILE
    try:
        connection = duckdb.connect(str(path), config=CONFIG)
    except duckdb.IOException as error:
        text = str(error)
        check = STORE_BUSY if "lock" in text.lower() else STORE_UNREADABLE
        raise EngineError(check.at(whole_file(str(path)), problem=text.splitlines()[0])) from None
    except duckdb.Error as error:
        problem = str(error).splitlines()[0]
        raise EngineError(STORE_UNREADABLE.at(whole_file(str(path)), problem=problem)) from None
    try:
        _prepare(connection, path)
        yield Store(connection)
    finally:
        connection.close()


def _prepare(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    connection.execute("BEGIN TRANSACTION")
    for definition in DEFINITIONS:
        connection.execute(definition)
    known = connection.execute("SELECT version FROM meta").fetchall()
    if not known:
        connection.execute("INSERT INTO meta VALUES (?)", [VERSION])
    connection.execute("COMMIT")
    if known and known[0][0] != VERSION:
        problem = f"version {known[0][0]}, not {VERSION}"
        raise EngineError(STORE_UNREADABLE.at(whole_file(str(path)), problem=problem))
