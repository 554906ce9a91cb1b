"""Each side against the first: by agent, line, grade, role and month; all add up to one total."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from engine.compare.model import Comparison, NotCompared, Payslip, Reason, Side, SideMonth
from engine.core.period import Month
from engine.core.record import record

K = TypeVar("K", bound=Hashable)


@record(kw_only=True)
class Pair:
    """One agent's month on the first side and on another one."""

    month: Month
    before: Payslip
    after: Payslip

    @property
    def agent(self) -> str:
        return self.after.agent

    @property
    def name(self) -> str:
        return self.after.name or self.before.name

    @property
    def lines(self) -> tuple[str, ...]:
        """Every line that either has, in the order of the other side."""
        if self.after.lines.keys() == self.before.lines.keys():
            return tuple(self.after.lines)
        return tuple(dict.fromkeys((*self.after.lines, *self.before.lines)))

    @property
    def differs(self) -> bool:
        """Whether any line pays another amount; a line that one side lacks is 0 there."""
        before, after = self.before.lines, self.after.lines
        return before != after and any(
            before.get(line, _ZERO) != after.get(line, _ZERO) for line in self.lines
        )


@record
class Moved:
    """An amount on the first side and on another one. `count`: how many payslips it is of."""

    before: Decimal
    after: Decimal
    count: int = 1

    @property
    def difference(self) -> Decimal:
        return self.after - self.before


_ZERO = Decimal(0)
Sums = dict[K, tuple[Decimal, Decimal, int]]
NOTHING = Moved(_ZERO, _ZERO, 0)


def pairs(comparison: Comparison, side: Side) -> tuple[Pair, ...]:
    """Every agent and month that both the first side and this one pay; what is compared."""
    return tuple(each_pair(comparison, side))


def each_pair(comparison: Comparison, side: Side) -> Iterator[Pair]:
    """The same one by one, for who only asks whether there is any."""
    for before, after in _months(comparison, side):
        known = before.by_agent
        for one in after.payslips:
            if one.agent in known:
                yield Pair(month=after.month, before=known[one.agent], after=one)


def _months(comparison: Comparison, side: Side) -> Iterator[tuple[SideMonth, SideMonth]]:
    for after in comparison.months_of(side):
        before = comparison.of(comparison.first, after.month)
        if before is not None:
            yield before, after


def moved(found: Iterable[Pair], key_of: Callable[[Pair], K]) -> Mapping[K, Moved]:
    """The payslips of each key added up, in the order in which keys are met."""
    sums: Sums[K] = {}
    for pair in found:
        _add(sums, key_of(pair), pair.before.total, pair.after.total)
    return {key: Moved(*both) for key, both in sums.items()}


def moved_lines(found: Iterable[Pair], key_of: Callable[[Pair, str], K]) -> Mapping[K, Moved]:
    """The same for lines; a line that one side lacks is 0 there."""
    return {key: Moved(*both) for key, both in line_sums(found, key_of).items()}


def line_sums(found: Iterable[Pair], key_of: Callable[[Pair, str], K]) -> Sums[K]:
    """Before, after and count as a plain tuple: of lines there are very many."""
    sums: Sums[K] = {}
    for pair in found:
        before, after = pair.before.lines, pair.after.lines
        for line in pair.lines:
            _add(sums, key_of(pair, line), before.get(line, _ZERO), after.get(line, _ZERO))
    return sums


def _add(sums: Sums[K], key: K, before: Decimal, after: Decimal) -> None:
    known = sums.get(key)
    if known is not None:
        sums[key] = (known[0] + before, known[1] + after, known[2] + 1)
    else:
        sums[key] = (before, after, 1)


def total_of(found: Iterable[Pair]) -> Moved:
    return moved(found, lambda _: 0).get(0, NOTHING)


@dataclass(frozen=True)
class Against:
    """All that one side and the first one pay, with what every agent moves by over all months."""

    pairs: tuple[Pair, ...]

    @cached_property
    def people(self) -> Mapping[str, Moved]:
        return moved(self.pairs, lambda pair: pair.agent)

    @cached_property
    def total(self) -> Moved:
        return total_of(self.pairs)

    @property
    def gains(self) -> list[Decimal]:
        """What each agent gains who gains."""
        return [one.difference for one in self.people.values() if one.difference > 0]

    @property
    def losses(self) -> list[Decimal]:
        return [one.difference for one in self.people.values() if one.difference < 0]


def unpaired(comparison: Comparison) -> Iterator[NotCompared]:
    """Months and agents that only one of two sides pays, where nothing else has said why."""
    said = {(n.side, n.month, n.agent) for n in comparison.not_compared}
    first = comparison.first
    for side in comparison.others:
        for after in comparison.months_of(side):
            before = comparison.of(first, after.month)
            if before is None:
                reason: Reason = "first_side_lacks_month"
                yield NotCompared(side=side.number, reason=reason, month=after.month)
                continue
            for one in _alone(after, before, side, first):
                owner = first if one.reason == "not_on_first" else side
                if (owner.number, one.month, one.agent) not in said:
                    yield one


def _alone(after: SideMonth, before: SideMonth, side: Side, first: Side) -> Iterator[NotCompared]:
    """Agents of one of two sides alone, with what they are paid there."""
    here, there = after.by_agent, before.by_agent
    for one in before.payslips:
        if one.agent not in here:
            yield NotCompared(
                side=side.number, reason="not_on_side", month=after.month, agent=one.agent,
                values={"other": first.title, "amount": str(one.total)},
            )  # fmt: skip
    for one in after.payslips:
        if one.agent not in there:
            yield NotCompared(
                side=side.number, reason="not_on_first", month=after.month, agent=one.agent,
                values={"other": first.title, "amount": str(one.total)},
            )  # fmt: skip
