"""The bound policy: items in the order in which they can be computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from engine.bind.expression import Typed, reads
from engine.bind.types import ValueType
from engine.catalog.measures import Measure
from engine.core.span import Span
from engine.policy.model import (
    Cite,
    Decision,
    Eligibility,
    Kpi,
    KpiItem,
    Line,
    NamedFormula,
    Policy,
    Table,
)
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
    "pool",
    "line",
    "total",
]


@dataclass(frozen=True, slots=True)
class PointsOf:
    """The points of one item of a card."""

    kpi: Kpi
    item: KpiItem


@dataclass(frozen=True, slots=True)
class ColumnOfTable:
    """One column of a table's row; `column` is 'amount' for the amount that the table gives."""

    table: Table
    column: str
    is_amount: bool


@dataclass(frozen=True, slots=True)
class ColumnOfDecision:
    """What a decision gives in one of its columns."""

    decision: Decision
    column: str


@dataclass(frozen=True, slots=True)
class OverPeople:
    """A sum or a count over the agents of the shop; `role` None = every role of the policy."""

    function: Literal["total", "count", "headcount"]
    item: str | None
    role: str | None


@dataclass(frozen=True, slots=True)
class AverageOf:
    """`average(item, role)`: the total divided by the count, once."""

    item: str
    role: str | None


@dataclass(frozen=True, slots=True)
class RankOf:
    """The agent's place among all who have the item: 1 is the highest (or the lowest)."""

    item: str
    ties: Literal["shared", "dense"]
    from_low: bool
    role: str | None


@dataclass(frozen=True, slots=True)
class PoolPart:
    """A pool's amount, the agent's part in what it is shared by, and the agent's share.

    `cut` is the share before the remainder is handed out.
    """

    pool: Pool
    what: Literal["pool", "weight", "cut", "share"]


@dataclass(frozen=True, slots=True)
class DistributionPart:
    """The figure by which an agent is ranked, the place, or a column of the agent's row."""

    distribution: Distribution
    what: Literal["ranked", "place", "column"]
    column: str = ""


@dataclass(frozen=True, slots=True)
class Attribute:
    """What the roster says of an agent."""

    name: Literal["role", "level", "seniority_years"]


@dataclass(frozen=True, slots=True)
class OwnScore:
    """The score of the card of the agent's own role."""

    kpi_of_role: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of the lines of the agent's role."""

    part: Literal["sum", "difference"]


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
    | PoolPart
    | DistributionPart
    | Line
    | Total
)


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A figure or attribute that data must give. `required` roles refuse to run without it.

    `always`: those of them that need it even for agents who do not take part.
    """

    item: Item
    missing: Literal["refuse", "zero"]
    required: tuple[str, ...]
    always: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
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
