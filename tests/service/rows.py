"""The canonical tables in DuckDB, filled from a world of the simulation or from a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import duckdb

from tests.simulation.model import World

T = TypeVar("T")
Row = Mapping[str, object]
Rows = Mapping[str, Sequence[Row]]

MOMENT, MONEY = "TIMESTAMP", "DECIMAL(18,2)"
# Every table is there, even if no file of it ever came.
TABLES: Mapping[str, Mapping[str, str]] = {
    "messages": {
        "id": "VARCHAR", "time": MOMENT, "account": "VARCHAR", "buyer": "VARCHAR",
        "direction": "VARCHAR", "text": "VARCHAR", "chars": "BIGINT", "auto": "BOOLEAN",
    },
    "accounts": {
        "account": "VARCHAR", "pseudonym": "VARCHAR", "shop": "VARCHAR", "agent": "VARCHAR",
        "kind": "VARCHAR", "start": "DATE", "end": "DATE",
    },
    "orders": {
        "id": "VARCHAR", "shop": "VARCHAR", "buyer": "VARCHAR", "created": MOMENT, "paid": MOMENT,
        "amount": MONEY, "items": "BIGINT", "status": "VARCHAR", "shipped": MOMENT,
        "received": MOMENT, "logistics": MOMENT,
    },
    "refunds": {
        "id": "VARCHAR", "order_id": "VARCHAR", "amount": MONEY, "applied": MOMENT,
        "finished": MOMENT, "status": "VARCHAR", "kind": "VARCHAR", "reason": "VARCHAR",
    },
    "order_items": {
        "id": "VARCHAR", "order_id": "VARCHAR", "title": "VARCHAR", "sku": "VARCHAR",
        "category": "VARCHAR", "price": MONEY, "quantity": "BIGINT", "status": "VARCHAR",
    },
    "item_ratings": {
        "id": "VARCHAR", "shop": "VARCHAR", "item": "VARCHAR", "day": "DATE", "rating": MONEY,
        "author": "VARCHAR",
    },
    "parcels": {
        "id": "VARCHAR", "shop": "VARCHAR", "agent": "VARCHAR", "received": "DATE",
        "order_id": "VARCHAR", "quantity": "BIGINT",
    },
    "ratings": {
        "id": "VARCHAR", "shop": "VARCHAR", "account": "VARCHAR", "buyer": "VARCHAR",
        "time": MOMENT, "score": "VARCHAR", "turned_round": "BOOLEAN",
    },
    "complaints": {
        "id": "VARCHAR", "shop": "VARCHAR", "agent": "VARCHAR", "day": "DATE", "kind": "VARCHAR",
        "order_id": "VARCHAR", "evidence": "VARCHAR",
    },
    "attendance": {
        "agent": "VARCHAR", "shop": "VARCHAR", "day": "DATE", "state": "VARCHAR", "hours": MONEY,
    },
    "events": {
        "id": "VARCHAR", "shop": "VARCHAR", "agent": "VARCHAR", "day": "DATE", "kind": "VARCHAR",
        "count": "BIGINT", "author": "VARCHAR", "entered_at": MOMENT, "evidence": "VARCHAR",
    },
    "flag_events": {
        "id": "VARCHAR", "order_id": "VARCHAR", "time": MOMENT, "flag": "VARCHAR",
        "author": "VARCHAR", "note": "VARCHAR",
    },
}  # fmt: skip


def opened() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("SET threads = 1")  # the runs are small, and share a machine
    return connection


def load(connection: duckdb.DuckDBPyConnection, rows: Rows) -> None:
    """Make all tables anew, in the order of the rows given."""
    for name, columns in TABLES.items():
        declared = ", ".join(f'"{column}" {type_}' for column, type_ in columns.items())
        connection.execute(f"CREATE OR REPLACE TABLE {name} ({declared})")
        held = list(rows.get(name, ()))
        if not held:
            continue
        values = ", ".join(f"UNNEST(?::{type_}[])" for type_ in columns.values())
        listed = [[row.get(column) for row in held] for column in columns]
        connection.execute(f"INSERT INTO {name} SELECT {values}", listed)


def rows_of(world: World) -> Rows:
    """Import keeps one of rows that are the same, so here, too, each is loaded once."""
    return {
        "messages": [vars(message) for message in once(world.messages)],
        "accounts": [{**vars(a), "pseudonym": a.account} for a in world.accounts],
        "orders": [vars(order) for order in once(world.orders)],
        "refunds": [{**vars(refund), "order_id": refund.order} for refund in once(world.refunds)],
    }


def once(rows: Iterable[T]) -> list[T]:
    return list(dict.fromkeys(rows))
