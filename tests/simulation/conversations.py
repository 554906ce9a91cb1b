"""Section 3: streams, conversations, and with `shop` the parts of a conversation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from tests.simulation.model import Settings
from tests.simulation.reading import (
    AUTO,
    BUYER,
    HUMAN,
    Line,
    Thread,
    month_of,
    seconds_between,
)


@dataclass(eq=False)
class Whole:
    """Consecutive lines of a stream without a gap. `next_line` is what comes after it there."""

    thread: Thread
    lines: list[Line]
    next_line: Line | None = None
    parts: list[Conversation] = field(default_factory=list)


@dataclass(eq=False)
class Conversation:
    """What one agent has of a whole: all of it, or with `shop` their part."""

    thread: Thread
    whole: Whole
    agent: str
    lines: list[Line]
    consult: bool = False
    answered: bool = False
    kind: str | None = None
    filtered: bool = False

    @property
    def start(self) -> datetime:
        """The *s* of section 6."""
        return self.lines[0].time

    @property
    def month(self) -> str:
        return month_of(self.whole.lines[0].time)

    @property
    def day(self) -> date:
        return self.whole.lines[0].time.date()

    @property
    def buyer_lines(self) -> list[Line]:
        return [line for line in self.lines if line.kind == BUYER]

    @property
    def human_lines(self) -> list[Line]:
        return [line for line in self.lines if line.kind == HUMAN]


def converse(thread: Thread, settings: Settings) -> list[Whole]:
    """All conversations of a thread, in order of their first line."""
    wholes: list[Whole] = []
    for stream in streams_of(thread, settings):
        wholes += cut(thread, stream, settings)
    wholes.sort(key=lambda whole: whole.lines[0].place)
    for whole in wholes:
        whole.parts = parts_of(whole)
        for part in whole.parts:
            part.consult = bool(part.buyer_lines) or not settings.consult_needs_buyer_line
            part.answered = is_answered(part, settings)
    return wholes


def streams_of(thread: Thread, settings: Settings) -> list[list[Line]]:
    streams: dict[str, list[Line]] = {}
    for line in thread.lines:
        if settings.conversation_of == "agent":
            name = line.agent
        elif settings.conversation_of == "account":
            name = line.account
        else:
            name = "the whole thread"
        streams.setdefault(name, []).append(line)
    return list(streams.values())


def cut(thread: Thread, stream: list[Line], settings: Settings) -> list[Whole]:
    """A gap of at least `silence_seconds` starts a new conversation; 9:59 does not, 10:00 does."""
    wholes: list[Whole] = []
    previous: Line | None = None
    lines: list[Line] = []
    for line in stream:
        if line.kind == AUTO and not settings.silence_counts_auto:
            continue
        if previous is not None and is_cut(previous, line, settings):
            wholes.append(Whole(thread, lines))
            lines = []
        lines.append(line)
        previous = line
    wholes.append(Whole(thread, lines))
    return only_spoken(wholes)


def is_cut(previous: Line, line: Line, settings: Settings) -> bool:
    if seconds_between(previous.time, line.time) >= settings.silence_seconds:
        return True
    return settings.month_cut and month_of(previous.time) != month_of(line.time)


def only_spoken(wholes: list[Whole]) -> list[Whole]:
    """Automatic lines have done their work; a conversation of nothing else is none."""
    kept: list[Whole] = []
    for whole in wholes:
        whole.lines = [line for line in whole.lines if line.kind != AUTO]
        if whole.lines:
            if kept:
                kept[-1].next_line = whole.lines[0]
            kept.append(whole)
    return kept


def parts_of(whole: Whole) -> list[Conversation]:
    """One part per agent: the agent's lines and the buyer lines addressed to them."""
    parts: dict[str, Conversation] = {}
    for line in whole.lines:
        if line.agent not in parts:
            parts[line.agent] = Conversation(whole.thread, whole, line.agent, [])
        parts[line.agent].lines.append(line)
        line.conversation = parts[line.agent]
    return list(parts.values())


def is_answered(part: Conversation, settings: Settings) -> bool:
    """Section 4, "answered"."""
    asked = False
    for line in part.lines:
        if line.kind == BUYER:
            asked = True
        elif asked:
            return True
    if not asked:
        return True  # nothing was asked
    following = part.whole.next_line
    return settings.late_reply_answers and following is not None and following.kind == HUMAN
