"""What replay says of one value: the formula, the values put in, the row that hit, the rounding."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from engine.bind.dataset import Amount, Part
from engine.core.errors import EngineBug
from engine.core.number import quantize
from engine.core.record import record
from engine.policy.model import Rounding, Row

# the names that a formula asked for, and what they were
Seen = dict[str, Amount | bool]
Reason = Literal[
    "",
    "not_eligible",
    "condition_false",
    "missing_zero",
    "missing_full",
    "left_out",
    "times_reached",
    "within_limits",
    "not_ranked",
]


@record(kw_only=True)
class Finding:
    """One value of one agent. `operands` are the names in the formula and what they were."""

    key: str
    amount: Amount | bool
    formula: str = ""
    operands: tuple[tuple[str, Amount | bool], ...] = ()
    row: Row | None = None
    unrounded: Decimal | None = None
    rounding: Rounding | None = None
    reason: Reason = ""


@record(kw_only=True)
class Refusal:
    """Why an agent's value could not be worked out."""

    key: str
    reason: Literal["missing", "no_row", "no_agents", "division_by_zero", "nobody_shares"]
    detail: str = ""


class NoValueError(Exception):
    """A value that this agent does not have, with the reason."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__()
        self.refusal = refusal


@record(kw_only=True)
class Trace:
    """All values of one agent by key, or the first refusal.

    `parts`: where several states of the month pay, each with its own values.
    """

    agent: str
    findings: Mapping[str, Finding]
    refusals: tuple[Refusal, ...] = ()
    parts: tuple[tuple[Part, Trace], ...] = ()

    def amount(self, key: str) -> Amount | bool:
        finding = self.findings.get(key)
        return None if finding is None else finding.amount


def rounded(
    key: str, formula: str, amount: Decimal | str | bool, rounding: Rounding | None,
    operands: tuple[tuple[str, Amount | bool], ...],
) -> Finding:  # fmt: skip
    if rounding is None or not isinstance(amount, Decimal):
        return Finding(key=key, amount=amount, formula=formula, operands=operands)
    shorter = quantize(amount, places=rounding.places, mode=rounding.mode)
    if shorter == amount:
        return Finding(key=key, amount=amount, formula=formula, operands=operands)
    return Finding(
        key=key,
        amount=shorter,
        formula=formula,
        operands=operands,
        unrounded=amount,
        rounding=rounding,
    )


def instead_of(key: str, missing: str, formula: str) -> Finding:
    match missing:
        case "zero":
            return Finding(key=key, amount=Decimal(0), formula=formula, reason="missing_zero")
        case "full":
            return Finding(key=key, amount=Decimal(100), formula=formula, reason="missing_full")
        case "leave_out":
            return Finding(key=key, amount=None, formula=formula, reason="left_out")
        case _:
            raise EngineBug(f"no such treatment of a missing figure: {missing!r}")
