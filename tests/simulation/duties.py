"""Section 10: duties (D10, D11, D12)."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.simulation.conversations import Conversation
from tests.simulation.model import CLOSED, Order, Settings
from tests.simulation.reading import Line, Thread, is_before, seconds_between
from tests.simulation.table import Table


def after_sale_agent(order: Order, thread: Thread, settings: Settings) -> str | None:
    """D10: the first human line not before the receipt."""
    if order.received is None or not thread.real:
        return None
    for line in thread.human:
        if not is_before(line.time, order.received, settings):
            return line.agent
    return None


def ship_state(order: Order, as_of: datetime, settings: Settings) -> str | None:
    """D11: `ok`, `late`, `open`, or none."""
    if order.paid is None:
        return None
    due = order.paid + timedelta(hours=settings.ship_hours)
    if order.shipped is not None:
        return "ok" if order.shipped <= due else "late"
    if order.status == CLOSED:
        return None
    return "late" if as_of > due else "open"


def may_resend(order: Order, as_of: datetime, settings: Settings) -> bool:
    """D11: shipped, not received, not closed, and no news for longer than 72 hours."""
    if order.shipped is None or order.received is not None or order.status == CLOSED:
        return False
    if order.logistics is None:
        return False
    return as_of - order.logistics > timedelta(hours=settings.resend_hours)


def is_late_answer(chat: Conversation, as_of: datetime, settings: Settings) -> bool:
    """D11: a consult that nobody of the shop answered within 48 hours of its first buyer line."""
    if not chat.consult or not chat.buyer_lines:
        return False
    asked = chat.buyer_lines[0]
    due = asked.time + timedelta(hours=settings.answer_hours)
    if as_of <= due:
        return False  # not yet over
    in_time = [line for line in chat.thread.human if line.place > asked.place and line.time <= due]
    return not in_time


def colleague_just_before(chat: Conversation, settings: Settings) -> Line | None:
    """D12: the last line of another agent, if the chat begins too soon after it."""
    if not chat.human_lines:
        return None
    own = chat.human_lines[0]
    others = [
        line for line in chat.thread.human if line.agent != chat.agent and line.place < own.place
    ]
    if not others or seconds_between(others[-1].time, own.time) >= settings.gap_seconds:
        return None
    return others[-1]


def is_handed_over(chat: Conversation, colleague: str, settings: Settings) -> bool:
    own = chat.human_lines[0]
    for line in chat.thread.human:
        if line.agent == colleague and line.place > own.place:
            return seconds_between(own.time, line.time) <= settings.handover_seconds
    return False


def add_duties(table: Table, chat: Conversation, as_of: datetime, settings: Settings) -> None:
    if is_late_answer(chat, as_of, settings):
        table.add(chat.agent, chat.month, "late_answers", 1)
    previous = colleague_just_before(chat, settings)
    if previous is not None:
        table.add(chat.agent, chat.month, "handover_due", 1)
        if is_handed_over(chat, previous.agent, settings):
            table.add(chat.agent, chat.month, "handover_done", 1)
