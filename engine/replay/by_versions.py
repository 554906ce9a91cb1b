"""What several versions of a policy pay one agent, from what each of them comes to by itself."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from engine.bind.dataset import Part
from engine.bind.model import BoundPolicy
from engine.core.record import record
from engine.replay.by_days import amount_in, rounding_of, totals, weighted
from engine.replay.trace import Trace


@record(kw_only=True)
class Paying:
    """A state under a version: what it weighs, and what the payslip would be in it."""

    part: Part
    weight: int
    bound: BoundPolicy
    trace: Trace

    @property
    def lines(self) -> tuple[str, ...]:
        return self.bound.role_of[self.part.role].lines

    def amount(self, line: str) -> Decimal:
        """A line that this version does not pay in this state is 0 there."""
        return amount_in(self.trace, line) if line in self.lines else Decimal(0)


def trace_of_versions(paying: Sequence[Paying]) -> Trace:
    """The values of the last state, and every line of any of them weighted by days."""
    last = paying[-1]
    refusals = tuple(dict.fromkeys(r for one in paying for r in one.trace.refusals))
    findings = dict(last.trace.findings)
    if not refusals:
        amounts = {}
        for line in dict.fromkeys(key for one in reversed(paying) for key in one.lines):
            bound = next(one.bound for one in reversed(paying) if line in one.bound.by_key)
            parts = [(one.part, one.weight, one.amount(line)) for one in paying]
            findings[line] = weighted(line, parts, rounding_of(bound, line))
            amounts[line] = findings[line].amount
        findings.update(totals(last.bound, amounts))
    parts_shown = tuple((one.part, one.trace) for one in paying)
    return Trace(agent=last.trace.agent, findings=findings, refusals=refusals, parts=parts_shown)
