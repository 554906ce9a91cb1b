"""D4–D7 for one order: a thread read line by line, with what each line does to the credit.

Takes the lines of one buyer with a shop, in order, and a moment. Gives who holds the credit just
before it, and for every human line the reason. Shares nothing with the SQL but the settings.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from engine.core.record import record
from engine.policy.service import Service

Does = Literal[
    "first", "takes", "too_soon", "holds", "goes_on", "after_silence", "too_soon_after_order",
    "buyer", "filtered",
]  # fmt: skip
_DAY = 86_400


@record(kw_only=True)
class Line:
    """`time` in seconds; `chat` names the conversation and agent that the line belongs to.

    `is_opened`: the buyer wrote the first line of that chat.
    """

    time: int
    agent: str
    is_human: bool
    chat: str
    is_filtered: bool
    is_opened: bool


@record(kw_only=True)
class Read:
    """A line and what it did; `since` is the time from which its distance was measured."""

    line: Line
    does: Does
    since: int | None = None
    distance: int | None = None
    needed: int | None = None


@record
class Credit:
    agent: str
    reads: tuple[Read, ...]


@dataclass
class _Reading:
    """What is known after the lines read so far."""

    service: Service
    silent_since: int | None
    holder: str = ""
    seen: list[Line] = field(default_factory=list)

    def read(self, line: Line) -> Read:
        if line.is_filtered and not self.service.filtered_serves:
            return Read(line=line, does="filtered")
        found = self._human(line) if line.is_human else Read(line=line, does="buyer")
        self.seen.append(line)
        return found

    def _human(self, line: Line) -> Read:
        if line.agent == self.holder:
            return Read(line=line, does="holds")
        of_chat = [one for one in self.seen if one.is_human and one.chat == line.chat]
        if of_chat and self.service.gap_unit == "conversation":
            return Read(line=line, does="goes_on")
        previous = self._previous(line)
        begin = self._begin(line)
        if previous:
            since, needed = self._end(previous), self.service.gap_seconds
            takes, stays = "takes", "too_soon"
        elif self.silent_since is not None and not self._is_free(line):
            since, needed = self.silent_since, self.service.silent_gap_seconds
            takes, stays = "after_silence", "too_soon_after_order"
        else:
            self.holder = line.agent
            return Read(line=line, does="first")
        is_far = begin - since >= needed
        if is_far:
            self.holder = line.agent
        does: Does = takes if is_far else stays  # type: ignore[assignment]  # one of the words above
        return Read(line=line, does=does, since=since, distance=begin - since, needed=needed)

    def _is_free(self, line: Line) -> bool:
        return self.service.silent_scope == "agent_opened" and line.is_opened

    def _previous(self, line: Line) -> list[Line]:
        human = [one for one in self.seen if one.is_human]
        match self.service.gap_from:
            case "any":
                return human
            case "holder":
                return [one for one in human if one.agent == self.holder]
            case _:
                return [one for one in human if one.agent != line.agent]

    @property
    def _by_edges(self) -> bool:
        return self.service.gap_points == "edges" and self.service.gap_unit == "conversation"

    def _end(self, previous: list[Line]) -> int:
        if not self._by_edges:
            return previous[-1].time
        chats = {one.chat for one in previous}
        return max(one.time for one in self.seen if one.chat in chats)

    def _begin(self, line: Line) -> int:
        if not self._by_edges:
            return line.time
        return min([one.time for one in self.seen if one.chat == line.chat] + [line.time])


def credit_before(
    moment: int, lines: Iterable[Line], service: Service, silent_since: int | None = None
) -> Credit:
    """Who holds the credit just before `moment`; '' is nobody.

    `silent_since`: the creation of a silent order, for its payment: only later lines are read, and
    it stands as the chat of a colleague, held by nobody.
    """
    reading = _Reading(service, silent_since)
    reads = []
    for line in lines:
        if not is_before(line.time, moment, service) or is_too_old(line.time, moment, service):
            continue
        if silent_since is not None and is_before(line.time, silent_since, service):
            continue
        reads.append(reading.read(line))
    return Credit(reading.holder, tuple(reads))


def is_before(line: int, event: int, service: Service) -> bool:
    """Within one second `tie` decides."""
    return line < event or (line == event and service.tie == "line_first")


def is_too_old(line: int, event: int, service: Service) -> bool:
    days = service.lookback_days
    return days is not None and line < event - days * _DAY
