"""Filling an empty database from exports, and what stands in the way of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from engine.core.errors import EngineError
from engine.core.record import record
from engine.core.span import whole_file
from engine.ledger.checks.l710_store_busy import STORE_BUSY
from engine.ledger.entries import Entry, insert
from engine.ledger.inputs import insert_batches
from engine.ledger.store import CONFIG, FILE, Store


@record
class Source:
    """A store with batches, and the number of each by its name."""

    store: Store
    batches: Mapping[str, int]


def refill(store: Store, chain: Iterable[Entry], sources: Sequence[Source]) -> None:
    """All entries, and each batch once, in one transaction."""
    with store.writing():
        taken: set[str] = set()
        for source in sources:
            wanted = {name: n for name, n in source.batches.items() if name not in taken}
            insert_batches(store, source.store, sorted(wanted.values()))
            taken |= set(wanted)
        for entry in chain:
            insert(store, entry)


def what_is_in(folder: Path) -> str:
    """What a workspace's database holds, looked at without a change; nothing: it is empty."""
    import duckdb

    path = folder / FILE
    try:
        with duckdb.connect(str(path), read_only=True, config=CONFIG) as connection:
            counts = {
                table: connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0]
                for table in ("entries", "batches")
            }
    except duckdb.Error as error:
        problem = str(error).splitlines()[0]
        if isinstance(error, duckdb.IOException) and "lock" in problem.lower():
            raise EngineError(STORE_BUSY.at(whole_file(str(path)), problem=problem)) from None
        return problem
    return ", ".join(f"{name}: {count}" for name, count in counts.items() if count)
