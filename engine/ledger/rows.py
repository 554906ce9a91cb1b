"""Imports of rows: the batch in the database, its rows in a Parquet file beside it."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from engine.catalog.row_file import ROWS, RowFile, row_path
from engine.core.diagnostic import Diagnostic
from engine.core.digest import digest
from engine.core.errors import EngineError
from engine.core.record import record
from engine.core.span import whole_file
from engine.ledger.batches import RejectedCell, add_rejects
from engine.ledger.checks.l713_store_read_only import STORE_READ_ONLY
from engine.ledger.checks.l740_rows_altered import ROWS_ALTERED
from engine.ledger.checks.l741_key_gone import KEY_GONE
from engine.ledger.store import Store

KEY = "keys/buyers.key"
_KEY_BYTES = 32
_WITH_PSEUDONYMS = ("messages", "accounts", "orders", "ratings")
_BLOCK = 1 << 22
_COLUMNS = "table_name, batch, path, rows, first_time, last_time, sha256, replaces"


@record(kw_only=True)
class NewRows:
    """An import of rows, ready to be stored. `rows_read` = taken, repeated, rejected, dropped."""

    kind: str
    file: str
    content_digest: str
    mapping: str
    mapping_digest: str
    shop: str
    rows_read: int
    dropped: int
    rejected: int
    imported_at: str

    @property
    def content(self) -> str:
        """What is imported and how it is read, as of other batches."""
        return digest("content", 1, [self.content_digest, self.mapping_digest, self.shop, ""])

    def name(self, times: int) -> str:
        return digest("batch", 1, [self.content, times])


def row_files(store: Store, batches: Iterable[str] | None = None) -> tuple[RowFile, ...]:
    """The files of all batches, or of those named, in the order in which they were imported."""
    wanted = None if batches is None else sorted(set(batches))
    rows = store.rows(
        f"""
        SELECT {_COLUMNS} FROM row_files JOIN batches USING (number)
        WHERE ? IS NULL OR list_contains(?, batch) ORDER BY number
        """,
        [wanted, wanted],
    )
    return tuple(
        RowFile(
            table=str(table), batch=str(batch), path=str(path), rows=int(str(count)),
            first_time=str(first), last_time=str(last), sha256=str(sha), replaces=bool(replaces),
        )
        for table, batch, path, count, first, last, sha, replaces in rows
    )  # fmt: skip


def known_content(store: Store, content: str) -> tuple[str, ...]:
    """The batches in which the same was imported before."""
    rows = store.rows("SELECT batch FROM batches WHERE content = ? ORDER BY number", [content])
    return tuple(str(row[0]) for row in rows)


@record(kw_only=True)
class StoredRows:
    """An import that is there already, in numbers of rows."""

    name: str
    read: int
    taken: int
    rejected: int
    dropped: int
    first: str
    last: str


def stored_again(store: Store, content: str) -> StoredRows | None:
    """The latest batch in which the same was imported."""
    rows = store.rows(
        """
        SELECT batch, rows_read, rows, rejected, dropped, first_time, last_time
        FROM batches JOIN row_files USING (number)
        WHERE content = ? ORDER BY number DESC LIMIT 1
        """,
        [content],
    )
    for name, *counts, first, last in rows:
        read, taken, rejected, dropped = (int(str(count)) for count in counts)
        return StoredRows(
            name=str(name), read=read, taken=taken, rejected=rejected, dropped=dropped,
            first=str(first), last=str(last),
        )  # fmt: skip
    return None


def free_name(store: Store, batch: NewRows) -> str:
    """The name that the batch will have."""
    names = known_content(store, batch.content)
    times = len(names)
    while batch.name(times) in names:
        times += 1
    return batch.name(times)


def save_rows(
    store: Store, root: Path, batch: NewRows, file: RowFile, made: Path,
    rejects: Iterable[Sequence[RejectedCell]],
) -> None:  # fmt: skip
    """The file first, then the database: a kill in between leaves a file that nobody names."""
    place = root / file.path
    place.parent.mkdir(parents=True, exist_ok=True)
    _flush(made)
    made.replace(place)
    with store.writing():
        number = store.rows("SELECT coalesce(max(number), 0) + 1 FROM batches")[0][0]
        store.write(
            "INSERT INTO batches VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?)",
            [
                number, file.batch, batch.content, batch.kind, batch.file, batch.content_digest,
                batch.mapping, batch.mapping_digest, batch.shop, batch.rows_read,
                batch.rejected, batch.dropped, batch.imported_at,
            ],
        )  # fmt: skip
        store.write(
            "INSERT INTO row_files VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                number, file.table, file.path, file.rows, file.first_time, file.last_time,
                file.sha256, file.replaces,
            ],
        )  # fmt: skip
        for chunk in rejects:
            add_rejects(store, number, batch.file, chunk)


def remove_orphans(store: Store, root: Path) -> None:
    """Files that a killed import left: no batch names them. Only who writes may do this."""
    named = {file.path for file in row_files(store)}
    for path in (root / ROWS).glob("*/*.parquet"):
        if path.relative_to(root).as_posix() not in named:
            path.unlink()


def altered_rows(
    store: Store, root: Path, batches: Iterable[str] | None = None
) -> Iterator[Diagnostic]:
    """Files of rows that are gone or are not what was written; of all batches, or of those."""
    for file in row_files(store, batches):
        path = root / file.path
        if not path.is_file() or sha256_of(path) != file.sha256:
            yield altered(store, file, file.path)


def altered(store: Store, file: RowFile, shown: str) -> Diagnostic:
    imported = store.rows("SELECT file FROM batches WHERE batch = ?", [file.batch])
    name = str(imported[0][0]) if imported else file.batch
    return ROWS_ALTERED.at(whole_file(shown), file=name, path=file.path)


def sha256_of(path: Path) -> str:
    """As `sha256sum` prints it, block by block."""
    found = hashlib.sha256()
    with path.open("rb") as opened:
        while block := opened.read(_BLOCK):
            found.update(block)
    return found.hexdigest()


def buyers_key(store: Store, root: Path) -> bytes:
    """The key of the workspace's pseudonyms, made at the first import of rows."""
    path = root / KEY
    if not path.exists():
        rows = sum(file.rows for file in row_files(store) if file.table in _WITH_PSEUDONYMS)
        if rows:
            raise EngineError(KEY_GONE.at(whole_file(KEY), path=KEY, rows=str(rows)))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(made, "wb") as file:
                file.write(secrets.token_bytes(_KEY_BYTES))
        except FileExistsError:
            pass  # another import was faster
        except OSError as error:
            problem = error.strerror or str(error)
            raise EngineError(STORE_READ_ONLY.at(whole_file(str(path)), problem=problem)) from None
    return path.read_bytes()


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


__all__ = ["RowFile", "row_files", "row_path"]
