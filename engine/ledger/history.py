"""What posted months say of each agent: the values that later months look back to."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, localcontext

from engine.bind.dataset import Amount, Past
from engine.bind.model import PastOf
from engine.core.number import EXACT
from engine.core.period import Month
from engine.core.record import record
from engine.ledger.book import Book, Place, computed_of
from engine.ledger.contents import MonthComputed

_LENGTHS = {"quarter": 3, "half_year": 6, "year": 12}


@record(kw_only=True)
class PostedMonth:
    """One posted month. `items`: what its policy worked out, with or without a value."""

    version: str
    items: frozenset[str]
    values: Mapping[str, Mapping[str, Amount | bool]]


History = Mapping[Month, PostedMonth]


def posted_months(book: Book, place: Place) -> History:
    """The months before one that are in force, each as it was last worked out."""
    return {
        month: posted_month(computed)
        for month, standing in book.computed_before(place).items()
        if (computed := computed_of(standing)) is not None
    }


def posted_month(computed: MonthComputed) -> PostedMonth:
    """The values of one month, as its entry kept them."""
    kinds = computed.items
    return PostedMonth(
        version=computed.versions,
        items=frozenset(kinds),
        values={
            payout.agent: {k: _typed(kinds[k], text) for k, text in payout.texts.items()}
            for payout in computed.payouts
        },
    )


def _typed(kind: str, text: str) -> Amount | bool:
    match kind:
        case "number":
            return Decimal(text)
        case "truth":
            return text == "true"
        case _:
            return text


def past_of(history: History, agent: str) -> Past:
    """What is said of one agent, by month."""
    return {
        month: posted.values[agent] for month, posted in history.items() if agent in posted.values
    }


def past_figure(wanted: PastOf, past: Past, month: Month, first: Month) -> Amount:
    """The figure that the SQL reads; `first` is the first month that counts."""
    match wanted.use:
        case "value":
            back = wanted.window if isinstance(wanted.window, int) else 1
            found = _value(past, month.plus(-back), first, wanted.item)
        case "last":
            found = _value(past, month.plus(-1), first, wanted.item)
        case "carried":
            found = _carried(past, month, first, wanted.item)
        case "sum" | "times":
            amounts = _amounts(wanted, past, month, first)
            counted = [Decimal(1) for a in amounts if a] if wanted.use == "times" else amounts
            with localcontext(EXACT):
                return sum(counted, Decimal(0))
    return wanted.instead if found is None else found


def _value(past: Past, month: Month, first: Month, item: str) -> Amount:
    value = past.get(month, {}).get(item) if month >= first else None
    return None if isinstance(value, bool) else value


def _carried(past: Past, month: Month, first: Month, item: str) -> Amount:
    current = month.plus(-1)
    while current >= first:
        value = _value(past, current, first, item)
        if value is not None:
            return value
        current = current.plus(-1)
    return None


def _amounts(wanted: PastOf, past: Past, month: Month, first: Month) -> list[Decimal]:
    start = max(first, _start(wanted, month, first))
    values: list[Decimal] = []
    current = start
    while current < month:
        value = _value(past, current, first, wanted.item)
        if isinstance(value, Decimal):
            values.append(value)
        current = current.plus(1)
    return values


def _start(wanted: PastOf, month: Month, first: Month) -> Month:
    """The first month of the window."""
    if isinstance(wanted.window, int):
        return month.plus(-wanted.window)
    length = _LENGTHS.get(wanted.window)
    if length is None:
        return first
    return Month(month.year, (month.month - 1) // length * length + 1)
