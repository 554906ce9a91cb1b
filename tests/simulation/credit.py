"""Section 7: who holds the credit just before an event (D4, D5, D7)."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.simulation.model import Settings
from tests.simulation.reading import BUYER, HUMAN, Line, Thread, is_before, seconds_between


def holder_before(
    event: datetime, thread: Thread, settings: Settings, silent_since: datetime | None = None
) -> str | None:
    """Read the thread's lines in order and keep the holder.

    `silent_since` is the creation of a silent order (section 8): only lines not before it are
    read, and it stands as the chat of a previous agent, held by nobody.
    """
    holder: str | None = None
    read: list[Line] = []
    for line in thread.spoken:
        if not is_looked_at(line, event, settings):
            continue
        if silent_since is not None and is_before(line.time, silent_since, settings):
            continue
        if not serves(line, settings):
            continue
        if line.kind == HUMAN and takes(line, read, holder, silent_since, settings):
            holder = line.agent
        read.append(line)
    return holder


def is_looked_at(line: Line, event: datetime, settings: Settings) -> bool:
    """Before the event, and not older than the look-back."""
    return is_before(line.time, event, settings) and in_lookback(line.time, event, settings)


def in_lookback(time: datetime, event: datetime, settings: Settings) -> bool:
    if settings.lookback_days is None:
        return True
    return time >= event - timedelta(days=settings.lookback_days)


def serves(line: Line, settings: Settings) -> bool:
    """Section 5: with filtered_serves False, lines of a filtered conversation do nothing here."""
    if not line_is_of_buyer(line):
        return False
    assert line.conversation is not None
    return settings.filtered_serves or not line.conversation.filtered


def line_is_of_buyer(line: Line) -> bool:
    """D8: a chat with somebody who is no buyer gives no credit."""
    return line.conversation is not None and line.conversation.thread.real


def takes(
    line: Line,
    read: list[Line],
    holder: str | None,
    silent_since: datetime | None,
    settings: Settings,
) -> bool:
    """Whether this human line makes its agent the holder."""
    if holder == line.agent:
        return False  # nothing to take
    if settings.gap_unit == "conversation" and wrote_in_it_before(line, read):
        return False  # judged once, at the first human line
    measured = previous_lines(line, read, holder, settings)
    if measured:
        point, limit = last_time(measured, read, settings), settings.gap_seconds
    elif silent_since is not None and not is_no_follow_up(line, settings):
        point, limit = silent_since, settings.silent_gap_seconds
    else:
        return True  # 1. the first service
    return seconds_between(point, begin_of_chat(line, read, settings)) >= limit


def wrote_in_it_before(line: Line, read: list[Line]) -> bool:
    return any(
        earlier.kind == HUMAN and earlier.conversation is line.conversation for earlier in read
    )


def previous_lines(
    line: Line, read: list[Line], holder: str | None, settings: Settings
) -> list[Line]:
    """The human lines read so far from which the gap is measured."""
    human = [earlier for earlier in read if earlier.kind == HUMAN]
    if settings.gap_from == "any":
        return human
    if settings.gap_from == "holder":
        return [earlier for earlier in human if earlier.agent == holder]
    return [earlier for earlier in human if earlier.agent != line.agent]


def by_edges(settings: Settings) -> bool:
    """`edges` works with `conversation` only."""
    return settings.gap_points == "edges" and settings.gap_unit == "conversation"


def last_time(measured: list[Line], read: list[Line], settings: Settings) -> datetime:
    """Where the previous chat ends: its last human line, or its last line of either side."""
    if not by_edges(settings):
        return measured[-1].time
    chats = [line.conversation for line in measured]
    return max(line.time for line in read if line.conversation in chats)


def begin_of_chat(line: Line, read: list[Line], settings: Settings) -> datetime:
    """Where the agent's own chat begins: this human line, or its first line of either side."""
    if not by_edges(settings):
        return line.time
    return min(
        [earlier.time for earlier in read if earlier.conversation is line.conversation]
        + [line.time]
    )


def is_no_follow_up(line: Line, settings: Settings) -> bool:
    """Section 8, silent_scope: a conversation that the buyer opened needs no distance."""
    assert line.conversation is not None
    return settings.silent_scope == "agent_opened" and line.conversation.lines[0].kind == BUYER
