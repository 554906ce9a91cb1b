"""Opening the workspace's database and writing batches; the only SQL here is fixed text."""

from __future__ import annotations

import os
import shutil
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
LOG = f"{FILE}.wal"
LOCK = f"{FILE}.lock"
# a finished copy that is about to take the file's place, and the log that it makes obsolete
NEXT, OLD_LOG = f"{FILE}.next", f"{LOG}.old"
COPY = ".tianping-store-"

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

    Who writes works on a copy that takes the place of the file at the end, in one step: whatever
    happens before, the file is what it was. One may write at a time; any number may read.
    """
    path = folder / FILE
    if writes:
        with _only_writer(path), _copy(path) as store:
            yield store
        return
    store = _for_reading(path)
    try:
        yield store
    finally:
        _close(store)


def _close(store: Store) -> None:
    import duckdb

    with suppress(duckdb.Error):
        store.connection.close()


# -- reading -----------------------------------------------------------------------------------


def _for_reading(path: Path) -> Store:
    with _named(path):
        place = _place(path)
    if place is None:
        store = _connected(path, ":memory:")
        migrate(store, 0)
        return store
    store = _connected(path, str(place), read_only=True)
    try:
        version = _version(store)
    except EngineError:
        _close(store)
        raise
    if version == VERSION:
        return store
    _close(store)
    return _migrated_copy(path, place, version)


def _place(path: Path) -> Path | None:
    """Where the database is; None: nowhere yet."""
    following = path.with_name(NEXT)
    if path.with_name(OLD_LOG).exists() and following.exists():
        return following  # the last writer was killed while it put this in place
    # an engine of before that was killed at its first write left an empty file
    return path if path.exists() and path.stat().st_size else None


def _migrated_copy(path: Path, place: Path, version: int) -> Store:
    """An older store brought up to date in memory: reading never changes the file."""
    store = _connected(path, ":memory:", config=_OFFLINE)
    try:
        quoted = str(place).replace("'", "''")
        store.write(f"ATTACH '{quoted}' AS stored (READ_ONLY)")
        store.write("SET enable_external_access = false")
        store.write("COPY FROM DATABASE stored TO memory")
        store.write("DETACH stored")
        migrate(store, version)
    except EngineError:
        _close(store)
        raise
    return store


# -- writing -----------------------------------------------------------------------------------


@contextmanager
def _only_writer(path: Path) -> Iterator[None]:
    """Hold the workspace for writing, or say that another command does."""
    from filelock import FileLock, Timeout

    with _named(path):
        _refuse_read_only(path)
        lock = FileLock(path.with_name(LOCK), timeout=0)
        try:
            lock.acquire()
        except Timeout:
            busy = STORE_BUSY.at(whole_file(str(path)), problem=LOCK)
            raise EngineError(busy) from None
    try:
        yield
    finally:
        lock.release()


def _refuse_read_only(path: Path) -> None:
    needed = [path.parent, *([path] if path.exists() else [])]
    for one in needed:
        if not os.access(one, os.W_OK):
            raise EngineError(STORE_READ_ONLY.at(whole_file(str(path)), problem=str(one)))


@contextmanager
def _copy(path: Path) -> Iterator[Store]:
    """D82: DuckDB rewrites blocks of its file in place, and a kill in the middle tears them."""
    with _named(path):
        _go_on(path)
        for left in path.parent.glob(f"{COPY}*"):
            shutil.rmtree(left, ignore_errors=True)  # of a command that was killed
        if _place(path) is not None:
            # another program may have the file open for writing, and would lose its work
            _close(_connected(path, str(path), read_only=True))
        folder = Path(tempfile.mkdtemp(dir=path.parent, prefix=COPY))
    try:
        with _copied(path, folder / FILE) as store:
            yield store
        with _named(path):
            _put(folder / FILE, path)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _copied(path: Path, made: Path) -> Iterator[Store]:
    """The copy, with the log that a killed engine of before may have left beside the file."""
    with _named(path):
        for name in (FILE, LOG) if _place(path) is not None else ():
            if path.with_name(name).exists():
                shutil.copyfile(path.with_name(name), made.with_name(name))
    store = _connected(path, str(made))
    try:
        version = _version(store)
        if version < VERSION:
            migrate(store, version)
        yield store
        # what is in the copy's log must be in the copy, or its room on the disk is not there
        store.write("CHECKPOINT")
    finally:
        _close(store)


def _put(made: Path, path: Path) -> None:
    """The copy in the place of the file. A log is put aside first: it belongs to the old file."""
    _flush(made)
    log, following = path.with_name(LOG), path.with_name(NEXT)
    if log.exists():
        made.replace(following)
        log.replace(path.with_name(OLD_LOG))
        _go_on(path)
    else:
        made.replace(path)
    _flush(path.parent)


def _go_on(path: Path) -> None:
    """Finish what a kill interrupted between putting the log aside and replacing the file."""
    old_log, following = path.with_name(OLD_LOG), path.with_name(NEXT)
    if old_log.exists() and following.exists():
        following.replace(path)
    for left in (following, old_log):
        left.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    """On the disk before anything relies on it; Windows flushes no folders."""
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


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
