"""Streaks and levels, worked out from what was said before and the conditions of this month."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from engine.bind.dataset import Amount
from engine.policy.model import FormulaText
from engine.policy.periods import Ladder, Streak
from engine.replay.earlier import Earlier

Holds = Callable[[FormulaText], bool]
Seen = dict[str, Amount | bool]


def streak_value(
    streak: Streak, column: str, earlier: Earlier, holds: Holds, seen: Seen
) -> Amount | bool:
    """How many months in a row, this one included, or whether the goal is reached."""
    name = streak.heading.name
    said = earlier.last(f"{name}.months", skips=streak.absent == "skip")
    before = said if isinstance(said, Decimal) else Decimal(0)
    seen[f"{name}[before]"] = before
    months = before + 1 if holds(streak.condition) else Decimal(0)
    return months if column == "months" else _is_reached(streak, int(months))


def _is_reached(streak: Streak, count: int) -> bool:
    goal = streak.goal or 0
    if count < goal:
        return False
    if streak.again == "each_month":
        return True
    return count == goal if streak.again == "once" else count % goal == 0


def level_value(ladder: Ladder, column: str, earlier: Earlier, holds: Holds, seen: Seen) -> str:
    """The level that counts this month, or the one after its review."""
    said = earlier.last(f"{ladder.heading.name}.next", skips=True)
    before = said if isinstance(said, str) else ladder.start.name
    seen[f"{ladder.heading.name}[before]"] = before
    if column == "level" and ladder.effect == "next_month":
        return before
    promoted = ladder.promote is not None and holds(ladder.promote)
    demoted = ladder.demote is not None and holds(ladder.demote)
    if earlier.month.month not in ladder.review:
        return before
    if promoted and demoted:
        promoted, demoted = ladder.if_both == "promote", ladder.if_both == "demote"
    place = ladder.steps.index(before) + promoted - demoted
    return ladder.steps[min(max(place, 0), len(ladder.steps) - 1)]
