"""What several states of one month pay together: each line weighted by days, divided once.

The statements read the relation `parts`: one row per agent and state, with the days of the state
and what each line came to in it. A line that a state does not pay is 0 there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from sqlglot import exp

from engine.bind.expression import Read, Typed
from engine.bind.formulas import arithmetic, constant, rounded
from engine.bind.mid_month import (
    MOST_DAYS,
    Weighed,
    is_by_days,
    times_days,
    weighed,
    weighted_line,
)
from engine.bind.names import DIFFERENCE, TOTAL
from engine.bind.types import ValueType
from engine.core.record import record
from engine.core.unit import Unit
from engine.plan.model import Plan
from engine.policy.model import Rounding
from engine.policy.proration import DAYS_EMPLOYED
from engine.sql.expressions import cast, column, decimal_type, to_sql

AGENT = "agent"
PARTS = "parts"


@record(kw_only=True)
class ByDays:
    """`views` in order, the last of which has the amounts. `lines` are the columns of `parts`.

    `is_alone`: nobody's pay depends on the others, so a state may be worked out without them.
    """

    is_alone: bool
    views: tuple[tuple[str, exp.Select], ...]
    lines: tuple[tuple[str, ValueType], ...]
    paid: Mapping[str, tuple[str, ...]]


def by_days(plan: Plan) -> ByDays | None:
    """None where the policy pays nobody by the days of several states."""
    if not is_by_days(plan.policy):
        return None
    items = [c.item for step in plan.steps for c in step.columns if c.item.kind == "line"]
    lines = [weighed(plan.policy, item) for item in items]
    name = f"{plan.policy.shop}_{plan.policy.name}__by_days"
    kinds = {c.item.kind for step in plan.steps for c in step.columns}
    return ByDays(
        is_alone=not kinds & {"people", "rank"},
        views=weighing(name, lines, plan.policy.total_round),
        lines=tuple((item.key, item.type) for item in items),
        paid={role.name: role.lines for role in plan.roles},
    )


def weighing(
    name: str, lines: Sequence[Weighed], total_round: Rounding | None, most: Decimal = MOST_DAYS
) -> tuple[tuple[str, exp.Select], ...]:
    """Views over `parts`, the last of which has the lines and the total of every agent in it."""
    whole = {line.key: weighted_line(line, most) for line in lines}
    return (
        (f"{name}__sum", _sums(lines, most)),
        (f"{name}__line", _selected(whole, f"{name}__sum", is_last=False)),
        (f"{name}__total", _selected(_totals(total_round, whole), f"{name}__line")),
    )


def _sums(lines: Sequence[Weighed], most: Decimal) -> exp.Select:
    """amount × days over the states; a state without a value leaves none."""
    made = [exp.alias_(exp.Sum(this=column(DAYS_EMPLOYED)), DAYS_EMPLOYED, quoted=True)]
    for line in lines:
        weighted = times_days(line, most)
        everywhere = exp.EQ(
            this=exp.Count(this=column(line.key)), expression=exp.Count(this=exp.Star())
        )
        total = cast(exp.Sum(this=to_sql(weighted.each)), decimal_type(weighted.summed))
        made.append(exp.alias_(exp.Case().when(everywhere, total), line.key, quoted=True))
    select = exp.select(column(AGENT), *made).from_(_table(PARTS))
    return select.group_by(column(AGENT))


def _selected(made: Mapping[str, Typed], source: str, *, is_last: bool = True) -> exp.Select:
    columns = [
        exp.alias_(cast(to_sql(node), decimal_type(node.type)), key, quoted=True)
        for key, node in made.items()
    ]
    kept = exp.Star() if is_last else column(AGENT)
    return exp.select(kept, *columns).from_(_table(source))


def _totals(total_round: Rounding | None, lines: Mapping[str, Typed]) -> dict[str, Typed]:
    """The sum of the weighted lines; a rounded total leaves a visible difference."""
    total: Typed = constant(Decimal(0), Unit.MONEY)
    for key, line in lines.items():
        total = arithmetic("+", total, Read(key, line.type), Unit.MONEY)
    if total_round is None:
        return {TOTAL: total}
    whole = rounded(total, total_round.places, total_round.mode)
    return {DIFFERENCE: arithmetic("-", whole, total, Unit.MONEY), TOTAL: whole}


def _table(name: str) -> exp.Table:
    return exp.Table(this=exp.to_identifier(name, quoted=True))
