"""Section 4: rounds, first and average response, slow."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from tests.simulation.conversations import Conversation, Whole
from tests.simulation.model import Settings
from tests.simulation.reading import BUYER, Line, month_of, seconds_between
from tests.simulation.table import Table


@dataclass(eq=False)
class Interval:
    """A closed round. `answerer` is what the agent who closed it has of the conversation."""

    answerer: Conversation
    opened: Line
    seconds: int
    is_first: bool = False

    @property
    def agent(self) -> str:
        return self.answerer.agent


def rounds_of(whole: Whole, settings: Settings) -> list[Interval]:
    found: list[Interval] = []
    opened: Line | None = None
    for line in whole.lines:
        if line.kind == BUYER:
            if opened is None or settings.response_from == "last":
                opened = line
        elif opened is not None:
            assert line.conversation is not None
            found.append(
                Interval(line.conversation, opened, seconds_between(opened.time, line.time))
            )
            opened = None
    return found  # a round still open gives no interval


def intervals_of(wholes: list[Whole], settings: Settings) -> list[Interval]:
    """All intervals that count, the first responses marked."""
    intervals: list[Interval] = []
    days: set[tuple[str, str, str, date]] = set()
    for whole in sorted(wholes, key=lambda each: each.lines[0].place):
        found = rounds_of(whole, settings)
        buyer_opened = whole.lines[0].kind == BUYER
        for number, interval in enumerate(found):
            if interval.answerer.filtered and not settings.filtered_in_response:
                continue
            intervals.append(interval)
            if number > 0 or (settings.first_needs_buyer_open and not buyer_opened):
                continue
            day = (interval.agent, whole.thread.shop, whole.thread.buyer, interval.answerer.day)
            if settings.first_per == "conversation" or day not in days:
                interval.is_first = True
                days.add(day)
    return intervals


def add_responses(table: Table, intervals: list[Interval], settings: Settings) -> None:
    for interval in intervals:
        agent, month = interval.agent, interval.answerer.month
        if interval.is_first:
            table.add(agent, month, "first_n", 1)
            table.add(agent, month, "first_sum", interval.seconds)
        if settings.average_includes_first or not interval.is_first:
            table.add(agent, month, "resp_n", 1)
            table.add(agent, month, "resp_sum", interval.seconds)


def add_slow(table: Table, intervals: list[Interval], settings: Settings) -> None:
    """(agent, buyer, day) with at least `slow_count` intervals > `slow_seconds`."""
    slow_of: Counter[tuple[str, str, str, date]] = Counter()
    for interval in intervals:
        if interval.seconds <= settings.slow_seconds:
            continue
        thread = interval.answerer.thread
        day = interval.opened.time.date()
        if settings.slow_day == "conversation":
            day = interval.answerer.day
        slow_of[interval.agent, thread.shop, thread.buyer, day] += 1
    for (agent, _shop, _buyer, day), count in slow_of.items():
        month = f"{day.year:04d}-{day.month:02d}"
        table.add(agent, month, "slow_intervals", count)
        if count >= settings.slow_count:
            table.add(agent, month, "slow", 1)


def add_lines(table: Table, lines: list[Line]) -> None:
    """Section 11: each line by its own month, filtered conversations included."""
    for line in lines:
        month = month_of(line.time)
        if line.kind == BUYER:
            table.add(line.agent, month, "buyer_lines", 1)
        else:
            table.add(line.agent, month, "agent_lines", 1)
            table.add(line.agent, month, "agent_chars", line.chars)
