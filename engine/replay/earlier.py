"""What earlier payslips of one agent say, read off the list of months, latest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, localcontext

from engine.bind.dataset import Amount, Past
from engine.core.number import EXACT
from engine.core.period import Month
from engine.core.record import record

_PERIODS = {
    "quarter": 3, "本季": 3, "half_year": 6, "本半年": 6, "year": 12, "本年": 12,
    "always": 0, "全部": 0,
}  # fmt: skip


def _index(month: Month) -> int:
    return month.year * 12 + month.month - 1


@record
class Earlier:
    """`past` as seen from `month`; what lies before `first` does not count."""

    past: Past
    month: Month
    first: Month

    def _before(self) -> Iterator[tuple[int, Mapping[str, Amount | bool]]]:
        """How many months ago, and what was said."""
        for posted in sorted(self.past, reverse=True):
            if self.first <= posted < self.month:
                yield _index(self.month) - _index(posted), self.past[posted]

    def value(self, key: str, back: str) -> Amount | bool:
        """The value of exactly so many months ago."""
        for ago, said in self._before():
            if ago == Decimal(back):
                return said.get(key)
        return None

    def amounts(self, key: str, window: str) -> list[Decimal]:
        """Amounts of a calendar period before this month, or of the last so many months."""
        length = _PERIODS.get(window)
        here = _index(self.month)
        # how far the period has come; without a length it has always been
        reach = int(window) if length is None else here % length if length else here
        said = (values.get(key) for ago, values in self._before() if ago <= reach)
        return [amount for amount in said if isinstance(amount, Decimal)]

    def total(self, key: str, window: str) -> Decimal:
        with localcontext(EXACT):
            return sum(self.amounts(key, window), Decimal(0))

    def last(self, key: str, *, skips: bool) -> Amount | bool:
        """The latest value; without `skips` only that of the month before counts."""
        for ago, said in self._before():
            if ago > 1 and not skips:
                return None
            if said.get(key) is not None:
                return said[key]
        return None
