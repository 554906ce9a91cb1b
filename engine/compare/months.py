"""Two computations of one month: per agent and line, what changes and by how much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from engine.core.record import record

Amounts = Mapping[str, Mapping[str, Decimal]]


@record(kw_only=True)
class LineDifference:
    """One line of one agent on both sides; an absent line is 0."""

    agent: str
    line: str
    before: Decimal
    after: Decimal

    @property
    def difference(self) -> Decimal:
        return self.after - self.before


def line_differences(
    agents: Sequence[str], before: Amounts, after: Amounts
) -> Iterator[LineDifference]:
    """Every line that either side has, in the order of the newer side, agent by agent."""
    for agent in agents:
        mine, theirs = before.get(agent, {}), after.get(agent, {})
        for line in dict.fromkeys((*theirs, *mine)):
            yield LineDifference(
                agent=agent,
                line=line,
                before=mine.get(line, Decimal(0)),
                after=theirs.get(line, Decimal(0)),
            )
