"""What a deep look at a policy finds: frozen values, each with figures that were really paid."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from engine.audit.deep.bases import Base
from engine.audit.deep.extremes import Extreme
from engine.audit.deep.payslip import Figures, Payslip
from engine.core.record import record

FallKind = Literal["cliff", "falls"]
WeakKind = Literal["no_effect", "out_of_reach", "negative"]


@record(kw_only=True)
class Fall:
    """Better work that is paid less: in one step (cliff) or all along the way (falls).

    `places`: how many more of the kind lie elsewhere. `reason` is of an acknowledgement.
    """

    kind: FallKind
    role: str
    measure: str
    at: Decimal
    beyond: Decimal
    high: Payslip
    low: Payslip
    base: Base
    is_exact: bool
    more: int = 0
    reason: str = ""

    @property
    def drop(self) -> Decimal:
        return self.high.total - self.low.total

    @property
    def falling(self) -> tuple[str, ...]:
        """The lines that lose."""
        pairs = zip(self.high.lines, self.low.lines, strict=True)
        return tuple(key for (key, before), (_, after) in pairs if after < before)


@record(kw_only=True)
class Flat:
    """A stretch over which better work moves no line; proven for all other figures."""

    role: str
    measure: str
    start: Decimal
    end: Decimal


@record(kw_only=True)
class Weak:
    """A measure without effect, points that never are full, a line below zero."""

    kind: WeakKind
    role: str
    of: str
    amount: Decimal | None
    figures: Figures
    is_exact: bool
    points: int
    reason: str = ""


@record(kw_only=True)
class Budget:
    """The least and the most that one agent of a role costs, or (role '') the whole shop."""

    role: str
    agents: int
    least: Extreme
    most: Extreme


@record(kw_only=True)
class Looked:
    """How one measure of a role was looked at."""

    role: str
    measure: str
    bases: int
    exact: int
    stretches: int


@record(kw_only=True)
class RoleView:
    """All that was found of one role."""

    role: str
    bases: tuple[Base, ...]
    looked: tuple[Looked, ...]
    falls: tuple[Fall, ...]
    flats: tuple[Flat, ...]
    weak: tuple[Weak, ...]
    budget: Budget | None


@record(kw_only=True)
class DeepView:
    """All that was found of one policy. `heads`: agents by role that it was looked at with."""

    heads: tuple[tuple[str, int], ...]
    roles: tuple[RoleView, ...]
    shop: Budget | None
    payslips: int
