"""A memo held against its template: what each field says, what was assumed, or where it fails."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from engine.core.record import record
from engine.flags.dates import read_date
from engine.flags.plain_text import PlainText, bare, is_boundary, longest, plain_text, skip
from engine.policy.flag_rules import MemoPart, MemoTemplate

# a reason longer than this would swallow what stands behind it
_LONGEST_REASON = 120
_LONGEST_SHOWN = 24
_TOKEN = re.compile(r"[^\W\d_]{2,12}")
_AMOUNT = re.compile(r"(\d+(?:\.\d{1,2})?)\s*元?")
PERSONS = ("agent", "approver")


@record(kw_only=True)
class Vocabulary:
    """Names by how they are written, in small letters: persons, and the words of each field."""

    persons: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]

    def person(self, name: str) -> str:
        """The agent behind a name; a name that nobody has stays as it is."""
        return self.persons.get(plain_text(name).text.casefold(), name)


@record(kw_only=True)
class MemoReading:
    """`fields` as the memo says them; `unknown` are those whose name nobody knows.

    `failed_at`: the character, from 1, where `expected` (a field, or text of the template) is
    missing. `assumed`: kind and text of each thing that was taken for granted.
    """

    fields: Mapping[str, str]
    day: dt.date | None = None
    unknown: tuple[str, ...] = ()
    assumed: tuple[tuple[str, str], ...] = ()
    failed_at: int | None = None
    expected: str = ""

    @property
    def is_read(self) -> bool:
        return self.failed_at is None


def read_memo(
    template: MemoTemplate, typed: str, near: dt.date, vocabulary: Vocabulary
) -> MemoReading:
    """Known names are looked for first; only then any word is taken for a name."""
    plain = plain_text(typed)
    failures: list[_Matching] = []
    for takes_any in (False, True):
        matching = _Matching(template, plain, near, vocabulary, takes_any)
        found = matching.best()
        if found is not None:
            return matching.reading(*found)
        failures.append(matching)
    furthest = max(failures, key=lambda one: one.furthest)
    return furthest.failure()


@record
class _State:
    """What has been read up to `at`; `assumed` as in a reading."""

    at: int
    fields: tuple[tuple[str, str], ...] = ()
    day: dt.date | None = None
    assumed: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()

    def to(self, at: int, name: str, said: str, **more: object) -> _State:
        known = {"day": self.day, "assumed": self.assumed, "unknown": self.unknown, **more}
        return _State(at, (*self.fields, (name, said)), **known)  # type: ignore[arg-type]


@dataclass
class _Matching:
    template: MemoTemplate
    plain: PlainText
    near: dt.date
    vocabulary: Vocabulary
    takes_any: bool
    furthest: tuple[int, int] = (0, 0)  # the part that is missing, and where
    tried: set[tuple[int, int]] = field(default_factory=set)

    def best(self) -> tuple[int, _State] | None:
        """Where the template fits first, and what it then says."""
        text = self.plain.text
        for start in range(len(text) + 1):
            if skip(text, start) != start or not is_boundary(text, start):
                continue
            if self.takes_any and start > skip(text, 0):
                return None  # any word may be a name: what stands before would be one, too
            found = self._match(0, _State(start))
            if found is not None:
                return start, found
        return None

    def _match(self, index: int, state: _State) -> _State | None:
        parts = self.template.parts
        if index == len(parts):
            return state
        if (index, state.at) in self.tried:  # it failed from here before
            return None
        self.tried.add((index, state.at))
        at = skip(self.plain.text, state.at) if index else state.at
        if index:
            self.furthest = max(self.furthest, (index, at))
        for following in self._after(parts[index], index, state, at):
            found = self._match(index + 1, following)
            if found is not None:
                return found
        return None

    def _after(self, part: MemoPart, index: int, state: _State, at: int) -> Iterator[_State]:
        if not part.field:
            yield from self._literal(part.text, state)
            return
        read = _FIELDS.get(part.field, _Matching._word)
        yield from read(self, part.field, index, _State(
            at, state.fields, state.day, state.assumed, state.unknown
        ))  # fmt: skip

    def _literal(self, wanted: str, state: _State) -> Iterator[_State]:
        """Words must stand there; signs between parts may be others, or none."""
        text, at = self.plain.text, state.at
        for letter in plain_text(wanted).text.casefold():
            at = skip(text, at)
            if not letter.strip() or skip(letter, 0):
                continue
            if at >= len(text) or text[at].casefold() != letter:
                return
            at += 1
        yield _State(at, state.fields, state.day, state.assumed, state.unknown)

    def _person(self, name: str, index: int, state: _State) -> Iterator[_State]:
        known = longest(self.plain.text, state.at, self.vocabulary.persons)
        yield from self._named(name, state, known)

    def _word(self, name: str, index: int, state: _State) -> Iterator[_State]:
        words = self.vocabulary.words.get(name, {})
        yield from self._named(name, state, longest(self.plain.text, state.at, words))

    def _named(self, name: str, state: _State, known: tuple[str, int] | None) -> Iterator[_State]:
        if known is not None:
            yield state.to(known[1], name, known[0])
        elif self.takes_any and is_boundary(self.plain.text, state.at):
            token = _TOKEN.match(self.plain.text, state.at)
            if token:
                yield state.to(token.end(), name, token[0], unknown=(*state.unknown, name))

    def _date(self, name: str, index: int, state: _State) -> Iterator[_State]:
        found = read_date(self.plain.text, state.at, self.near)
        if found is not None:
            day, end, is_assumed = found
            assumed = (*state.assumed, ("year", str(day.year))) if is_assumed else state.assumed
            yield state.to(end, name, self.plain.text[state.at : end], day=day, assumed=assumed)

    def _amount(self, name: str, index: int, state: _State) -> Iterator[_State]:
        found = _AMOUNT.match(self.plain.text, state.at)
        if found:
            yield state.to(found.end(), name, found[1])

    def _reason(self, name: str, index: int, state: _State) -> Iterator[_State]:
        """As few words as let the rest fit; the last field takes all that is left."""
        text, last = self.plain.text, len(self.template.parts) - 1
        stop = min(len(text), state.at + _LONGEST_REASON)
        if index == last:
            if state.at < len(text):
                yield state.to(len(text), name, text[state.at :].strip())
            return
        for end in range(state.at + 1, stop + 1):
            yield state.to(end, name, text[state.at : end].rstrip("".join(" +/,;、|:-")))

    def reading(self, start: int, state: _State) -> MemoReading:
        text = self.plain.text
        before, after = bare(text[:start]), bare(text[state.at :])
        assumed = list(state.assumed)
        assumed += [(k, _short(t)) for k, t in (("before", before), ("after", after)) if t]
        if self.plain.is_cut:
            assumed.append(("long", ""))
        return MemoReading(
            fields=dict(state.fields), day=state.day, unknown=state.unknown, assumed=tuple(assumed)
        )

    def failure(self) -> MemoReading:
        index, at = self.furthest
        part = self.template.parts[index]
        return MemoReading(
            fields={}, failed_at=self.plain.place(at), expected=part.field or part.text.strip()
        )


_Read = Callable[[_Matching, str, int, _State], Iterator[_State]]
_FIELDS: Mapping[str, _Read] = {
    "agent": _Matching._person,
    "approver": _Matching._person,
    "date": _Matching._date,
    "amount": _Matching._amount,
    "reason": _Matching._reason,
}


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def vocabulary_of(
    names: Mapping[str, tuple[str, ...]], words: Mapping[str, tuple[str, ...]]
) -> Vocabulary:
    """`names`: agent → other ways to write it. `words`: of each field the words it may hold.

    A name that two agents share says nothing of either.
    """
    owners: dict[str, set[str]] = {}
    for agent, others in names.items():
        for one in (agent, *others):
            owners.setdefault(plain_text(one).text.casefold(), set()).add(agent)
    persons = {name: min(agents) for name, agents in owners.items() if len(agents) == 1}
    return Vocabulary(
        persons=persons,
        words={
            name: {plain_text(word).text.casefold(): word for word in listed}
            for name, listed in words.items()
        },
    )


def first_person(typed: str, vocabulary: Vocabulary) -> str | None:
    """The first name in a memo that somebody of the shop has."""
    text = plain_text(typed).text
    for at in range(len(text)):
        found = longest(text, at, vocabulary.persons)
        if found is not None:
            return found[0]
    return None
