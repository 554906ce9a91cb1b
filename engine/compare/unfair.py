"""Agents who did better on every measure that pays, and are paid less than a colleague."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from engine.bind.dataset import Amount
from engine.compare.model import Payslip, Reading, SideMonth
from engine.core.period import Month
from engine.core.record import record


@record(kw_only=True)
class Beside:
    """One figure of both agents."""

    reading: Reading
    better: Amount
    worse: Amount

    @property
    def differs(self) -> bool:
        return self.better != self.worse


@record(kw_only=True)
class Unfair:
    """`better` is at least as good in every measure, better in one, and yet paid less.

    `measures` decide that. `beside`: what differs and has no better: measures without a direction,
    level, seniority, days, earlier months; one of these may be the reason. `lines`: those that pay
    `better` less, the one that costs most first, with both amounts.
    """

    side: int
    month: Month
    role: str
    better: Payslip
    worse: Payslip
    measures: tuple[Beside, ...]
    beside: tuple[Beside, ...]
    lines: tuple[tuple[str, Decimal, Decimal], ...]

    @property
    def gap(self) -> Decimal:
        return self.worse.total - self.better.total


def unfair(paid: SideMonth) -> Iterator[Unfair]:
    """Within one month of one side, role by role, every such pair.

    An agent who lacks a figure that the colleague has is neither better nor worse.
    """
    roles: dict[str, list[Payslip]] = {}
    for payslip in paid.payslips:
        roles.setdefault(payslip.role, []).append(payslip)
    for role, payslips in roles.items():
        readings = paid.readings.get(role, ())
        directed = [r for r in readings if r.is_measure and r.better]
        if directed:
            for better, worse in _pairs(payslips, directed):
                yield _told(paid, better, worse, readings)


def _pairs(
    payslips: Sequence[Payslip], directed: Sequence[Reading]
) -> Iterator[tuple[Payslip, Payslip]]:
    """Whoever is paid less against everybody who is paid more."""
    standing = _standing(payslips, directed)
    ordered = sorted(payslips, key=lambda one: one.total)
    for number, less in enumerate(ordered):
        mine = standing[less.agent]
        for more in ordered[number + 1 :]:
            theirs = standing[more.agent]
            if less.total < more.total and _is_better(mine, theirs):
                yield less, more


def _standing(
    payslips: Sequence[Payslip], directed: Sequence[Reading]
) -> Mapping[str, Sequence[int | None]]:
    """Each agent's figures as whole numbers of which the greater is the better one."""
    columns: list[dict[str, int | None]] = []
    for reading in directed:
        amounts = {one.agent: one.figures.get(reading.key) for one in payslips}
        known = sorted(
            {a for a in amounts.values() if isinstance(a, Decimal)},
            reverse=reading.better == "lower",
        )
        place = {amount: number for number, amount in enumerate(known)}
        columns.append(
            {k: place[a] if isinstance(a, Decimal) else None for k, a in amounts.items()}
        )
    return {one.agent: [column[one.agent] for column in columns] for one in payslips}


def _is_better(mine: Sequence[int | None], theirs: Sequence[int | None]) -> bool:
    is_strictly = False
    for own, other in zip(mine, theirs, strict=True):
        if own is None or other is None:
            if own is not other:
                return False
        elif own < other:
            return False
        elif own > other:
            is_strictly = True
    return is_strictly


def _told(paid: SideMonth, better: Payslip, worse: Payslip, readings: Sequence[Reading]) -> Unfair:
    figures = [
        Beside(reading=r, better=better.figures.get(r.key), worse=worse.figures.get(r.key))
        for r in readings
    ]
    directed = [b for b in figures if b.reading.is_measure and b.reading.better]
    rest = [b for b in figures if b not in directed and b.differs]
    nothing = Decimal(0)
    lines = [
        (line, better.lines.get(line, nothing), worse.lines.get(line, nothing))
        for line in dict.fromkeys((*worse.lines, *better.lines))
    ]
    costing = [one for one in lines if one[1] < one[2]]
    return Unfair(
        side=paid.side,
        month=paid.month,
        role=better.role,
        better=better,
        worse=worse,
        measures=tuple(directed),
        beside=tuple(rest),
        lines=tuple(sorted(costing, key=lambda one: one[1] - one[2])),
    )
