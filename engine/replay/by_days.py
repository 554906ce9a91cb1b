"""Who is paid by several states of one month: every state as if it lasted, weighted by its days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from engine.bind.dataset import AgentFigures, Amount, Part
from engine.bind.model import BoundPolicy
from engine.bind.names import DIFFERENCE, TOTAL
from engine.core.number import EXACT, divide, plain
from engine.policy.model import Line, Rounding
from engine.replay.trace import Finding, Trace, rounded

if TYPE_CHECKING:
    from engine.replay.from_bound import Shop

Keys = tuple[str, ...] | None


def trace_of(shop: Shop, agent: str, keys: Keys) -> Trace:
    """The agent's values; where several states pay, each is worked out beside the others as is."""
    row = shop.rows[agent]
    if not row.parts:
        return shop.trace(agent, keys)
    traces = []
    for part in row.parts:
        beside = type(shop)(shop.bound, {**shop.rows, agent: row.standing_in(part)})
        is_last = part is row.parts[-1]
        traces.append(beside.trace(agent, _asked(shop.bound, part, keys, is_last=is_last)))
    return _together(shop.bound, row, traces, keys)


def _asked(bound: BoundPolicy, part: Part, keys: Keys, *, is_last: bool) -> Keys:
    """Lines are asked of every state that pays them, all else of the last."""
    if keys is None:
        return None
    lines = bound.role_of[part.role].lines
    paid = set(keys) if not _is_total_asked(keys) else {*keys, *lines}
    others = [k for k in keys if is_last and bound.by_key[k].kind not in ("line", "total")]
    return (*others, *(line for line in lines if line in paid))


def _is_total_asked(keys: Keys) -> bool:
    return keys is None or TOTAL in keys or DIFFERENCE in keys


def _together(bound: BoundPolicy, row: AgentFigures, traces: Sequence[Trace], keys: Keys) -> Trace:
    findings = dict(traces[-1].findings)
    refusals = tuple(dict.fromkeys(r for trace in traces for r in trace.refusals))
    parts = tuple(zip(row.parts, traces, strict=True))
    paid = dict.fromkeys(line for role in row.roles for line in bound.role_of[role].lines)
    if not refusals:
        asked = [k for k in paid if _is_total_asked(keys) or (keys is not None and k in keys)]
        findings.update({key: _weighted(bound, key, parts) for key in asked})
        if _is_total_asked(keys):
            findings.update(totals(bound, {key: findings[key].amount for key in asked}))
    return Trace(agent=row.agent, findings=findings, refusals=refusals, parts=parts)


def _weighted(bound: BoundPolicy, key: str, parts: Sequence[tuple[Part, Trace]]) -> Finding:
    amounts: list[tuple[Part, int, Decimal]] = []
    for part, trace in parts:
        is_paid = key in bound.role_of[part.role].lines
        amounts.append((part, part.days, amount_in(trace, key) if is_paid else Decimal(0)))
    return weighted(key, amounts, rounding_of(bound, key))


def amount_in(trace: Trace, key: str) -> Decimal:
    amount = trace.amount(key)
    return amount if isinstance(amount, Decimal) else Decimal(0)


def rounding_of(bound: BoundPolicy, key: str) -> Rounding | None:
    line = bound.by_key[key].definition
    own = line.round if isinstance(line, Line) else None
    return own or bound.policy.line_round


def weighted(
    key: str, amounts: Sequence[tuple[Part, int, Decimal]], rounding: Rounding | None
) -> Finding:
    """(1500 × 15 + 1800 × 16) ÷ 31, divided and rounded once, so that nothing is lost."""
    days = sum(weight for _, weight, _ in amounts)
    with localcontext(EXACT):
        summed = sum((amount * weight for _, weight, amount in amounts), Decimal(0))
    working = " + ".join(f"{plain(amount)} × {weight}" for _, weight, amount in amounts)
    operands = tuple((str(part), amount) for part, _, amount in amounts)
    whole = divide(summed, Decimal(days))
    return rounded(key, f"({working}) ÷ {days}", whole, rounding, operands)


def totals(bound: BoundPolicy, amounts: Mapping[str, Amount | bool]) -> dict[str, Finding]:
    """The sum of the lines; where it is rounded, the difference is a line of its own."""
    numbers = [(key, a) for key, a in amounts.items() if isinstance(a, Decimal)]
    with localcontext(EXACT):
        summed = sum((amount for _, amount in numbers), Decimal(0))
    working = " + ".join(amounts)
    whole = rounded(TOTAL, working, summed, bound.policy.total_round, tuple(numbers))
    found = {TOTAL: whole}
    if DIFFERENCE in bound.by_key and isinstance(whole.amount, Decimal):
        found[DIFFERENCE] = Finding(key=DIFFERENCE, amount=whole.amount - summed)
    return found
