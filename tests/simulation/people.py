"""Section 6, people of agent and month, and conversion."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from tests.simulation.conversations import Conversation
from tests.simulation.inquiry import AFTER_SALE, INQUIRY, follows_in_time
from tests.simulation.model import Order, Settings
from tests.simulation.silent import Credit
from tests.simulation.table import Table


@dataclass(eq=False)
class Unit:
    """A buyer of a month, of a day, or a conversation, with its consult conversations."""

    agent: str
    month: str
    real: bool
    chats: list[Conversation] = field(default_factory=list)

    @property
    def unfiltered(self) -> list[Conversation]:
        """D8 conversations are filtered, all of them."""
        return [chat for chat in self.chats if self.real and not chat.filtered]


def units_of(chats: list[Conversation], settings: Settings) -> list[Unit]:
    units: dict[tuple[object, ...], Unit] = {}
    for chat in chats:
        if not chat.consult:
            continue
        if not chat.thread.real and settings.d8_chats == "nowhere":
            continue
        key: tuple[object, ...] = (chat.agent, chat.thread.shop, chat.thread.buyer)
        if settings.people_unit == "month":
            key += (chat.month,)
        elif settings.people_unit == "day":
            key += (chat.day,)
        else:
            key += (id(chat),)
        if key not in units:
            units[key] = Unit(chat.agent, chat.month, chat.thread.real)
        units[key].chats.append(chat)
    return list(units.values())


def add_people(
    table: Table, units: list[Unit], credits: dict[str, Credit], settings: Settings
) -> None:
    for unit in units:

        def add(column: str, unit: Unit = unit) -> None:
            table.add(unit.agent, unit.month, column, 1)

        add("consults")
        if not unit.unfiltered:
            add("filtered")
            if unit.real:
                add("filtered_real")
            continue
        add("received")
        add("unanswered" if is_unanswered(unit, settings) else "replied")
        inquiries = [chat for chat in unit.unfiltered if chat.kind == INQUIRY]
        after_sales = [chat for chat in unit.unfiltered if chat.kind == AFTER_SALE]
        if after_sales and not (inquiries and settings.both_kinds == "inquiry_wins"):
            add("after_sale")
        if inquiries:
            for column in conversion_of(unit.agent, inquiries, credits, settings):
                add(column)


def is_unanswered(unit: Unit, settings: Settings) -> bool:
    if settings.unanswered_if == "none_replied":
        return not any(chat.answered for chat in unit.unfiltered)
    return not all(chat.answered for chat in unit.unfiltered)


def conversion_of(
    agent: str, inquiries: list[Conversation], credits: dict[str, Credit], settings: Settings
) -> list[str]:
    """The columns in which a unit with these inquiry conversations counts."""
    ordered = [
        credits[order.id]
        for order in inquiries[0].thread.orders
        if any(is_ordered_after(order, chat, settings) for chat in inquiries)
    ]
    paid = [
        credits[order.id]
        for order in inquiries[0].thread.orders
        if any(is_paid_after(order, chat, settings) for chat in inquiries)
    ]
    if settings.conversion_credit == "any":
        return columns_of(bool(ordered), bool(paid))
    such = ordered + paid
    if settings.conversion_credit == "own_or_drop" and such:
        own = [c for c in such if agent in (c.order_agent, c.payment_agent)]
        if not own:
            return []
    return columns_of(
        any(credit.order_agent == agent for credit in ordered),
        any(credit.payment_agent == agent for credit in paid),
    )


def columns_of(ordered: bool, paid: bool) -> list[str]:
    columns = ["inquiries"]
    if ordered:
        columns.append("inquiry_ordered")
    if paid:
        columns.append("inquiry_paid")
    return columns


def is_ordered_after(order: Order, chat: Conversation, settings: Settings) -> bool:
    return follows_in_time(order.created, chat, settings)


def is_paid_after(order: Order, chat: Conversation, settings: Settings) -> bool:
    paid: datetime | None = order.paid
    if not follows_in_time(paid, chat, settings):
        return False
    if settings.paid_conversion == "new_order":
        return follows_in_time(order.created, chat, settings)
    return True
