"""Several sides over the same months: what each pays whom, and what could not be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Literal

from engine.bind.dataset import Amount
from engine.catalog.measures import Better
from engine.core.diagnostic import Diagnostic
from engine.core.period import Month
from engine.core.record import record
from engine.core.text import Language, message, say

# each has a text `compare.reason.…`
Reason = Literal[
    "refused",
    "no_version",
    "not_posted",
    "month_refused",
    "first_side_lacks_month",
    "role_unknown",
    "not_on_side",
    "not_on_first",
    "paid_beside",
    "figures_unknown",
]


@record(kw_only=True)
class Setting:
    """One value that a side has in another way than its file: `--set PATH=VALUE`."""

    path: str
    before: str
    after: str


@record(kw_only=True)
class Side:
    """One side. `number` counts from 1, the first side is what the others are held against.

    `words`: as it was typed, without its settings; `policy`: which version it is, empty where that
    differs from month to month.
    """

    number: int
    words: str
    policy: str = ""
    settings: tuple[Setting, ...] = ()

    @property
    def title(self) -> str:
        """As it was typed, with its settings."""
        return " ".join([self.words, *(f"--set {s.path}={s.after}" for s in self.settings)])


@record(kw_only=True)
class Reading:
    """A figure that a role's pay reads. `is_measure` False: level, seniority, days, earlier months.

    `better` None: more of it is neither better nor worse.
    """

    key: str
    name: str
    is_measure: bool
    better: Better | None = None


@record(kw_only=True)
class Payslip:
    """What one side pays an agent for a month. `lines` add up to `total`.

    `grade`: the word of the table that the role's score picks a row of; empty if there is none.
    `figures`: what the role's pay reads, by the key of its `Reading`.
    """

    agent: str
    name: str
    role: str
    grade: str = ""
    lines: Mapping[str, Decimal]
    total: Decimal
    figures: Mapping[str, Amount] = field(default_factory=dict)


@record(kw_only=True)
class SideMonth:
    """One month as one side pays it. `policy`: the version, such as `myshop/pay v2`.

    `readings` and `grades` (from the table's first row to its last) by role.
    """

    side: int
    month: Month
    policy: str
    payslips: tuple[Payslip, ...]
    readings: Mapping[str, tuple[Reading, ...]] = field(default_factory=dict)
    grades: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        return sum((one.total for one in self.payslips), Decimal(0))

    @property
    def by_agent(self) -> Mapping[str, Payslip]:
        return {one.agent: one for one in self.payslips}


@record(kw_only=True)
class NotCompared:
    """What a comparison leaves out, and why. `month` None: in every month; `agent` '': everybody.

    `finding`: what refuses it, where a check does.
    """

    side: int
    reason: Reason
    month: Month | None = None
    agent: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    finding: Diagnostic | None = None

    def said(self, language: Language) -> str:
        """The reason in words."""
        problem = message(self.finding, language) if self.finding else ""
        return say(language, f"compare.reason.{self.reason}", problem=problem, **self.values)


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """All sides over all months. `computed` lacks what `not_compared` tells of."""

    shop: str
    sides: tuple[Side, ...]
    months: tuple[Month, ...]
    computed: tuple[SideMonth, ...]
    not_compared: tuple[NotCompared, ...] = ()

    @property
    def first(self) -> Side:
        return self.sides[0]

    @property
    def others(self) -> tuple[Side, ...]:
        return self.sides[1:]

    @cached_property
    def by_place(self) -> Mapping[tuple[int, Month], SideMonth]:
        return {(one.side, one.month): one for one in self.computed}

    def of(self, side: Side, month: Month) -> SideMonth | None:
        return self.by_place.get((side.number, month))

    def months_of(self, side: Side) -> tuple[SideMonth, ...]:
        """Every month that the side pays, in order."""
        found = (self.of(side, month) for month in self.months)
        return tuple(one for one in found if one is not None)
