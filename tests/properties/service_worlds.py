"""A random world of the simulation as canonical tables."""

from __future__ import annotations

from collections.abc import Sequence
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


def _put(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence[Any]]) -> None:
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
