"""A random world of the simulation as canonical tables."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import duckdb

from tests.simulation.model import World

TABLES = """
CREATE TABLE messages (
  id VARCHAR, time TIMESTAMP, account VARCHAR, buyer VARCHAR, direction VARCHAR, text VARCHAR,
  chars BIGINT, auto BOOLEAN
);
CREATE TABLE accounts (
  account VARCHAR, pseudonym VARCHAR, shop VARCHAR, agent VARCHAR, kind VARCHAR, start DATE,
  "end" DATE
);
CREATE TABLE orders (
  id VARCHAR, shop VARCHAR, buyer VARCHAR, created TIMESTAMP, paid TIMESTAMP,
  amount DECIMAL(18, 2), items BIGINT, status VARCHAR, shipped TIMESTAMP, received TIMESTAMP,
  logistics TIMESTAMP
);
CREATE TABLE refunds (
  id VARCHAR, order_id VARCHAR, amount DECIMAL(18, 2), applied TIMESTAMP, finished TIMESTAMP,
  status VARCHAR
);
CREATE TABLE order_items (id VARCHAR, order_id VARCHAR, title VARCHAR, sku VARCHAR);
CREATE TABLE item_ratings (shop VARCHAR, item VARCHAR, day DATE, rating DECIMAL(18, 2));
CREATE TABLE parcels (shop VARCHAR, agent VARCHAR, received DATE, quantity BIGINT);
CREATE TABLE complaints (shop VARCHAR, agent VARCHAR, day DATE, kind VARCHAR);
CREATE TABLE attendance (
  shop VARCHAR, agent VARCHAR, day DATE, state VARCHAR, hours DECIMAL(18, 2)
);
CREATE TABLE events (shop VARCHAR, agent VARCHAR, day DATE, kind VARCHAR, count BIGINT);
CREATE TABLE ratings (
  shop VARCHAR, account VARCHAR, buyer VARCHAR, time TIMESTAMP, score VARCHAR,
  turned_round BOOLEAN
);
CREATE TABLE flag_events (order_id VARCHAR, time TIMESTAMP, flag VARCHAR)
"""


def load_world(connection: duckdb.DuckDBPyConnection, world: World) -> None:
    connection.execute(TABLES)
    _put(connection, "messages", [
        (m.id, m.time, m.account, m.buyer, m.direction, m.text, m.chars, m.auto)
        for m in dict.fromkeys(world.messages)
    ])  # fmt: skip
    _put(connection, "accounts", [
        (a.account, a.account, a.shop, a.agent, a.kind, None, None) for a in world.accounts
    ])  # fmt: skip
    _put(connection, "orders", [
        (o.id, o.shop, o.buyer, o.created, o.paid, o.amount, o.items, o.status, o.shipped,
         o.received, o.logistics)
        for o in dict.fromkeys(world.orders)
    ])  # fmt: skip
    _put(connection, "refunds", [
        (r.id, r.order, r.amount, r.applied, r.finished, r.status)
        for r in dict.fromkeys(world.refunds)
    ])  # fmt: skip
    _put_items(connection, world)


def _put_items(connection: duckdb.DuckDBPyConnection, world: World) -> None:
    """Each order holds two of four items, whose ratings change around the days of receipt."""
    orders = tuple(dict.fromkeys(world.orders))
    _put(connection, "order_items", [
        (f"{place}-{part}", o.id, f"item {(place + part) % 4}", f"code {part}")
        for place, o in enumerate(orders) for part in (0, 1)
    ])  # fmt: skip
    shops = sorted({o.shop for o in orders})
    days = sorted({o.received.date() for o in orders if o.received})
    _put(connection, "item_ratings", [
        (shop, item, day, Decimal("4.8") - Decimal((place + number) % 3 - 1) / 100)
        for shop in shops for place, day in enumerate(days)
        for number, item in enumerate(("item 0", "item 1", "item 2", "code 1"))
    ])  # fmt: skip


def _put(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence[Any]]) -> None:
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
