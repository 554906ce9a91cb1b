"""Agents who did better on every measure that pays, and are paid less than a colleague."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TypeVar

from engine.bind.dataset import Amount
from engine.compare.model import Payslip, Reading, SideMonth
from engine.core.period import Month
from engine.core.record import record

Value = TypeVar("Value")
Number = TypeVar("Number", int, Decimal)
Standing = tuple[tuple[int, ...], tuple[bool, ...]]


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
    """Whoever is paid less against everybody who is paid more and lacks the same figures.

    People are bits of whole numbers, so that one is held against all others at once.
    """
    ranked = zip(payslips, _standing(payslips, directed), strict=True)
    ordered = sorted(ranked, key=lambda one: one[0].total)
    places = [standing[0] for _, standing in ordered]
    not_better = [(n, _up_to(column)) for n, column in enumerate(zip(*places, strict=True))]
    # the more values a measure has, the fewer people are left by it
    not_better.sort(key=lambda column: -len(column[1]))
    as_good, lacking_alike = _alike(places), _alike([standing[1] for _, standing in ordered])
    paid_no_more = {one.total: count for count, (one, _) in enumerate(ordered, start=1)}
    for less, (mine, lacking) in ordered:
        start = paid_no_more[less.total]  # the bits of those who are paid more begin here
        found = -1
        for measure, column in not_better:
            found &= column[mine[measure]] >> start
            if not found:
                break
        else:
            found &= (lacking_alike[lacking] & ~as_good[mine]) >> start
        while found:
            lowest = found & -found
            yield less, ordered[start + lowest.bit_length() - 1][0]
            found ^= lowest


def _alike(values: Sequence[Value]) -> dict[Value, int]:
    """Of each value, the bits of those who have it."""
    bits: dict[Value, int] = {}
    for number, value in enumerate(values):
        bits[value] = bits.get(value, 0) | 1 << number
    return bits


def _up_to(values: Sequence[Number]) -> dict[Number, int]:
    """Of each number, the bits of those who have it or less."""
    alike, below = _alike(values), 0
    found: dict[Number, int] = {}
    for value in sorted(alike):
        below |= alike[value]
        found[value] = below
    return found


def _standing(payslips: Sequence[Payslip], directed: Sequence[Reading]) -> Iterator[Standing]:
    """Each agent's figures as whole numbers of which the greater is the better one: those are
    compared for every two agents. A figure that is not there is 0, and named as lacking.
    """
    columns: list[list[int]] = []
    for reading in directed:
        held = [one.figures.get(reading.key) for one in payslips]
        known = {amount for amount in held if isinstance(amount, Decimal)}
        ordered = sorted(known, reverse=reading.better == "lower")
        place = {amount: number for number, amount in enumerate(ordered, start=1)}
        columns.append([place[a] if isinstance(a, Decimal) else 0 for a in held])
    for row in zip(*columns, strict=True):
        yield row, tuple(place == 0 for place in row)


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
