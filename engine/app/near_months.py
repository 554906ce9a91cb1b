"""Whether a month is one that people can mean: near those for which there is anything at all."""

from __future__ import annotations

from collections.abc import Iterator

from engine.core.diagnostic import Diagnostic
from engine.core.period import Month, parse_month
from engine.core.span import whole_file
from engine.ledger.book import Book, Place
from engine.ledger.checks.l727_month_far import MONTH_FAR
from engine.ledger.store import FILE, Store

# whoever starts with old months, or decides for the next year, is still understood
_MONTHS_AROUND = 12


def far_month(store: Store, book: Book, place: Place) -> Iterator[Diagnostic]:
    """A month more than a year from all with figures or entries."""
    known = (*book.months(place.shop, place.policy), *_with_figures(store, place.shop))
    if known:
        first, last = min(known), max(known)
        if first.plus(-_MONTHS_AROUND) <= place.month <= last.plus(_MONTHS_AROUND):
            return
        span = str(first) if first == last else f"{first}..{last}"
    values = {"shop": place.shop, "month": str(place.month), "known": span if known else "—"}
    yield MONTH_FAR.at(whole_file(FILE), **values)


def _with_figures(store: Store, shop: str) -> tuple[Month, ...]:
    """The first and the last month of the shop's figures."""
    query = "SELECT min(month), max(month) FROM figures WHERE shop = ?"
    found = (parse_month(str(text)) for text in store.rows(query, [shop])[0] if text)
    return tuple(month for month in found if month is not None)
