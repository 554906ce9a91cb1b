"""What of one policy's traces holds for another over the same figures, and need not be replayed.

Nothing rests on it alone: the SQL of the other policy is computed in full, and held against these
values like against any other.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.bind.dataset import Dataset
from engine.bind.model import (
    AverageOf,
    BoundPolicy,
    DistributionPart,
    Item,
    OverPeople,
    PoolPart,
    RankOf,
)
from engine.replay.trace import Finding, Trace

_GIVEN = ("attribute", "measure", "past")
# what depends on colleagues is worked out anew
_OF_OTHERS = (OverPeople, AverageOf, RankOf, PoolPart, DistributionPart)


def known_findings(
    traces: Mapping[str, Trace], before: tuple[BoundPolicy, Dataset],
    after: tuple[BoundPolicy, Dataset],
) -> dict[str, dict[str, Finding]]:  # fmt: skip
    """By agent and key; nothing where policies or figures differ as a whole."""
    (one, rows), (other, other_rows) = before, after
    if not (_is_alike(one, other) and _has_same_rows(rows, other_rows)):
        return {}
    kept = unchanged_items(one, other)
    return {
        agent: {key: found for key, found in trace.findings.items() if key in kept}
        for agent, trace in traces.items()
    }


def _is_alike(one: BoundPolicy, other: BoundPolicy) -> bool:
    """Roles, rules of taking part, roundings and months: what any item may depend on."""
    mine, theirs = one.policy, other.policy
    return (
        one.roles == other.roles
        and mine.eligibility == theirs.eligibility
        and mine.line_round == theirs.line_round
        and mine.total_round == theirs.total_round
        and mine.mid_month == theirs.mid_month
        and mine.history_from == theirs.history_from
    )


def _has_same_rows(one: Dataset, other: Dataset) -> bool:
    return one.month == other.month and one.agents == other.agents and not any(
        row.parts for row in one.agents
    )  # fmt: skip


def unchanged_items(one: BoundPolicy, other: BoundPolicy) -> frozenset[str]:
    """The items that are worked out alike, and from such alone; none if a rule of taking part is
    another one. Items come in an order in which they can be computed.
    """
    kept: set[str] = set()
    for item in other.items:
        if _is_same(one.by_key.get(item.key), item) and kept.issuperset(item.reads):
            kept.add(item.key)
    rules = {item.key for item in other.items if item.kind == "rule"}
    return frozenset(kept) if rules <= kept else frozenset()


def _is_same(mine: Item | None, item: Item) -> bool:
    """Only an expression tells all that an item reads; the total has none, and inputs need none."""
    is_told = item.expression is not None or item.kind in _GIVEN
    return is_told and mine == item and not isinstance(item.definition, _OF_OTHERS)
