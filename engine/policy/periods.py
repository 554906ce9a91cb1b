"""What a policy says over several months: streaks, levels, limits and notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from engine.core.record import record

if TYPE_CHECKING:  # the model holds these parts, and they hold its formulas
    from engine.policy.model import FormulaText, Heading, Reference

Absent = Literal["skip", "break"]
Again = Literal["once", "every", "each_month"]
Effect = Literal["this_month", "next_month"]
IfBoth = Literal["stay", "promote", "demote"]


@record(kw_only=True)
class Streak:
    """Consecutive posted months in which `condition` holds.

    `absent`: a month in which the agent has no value leaves the count as it is, or ends it.
    `goal` None: only counted. `again`: when the goal counts as reached.
    """

    heading: Heading
    condition: FormulaText
    absent: Absent
    goal: int | None
    again: Again | None


@record(kw_only=True)
class Ladder:
    """Levels from the lowest; `review` are the months (1–12) in which an agent may move a step."""

    heading: Heading
    steps: tuple[str, ...]
    start: Reference
    promote: FormulaText | None
    demote: FormulaText | None
    if_both: IfBoth | None
    review: tuple[int, ...]
    effect: Effect


@record(kw_only=True)
class Times:
    """A line is paid `at_most` so often in `months` consecutive months (None: in all)."""

    at_most: int
    months: int | None


@record(kw_only=True)
class Notice:
    """What the month's report says of an agent; it pays nothing. No roles = every role."""

    heading: Heading
    when: FormulaText
    roles: tuple[Reference, ...]
