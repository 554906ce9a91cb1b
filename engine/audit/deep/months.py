"""Earlier payslips and days of the month that fit stated figures, as replay is to read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from engine.bind.dataset import Amount, Past
from engine.bind.model import BoundPolicy, PastOf
from engine.bind.names import MONTH_NUMBER
from engine.core.period import Month
from engine.ledger.history import past_figure
from engine.policy.proration import DAYS_EMPLOYED, DAYS_IN_MONTH

Own = Mapping[str, Amount]

# So far back the payslips of a look can go; what is older than that is not made up.
YEARS = 20
_LENGTHS = {"quarter": 3, "half_year": 6, "year": 12}
_DAYS = {2: (28, 29), 4: (30, 30), 6: (30, 30), 9: (30, 30), 11: (30, 30)}


def month_of(bound: BoundPolicy, own: Own) -> Month:
    """A month long after the first that counts; December, if no figure says which."""
    number = own.get(MONTH_NUMBER)
    return Month(_first(bound).year + YEARS, int(number) if isinstance(number, Decimal) else 12)


def past_for(bound: BoundPolicy, own: Own) -> Past:
    """Earlier payslips that say what the figures say of them, as far as there are such."""
    month = month_of(bound, own)
    said: dict[Month, dict[str, Amount | bool]] = {}
    # what one month says is stated first, sums then fill the other months
    for _, part, amount in sorted(_asked(bound, own), key=lambda asked: _order(asked[1])):
        if part.use in ("sum", "times"):
            _fill(bound, part, amount, (month, said))
        else:
            back = part.window if part.use == "value" and isinstance(part.window, int) else 1
            said.setdefault(month.plus(-back), {}).setdefault(part.item, amount)
    return said


def fits(bound: BoundPolicy, own: Own, past: Past) -> bool:
    """Whether such a month, and such earlier ones, can be."""
    if _days(own) != {key: own[key] for key in _days(own)}:
        return False
    month, first = month_of(bound, own), _first(bound)
    asked = _asked(bound, own)
    return all(past_figure(part, past, month, first) == amount for _, part, amount in asked)


def fitted(bound: BoundPolicy, own: Own) -> Own:
    """The figures, with those of them put right that others rule out."""
    changed: dict[str, Amount] = {**own, **_days(own)}
    past, month, first = past_for(bound, changed), month_of(bound, changed), _first(bound)
    for key, part, _ in _asked(bound, changed):
        found = past_figure(part, past, month, first)
        if found is not None:
            changed[key] = found
    return changed


def _first(bound: BoundPolicy) -> Month:
    return bound.policy.history_from or Month(1, 1)


def _asked(bound: BoundPolicy, own: Own) -> Iterator[tuple[str, PastOf, Amount]]:
    for wanted in bound.inputs:
        part, amount = wanted.item.definition, own.get(wanted.item.key)
        if isinstance(part, PastOf) and amount is not None:
            yield wanted.item.key, part, amount


def _order(part: PastOf) -> tuple[int, int]:
    """Narrow windows before wide ones, which find their rest farther back."""
    length = part.window if isinstance(part.window, int) else _LENGTHS.get(part.window, 12 * YEARS)
    return ({"times": 1, "sum": 2}.get(part.use, 0), length)


def _fill(
    bound: BoundPolicy, part: PastOf, amount: Amount,
    where: tuple[Month, dict[Month, dict[str, Amount | bool]]],
) -> None:  # fmt: skip
    """Months of the window, latest first, until they come to the amount."""
    month, said = where
    known = past_figure(part, said, month, _first(bound))
    if not isinstance(amount, Decimal) or not isinstance(known, Decimal):
        return
    rest, type_ = amount - known, bound.by_key[part.item].type
    for back in range(1, _reach(part, month) + 1):
        values = said.setdefault(month.plus(-back), {})
        if not rest or part.item in values:
            continue
        own = min(max(rest, type_.low), type_.high)
        if part.use == "times":
            own = type_.high or type_.low
        values[part.item] = own
        rest -= Decimal(1) if part.use == "times" else own


def _reach(part: PastOf, month: Month) -> int:
    if isinstance(part.window, int):
        return part.window
    length = _LENGTHS.get(part.window)
    return 12 * YEARS if length is None else (month.month - 1) % length


def _days(own: Own) -> dict[str, Amount]:
    """The days as the calendar has them."""
    number, whole, employed = own.get(MONTH_NUMBER), own.get(DAYS_IN_MONTH), own.get(DAYS_EMPLOYED)
    found: dict[str, Amount] = {}
    low, high = 28, 31
    if isinstance(number, Decimal):
        low, high = _DAYS.get(int(number), (31, 31))
    if isinstance(whole, Decimal):
        found[DAYS_IN_MONTH] = whole = min(max(whole, Decimal(low)), Decimal(high))
    if isinstance(employed, Decimal):
        most = whole if isinstance(whole, Decimal) else Decimal(high)
        found[DAYS_EMPLOYED] = min(employed, most)
    return found
