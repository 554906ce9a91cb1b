"""A store as version 1 of the engine made it: its tables, and rows that it wrote."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from engine.ledger.store import FILE

ROWS = Path(__file__).with_name("store_version_1.json")

TABLES: tuple[str, ...] = (
    "CREATE TABLE IF NOT EXISTS meta (version INTEGER)",
    """
    CREATE TABLE IF NOT EXISTS batches (
        number INTEGER PRIMARY KEY, batch VARCHAR, content VARCHAR, kind VARCHAR, file VARCHAR,
        content_digest VARCHAR, mapping VARCHAR, mapping_digest VARCHAR, shop VARCHAR,
        rows_read INTEGER, figures INTEGER, roster_rows INTEGER, rejected INTEGER,
        dropped INTEGER, imported_at VARCHAR
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS figures (
        number INTEGER, shop VARCHAR, month VARCHAR, agent VARCHAR, measure VARCHAR,
        unit VARCHAR, state VARCHAR, amount DECIMAL(38, 12), file_row INTEGER,
        author VARCHAR, entered_at VARCHAR
    )
    """,
    # stores of before these columns are given them, with nothing in them
    "ALTER TABLE figures ADD COLUMN IF NOT EXISTS item_key VARCHAR DEFAULT ''",
    "ALTER TABLE figures ADD COLUMN IF NOT EXISTS evidence VARCHAR DEFAULT ''",
    """
    CREATE TABLE IF NOT EXISTS roster (
        number INTEGER, shop VARCHAR, agent VARCHAR, name VARCHAR, role VARCHAR, level VARCHAR,
        hired VARCHAR, left_on VARCHAR, start_month VARCHAR, end_month VARCHAR, file_row INTEGER
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS rejects (
        number INTEGER, file VARCHAR, file_row INTEGER, column_name VARCHAR, written VARCHAR,
        code VARCHAR, reason VARCHAR
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS entries (
        number INTEGER PRIMARY KEY, kind VARCHAR, shop VARCHAR, policy VARCHAR, month VARCHAR,
        body VARCHAR, previous VARCHAR, digest VARCHAR
    )
    """,
)
WITHOUT_KEYS = tuple(text for text in TABLES if "ADD COLUMN" not in text)


def make_old_store(folder: Path, tables: tuple[str, ...] = TABLES) -> None:
    """The stored rows of two posted months, or of the columns that `tables` has."""
    stored = json.loads(ROWS.read_text("utf-8"))
    with duckdb.connect(str(folder / FILE)) as connection:
        for definition in tables:
            connection.execute(definition)
        for table, rows in stored.items():
            width = len(connection.execute(f"DESCRIBE {table}").fetchall())
            for row in rows:
                places = ", ".join("?" * width)
                connection.execute(f"INSERT INTO {table} VALUES ({places})", row[:width])


def version_of(folder: Path) -> int:
    with duckdb.connect(str(folder / FILE), read_only=True) as connection:
        return int(connection.execute("SELECT version FROM meta").fetchall()[0][0])


def stored_entries(folder: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(str(folder / FILE), read_only=True) as connection:
        return connection.execute("SELECT * FROM entries ORDER BY number").fetchall()
