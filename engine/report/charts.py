"""What charts show: names and exact amounts. `engine/report/drawing.py` draws them."""

from __future__ import annotations

from decimal import Decimal

from engine.core.record import record

_STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
_TICKS = 6

Labelled = tuple[str, Decimal]


@record(kw_only=True)
class Bars:
    """One bar to each name: to the right what is gained, to the left what is lost."""

    key: str
    title: str
    bars: tuple[Labelled, ...]


@record(kw_only=True)
class Waterfall:
    """From one amount over steps to another one."""

    key: str
    title: str
    first: Labelled
    steps: tuple[Labelled, ...]
    last: Labelled

    @property
    def marks(self) -> tuple[Decimal, ...]:
        """Of the axis: from 0 on, or from nearer where the steps could not be seen from there."""
        least, most = min(self.reached), max(self.reached)
        span = most - least
        if span == 0 or least - span <= 0 or span * 4 >= most:
            return ticks(min(least, Decimal(0)), max(most, Decimal(0)))
        return ticks(least - span, most)

    @property
    def low(self) -> Decimal:
        """Where the axis begins."""
        return self.marks[0]

    @property
    def reached(self) -> tuple[Decimal, ...]:
        found = [self.first[1]]
        for _, amount in self.steps:
            found.append(found[-1] + amount)
        return (*found, self.last[1])


@record(kw_only=True)
class Curves:
    """Amounts over values; `stacked`: bars beside each other instead of lines."""

    key: str
    title: str
    values: tuple[str, ...]
    series: tuple[tuple[str, tuple[Decimal | None, ...]], ...]
    is_bars: bool = False
    unit: str = ""


Chart = Bars | Waterfall | Curves


def ticks(low: Decimal, high: Decimal) -> tuple[Decimal, ...]:
    """Round numbers from at most the one to at least the other."""
    span = high - low
    if span <= 0:
        return (low,)
    rough = span / _TICKS
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(n * power for n in _STEPS if n * power >= rough)
    found = [(low / step).to_integral_value("ROUND_FLOOR") * step]
    while found[-1] < high:
        found.append(found[-1] + step)
    return tuple(found)
