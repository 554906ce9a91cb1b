"""Orders in a database in memory, and policies about flags, as tests make them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import duckdb

from engine.bind.flag_model import BoundFlags
from tests.checks.examples import BASE
from tests.pipeline import bound_from

ORDER_COLUMNS = {
    "id": "VARCHAR", "shop": "VARCHAR", "buyer": "VARCHAR", "created": "TIMESTAMP",
    "paid": "TIMESTAMP", "amount": "DECIMAL(18,2)", "due": "DECIMAL(18,2)", "items": "BIGINT",
    "status": "VARCHAR", "shipped": "TIMESTAMP", "received": "TIMESTAMP", "logistics": "TIMESTAMP",
    "close_reason": "VARCHAR", "memo": "VARCHAR", "flag": "VARCHAR", "buyer_words": "VARCHAR",
    "refunded": "DECIMAL(18,2)", "address_changed": "BOOLEAN", "price_changed": "DECIMAL(18,2)",
}  # fmt: skip
OTHERS = {
    "refunds": {"id": "VARCHAR", "order_id": "VARCHAR", "status": "VARCHAR"},
    "accounts": {"account": "VARCHAR", "shop": "VARCHAR", "agent": "VARCHAR", "kind": "VARCHAR"},
    "flag_events": {
        "id": "VARCHAR", "order_id": "VARCHAR", "time": "TIMESTAMP", "flag": "VARCHAR",
        "author": "VARCHAR", "note": "VARCHAR",
    },
}  # fmt: skip
CREATED = dt.datetime(2024, 3, 5, 10)
Rows = Iterable[Mapping[str, Any]]


def order(id_: str, **columns: Any) -> dict[str, Any]:
    """An order of the demo shop with what matters to a test; all else is blank."""
    stated = {"id": id_, "shop": "demo", "created": CREATED, "amount": Decimal(100), **columns}
    return {name: stated.get(name) for name in ORDER_COLUMNS}


def database(orders: Rows, **others: Rows) -> Any:
    """A connection with the relations that rules about flags read."""
    connection = duckdb.connect()
    fill(connection, "orders", ORDER_COLUMNS, orders)
    for name, columns in OTHERS.items():
        fill(connection, name, columns, others.get(name, ()))
    return connection


def fill(connection: Any, name: str, columns: Mapping[str, str], rows: Rows) -> None:
    listed = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
    connection.execute(f'CREATE TABLE "{name}" ({listed})')
    cells = [[row.get(column) for column in columns] for row in rows]
    if cells:
        marks = ", ".join("?" for _ in columns)
        connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', cells)


def flags_of(section: str) -> BoundFlags:
    """A bound `flags` section, written as in a policy without its first line."""
    flags = bound_from((BASE + "flags:\n" + section).encode()).flags
    assert flags is not None
    return flags
