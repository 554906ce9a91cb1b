"""The whole pay as one figure moves: stretches in which every line goes one way, and their ends.

Exact: a stretch is cut until no line of it can turn, so nothing happens between its ends that
the ends do not show. Where cutting had to stop, the stretch says so and was searched.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from engine.audit.deep.bases import Base, Landscape
from engine.audit.deep.payslip import Paymaster, Payslip
from engine.audit.deep.spread import Variable
from engine.audit.deep.survey import Range, View
from engine.bind.names import TOTAL
from engine.core.record import record

MOST_CUTS = 300
MOST_FINE_CUTS = 120
SAMPLES = 8


@record
class Point:
    """What the agent is paid for one figure."""

    at: Decimal
    payslip: Payslip


@record
class Stretch:
    """From `start` to `end`, the better. `way` of the total: 1, 0, -1, None unknown."""

    start: Point
    end: Point
    way: int | None
    is_flat: bool


@record
class Curve:
    """Stretches from the worst figure to the best. `refused`: figures for which there is no pay."""

    variable: Variable
    base: Base
    stretches: tuple[Stretch, ...]
    is_exact: bool


@record
class _Part:
    low: Decimal
    high: Decimal
    way: int | None
    is_flat: bool
    is_searched: bool = False


@record(kw_only=True)
class Walk:
    """One figure of one group, all others as in the base."""

    view: View
    landscape: Landscape
    paymaster: Paymaster
    base: Base
    group: str
    lines: tuple[str, ...]

    def curve(self, variable: Variable, *, is_rising: bool) -> Curve:
        """From the worst figure to the best."""
        parts = self._parts(variable)
        stretches = [s for part in parts for s in self._stretches(variable, part)]
        if not is_rising:
            stretches = [_turned(s) for s in reversed(stretches)]
        is_exact = not any(part.is_searched for part in parts)
        return Curve(variable, self.base, tuple(stretches), is_exact)

    def _stretches(self, variable: Variable, part: _Part) -> Iterator[Stretch]:
        places = [part.low, part.high]
        if part.is_searched:
            places = self._samples(variable, part.low, part.high)
        points = [p for p in (self._point(variable, at) for at in places) if p is not None]
        if len(points) == 1:
            yield Stretch(points[0], points[0], 0, is_flat=True)
        for start, end in pairwise(points):
            yield Stretch(start, end, part.way, part.is_flat)

    def _point(self, variable: Variable, at: Decimal) -> Point | None:
        slip = self.paymaster.payslip(self.group, {**self.base.figures, variable: at})
        return None if slip is None else Point(at, slip)

    def _samples(self, variable: Variable, low: Decimal, high: Decimal) -> list[Decimal]:
        step = self.landscape.steps[variable]
        marks = self.landscape.landmarks[variable]
        inner = marks[bisect_left(marks, low) : bisect_right(marks, high)]
        width = int((high - low) / step)
        even = {low + step * (width * n // SAMPLES) for n in range(SAMPLES + 1)}
        return sorted({low, high, *inner, *(m - step for m in inner if m - step >= low), *even})

    # -- cutting -----------------------------------------------------------------------------

    def _parts(self, variable: Variable) -> list[_Part]:
        held = self.landscape.ranges[variable]
        queue = [(held.low, held.high)]
        done: list[_Part] = []
        cuts = 0
        while queue:
            low, high = queue.pop()
            part, is_plain = self._judge(variable, low, high)
            most = MOST_CUTS if part.is_searched else MOST_FINE_CUTS
            if is_plain or cuts > most:
                done.append(part)
                continue
            cuts += 1
            middle = self._cut(variable, low, high)
            queue.extend(((middle, high), (low, middle - self.landscape.steps[variable])))
        return done

    def _judge(self, variable: Variable, low: Decimal, high: Decimal) -> tuple[_Part, bool]:
        """The part as it is known now, and whether nothing more is to be learnt by cutting it."""
        if low == high:
            return _Part(low, high, 0, is_flat=True), True
        view = self.view.but({variable: Range(low, high)})
        spreads = [view.spread(self.group, key) for key in (*self.lines, TOTAL)]
        ways = [spread.direction(variable) for spread in spreads]
        if 0 in ways or spreads[-1].lacks:
            return _Part(low, high, None, is_flat=False, is_searched=True), False
        part = _Part(low, high, ways[-1] or 0, is_flat=not any(ways))
        # a flat spot may hide where a choice is still open
        return part, all(s.is_straight for s, way in zip(spreads, ways, strict=True) if way)

    def _cut(self, variable: Variable, low: Decimal, high: Decimal) -> Decimal:
        """Where the right half begins: at a number of the policy if one lies inside."""
        marks = self.landscape.landmarks[variable]
        first, last = bisect_right(marks, low), bisect_right(marks, high)
        if first < last:
            return marks[(first + last) // 2]
        step = self.landscape.steps[variable]
        width = int((high - low) / step)
        return low + step * ((width + 1) // 2)


def _turned(one: Stretch) -> Stretch:
    way = None if one.way is None else -one.way
    return Stretch(one.end, one.start, way, one.is_flat)
