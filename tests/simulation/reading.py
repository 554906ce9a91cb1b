"""Sections 1 and 2: which rows there are, what kind of line each is, and the threads they form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol, TypeVar

from tests.simulation.model import AGENT, Account, Message, Order, Refund, Refused, Settings

if TYPE_CHECKING:
    from tests.simulation.conversations import Conversation

BUYER = "buyer"
HUMAN = "human"
AUTO = "auto"


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


Row = TypeVar("Row", bound=_HasId)


@dataclass(eq=False)
class Line:
    """A message on an account of kind agent."""

    id: str
    time: datetime
    kind: str
    agent: str
    account: str
    shop: str
    buyer: str
    chars: int
    conversation: Conversation | None = None

    @property
    def place(self) -> tuple[datetime, tuple[int, int, str]]:
        return (self.time, id_place(self.id))


@dataclass(eq=False)
class Thread:
    """One (shop, buyer). `real` is False when the counterpart is itself listed in accounts (D8)."""

    shop: str
    buyer: str
    real: bool
    lines: list[Line] = field(default_factory=list)
    # also what a robot, a group … said and heard: for silent_if = no_chat
    messages: list[Message] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)

    @property
    def spoken(self) -> list[Line]:
        """Buyer and human lines."""
        return [line for line in self.lines if line.kind != AUTO]

    @property
    def human(self) -> list[Line]:
        return [line for line in self.lines if line.kind == HUMAN]


def id_place(row_id: str) -> tuple[int, int, str]:
    """1.2: ids of digits only are compared as numbers, others as text by code point."""
    if row_id.isascii() and row_id.isdigit():
        return (0, int(row_id), row_id)
    return (1, 0, row_id)


def without_repeats(rows: Iterable[Row]) -> list[Row]:
    """1.3: the same id with the same fields is one row; with different fields it is refused."""
    seen: dict[str, Row] = {}
    for row in rows:
        if row.id not in seen:
            seen[row.id] = row
        elif seen[row.id] != row:
            raise Refused(f"id {row.id} occurs with different fields")
    return list(seen.values())


def latest_time(
    messages: Iterable[Message], orders: Iterable[Order], refunds: Iterable[Refund]
) -> datetime | None:
    """1.7: the latest time that occurs in the data."""
    times: list[datetime | None] = [message.time for message in messages]
    for order in orders:
        times += [order.created, order.paid, order.shipped, order.received, order.logistics]
    for refund in refunds:
        times += [refund.applied, refund.finished]
    return max((time for time in times if time is not None), default=None)


def read_threads(
    messages: list[Message], orders: list[Order], accounts: Iterable[Account]
) -> dict[tuple[str, str], Thread]:
    listed = {account.account: account for account in accounts}
    threads: dict[tuple[str, str], Thread] = {}

    def thread_of(shop: str, buyer: str) -> Thread:
        if (shop, buyer) not in threads:
            threads[shop, buyer] = Thread(shop, buyer, real=buyer not in listed)
        return threads[shop, buyer]

    for message in sorted(messages, key=lambda row: (row.time, id_place(row.id))):
        if message.account not in listed:
            raise Refused(f"account {message.account} is not in accounts")
        account = listed[message.account]
        thread = thread_of(account.shop, message.buyer)
        thread.messages.append(message)
        if account.kind == AGENT:
            thread.lines.append(to_line(message, account))
    for order in sorted(orders, key=lambda row: (row.created, id_place(row.id))):
        thread_of(order.shop, order.buyer).orders.append(order)
    return threads


def to_line(message: Message, account: Account) -> Line:
    if message.direction == "in":
        kind = BUYER
    elif message.auto:
        kind = AUTO
    else:
        kind = HUMAN
    return Line(
        id=message.id,
        time=message.time,
        kind=kind,
        agent=account.agent or "",
        account=account.account,
        shop=account.shop,
        buyer=message.buyer,
        chars=message.chars,
    )


def is_before(line_time: datetime, event: datetime, settings: Settings) -> bool:
    """Whether a line is before an event, and so whether the event follows that line."""
    if settings.tie == "event_first":
        return line_time < event
    return line_time <= event


def seconds_between(earlier: datetime, later: datetime) -> int:
    return (later - earlier) // timedelta(seconds=1)


def month_of(time: datetime) -> str:
    return f"{time.year:04d}-{time.month:02d}"
