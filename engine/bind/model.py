"""The bound policy: items in the order in which they can be computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Literal

from engine.bind.expression import Typed, reads
from engine.bind.flag_model import BoundFlags
from engine.bind.types import ValueType
from engine.catalog.measures import Measure
from engine.core.record import record
from engine.core.span import Span
from engine.policy.model import (
    Cite,
    Decision,
    Eligibility,
    Kpi,
    KpiItem,
    Limit,
    Line,
    NamedFormula,
    Policy,
    Table,
)
from engine.policy.periods import Ladder, Notice, Streak
from engine.policy.sharing import Distribution, Pool

Kind = Literal[
    "attribute",
    "measure",
    "rule",
    "points",
    "score",
    "own_score",
    "lookup",
    "column",
    "formula",
    "people",
    "rank",
    "factor",
    "pool",
    "line",
    "total",
    "past",
    "notice",
]


AttributeName = Literal[
    "role", "level", "seniority_years", "days_employed", "days_in_month", "month_number"
]


@record
class PointsOf:
    """The points of one item of a card."""

    kpi: Kpi
    item: KpiItem


@record
class ColumnOfTable:
    """One column of a table's row; `column` is 'amount' for the amount that the table gives."""

    table: Table
    column: str
    is_amount: bool


@record
class ColumnOfDecision:
    """What a decision gives in one of its columns."""

    decision: Decision
    column: str


@record
class OverPeople:
    """A sum or a count over the agents of the shop; `role` None = every role of the policy."""

    function: Literal["total", "count", "headcount"]
    item: str | None
    role: str | None


@record
class AverageOf:
    """`average(item, role)`: the total divided by the count, once."""

    item: str
    role: str | None


@record
class RankOf:
    """The agent's place among all who have the item: 1 is the highest (or the lowest)."""

    item: str
    ties: Literal["shared", "dense"]
    from_low: bool
    role: str | None


Window = Literal["quarter", "half_year", "year", "always"]


@record
class PastOf:
    """What earlier payslips say of an item of the agent's.

    value: of the month `window` months back. sum, times: over the `window` months before this one,
    or those of this quarter, half-year, year, or all; times counts amounts that are not 0.
    carried: of the last month that has a value; last: of the month before alone.
    `instead`: where there is nothing (None: no value).
    """

    item: str
    use: Literal["value", "sum", "times", "carried", "last"]
    window: int | Window
    instead: Decimal | str | None


@record
class StateOf:
    """What a streak or a ladder gives in one of its columns."""

    state: Streak | Ladder
    column: Literal["months", "reached", "level", "next"]


@record
class PoolPart:
    """A pool's amount, the agent's part in what it is shared by, and the agent's share.

    `cut` is the share before the remainder is handed out.
    """

    pool: Pool
    what: Literal["pool", "weight", "cut", "share"]


@record
class DistributionPart:
    """The figure by which an agent is ranked, the place, or a column of the agent's row."""

    distribution: Distribution
    what: Literal["ranked", "place", "column"]
    column: str = ""


@record
class Attribute:
    """What the roster says of an agent, or the calendar of the month."""

    name: AttributeName


@record
class OwnScore:
    """The score of the card of the agent's own role."""

    kpi_of_role: Mapping[str, str] = field(hash=False)


@record
class Factor:
    """The share of the month for which a line is paid."""

    line: Line


@record
class Total:
    """The sum of the lines of the agent's role."""

    part: Literal["sum", "difference"]


@record
class LimitOf:
    """A limit with the lines that it counts for each role, and what its bounds read."""

    limit: Limit
    counted: Mapping[str, tuple[str, ...]] = field(hash=False)
    bound_reads: tuple[str, ...]


Definition = (
    Attribute
    | Measure
    | Eligibility
    | PointsOf
    | Kpi
    | OwnScore
    | Table
    | ColumnOfTable
    | ColumnOfDecision
    | NamedFormula
    | OverPeople
    | AverageOf
    | RankOf
    | PastOf
    | StateOf
    | Notice
    | Factor
    | PoolPart
    | DistributionPart
    | Line
    | LimitOf
    | Total
)


@record(kw_only=True)
class Item:
    """One named value per agent (or, for `people`, per shop).

    `roles`: who has it. `is_scored`: only for those who meet the eligibility rules.
    """

    key: str
    kind: Kind
    type: ValueType
    definition: Definition
    expression: Typed | None
    reads: tuple[str, ...]
    roles: tuple[str, ...] = ()
    is_scored: bool = False
    cite: Cite | None = None
    path: str = ""
    span: Span = field(compare=False)


@record(kw_only=True)
class Place:
    """Where an item stands in the policy."""

    path: str
    span: Span
    cite: Cite | None = None


def computed(key: str, kind: Kind, definition: Definition, expression: Typed, place: Place) -> Item:
    """An item that is worked out from the items that its expression reads."""
    return Item(
        key=key,
        kind=kind,
        type=expression.type,
        definition=definition,
        expression=expression,
        reads=reads(expression),
        cite=place.cite,
        path=place.path,
        span=place.span,
    )


@record(kw_only=True)
class Input:
    """A figure or attribute that data must give. `required` roles refuse to run without it.

    `always`: those of them that need it even for agents who do not take part.
    """

    item: Item
    missing: Literal["refuse", "zero"]
    required: tuple[str, ...]
    always: tuple[str, ...]


@record(kw_only=True)
class BoundRole:
    name: str
    kpi: str | None
    lines: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class BoundPolicy:
    """`names` resolves a name (or table.column) of the policy's formulas to an item's key."""

    policy: Policy
    items: tuple[Item, ...]
    inputs: tuple[Input, ...]
    roles: tuple[BoundRole, ...]
    names: Mapping[str, str]
    flags: BoundFlags | None = None

    @cached_property
    def by_key(self) -> Mapping[str, Item]:
        return {item.key: item for item in self.items}

    @cached_property
    def role_of(self) -> Mapping[str, BoundRole]:
        return {role.name: role for role in self.roles}

    @cached_property
    def spelled(self) -> Mapping[str, str]:
        """An item's key → the name that the author first used for it."""
        found: dict[str, str] = {}
        for name, key in self.names.items():
            found.setdefault(key, name)
        return found

    def rules_of(self, roles: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(r for n in roles for r in self.role_of[n].rules))
