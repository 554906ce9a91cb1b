"""Note discipline: how many of an agent's orders have the right flag and memo."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from engine.core.number import divide
from engine.core.period import Month
from engine.core.record import record
from engine.flags.judging import Verdict

# the measures of `schemas/measures.yaml` that these rows are
HANDLED, WRONG, SHARE = "flag_orders", "flag_errors", "note_discipline"


@record(kw_only=True)
class AgentDiscipline:
    """One agent and month, by the day on which the order was placed."""

    agent: str
    month: Month
    handled: int
    right: int

    @property
    def share(self) -> Decimal | None:
        """None where there is nothing to divide by: no data is not 0."""
        return divide(Decimal(self.right), Decimal(self.handled)) if self.handled else None


def discipline(verdicts: Iterable[Verdict]) -> tuple[AgentDiscipline, ...]:
    """Orders that a rule asks something of, whose time has come, and that somebody answers for."""
    counted: dict[tuple[str, Month], list[int]] = {}
    for verdict in verdicts:
        if not counts(verdict):
            continue
        created = verdict.order.created
        key = (verdict.responsible, Month(created.year, created.month))
        row = counted.setdefault(key, [0, 0])
        row[0] += 1
        row[1] += not verdict.problems
    return tuple(
        AgentDiscipline(agent=agent, month=month, handled=handled, right=right)
        for (agent, month), (handled, right) in sorted(counted.items())
    )


def counts(verdict: Verdict) -> bool:
    return (
        verdict.rule is not None
        and verdict.is_asked
        and verdict.is_due
        and bool(verdict.responsible)
    )
