"""Pay lines and the total of one agent: what is paid, and why nothing where it is nothing."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Protocol

from engine.bind.dataset import Amount
from engine.bind.model import BoundPolicy, BoundRole, Item, Total
from engine.core.number import EXACT
from engine.policy.model import Line
from engine.policy.proration import Prorate
from engine.replay.earlier import Earlier
from engine.replay.evaluator import Value
from engine.replay.prorate import in_part
from engine.replay.trace import Finding, rounded


class Values(Protocol):
    """An agent's other values, as they are asked for."""

    bound: BoundPolicy

    def value(self, agent: str, text: str, seen: dict[str, Amount | bool]) -> Value: ...

    def number(self, agent: str, text: str, seen: dict[str, Amount | bool]) -> Decimal: ...

    def finding(self, agent: str, key: str) -> Finding: ...

    def role(self, agent: str) -> BoundRole: ...

    def earlier(self, agent: str) -> Earlier: ...


def line_finding(values: Values, agent: str, item: Item, line: Line) -> Finding:
    if not _is_paid(values, agent, line):
        return Finding(
            key=item.key, amount=Decimal(0), formula=line.amount.text, reason="not_eligible"
        )
    seen: dict[str, Amount | bool] = {}
    if line.when is not None and values.value(agent, line.when.text, seen) is not True:
        operands = tuple(seen.items())
        formula = f"{line.amount.text}  [{line.when.text}]"
        return Finding(
            key=item.key,
            amount=Decimal(0),
            formula=formula,
            operands=operands,
            reason="condition_false",
        )
    if not _within_limit(values, agent, line, seen):
        return Finding(
            key=item.key,
            amount=Decimal(0),
            formula=line.amount.text,
            operands=tuple(seen.items()),
            reason="limit_reached",
        )
    amount = values.value(agent, line.amount.text, seen)
    text = line.amount.text
    if isinstance(line.prorate, Prorate) and isinstance(amount, Decimal):
        amount, text = in_part(line, amount, lambda t: values.number(agent, t, {}))
        share = f"{item.key}[prorate]"
        seen[share] = values.finding(agent, share).amount
    rounding = line.round or values.bound.policy.line_round
    return rounded(item.key, text, amount, rounding, tuple(seen.items()))


def _within_limit(values: Values, agent: str, line: Line, seen: dict[str, Amount | bool]) -> bool:
    """Whether fewer months than allowed have had an amount."""
    if line.limit is None:
        return True
    window = "always" if line.limit.months is None else str(line.limit.months - 1)
    amounts = values.earlier(agent).amounts(line.heading.name, window)
    count = sum(1 for amount in amounts if amount)
    seen[f"{line.heading.name}[times]"] = Decimal(count)
    return count < line.limit.times


def _is_paid(values: Values, agent: str, line: Line) -> bool:
    """A line that every failing rule names under `otherwise` is paid all the same."""
    kept = {
        rule.heading.name: {r.name for r in rule.otherwise}
        for rule in values.bound.policy.eligibility
    }
    return all(
        line.heading.name in kept[rule] or values.finding(agent, rule).amount is True
        for rule in values.role(agent).rules
    )


def total_finding(values: Values, agent: str, item: Item, total: Total) -> Finding:
    lines = values.role(agent).lines
    amounts = [(key, values.finding(agent, key).amount) for key in lines]
    with localcontext(EXACT):
        summed = sum((a for _, a in amounts if isinstance(a, Decimal)), Decimal(0))
    rounding = values.bound.policy.total_round
    working = " + ".join(lines)
    whole = rounded(item.key, working, summed, rounding, tuple(amounts))
    if total.part == "sum" or not isinstance(whole.amount, Decimal):
        return whole
    return Finding(key=item.key, amount=whole.amount - summed)
