"""Imported batches whole: out of a store, into the tables of an export, and back into a store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from engine.ledger.fingerprints import REASON, WRITTEN
from engine.ledger.parquet import AMOUNT, FlatTable, ParquetReader, Row
from engine.ledger.store import FILE, Store, migrate

_CHUNK = 50_000
_TEXT, _WHOLE = "VARCHAR", "INTEGER"
_WHOLE_COLUMNS = frozenset(
    {"number", "rows_read", "figures", "roster_rows", "rejected", "dropped", "file_row"}
)
_TYPES = {"amount": AMOUNT, "rows": "BIGINT", "replaces": "BOOLEAN"}


def _table(name: str, columns: str) -> FlatTable:
    return FlatTable(
        path=f"inputs/{name}.parquet",
        columns=tuple((c, _type_of(c)) for c in columns.split()),
    )


def _type_of(column: str) -> str:
    return _WHOLE if column in _WHOLE_COLUMNS else _TYPES.get(column, _TEXT)


BATCHES = _table(
    "batches",
    "number batch content kind file content_digest mapping mapping_digest shop rows_read figures"
    " roster_rows rejected dropped imported_at",
)
FIGURES = _table(
    "figures",
    "number shop month agent measure unit state amount file_row author entered_at item_key"
    " evidence",
)
ROSTER = _table(
    "roster",
    "number shop agent name role level hired left_on start_month end_month file_row",
)
# what was typed into a rejected cell may be anything, so only its SHA-256 leaves the store; the
# reason quotes the cell
REJECTS = _table("rejects", "number file file_row column_name written_sha256 code reason_sha256")
INPUTS: tuple[FlatTable, ...] = (BATCHES, FIGURES, ROSTER, REJECTS)
# only in exports of batches that have rows: exports of before know of none
ROW_FILES = _table("row_files", "number table_name path rows first_time last_time sha256 replaces")
_READ_AS: Mapping[str, str] = {"written_sha256": WRITTEN, "reason_sha256": REASON}


def input_chunks(store: Store, table: FlatTable, numbers: Iterable[int]) -> Iterator[list[Row]]:
    """The rows of the batches with these numbers, in an order that depends on nothing else."""
    columns = ", ".join(f"{_READ_AS.get(name, name)} AS {name}" for name in table.names)
    query = f"SELECT {columns} FROM {table.name} WHERE number = ? ORDER BY ALL"
    for number in sorted(numbers):
        found = store.connection.execute(query, [number])
        while chunk := found.fetchmany(_CHUNK):
            yield chunk


def batch_numbers(store: Store, names: Iterable[str] | None = None) -> dict[str, int]:
    """Number by name of the named batches, or of all."""
    wanted = None if names is None else sorted(set(names))
    rows = store.rows(
        "SELECT batch, number FROM batches WHERE ? IS NULL OR list_contains(?, batch) ORDER BY 2",
        [wanted, wanted],
    )
    return {str(name): int(str(number)) for name, number in rows}


def inputs_store(reader: ParquetReader, contents: Mapping[str, bytes]) -> Store:
    """A store in memory with the inputs of an export; a file that does not fit is refused."""
    store = Store(reader.connection, Path(FILE))
    migrate(store, 0)
    for table in (*INPUTS, *([ROW_FILES] if ROW_FILES.path in contents else [])):
        columns = ", ".join(table.names)
        insert = f"INSERT INTO {table.name} ({columns}) SELECT {columns} FROM read_parquet(?)"
        reader.load(table, contents.get(table.path, b""), insert)
    # an export has no texts, which is not the same as not knowing whether there were any
    reader.connection.execute("UPDATE rejects SET written = '', reason = ''")
    return store


def strays(store: Store) -> Iterator[str]:
    """Tables with rows of no batch: nothing reads them, and no digest of a batch covers them."""
    for table in (*INPUTS[1:], ROW_FILES):
        query = (
            f"SELECT count(*) FROM {table.name} WHERE number NOT IN (FROM batches SELECT number)"
        )
        if store.rows(query)[0][0]:
            yield table.path


def insert_batches(target: Store, source: Store, numbers: Sequence[int]) -> None:
    """Copy batches as they are, with their numbers, from one store into another."""
    for table in (*INPUTS, ROW_FILES):
        names = table.names
        values = ", ".join(f"CAST(unnest(?::VARCHAR[]) AS {kind})" for _, kind in table.columns)
        extra, blanks = (", written, reason", ", '', ''") if table is REJECTS else ("", "")
        insert = f"INSERT INTO {table.name} ({', '.join(names)}{extra}) SELECT {values}{blanks}"
        for chunk in input_chunks(source, table, numbers):
            columns = zip(*chunk, strict=True)
            texts = [[None if c is None else str(c) for c in column] for column in columns]
            target.insert_rows(insert, texts)
