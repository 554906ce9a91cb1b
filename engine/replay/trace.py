"""What replay says of one value: the formula, the values put in, the row that hit, the rounding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from engine.bind.dataset import Amount
from engine.policy.model import Rounding, Row

Reason = Literal["", "not_eligible", "condition_false", "missing_zero", "missing_full", "left_out"]


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why an agent's value could not be worked out."""

    key: str
    reason: Literal["missing", "no_row", "no_agents", "division_by_zero"]
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """All values of one agent by key, or the first refusal."""

    agent: str
    findings: Mapping[str, Finding]
    refusals: tuple[Refusal, ...] = ()

    def amount(self, key: str) -> Amount | bool:
        finding = self.findings.get(key)
        return None if finding is None else finding.amount
