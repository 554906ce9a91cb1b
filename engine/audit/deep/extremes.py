"""The greatest value of something over all figures: branch and bound over boxes.

A box whose upper bound does not exceed the best value found is done. If none is left, the best
value is the greatest there is; if the work had to stop, it was only searched, and the bound says
beyond what no value can lie. Earlier payslips stay as usual, for whether others could ever have
been paid is not known: where they count, it is only searched, too. The least value is the greatest
of the negative.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from engine.audit.deep.bases import Landscape
from engine.audit.deep.payslip import Figures
from engine.audit.deep.spread import Spread, Variable
from engine.audit.deep.survey import Box, Range, Survey, View
from engine.core.record import record

MOST_BOXES = 240
_ROUNDS = 6


@record
class Extreme:
    """A value that was paid, the figures that give it, and how sure it is.

    `bound`: nothing lies beyond. Exact: the value is the bound. `points`: figures looked at.
    """

    amount: Decimal
    figures: Figures
    bound: Decimal
    is_exact: bool
    points: int


Objective = Callable[[View], Spread]
Pay = Callable[[Figures], Decimal | None]


@dataclass(kw_only=True)
class Climb:
    """One search for the greatest value. `pay` is replay: every candidate is paid by it."""

    survey: Survey
    landscape: Landscape
    objective: Objective
    pay: Pay
    usual: Figures
    most_boxes: int = MOST_BOXES
    best: Decimal | None = None
    figures: Figures = field(default_factory=dict)
    points: int = 0

    def top(self, starts: Iterable[Figures]) -> Extreme | None:
        for figures in starts:
            self.offer(figures)
        queue: list[tuple[Decimal, int, Box]] = []
        number = 0
        ranges = dict(self.landscape.ranges)
        looked_back = {v: _point(self.usual[v]) for v in ranges if self.survey.is_past(v)}
        self._push(queue, number, {**ranges, **looked_back})
        beyond = self._open_end()
        while queue and number < self.most_boxes and not self._is_done(-queue[0][0]):
            box = heapq.heappop(queue)[2]
            for half in self._halves(box):
                number += 1
                self._push(queue, number, half)
        if self.best is None:
            return None
        bound = max([self.best, *beyond, *(-entry[0] for entry in queue)])
        is_exact = bound == self.best and not looked_back
        return Extreme(self.best, self.figures, bound, is_exact, self.points)

    def _open_end(self) -> list[Decimal]:
        """What could come of other earlier payslips than the usual ones."""
        if not any(self.survey.is_past(variable) for variable in self.landscape.ranges):
            return []
        return [self.objective(self.survey.over(self.landscape.ranges)).high]

    def offer(self, figures: Figures) -> None:
        """Pay for these figures and remember them if nothing was greater."""
        self.points += 1
        amount = self.pay(figures)
        if amount is not None and (self.best is None or amount > self.best):
            self.best, self.figures = amount, figures

    def _is_done(self, bound: Decimal) -> bool:
        return self.best is not None and bound <= self.best

    def _push(self, queue: list[tuple[Decimal, int, Box]], number: int, box: Box) -> None:
        view = self.survey.over(box)
        spread = self.objective(view)
        for _ in range(_ROUNDS):
            settled = self._settled(box, spread)
            if not settled:
                break
            box = {**box, **settled}
            view = view.but(settled)
            spread = self.objective(view)
        if spread.is_nothing or self._is_done(spread.high):
            return
        self.offer(self._corner(box, spread))
        if not self._is_done(spread.high) and not all(r.is_point for r in box.values()):
            heapq.heappush(queue, (-spread.high, number, box))

    def _settled(self, box: Box, spread: Spread) -> Box:
        """Figures whose direction is known go to their better end, idle ones to the usual."""
        if spread.lacks:
            return {}
        found: dict[Variable, Range] = {}
        for variable, held in box.items():
            way = spread.direction(variable)
            if held.is_point or way == 0:
                continue
            if way is None:
                found[variable] = _point(self._usual(variable, held))
            else:
                found[variable] = _point(held.high if way > 0 else held.low)
        return found

    def _usual(self, variable: Variable, held: Range) -> Decimal | str:
        usual = self.usual[variable]
        if held.words:
            return usual if usual in held.words else held.words[0]
        assert isinstance(usual, Decimal)
        return min(max(usual, held.low), held.high)

    def _corner(self, box: Box, spread: Spread) -> Figures:
        figures: dict[Variable, Decimal | str] = {}
        for variable, held in box.items():
            way = spread.direction(variable)
            if held.words or not way:
                figures[variable] = self._usual(variable, held)
            else:
                figures[variable] = held.high if way > 0 else held.low
        return figures

    # -- splitting ---------------------------------------------------------------------------

    def _halves(self, box: Box) -> list[Box]:
        free = [v for v, held in box.items() if not held.is_point]
        spread = self.objective(self.survey.over(box))
        unsure = [v for v in free if spread.direction(v) == 0] or free
        marked = [v for v in unsure if not box[v].words and self._marks(v, box[v])]
        words = [v for v in unsure if box[v].words]
        if words:
            return [{**box, words[0]: Range(words=(word,))} for word in box[words[0]].words]
        chosen = max(marked or unsure, key=lambda v: (self._width(v, box[v]), v))
        held = box[chosen]
        middle, step = self._middle(chosen, held), self.landscape.steps[chosen]
        return [
            {**box, chosen: Range(held.low, middle - step)},
            {**box, chosen: Range(middle, held.high)},
        ]

    def _marks(self, variable: Variable, held: Range) -> tuple[Decimal, ...]:
        marks = self.landscape.landmarks[variable]
        return marks[bisect_right(marks, held.low) : bisect_right(marks, held.high)]

    def _width(self, variable: Variable, held: Range) -> Decimal:
        """Of the whole range, so that figures of different sizes take turns."""
        whole = self.landscape.ranges[variable]
        return (held.high - held.low) / (whole.high - whole.low)

    def _middle(self, variable: Variable, held: Range) -> Decimal:
        marks = self._marks(variable, held)
        if marks:
            return marks[len(marks) // 2]
        step = self.landscape.steps[variable]
        return held.low + step * ((int((held.high - held.low) / step) + 1) // 2)


def _point(amount: Decimal | str) -> Range:
    return Range(words=(amount,)) if isinstance(amount, str) else Range(amount, amount)


def box_of(figures: Mapping[Variable, Decimal | str]) -> Box:
    return {variable: _point(amount) for variable, amount in figures.items()}
