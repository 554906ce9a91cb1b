"""What one agent is paid: each line, what its limits move, and the total, from other values."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from engine.bind.model import BoundPolicy, BoundRole, Item, LimitOf, Total
from engine.policy.model import Limit, Line
from engine.policy.proration import Prorate
from engine.replay.earlier import Earlier
from engine.replay.evaluator import Value
from engine.replay.lines import asked, brought_within, total_of, unpaid, working_within
from engine.replay.prorate import in_part
from engine.replay.trace import Finding, Seen, rounded


class Values(Protocol):
    """An agent's other values, as they are asked for."""

    bound: BoundPolicy

    def value(self, agent: str, text: str, seen: Seen) -> Value: ...

    def number(self, agent: str, text: str, seen: Seen) -> Decimal: ...

    def finding(self, agent: str, key: str) -> Finding: ...

    def role(self, agent: str) -> BoundRole: ...

    def earlier(self, agent: str) -> Earlier: ...


def line_finding(values: Values, agent: str, item: Item, line: Line) -> Finding:
    seen: Seen = {}
    text = line.amount.text
    nothing = _unpaid(values, agent, line, text, seen)
    if nothing is not None:
        return nothing
    if not _within_times(values, agent, line, seen):
        return unpaid(line, text, "times_reached", seen)
    amount = values.value(agent, text, seen)
    if isinstance(line.prorate, Prorate) and isinstance(amount, Decimal):
        amount, text = in_part(line, amount, lambda t: values.number(agent, t, {}))
        share = f"{item.key}[prorate]"
        seen[share] = values.finding(agent, share).amount
    rounding = line.round or values.bound.policy.line_round
    return rounded(item.key, text, amount, rounding, tuple(seen.items()))


def limit_finding(values: Values, agent: str, part: LimitOf) -> Finding:
    limit, counted, seen = part.limit, part.counted[values.role(agent).name], Seen()
    nothing = _unpaid(values, agent, limit, working_within(limit, counted), seen)
    if nothing is not None:
        return nothing
    amounts = {key: values.finding(agent, key).amount for key in counted}
    rounding = limit.round or values.bound.policy.line_round
    return brought_within(
        limit, amounts, lambda text: values.number(agent, text, seen), rounding, seen
    )


def _unpaid(
    values: Values, agent: str, line: Line | Limit, working: str, seen: Seen
) -> Finding | None:
    own = values.role(agent).rules
    rules = [rule for rule in values.bound.policy.eligibility if rule.heading.name in own]
    if any(values.finding(agent, rule).amount is not True for rule in asked(line, rules)):
        return unpaid(line, working, "not_eligible")
    if line.when is None or values.value(agent, line.when.text, seen) is True:
        return None
    return unpaid(line, f"{working}  [{line.when.text}]", "condition_false", seen)


def _within_times(values: Values, agent: str, line: Line, seen: Seen) -> bool:
    """Whether fewer months than allowed have had an amount."""
    if line.times is None:
        return True
    window = "always" if line.times.months is None else str(line.times.months - 1)
    amounts = values.earlier(agent).amounts(line.heading.name, window)
    count = sum(1 for amount in amounts if amount)
    seen[f"{line.heading.name}[times]"] = Decimal(count)
    return count < line.times.at_most


def total_finding(values: Values, agent: str, item: Item, total: Total) -> Finding:
    lines = values.role(agent).lines
    amounts = tuple((key, values.finding(agent, key).amount) for key in lines)
    rounding = values.bound.policy.total_round
    return total_of(item.key, amounts, rounding, is_difference=total.part == "difference")
