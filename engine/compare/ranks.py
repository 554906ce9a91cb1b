"""The places of agents by what they are paid in all, within their role, and how they move."""

from __future__ import annotations

from decimal import Decimal

from engine.compare.differences import Against, Moved
from engine.core.record import record


@record(kw_only=True)
class Ranked:
    """One agent's places on the first side and on another one; 1 is paid the most."""

    role: str
    agent: str
    name: str
    before: int
    after: int
    moved: Moved

    @property
    def rise(self) -> int:
        """Places gained; below 0 where the agent falls behind."""
        return self.before - self.after


def ranks(against: Against) -> tuple[Ranked, ...]:
    """Agents with equal pay share a place. A role is the one of the agent's last month."""
    people = {pair.agent: (pair.before.role, pair.name) for pair in against.pairs}
    totals = against.people
    roles: dict[str, list[str]] = {}
    for agent in totals:
        roles.setdefault(people[agent][0], []).append(agent)
    ranked: list[Ranked] = []
    for role, agents in roles.items():
        before = _places({agent: totals[agent].before for agent in agents})
        after = _places({agent: totals[agent].after for agent in agents})
        ranked.extend(
            Ranked(
                role=role, agent=agent, name=people[agent][1], before=before[agent],
                after=after[agent], moved=totals[agent],
            )
            for agent in agents
        )  # fmt: skip
    return tuple(sorted(ranked, key=lambda one: (one.role, one.before, one.agent)))


def _places(totals: dict[str, Decimal]) -> dict[str, int]:
    first: dict[Decimal, int] = {}
    for number, total in enumerate(sorted(totals.values(), reverse=True), start=1):
        first.setdefault(total, number)
    return {agent: first[total] for agent, total in totals.items()}
