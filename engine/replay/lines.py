"""Pay lines beside their formula: why one is not paid, what a limit moves, what they sum up to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal, localcontext

from engine.bind.dataset import Amount
from engine.core.errors import EngineBug
from engine.core.number import EXACT, quantize
from engine.policy.model import Eligibility, FormulaText, Limit, Line, Rounding
from engine.replay.trace import Finding, Reason, Seen, rounded


def asked(line: Line | Limit, rules: Iterable[Eligibility]) -> Iterator[str]:
    """The rules that the line depends on; it is paid whatever those say that name it."""
    for rule in rules:
        if line.heading.name not in {kept.name for kept in rule.otherwise}:
            yield rule.heading.name


def unpaid(line: Line | Limit, working: str, reason: Reason, seen: Seen | None = None) -> Finding:
    return Finding(
        key=line.heading.name,
        amount=Decimal(0),
        formula=working,
        operands=tuple((seen or {}).items()),
        reason=reason,
    )


def total_of(
    key: str, amounts: tuple[tuple[str, Amount | bool], ...], rounding: Rounding | None, *,
    is_difference: bool,
) -> Finding:  # fmt: skip
    """The total of a payslip, or what its rounding gains or loses."""
    with localcontext(EXACT):
        summed = sum((a for _, a in amounts if isinstance(a, Decimal)), Decimal(0))
    whole = rounded(key, " + ".join(line for line, _ in amounts), summed, rounding, amounts)
    if not is_difference or not isinstance(whole.amount, Decimal):
        return whole
    return Finding(key=key, amount=whole.amount - summed)


def brought_within(
    limit: Limit, counted: Mapping[str, Amount | bool], compute: Callable[[str], Decimal],
    rounding: Rounding | None, seen: Mapping[str, Amount | bool],
) -> Finding:  # fmt: skip
    """The difference between the sum within its bounds and the sum itself."""

    def bound(text: FormulaText) -> Decimal:
        amount = compute(text.text)
        if rounding is None:
            return amount
        return quantize(amount, places=rounding.places, mode=rounding.mode)

    with localcontext(EXACT):
        summed = sum((_number(a) for a in counted.values()), Decimal(0))
        within = summed
        if limit.at_least is not None and within < (least := bound(limit.at_least)):
            within = least
        if limit.at_most is not None and within > (most := bound(limit.at_most)):
            within = most
        amount = within - summed
    return Finding(
        key=limit.heading.name,
        amount=amount,
        formula=working_within(limit, counted),
        reason="" if amount else "within_limits",
        operands=(*counted.items(), *((k, v) for k, v in seen.items() if k not in counted)),
    )


def working_within(limit: Limit, counted: Iterable[str]) -> str:
    """`(base + bonus)  [2000 … 3000] − (base + bonus)`: brought within, less what it was."""
    summed = f"({' + '.join(counted)})"
    low = f"{limit.at_least.text} " if limit.at_least else " "
    high = f" {limit.at_most.text}" if limit.at_most else " "
    return f"{summed}  [{low}…{high}] − {summed}"


def _number(amount: Amount | bool) -> Decimal:
    if not isinstance(amount, Decimal):
        raise EngineBug(f"a line pays no amount: {amount!r}")
    return amount
