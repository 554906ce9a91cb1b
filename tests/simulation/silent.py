"""Section 8 and the agents of an order: silent orders, urged payments, who is credited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.simulation.credit import holder_before, in_lookback, is_looked_at, serves
from tests.simulation.model import Order, Settings
from tests.simulation.reading import BUYER, HUMAN, Line, Thread, is_before, month_of
from tests.simulation.table import Table


@dataclass(eq=False)
class Credit:
    """What sections 7 and 8 say of one order."""

    order: Order
    thread: Thread
    silent: bool
    order_agent: str | None
    payment_agent: str | None
    urged: bool = False

    @property
    def first_agent(self) -> str | None:
        return self.order_agent if self.order_agent is not None else self.payment_agent

    def agent_by(self, rule: str) -> str | None:
        if rule == "order":
            return self.order_agent
        if rule == "payment":
            return self.payment_agent
        return self.first_agent


def credit_of(order: Order, thread: Thread, settings: Settings) -> Credit:
    silent = is_silent(order, thread, settings)
    order_agent = None if silent else holder_before(order.created, thread, settings)
    payment_agent = None
    if order.paid is not None:
        since = order.created if silent else None
        payment_agent = holder_before(order.paid, thread, settings, silent_since=since)
    credit = Credit(order, thread, silent, order_agent, payment_agent)
    credit.urged = is_urged(credit, settings)
    return credit


def is_silent(order: Order, thread: Thread, settings: Settings) -> bool:
    if not thread.real:
        return True  # D8: these chats count nowhere
    for line in thread.spoken:
        if not is_looked_at(line, order.created, settings):
            continue
        if line.kind == HUMAN and serves(line, settings):
            return False
        if line.kind == BUYER and settings.silent_if != "no_agent_line":
            return False
    return settings.silent_if != "no_chat" or not any_chat(order, thread, settings)


def any_chat(order: Order, thread: Thread, settings: Settings) -> bool:
    """Anything at all before creation, an automatic line or a robot's included."""
    for message in thread.messages:
        before = is_before(message.time, order.created, settings)
        if before and in_lookback(message.time, order.created, settings):
            return True
    return False


def lines_after_creation(credit: Credit, settings: Settings) -> list[Line]:
    """Human lines between creation and payment: not before the one, before the other.

    While an order is unpaid, the payment's place is taken by `unpaid_open_hours` after creation.
    """
    order = credit.order
    found: list[Line] = []
    if not credit.thread.real:
        return found
    for line in credit.thread.human:
        if is_before(line.time, order.created, settings):
            continue
        if order.paid is not None:
            in_time = is_before(line.time, order.paid, settings)
        else:
            in_time = line.time < order.created + timedelta(hours=settings.unpaid_open_hours)
        if in_time:
            found.append(line)
    return found


def is_urged(credit: Credit, settings: Settings) -> bool:
    if credit.order.paid is None or credit.payment_agent is None:
        return False
    for line in lines_after_creation(credit, settings):
        if line.agent != credit.payment_agent:
            continue
        if settings.urged_needs == "line" or begins_after(line, credit.order.created, settings):
            return True
    return False


def begins_after(line: Line, created: datetime, settings: Settings) -> bool:
    """Whether the first human line of the line's conversation is not before creation."""
    assert line.conversation is not None
    first = line.conversation.human_lines[0]
    return not is_before(first.time, created, settings)


def sales_month_of(order: Order, settings: Settings) -> str:
    assert order.paid is not None
    return month_of(order.paid if settings.sales_month == "paid" else order.created)


def add_silent(table: Table, credit: Credit, settings: Settings) -> None:
    order = credit.order
    if credit.silent:
        for agent in {line.agent for line in lines_after_creation(credit, settings)}:
            table.add(agent, month_of(order.created), "silent_followed", 1)
    if order.paid is None or credit.payment_agent is None:
        return
    month = sales_month_of(order, settings)
    columns = []
    if credit.silent:
        columns.append(("silent_paid", "silent_paid_sales"))
    if credit.urged:
        columns.append(("urged", "urged_sales"))
    for count, sales in columns:
        table.add(credit.payment_agent, month, count, 1)
        table.add_money(credit.payment_agent, month, sales, order.amount)
