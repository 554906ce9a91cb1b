"""Whether the chain of entries is the one that was written: link by link, and to its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.core.diagnostic import Diagnostic
from engine.core.period import parse_month
from engine.core.span import whole_file
from engine.ledger.checks.l703_chain_broken import CHAIN_BROKEN
from engine.ledger.checks.l707_entries_missing import ENTRIES_MISSING
from engine.ledger.contents import content_of
from engine.ledger.entries import GENESIS, Entry
from engine.ledger.store import FILE, Store


def written_count(store: Store) -> int:
    """How many entries were ever written, kept apart from the entries themselves."""
    count = store.rows("SELECT entry_count FROM meta")[0][0]
    return count if isinstance(count, int) else 0


def chain_breaks(entries: Sequence[Entry], count: int) -> Iterator[Diagnostic]:
    """Entries that differ from what was written, and those of the `count` that are gone.

    `entries` are in the order of their numbers.
    """
    expected, previous = 1, GENESIS
    for entry in entries:
        number = str(entry.number)
        if not expected <= entry.number <= count:
            yield CHAIN_BROKEN.at(whole_file(FILE), entry=number, what="number")
            continue
        yield from _missing(expected, entry.number - 1, count)
        what = _difference(entry, previous if entry.number == expected else None)
        if what is not None:
            yield CHAIN_BROKEN.at(whole_file(FILE), entry=number, what=what)
        expected, previous = entry.number + 1, entry.digest
    yield from _missing(expected, count, count)


def _missing(first: int, last: int, count: int) -> Iterator[Diagnostic]:
    if first <= last:
        named = str(first) if first == last else f"{first}–{last}"
        yield ENTRIES_MISSING.at(whole_file(FILE), entry=named, count=str(count))


def _difference(entry: Entry, previous: str | None) -> str | None:
    """What of an entry is not what was written; `previous` None: the one before is gone."""
    if previous is not None and entry.previous != previous:
        return "previous"
    if entry.recomputed() != entry.digest:
        return "digest"
    if parse_month(entry.month) is None:
        return "month"
    return "body" if content_of(entry) is None else None
