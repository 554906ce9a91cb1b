"""Which entries belong to an export: all of the ledger, of a shop, or of a month."""

from __future__ import annotations

from collections.abc import Iterable

from engine.core.period import Month
from engine.core.record import record
from engine.ledger.book import Book
from engine.ledger.contents import Adjustment, Correction, Verdict
from engine.ledger.entries import Entry

Run = tuple[int, int]


@record(kw_only=True)
class Scope:
    """What is asked for; None leaves it open."""

    shop: str | None = None
    policy: str | None = None
    month: Month | None = None

    @property
    def is_whole(self) -> bool:
        return self.shop is None and self.policy is None and self.month is None

    @property
    def is_of_months(self) -> bool:
        """Whether earlier months may be left out."""
        return self.month is not None

    def __str__(self) -> str:
        return " ".join(str(one) for one in (self.shop, self.policy, self.month) if one)


def entries_in(book: Book, scope: Scope) -> tuple[Entry, ...]:
    """The entries of a scope, in order."""
    concerned = {e.number for e in book.entries if _is_of(e, scope) and _is_about(book, e, scope)}
    verdicts = {
        number
        for number, content in book.contents.items()
        if isinstance(content, Verdict) and content.entry in concerned
    }
    return tuple(e for e in book.entries if e.number in concerned | verdicts)


def _is_of(entry: Entry, scope: Scope) -> bool:
    return scope.shop in (None, entry.shop) and scope.policy in (None, entry.policy)


def _is_about(book: Book, entry: Entry, scope: Scope) -> bool:
    """Whether it posts, corrects, closes or adjusts the month, or is paid with it."""
    if scope.month is None or entry.month == str(scope.month):
        return True
    match book.contents[entry.number]:
        case Correction(pays_in=month) | Adjustment(concerns=month):
            return month == scope.month
        case _:
            return False


def gaps(numbers: Iterable[int], last: int) -> tuple[Run, ...]:
    """The runs of 1 to `last` that are not among the numbers, first and last of each."""
    found: list[Run] = []
    expected = 1
    for number in (*sorted({n for n in numbers if 0 < n <= last}), last + 1):
        if number > expected:
            found.append((expected, number - 1))
        expected = number + 1
    return tuple(found)


def runs_text(runs: Iterable[Run]) -> str:
    """`2, 5–7`."""
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)
