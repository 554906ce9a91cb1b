"""The whole: rows in, the figures of section 11 out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tests.simulation.conversations import Conversation, Whole, converse
from tests.simulation.duties import add_duties, after_sale_agent, may_resend, ship_state
from tests.simulation.filtering import is_filtered
from tests.simulation.inquiry import kind_of
from tests.simulation.model import Account, Message, Order, Refund, Result, Settings, World
from tests.simulation.money import add_placed, add_refunds, add_sales
from tests.simulation.people import add_people, units_of
from tests.simulation.reading import Thread, latest_time, read_threads, without_repeats
from tests.simulation.responses import add_lines, add_responses, add_slow, intervals_of
from tests.simulation.silent import Credit, add_silent, credit_of
from tests.simulation.table import Table


def simulate_world(world: World) -> Result:
    return simulate(world.messages, world.orders, world.refunds, world.accounts, world.settings)


def simulate(
    messages: Iterable[Message],
    orders: Iterable[Order],
    refunds: Iterable[Refund],
    accounts: Iterable[Account],
    settings: Settings,
    as_of: datetime | None = None,
) -> Result:
    messages = without_repeats(messages)
    orders = without_repeats(orders)
    refunds = without_repeats(refunds)
    threads = list(read_threads(messages, orders, accounts).values())
    until = as_of or settings.as_of or latest_time(messages, orders, refunds) or datetime.max

    wholes = [whole for thread in threads for whole in converse(thread, settings)]
    chats = [part for whole in wholes for part in whole.parts]
    judge(chats, settings)
    credits = [credit_of(order, thread, settings) for thread in threads for order in thread.orders]

    table = Table()
    add_talk(table, threads, wholes, settings)
    by_order = {credit.order.id: credit for credit in credits}
    add_people(table, units_of(chats, settings), by_order, settings)
    for chat in chats:
        if chat.thread.real:
            if chat.consult:
                table.add(chat.agent, chat.month, "conversations", 1)
            add_duties(table, chat, until, settings)
    for credit in credits:
        add_placed(table, credit)
        add_silent(table, credit, settings)
    add_sales(table, credits, refunds, settings)
    add_refunds(table, credits, refunds, settings)
    return Result(
        months=table.finished(settings),
        orders={credit.order.id: show_order(credit, until, settings) for credit in credits},
        conversations=[show_conversation(chat) for chat in chats],
    )


def judge(chats: list[Conversation], settings: Settings) -> None:
    """Kind and filter of each conversation with a real buyer."""
    for chat in chats:
        if not chat.thread.real:
            continue
        if chat.consult:
            chat.kind = kind_of(chat, settings)
        chat.filtered = is_filtered(chat, settings)


def add_talk(table: Table, threads: list[Thread], wholes: list[Whole], settings: Settings) -> None:
    """Responses, slow and lines: with real buyers only."""
    intervals = intervals_of([whole for whole in wholes if whole.thread.real], settings)
    add_responses(table, intervals, settings)
    add_slow(table, intervals, settings)
    for thread in threads:
        if thread.real:
            add_lines(table, thread.spoken)


def show_order(credit: Credit, as_of: datetime, settings: Settings) -> dict[str, object]:
    order = credit.order
    return {
        "order_agent": credit.order_agent,
        "payment_agent": credit.payment_agent,
        "first_agent": credit.first_agent,
        "silent": credit.silent,
        "urged": credit.urged,
        "after_sale_agent": after_sale_agent(order, credit.thread, settings),
        "ship": ship_state(order, as_of, settings),
        "may_resend": may_resend(order, as_of, settings),
    }


def show_conversation(chat: Conversation) -> dict[str, object]:
    return {
        "agent": chat.agent,
        "buyer": chat.thread.buyer,
        "shop": chat.thread.shop,
        "start": chat.start,
        "end": chat.lines[-1].time,
        "month": chat.month,
        "real": chat.thread.real,
        "consult": chat.consult,
        "kind": chat.kind,
        "filtered": chat.filtered,
        "answered": chat.answered,
        "lines": [(line.time, line.kind, line.account) for line in chat.lines],
    }
