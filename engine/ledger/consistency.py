"""Whether entries that are what was written also agree with each other."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from engine.bind.names import TOTAL
from engine.core.diagnostic import Diagnostic
from engine.core.span import whole_file
from engine.ledger.book import Book, PeriodState, Place, Standing, same_person, taken_of
from engine.ledger.checks.l708_entry_inconsistent import ENTRY_INCONSISTENT
from engine.ledger.contents import (
    Adjustment,
    Closing,
    Correction,
    MonthComputed,
    Posting,
    Verdict,
)
from engine.ledger.entries import Entry
from engine.ledger.store import FILE


def inconsistencies(book: Book, apart: frozenset[int] = frozenset()) -> Iterator[Diagnostic]:
    """Each entry against those before it: nothing stands that the commands would have refused.

    `apart`: entries that build on some that are not at hand; of these only the sums are checked.
    """
    for entry in book.entries:
        before = book.before(entry.number)
        is_apart = entry.number in apart
        for what in _alone(before, entry) if is_apart else _mistakes(before, entry):
            yield ENTRY_INCONSISTENT.at(whole_file(FILE), entry=str(entry.number), what=what)


def _mistakes(before: Book, entry: Entry) -> Iterator[str]:
    content, place = before.contents[entry.number], before.place_of(entry)
    match content:
        case Verdict():
            yield from _of_verdict(before.by_number.get(content.entry), entry, content)
        case Closing():
            yield from _not(before, place, ("open", "awaiting", "posted"))
        case Adjustment():
            yield from _not(before, place, ("open",))
        case Posting() | Correction():
            yield from _of_month(before, place, content)


def _alone(before: Book, entry: Entry) -> Iterator[str]:
    content = before.contents[entry.number]
    if isinstance(content, Posting | Correction):
        yield from _of_sums(content.computed)


def _of_month(before: Book, place: Place, content: Posting | Correction) -> Iterator[str]:
    match content:
        case Posting():
            yield from _not(before, place, ("open",))
            yield from _of_sums(content.computed)
            due = [one for one in before.payable_in(place) if one.state == "in_force"]
            if content.taken != taken_of(due):
                yield "adjustments"
        case Correction():
            yield from _not(before, place.at(content.pays_in), ("open",))
            yield from _of_sums(content.computed)
            yield from _of_differences(before, place, content)


def _not(before: Book, place: Place, allowed: tuple[PeriodState, ...]) -> Iterator[str]:
    state = before.state(place)
    if state not in allowed:
        yield f"{place.month} = {state}"


def _of_verdict(concerned: Standing | None, entry: Entry, verdict: Verdict) -> Iterator[str]:
    if concerned is None or concerned.entry.digest != verdict.entry_digest:
        yield f"entry = {verdict.entry}"
    elif concerned.state != "awaiting":
        yield f"{verdict.entry} = {concerned.state}"
    elif entry.kind == "approve" and _is_among(verdict.signed.by, concerned.names):
        yield f"by = {verdict.signed.by}"


def _is_among(name: str, names: tuple[str, ...]) -> bool:
    return any(same_person(name, other) for other in names)


def _of_sums(computed: MonthComputed) -> Iterator[str]:
    """The lines of each payslip add up to its total, the payslips to the month."""
    for payout in computed.payouts:
        if sum((amount for _, amount in payout.lines), Decimal(0)) != payout.total:
            yield f"{payout.agent} {TOTAL}"
    if sum((p.total for p in computed.payouts), Decimal(0)) != computed.total:
        yield TOTAL


def _of_differences(before: Book, place: Place, correction: Correction) -> Iterator[str]:
    """What was paid before and the differences come to what was worked out anew."""
    if before.latest(place) is None:
        yield f"{place.month} = {before.state(place)}"
    now = {payout.agent: dict(payout.lines) for payout in correction.computed.payouts}
    paid = before.paid_so_far(place, now)
    for one in correction.differences:
        lines = paid.setdefault(one.agent, {})
        if lines.get(one.line, Decimal(0)) != one.before:
            yield f"{one.agent} {one.line}"
        lines[one.line] = one.after
    for agent in dict.fromkeys((*now, *paid)):
        mine, theirs = paid.get(agent, {}), now.get(agent, {})
        for line in dict.fromkeys((*mine, *theirs)):
            if mine.get(line, Decimal(0)) != theirs.get(line, Decimal(0)):
                yield f"{agent} {line}"
