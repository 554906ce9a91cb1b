"""Reads the cases of `cases/`: a short history, its settings, and what must come out.

The format says nothing of the simulation, so that whatever else computes these figures can run the
same files. README.md describes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from tests.simulation.model import (
    AGENT,
    REFUNDED,
    Account,
    Figure,
    Message,
    Order,
    Refund,
    Settings,
    World,
)

FOLDER = Path(__file__).parent / "cases"
SHOP = "店"
AGENTS = ("小美", "小林", "小周")
KEYS = {"case", "shows", "why", "day", "accounts", "messages", "orders", "refunds"}
READING = {"why", "settings", "months", "orders"}
NO_ROW = "none"


@dataclass(frozen=True)
class Case:
    """One history under one set of settings. A month is None where there must be no row."""

    name: str
    why: str
    world: World
    months: dict[tuple[str, str], dict[str, Figure] | None]
    orders: dict[str, dict[str, object]]


def all_cases() -> Iterator[Case]:
    for path in sorted(FOLDER.glob("*.yaml")):
        # BaseLoader: 09:00:00 stays a text, and so does 1.10
        for node in yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader):
            yield from cases_of(path.stem, node)


def cases_of(topic: str, node: dict[str, Any]) -> Iterator[Case]:
    """The case under its own settings, then once for each other reading."""
    unknown = set(node) - KEYS - {"settings", "expect", "readings"}
    if unknown:
        raise KeyError(f"{node['case']}: {sorted(unknown)}")
    world = world_of(node)
    own = {**node["expect"], "settings": node.get("settings", {}), "why": node["why"]}
    yield case_of(f"{topic}: {node['case']}", world, own, {})
    for reading in node.get("readings", []):
        shown = ", ".join(f"{name} {text}" for name, text in reading["settings"].items())
        name = f"{topic}: {node['case']} [{shown}]"
        yield case_of(name, world, {"why": node["why"], **reading}, node.get("settings", {}))


def case_of(name: str, world: World, expect: dict[str, Any], given: dict[str, str]) -> Case:
    unknown = set(expect) - READING
    if unknown:
        raise KeyError(f"{name}: {sorted(unknown)}")
    settings = settings_of({**given, **expect["settings"]})
    months = {
        (agent, month): None if row == NO_ROW else {k: to_figure(v) for k, v in row.items()}
        for agent, rows in expect.get("months", {}).items()
        for month, row in rows.items()
    }
    orders = {
        order: {key: to_word(text) for key, text in row.items()}
        for order, row in expect.get("orders", {}).items()
    }
    return Case(name, expect["why"], replace(world, settings=settings), months, orders)


def settings_of(texts: dict[str, str]) -> Settings:
    chosen: dict[str, Any] = {}
    known = {setting.name for setting in fields(Settings)}
    for name, text in texts.items():
        if name not in known:
            raise KeyError(name)
        if name == "as_of":
            chosen[name] = datetime.fromisoformat(text)
        else:
            chosen[name] = to_word(text)
    return Settings(**chosen)


def to_word(text: str) -> object:
    words: dict[str, object] = {"true": True, "false": False, "none": None}
    if text in words:
        return words[text]
    return int(text) if text.isascii() and text.isdigit() else text


def to_figure(text: str) -> Figure:
    return None if text == "none" else Fraction(text)


def world_of(node: dict[str, Any]) -> World:
    day = node.get("day", "2024-05-06")
    accounts = {name: Account(name, name, AGENT, SHOP) for name in AGENTS}
    for name, row in node.get("accounts", {}).items():
        accounts[name] = Account(
            name, row.get("agent"), row.get("kind", AGENT), row.get("shop", SHOP)
        )
    messages = [
        message_of(str(place), row, day)
        for place, row in enumerate(node.get("messages", []), start=1)
    ]
    orders = [order_of(order, row, day) for order, row in node.get("orders", {}).items()]
    refunds = [refund_of(refund, row, day) for refund, row in node.get("refunds", {}).items()]
    return World(tuple(messages), tuple(orders), tuple(refunds), tuple(accounts.values()))


def to_time(text: str, day: str) -> datetime:
    return datetime.fromisoformat(text if " " in text else f"{day} {text}")


def message_of(place: str, row: Any, day: str) -> Message:
    """`[time, account, buyer, in | out | auto, text]`, or the same by name with an id."""
    if isinstance(row, list):
        row = dict(zip(("time", "account", "buyer", "direction", "text"), row, strict=False))
    text = row.get("text", "好")
    direction = row["direction"]
    if direction not in ("in", "out", "auto"):
        raise ValueError(direction)
    return Message(
        id=row.get("id", place),
        time=to_time(row["time"], day),
        account=row["account"],
        buyer=row["buyer"],
        direction="in" if direction == "in" else "out",
        text=text,
        chars=len(text),
        auto=direction == "auto",
    )


def order_of(order: str, row: dict[str, str], day: str) -> Order:
    times = {
        name: to_time(row[name], day) if name in row else None
        for name in ("paid", "shipped", "received", "logistics")
    }
    return Order(
        id=order,
        shop=row.get("shop", SHOP),
        buyer=row["buyer"],
        created=to_time(row["created"], day),
        amount=Decimal(row.get("amount", "100.00")),
        items=int(row.get("items", "1")),
        status=row.get("status", "交易成功"),
        **times,
    )


def refund_of(refund: str, row: dict[str, str], day: str) -> Refund:
    finished = to_time(row["finished"], day) if "finished" in row else None
    applied = to_time(row["applied"], day) if "applied" in row else finished
    return Refund(
        id=refund,
        order=row["order"],
        amount=Decimal(row["amount"]),
        applied=applied,
        finished=finished,
        status=row.get("status", REFUNDED),
    )
