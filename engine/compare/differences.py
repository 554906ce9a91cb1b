"""Each side against the first: by agent, line, grade, role and month; all add up to one total."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from decimal import Decimal
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
        return tuple(dict.fromkeys((*self.after.lines, *self.before.lines)))


@record
class Moved:
    """An amount on the first side and on another one. `count`: how many payslips it is of."""

    before: Decimal
    after: Decimal
    count: int = 1

    @property
    def difference(self) -> Decimal:
        return self.after - self.before

    def plus(self, other: Moved) -> Moved:
        return Moved(self.before + other.before, self.after + other.after, self.count + other.count)


NOTHING = Moved(Decimal(0), Decimal(0), 0)


def pairs(comparison: Comparison, side: Side) -> tuple[Pair, ...]:
    """Every agent and month that both the first side and this one pay; what is compared."""
    found: list[Pair] = []
    for before, after in _months(comparison, side):
        known = before.by_agent
        found.extend(
            Pair(month=after.month, before=known[one.agent], after=one)
            for one in after.payslips
            if one.agent in known
        )
    return tuple(found)


def _months(comparison: Comparison, side: Side) -> Iterator[tuple[SideMonth, SideMonth]]:
    for after in comparison.months_of(side):
        before = comparison.of(comparison.first, after.month)
        if before is not None:
            yield before, after


def moved(found: Iterable[Pair], key_of: Callable[[Pair], K]) -> Mapping[K, Moved]:
    """The payslips of each key added up, in the order in which keys are met."""
    sums: dict[K, Moved] = {}
    for pair in found:
        key = key_of(pair)
        both = Moved(pair.before.total, pair.after.total)
        sums[key] = sums.get(key, NOTHING).plus(both)
    return sums


def moved_lines(found: Iterable[Pair], key_of: Callable[[Pair, str], K]) -> Mapping[K, Moved]:
    """The same for lines; a line that one side lacks is 0 there."""
    sums: dict[K, Moved] = {}
    nothing = Decimal(0)
    for pair in found:
        for line in pair.lines:
            key = key_of(pair, line)
            both = Moved(pair.before.lines.get(line, nothing), pair.after.lines.get(line, nothing))
            sums[key] = sums.get(key, NOTHING).plus(both)
    return sums


def total_of(found: Iterable[Pair]) -> Moved:
    return moved(found, lambda _: 0).get(0, NOTHING)


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
