"""Stretches that were flat wherever they were looked at, cut to what is flat for all figures."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from engine.audit.deep.bases import Landscape
from engine.audit.deep.model import Flat
from engine.audit.deep.survey import Range, Survey

# A staircase has more steps than anybody reads: the first ones and the last are told.
MOST_PARTS = 8


def proven_parts(survey: Survey, landscape: Landscape, flat: Flat) -> Iterator[Flat]:
    """The longest parts that move no line whatever the other figures are, from the low end."""
    proof = _Proof(survey, landscape, flat.measure)
    last = proof.reach(flat.end, flat.start)
    start, top = flat.start, last
    for _ in range(MOST_PARTS):
        if start >= top:
            break
        end = proof.reach(start, top)
        if proof.is_told(start, end):
            yield replace(flat, start=start, end=end)
        start = end + proof.step if end > start else proof.next_mark(start)
    if proof.is_told(last, flat.end) and start <= last:
        yield replace(flat, start=last)


@dataclass(frozen=True)
class _Proof:
    survey: Survey
    landscape: Landscape
    measure: str

    @property
    def variable(self) -> tuple[str, str]:
        return self.survey.variable(self.survey.groups[0].name, self.measure)

    @property
    def step(self) -> Decimal:
        return self.landscape.steps[self.variable]

    def is_told(self, start: Decimal, end: Decimal) -> bool:
        """Between cents a single step is no stretch."""
        return end - start > self.step or (end > start and self.step == 1)

    def next_mark(self, start: Decimal) -> Decimal:
        marks = self.landscape.landmarks[self.variable]
        at = bisect_right(marks, start)
        return marks[at] if at < len(marks) else self.landscape.ranges[self.variable].high

    def reach(self, start: Decimal, end: Decimal) -> Decimal:
        """The figure farthest towards `end` up to which all is flat: of flat, all parts are."""
        if self._is_flat(start, end):
            return end
        sign = 1 if end > start else -1
        sure, open_ = 0, int(abs(end - start) / self.step)
        while open_ - sure > 1:
            middle = (sure + open_) // 2
            if self._is_flat(start, start + sign * middle * self.step):
                sure = middle
            else:
                open_ = middle
        return start + sign * sure * self.step

    def _is_flat(self, one: Decimal, other: Decimal) -> bool:
        group = self.survey.groups[0]
        held = Range(min(one, other), max(one, other))
        view = self.survey.over({**self.landscape.ranges, self.variable: held})
        lines = self.survey.bound.role_of[group.role].lines
        return all(view.spread(group.name, line).direction(self.variable) is None for line in lines)
