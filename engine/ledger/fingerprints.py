"""Digests of stored batches, row by row, so that a change of any stored figure is found."""

from __future__ import annotations

from collections.abc import Iterable

from engine.core.digest import digest
from engine.ledger.store import Store

# What a rejected cell said counts by its SHA-256, so that an export, which withholds the text, can
# be checked. A restored database has only that.
WRITTEN = (
    "CASE WHEN written = '' AND written_sha256 <> '' THEN written_sha256 ELSE sha256(written) END"
)
REASON = "CASE WHEN reason = '' AND reason_sha256 <> '' THEN reason_sha256 ELSE sha256(reason) END"
# Every stored column as text in a JSON list: separated, and nothing is not the same as blank.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "batches": (
        "batch", "content", "kind", "file", "content_digest", "mapping", "mapping_digest", "shop",
        "rows_read", "figures", "roster_rows", "rejected", "dropped", "imported_at",
    ),
    "figures": (
        "shop", "month", "agent", "measure", "unit", "state", "amount", "file_row", "author",
        "entered_at", "item_key", "evidence",
    ),
    "roster": (
        "shop", "agent", "name", "role", "level", "hired", "left_on", "start_month", "end_month",
        "file_row",
    ),
    "rejects": ("file", "file_row", "column_name", WRITTEN, "code", REASON),
    "row_files": ("table_name", "path", "rows", "first_time", "last_time", "sha256", "replaces"),
}  # fmt: skip
_QUERIES = {
    table: f"""
        SELECT coalesce(sha256(string_agg(line, chr(10) ORDER BY line)), '')
        FROM (
            SELECT to_json([{", ".join(f"({c})::VARCHAR" for c in columns)}])::VARCHAR AS line
            FROM {table} WHERE number = ?
        )
    """  # names of ours alone
    for table, columns in _COLUMNS.items()
}


def batch_fingerprints(store: Store, names: Iterable[str]) -> dict[str, str]:
    """The digest of each batch's stored rows; a batch that is gone has none."""
    wanted = sorted(set(names))
    numbers = store.rows(
        "SELECT batch, number FROM batches WHERE list_contains(?, batch) ORDER BY number", [wanted]
    )
    return {str(name): _fingerprint(store, number) for name, number in numbers}


def _fingerprint(store: Store, number: object) -> str:
    parts = {table: str(store.rows(query, [number])[0][0]) for table, query in _QUERIES.items()}
    if not store.rows("SELECT 1 FROM row_files WHERE number = ?", [number]):
        del parts["row_files"]  # entries of before know of no such files
    return digest("batch_rows", 1, parts)
