"""Whether the chain of entries is whole: numbers, links and digests, entry by entry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.core.diagnostic import Diagnostic
from engine.core.period import parse_month
from engine.core.span import whole_file
from engine.ledger.checks.l703_chain_broken import CHAIN_BROKEN
from engine.ledger.contents import content_of
from engine.ledger.entries import GENESIS, Entry
from engine.ledger.store import FILE


def chain_breaks(chain: Sequence[Entry]) -> Iterator[Diagnostic]:
    """Each entry that is not what was written, and the first thing that differs in it."""
    previous = GENESIS
    for expected, entry in enumerate(chain, start=1):
        what = _what_differs(entry, expected, previous)
        if what:
            yield CHAIN_BROKEN.at(whole_file(FILE), entry=str(entry.number), what=what)
        previous = entry.digest


def _what_differs(entry: Entry, expected: int, previous: str) -> str:
    if entry.number != expected:
        return f"number ({expected})"
    if entry.previous != previous:
        return "previous"
    if entry.recomputed() != entry.digest:
        return "digest"
    is_readable = content_of(entry) is not None and parse_month(entry.month) is not None
    return "" if is_readable else "body"
