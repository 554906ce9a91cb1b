"""Section 5: the filter (D9)."""

from __future__ import annotations

from itertools import pairwise

from tests.simulation.conversations import Conversation
from tests.simulation.inquiry import AFTER_SALE, follows_in_time
from tests.simulation.model import Settings
from tests.simulation.reading import BUYER, HUMAN, Line, Thread, month_of, seconds_between


def is_filtered(chat: Conversation, settings: Settings) -> bool:
    if not never_answered(judged_lines(chat, settings), settings):
        return False
    if chat.kind == AFTER_SALE and not settings.filter_after_sale:
        return False
    if settings.filter_spares_orderers:
        return not any(
            follows_in_time(order.created, chat, settings) for order in chat.thread.orders
        )
    return True


def judged_lines(chat: Conversation, settings: Settings) -> list[Line]:
    """The lines of agent and buyer over which "never answered" is judged."""
    if settings.filter_unit == "conversation":
        return chat.lines
    of_agent = lines_of_agent(chat.thread, chat.agent)
    if settings.filter_unit == "day":
        return [line for line in of_agent if line.time.date() == chat.day]
    return [line for line in of_agent if month_of(line.time) == chat.month]


def lines_of_agent(thread: Thread, agent: str) -> list[Line]:
    return [line for line in thread.spoken if line.agent == agent]


def never_answered(lines: list[Line], settings: Settings) -> bool:
    """Exactly one buyer line, and after it at least two separate human lines."""
    buyer_lines = [line for line in lines if line.kind == BUYER]
    if len(buyer_lines) != 1:
        return False
    place = lines.index(buyer_lines[0])
    after = [line for line in lines[place + 1 :] if line.kind == HUMAN]
    return separate_lines(after, settings) >= settings.filter_min_lines


def separate_lines(human: list[Line], settings: Settings) -> int:
    """How many separate lines these are; 0 if they are no reason to filter at all."""
    if settings.filter_merge == "any_pair":
        for earlier, later in pairwise(human):
            if seconds_between(earlier.time, later.time) < settings.filter_seconds:
                return 0
        return len(human)
    count = 0
    measured_from: Line | None = None
    for line in human:
        if (
            measured_from is None
            or seconds_between(measured_from.time, line.time) >= settings.filter_seconds
        ):
            count += 1
            measured_from = line
        elif settings.filter_merge == "chain":
            measured_from = line
    return count
