"""The chain read as a book: which entries hold, which wait for a name, and what each month is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from engine.core.period import Month, parse_month
from engine.core.record import record
from engine.ledger.contents import (
    Adjustment,
    Closing,
    Content,
    Correction,
    MonthComputed,
    Posting,
    Taken,
    Verdict,
    sure_content,
)
from engine.ledger.entries import Entry

State = Literal["in_force", "awaiting", "withdrawn"]
Amounts = Mapping[str, Mapping[str, Decimal]]
PeriodState = Literal["open", "awaiting", "posted", "closed"]


@record(kw_only=True)
class Standing:
    """An entry with what later ones say of it. `names`: who made and approved it, in order."""

    entry: Entry
    month: Month
    content: Posting | Correction | Adjustment | Closing
    names: tuple[str, ...]
    is_withdrawn: bool

    @property
    def state(self) -> State:
        if self.is_withdrawn:
            return "withdrawn"
        return "in_force" if self.missing_names <= 0 else "awaiting"

    @property
    def missing_names(self) -> int:
        return self.content.signed.approvals - len(self.names)

    @property
    def is_of(self) -> tuple[str, str]:
        return (self.entry.shop, self.entry.policy)


@record(kw_only=True)
class Place:
    """One month of one policy of one shop."""

    shop: str
    policy: str
    month: Month

    def at(self, month: Month) -> Place:
        """The same policy in another month."""
        return Place(shop=self.shop, policy=self.policy, month=month)


@dataclass(frozen=True)
class Book:
    """What the entries come to. `contents` by the number of the entry."""

    entries: tuple[Entry, ...]
    contents: Mapping[int, Content]

    def before(self, number: int) -> Book:
        """The book as it stood when that entry was made."""
        return Book(tuple(e for e in self.entries if e.number < number), self.contents)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """Every entry that pays or closes, in order."""
        names: dict[int, list[str]] = {}
        withdrawn: set[int] = set()
        for entry in self.entries:
            content = self.contents[entry.number]
            if isinstance(content, Verdict) and entry.kind == "approve":
                names.setdefault(content.entry, []).append(content.signed.by)
            elif isinstance(content, Verdict):
                withdrawn.add(content.entry)
        return tuple(
            Standing(
                entry=entry,
                month=_month_of(entry),
                content=content,
                names=(content.signed.by, *names.get(entry.number, ())),
                is_withdrawn=entry.number in withdrawn,
            )
            for entry in self.entries
            if not isinstance(content := self.contents[entry.number], Verdict)
        )

    @cached_property
    def by_number(self) -> Mapping[int, Standing]:
        return {one.entry.number: one for one in self.standings}

    @cached_property
    def closings(self) -> Mapping[tuple[str, str, Month], int]:
        """The months that take nothing any more, with the entry that says so."""
        return {
            (*one.is_of, one.month): one.entry.number
            for one in self.standings
            if isinstance(one.content, Closing) and one.state == "in_force"
        }

    # -- one month ---------------------------------------------------------------------------

    def posting(self, place: Place) -> Standing | None:
        """The posting of a month, whether in force or awaiting a name."""
        for one in self._of(place):
            if isinstance(one.content, Posting) and one.month == place.month:
                return one
        return None

    def corrections(self, place: Place) -> tuple[Standing, ...]:
        """What corrects the month, in force or awaiting."""
        return tuple(
            one
            for one in self._of(place)
            if isinstance(one.content, Correction) and one.month == place.month
        )

    def settlements(self, place: Place) -> tuple[Standing, ...]:
        """Adjustments that settle a line of the month, wherever they are paid."""
        return tuple(
            one
            for one in self._of(place)
            if isinstance(one.content, Adjustment)
            and one.content.settles
            and one.content.concerns == place.month
        )

    def payable_in(self, place: Place) -> tuple[Standing, ...]:
        """Corrections and adjustments that are paid with the month, in force or awaiting."""
        return tuple(
            one
            for one in self._of(place)
            if (isinstance(one.content, Adjustment) and one.month == place.month)
            or (isinstance(one.content, Correction) and one.content.pays_in == place.month)
        )

    def awaiting(self, place: Place) -> tuple[Standing, ...]:
        """What of the month still needs a name: its posting, corrections of it, payments in it."""
        found = [*self.corrections(place), *self.payable_in(place), *self.settlements(place)]
        found += [
            one
            for one in self._of(place)
            if isinstance(one.content, Closing) and one.month == place.month
        ]
        posting = self.posting(place)
        if posting is not None:
            found.append(posting)
        unique = {one.entry.number: one for one in found if one.state == "awaiting"}
        return tuple(unique[number] for number in sorted(unique))

    def state(self, place: Place) -> PeriodState:
        if (place.shop, place.policy, place.month) in self.closings:
            return "closed"
        posting = self.posting(place)
        if posting is None:
            return "open"
        return "posted" if posting.state == "in_force" else "awaiting"

    def latest(self, place: Place) -> Standing | None:
        """The entry whose computation holds: the last correction in force, else the posting."""
        corrected = [one for one in self.corrections(place) if one.state == "in_force"]
        if corrected:
            return corrected[-1]
        posting = self.posting(place)
        return posting if posting is not None and posting.state == "in_force" else None

    def paid_so_far(self, place: Place, now: Amounts) -> dict[str, dict[str, Decimal]]:
        """What counts as paid against what the month would be `now`.

        A settled dispute counts towards a difference of its own direction, and no further: it is
        neither paid again nor taken back.
        """
        paid = self.computed_so_far(place)
        for (agent, line), settled in self._settled(place).items():
            lines = paid.setdefault(agent, {})
            before = lines.get(line, Decimal(0))
            lines[line] = before + _towards(
                now.get(agent, {}).get(line, Decimal(0)) - before, settled
            )
        return paid

    def computed_so_far(self, place: Place) -> dict[str, dict[str, Decimal]]:
        """Agent → line → amount: the posting and all differences."""
        paid: dict[str, dict[str, Decimal]] = {}
        posting = self.posting(place)
        if posting is not None and isinstance(posting.content, Posting):
            for payout in posting.content.computed.payouts:
                paid[payout.agent] = dict(payout.lines)
        for one in self.corrections(place):
            if one.state == "in_force" and isinstance(one.content, Correction):
                for d in one.content.differences:
                    lines = paid.setdefault(d.agent, {})
                    lines[d.line] = lines.get(d.line, Decimal(0)) + d.amount
        return paid

    def _settled(self, place: Place) -> dict[tuple[str, str], Decimal]:
        found: dict[tuple[str, str], Decimal] = {}
        for one in self.settlements(place):
            if one.state == "in_force" and isinstance(one.content, Adjustment):
                key = (one.content.agent, one.content.line)
                found[key] = found.get(key, Decimal(0)) + one.content.amount
        return found

    # -- several months ----------------------------------------------------------------------

    def computed_before(self, place: Place) -> Mapping[Month, Standing]:
        """Of each earlier month in force, the entry whose values later months look back to."""
        months = sorted({one.month for one in self._of(place) if one.month < place.month})
        found = ((month, self.latest(place.at(month))) for month in months)
        return {month: one for month, one in found if one is not None}

    def months(self, shop: str, policy: str) -> tuple[Month, ...]:
        """Every month that an entry speaks of, as posted, corrected, adjusted or closed."""
        found = {one.month for one in self.standings if one.is_of == (shop, policy)}
        found |= {
            one.content.pays_in
            for one in self.standings
            if one.is_of == (shop, policy) and isinstance(one.content, Correction)
        }
        found |= {month for s, p, month in self.closings if (s, p) == (shop, policy)}
        return tuple(sorted(found))

    def first_open(self, place: Place) -> Month:
        """The month after the last one that was posted or closed, and after `place` itself."""
        taken = [m for m in self.months(place.shop, place.policy) if self._is_taken(place, m)]
        return max([place.month, *taken]).plus(1)

    def _is_taken(self, place: Place, month: Month) -> bool:
        return self.state(place.at(month)) != "open"

    def _of(self, place: Place) -> Iterator[Standing]:
        wanted = (place.shop, place.policy)
        return (s for s in self.standings if s.is_of == wanted and not s.is_withdrawn)

    def place_of(self, entry: Entry) -> Place:
        return Place(shop=entry.shop, policy=entry.policy, month=_month_of(entry))


def _month_of(entry: Entry) -> Month:
    month = parse_month(entry.month)
    assert month is not None, "contents are read first"
    return month


def book_of(entries: Iterable[Entry]) -> Book:
    """Each entry is read once; a broken one stops the work."""
    chain = tuple(entries)
    return Book(chain, {entry.number: sure_content(entry) for entry in chain})


def _towards(difference: Decimal, settled: Decimal) -> Decimal:
    """As much of what was settled as the difference takes, if both have one direction."""
    if difference * settled <= 0:
        return Decimal(0)
    return min(difference, settled) if settled > 0 else max(difference, settled)


def computed_of(standing: Standing) -> MonthComputed | None:
    match standing.content:
        case Posting(computed=computed) | Correction(computed=computed):
            return computed
        case _:
            return None


def taken_of(standings: Iterable[Standing]) -> tuple[Taken, ...]:
    """The amounts of corrections and adjustments, one for each line of each agent."""
    return tuple(one for standing in standings for one in _taken(standing))


def _taken(standing: Standing) -> Iterator[Taken]:
    entry = standing.entry
    match standing.content:
        case Correction(differences=differences):
            for one in differences:
                yield Taken(
                    entry=entry.number, entry_digest=entry.digest, agent=one.agent, name=one.name,
                    kind="correct", line=one.line, concerns=entry.month, amount=one.amount,
                )  # fmt: skip
        case Adjustment() as one:
            yield Taken(
                entry=entry.number, entry_digest=entry.digest, agent=one.agent, name=one.name,
                kind=one.kind, line=one.line, concerns=str(one.concerns or ""), amount=one.amount,
            )  # fmt: skip


def same_person(one: str, other: str) -> bool:
    """Whether two names are one: `Li  Lei` and `lilei` are."""
    return _plain_name(one) == _plain_name(other)


def _plain_name(name: str) -> str:
    """Letters and figures alone: neither blanks nor what nobody sees make another person."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in folded if unicodedata.category(c)[0] in "LNMPS")
