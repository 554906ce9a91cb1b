"""Section 6, points 1–5: a consult conversation is an inquiry, after-sale, or neither."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.simulation.conversations import Conversation
from tests.simulation.model import CLOSED, Order, Settings
from tests.simulation.reading import is_before, month_of

INQUIRY = "inquiry"
AFTER_SALE = "after_sale"
NEITHER = "neither"


def kind_of(chat: Conversation, settings: Settings) -> str:
    start = chat.start
    bought = latest_purchase(chat, settings)
    if (
        bought is not None
        and within_days(bought, start, settings)
        and not any(is_new_order(order, chat, settings) for order in chat.thread.orders)
    ):
        return AFTER_SALE
    if settings.pending_order_chat == "neither" and comes_to_pay(chat, settings):
        return NEITHER
    return INQUIRY


def latest_purchase(chat: Conversation, settings: Settings) -> datetime | None:
    """1. The latest purchase at or before the start."""
    latest: datetime | None = None
    for order in chat.thread.orders:
        bought = purchase_time(order, settings)
        if bought is None or is_before(chat.start, bought, settings):
            continue
        if latest is None or bought > latest:
            latest = bought
    return latest


def purchase_time(order: Order, settings: Settings) -> datetime | None:
    """A purchase is a paid order."""
    if order.paid is None:
        return None
    if order.status == CLOSED and not settings.closed_is_purchase:
        return None
    if settings.after_sale_from == "paid":
        return order.paid
    if settings.after_sale_from == "created":
        return order.created
    return order.received


def within_days(bought: datetime, start: datetime, settings: Settings) -> bool:
    """2. 21 days, inclusive."""
    if settings.after_sale_by == "calendar":
        return (start.date() - bought.date()).days <= settings.after_sale_days
    return start - bought <= timedelta(days=settings.after_sale_days)


def is_new_order(order: Order, chat: Conversation, settings: Settings) -> bool:
    """3. Whether this order follows the conversation as a new one."""
    if settings.follow_event == "created":
        return follows_in_time(order.created, chat, settings)
    if settings.follow_event == "created_and_paid":
        return order.paid is not None and follows_in_time(order.created, chat, settings)
    return follows_in_time(order.paid, chat, settings)


def follows_in_time(event: datetime | None, chat: Conversation, settings: Settings) -> bool:
    """Whether an event comes after the start and within the limits of point 3."""
    if event is None or not is_before(chat.start, event, settings):
        return False
    days = settings.order_window_days
    if days is not None and event > chat.start + timedelta(days=days):
        return False
    return settings.order_after_month_end or month_of(event) == chat.month


def comes_to_pay(chat: Conversation, settings: Settings) -> bool:
    """5. An order created before the start, paid after it, and none created after it."""
    pending = False
    for order in chat.thread.orders:
        if is_before(chat.start, order.created, settings):
            return False
        if order.paid is not None and is_before(chat.start, order.paid, settings):
            pending = True
    return pending
