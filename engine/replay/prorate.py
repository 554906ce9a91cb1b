"""Which share of a month a line pays: the paid days, and how they are worked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, localcontext

from engine.bind.dataset import Amount
from engine.core.errors import EngineBug
from engine.core.number import EXACT, divide, plain
from engine.policy.model import Line
from engine.policy.proration import Prorate
from engine.replay.trace import Finding

Number = Callable[[str], Decimal]


def in_part(line: Line, amount: Decimal, number: Number) -> tuple[Decimal, str]:
    """The amount for the paid days, divided once at the end, and its working."""
    paid, base = _days(_rule(line), number)
    with localcontext(EXACT):
        return divide(amount * paid, base), _line_text(line.amount.text, paid, base)


def share_of(key: str, line: Line, number: Number, seen: Mapping[str, Amount | bool]) -> Finding:
    """The share itself, as the explanation shows it; `seen` is what `number` was asked for."""
    rule = _rule(line)
    amount = divide(*_days(rule, number))
    return Finding(key=key, amount=amount, formula=_share_text(rule), operands=tuple(seen.items()))


def _rule(line: Line) -> Prorate:
    if not isinstance(line.prorate, Prorate):
        raise EngineBug(f"{line.heading.name} has no share of a month")
    return line.prorate


def _days(rule: Prorate, number: Number) -> tuple[Decimal, Decimal]:
    """Days worth paying of the days of a full month, within the limits that the policy states."""
    days, base = number(rule.days.text), number(rule.base.text)
    with localcontext(EXACT):
        return _paid(rule, days, base), base


def _paid(rule: Prorate, days: Decimal, base: Decimal) -> Decimal:
    paid = base - days if rule.is_absence else days
    if rule.floor is not None and rule.floor.amount is not None:
        paid = max(paid, base * rule.floor.amount)
    if rule.cap is not None and rule.cap.amount is not None:
        paid = min(paid, base * rule.cap.amount)
    return paid


def _share_text(rule: Prorate) -> str:
    """在职天数 ÷ 当月天数, or (21.75 − 缺勤天数) ÷ 21.75  [0% … 100%]."""
    days, base = rule.days.text, rule.base.text
    top = f"({base} − {days})" if rule.is_absence else days
    limits = ""
    if rule.floor is not None or rule.cap is not None:
        ends = (end.text if end else "" for end in (rule.floor, rule.cap))
        limits = "  [{} … {}]".format(*ends)
    return f"{top} ÷ {base}{limits}"


def _line_text(amount: str, paid: Decimal, base: Decimal) -> str:
    """3000 × 20 ÷ 30; a sum stands in brackets."""
    inside = f"({amount})" if any(sign in amount for sign in "+-−－＋") else amount
    return f"{inside} × {plain(paid)} ÷ {plain(base)}"
