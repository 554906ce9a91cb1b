"""Opening the workspace's database and writing batches; the only SQL here is fixed text."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from engine.core.diagnostic import Diagnostic
from engine.core.errors import EngineError
from engine.core.record import record
from engine.core.span import whole_file
from engine.ledger.checks.l710_store_busy import STORE_BUSY
from engine.ledger.checks.l711_store_unreadable import STORE_UNREADABLE
from engine.ledger.checks.l713_store_read_only import STORE_READ_ONLY
from engine.ledger.checks.l714_disk_full import DISK_FULL
from engine.ledger.checks.l715_store_newer import STORE_NEWER
from engine.ledger.tables import STEPS, VERSION

if TYPE_CHECKING:
    import duckdb

Config = dict[str, str | bool | int | float | list[str]]

_OFFLINE: Config = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
CONFIG: Config = {**_OFFLINE, "enable_external_access": "false"}
FILE = "tianping.duckdb"

# the system's words for each, as DuckDB passes them on; errors of Python carry the same
_BUSY = ("could not set lock on file", "used by another process")
_FULL = ("no space left", "file too large", "quota exceeded", "not enough space")
_DENIED = ("read-only file system", "permission denied", "access is denied")


@record
class Store:
    """An open database. Everything written in one `writing()` block is written, or nothing.

    Whatever DuckDB says of the file, at opening or at any later query, is an `EngineError`.
    """

    connection: duckdb.DuckDBPyConnection
    path: Path

    @contextmanager
    def writing(self) -> Iterator[None]:
        self.write("BEGIN TRANSACTION")
        try:
            yield
        except BaseException:
            # also on Ctrl-C: half a batch is never kept
            self._roll_back()
            raise
        self.write("COMMIT")

    def _roll_back(self) -> None:
        import duckdb

        # a database that broke has rolled back by itself, and what broke it is on its way up
        with suppress(duckdb.Error):
            self.connection.execute("ROLLBACK")

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[tuple[object, ...]]:
        with _named(self.path):
            return self.connection.execute(query, list(parameters)).fetchall()

    def write(self, query: str, parameters: Sequence[object] = ()) -> None:
        with _named(self.path):
            self.connection.execute(query, list(parameters))

    def insert_rows(self, query: str, columns: Sequence[Sequence[object]]) -> None:
        """`query` unnests one list parameter per column."""
        if columns and columns[0]:
            self.write(query, [list(column) for column in columns])


@contextmanager
def open_store(folder: Path, *, writes: bool) -> Iterator[Store]:
    """Open the workspace's database; who only reads changes no file, and makes none.

    A command that writes has the database for itself; any number may read at once.
    """
    path = folder / FILE
    store = _for_writing(path) if writes else _for_reading(path)
    try:
        yield store
    finally:
        _close(store)


def _close(store: Store) -> None:
    import duckdb

    # what was committed stands in the log beside the file, even if it cannot be moved over now
    with suppress(duckdb.Error):
        store.connection.close()


def _for_reading(path: Path) -> Store:
    with _named(path):
        is_there = path.exists()
    if not is_there:
        store = _connected(path, ":memory:")
        migrate(store, 0)
        return store
    store = _connected(path, str(path), read_only=True)
    try:
        version = _version(store)
    except EngineError:
        _close(store)
        raise
    if version == VERSION:
        return store
    _close(store)
    return _migrated_copy(path, version)


def _migrated_copy(path: Path, version: int) -> Store:
    """An older store brought up to date in memory: reading never changes the file."""
    store = _connected(path, ":memory:", config=_OFFLINE)
    try:
        quoted = str(path).replace("'", "''")
        store.write(f"ATTACH '{quoted}' AS stored (READ_ONLY)")
        store.write("SET enable_external_access = false")
        store.write("COPY FROM DATABASE stored TO memory")
        store.write("DETACH stored")
        migrate(store, version)
    except EngineError:
        _close(store)
        raise
    return store


def _for_writing(path: Path) -> Store:
    with _named(path):
        is_new = not path.exists()
        _refuse_read_only(path, is_new)
        if is_new:
            _make(path)
    store = _connected(path, str(path))
    try:
        version = _version(store)
        if version < VERSION:
            migrate(store, version)
    except EngineError:
        _close(store)
        raise
    return store


def _refuse_read_only(path: Path, is_new: bool) -> None:
    # DuckDB opens a file that can be written in a folder that cannot, and fails at the first write
    for needed in (path.parent,) if is_new else (path.parent, path):
        if not os.access(needed, os.W_OK):
            problem = str(needed)
            raise EngineError(STORE_READ_ONLY.at(whole_file(str(path)), problem=problem))


def _make(path: Path) -> None:
    """A new database appears under its name with all its tables, or not at all."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".tianping-") as folder:
        made = Path(folder) / FILE
        store = _connected(path, str(made))
        try:
            migrate(store, 0)
        finally:
            _close(store)
        try:
            # unlike a rename, a link never takes the place of what another command just made
            path.hardlink_to(made)
        except FileExistsError:
            return
        except OSError:
            # not every file system has links
            made.rename(path)


def _connected(
    path: Path, place: str, *, read_only: bool = False, config: Config = CONFIG
) -> Store:
    import duckdb

    with _named(path):
        return Store(duckdb.connect(place, read_only=read_only, config=config), path)


def _version(store: Store) -> int:
    """0: a database without any table. What a newer engine wrote is left to it."""
    tables = {str(row[0]) for row in store.rows("SELECT table_name FROM duckdb_tables()")}
    if not tables:
        return 0
    known = store.rows("SELECT version FROM meta") if "meta" in tables else []
    version = known[0][0] if len(known) == 1 else None
    where = whole_file(str(store.path))
    if not isinstance(version, int) or version < 1:
        raise EngineError(STORE_UNREADABLE.at(where, problem="meta.version"))
    if version > VERSION:
        values = {"stored": str(version), "known": str(VERSION)}
        raise EngineError(STORE_NEWER.at(where, **values))
    return version


def migrate(store: Store, version: int) -> None:
    """All steps up to this engine's version, or none."""
    with store.writing():
        for step in STEPS[version:]:
            for statement in step:
                store.write(statement)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Trouble with the file, said with a code and a way out."""
    import duckdb

    try:
        yield
    except (duckdb.Error, OSError, UnicodeDecodeError) as error:
        raise EngineError(_finding(path, str(error))) from None


def _finding(path: Path, text: str) -> Diagnostic:
    said = text.lower()
    check = STORE_UNREADABLE
    if any(word in said for word in _BUSY):
        check = STORE_BUSY
    elif any(word in said for word in _FULL):
        check = DISK_FULL
    elif any(word in said for word in _DENIED) and os.access(path, os.R_OK):
        # it can be read, so what was denied is writing
        check = STORE_READ_ONLY
    problem = next(iter(text.splitlines()), "")
    return check.at(whole_file(str(path)), problem=problem)
