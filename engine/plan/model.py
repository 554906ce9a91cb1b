"""Steps of a plan: what is computed, for whom, from what, and which clause says so."""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from engine.bind.expression import Typed
from engine.bind.model import BoundRole, Item
from engine.bind.types import ValueType
from engine.core.record import record
from engine.core.span import Span
from engine.policy.model import Policy

StepKind = Literal[
    "input",
    "rule",
    "points",
    "score",
    "lookup",
    "column",
    "formula",
    "line",
    "people",
    "total",
    "notice",
    "variants",
]

# what tells the rows of many months and variants apart; no name of a policy has brackets like these
MONTH = "(month)"
VARIANT = "(variant)"
# what the agent gets by the policy as it is, carried along to be compared with
BEFORE = "(before)"


@record
class Guard:
    """For whom a column has a value: any of the roles, each with the rules that must hold."""

    role: str
    rules: tuple[str, ...]


@record(kw_only=True)
class Column:
    """One value. Without guards it is for everybody; `otherwise_zero`: a line not earned is 0."""

    item: Item
    expression: Typed | None
    guards: tuple[Guard, ...] = ()
    otherwise_zero: tuple[Guard, ...] = ()
    is_zero_if_missing: bool = False


@record(kw_only=True)
class Step:
    """One relation: all columns of `source` and these. `people` steps have one row.

    With `partition` they have one row for each value of these columns, and places are given and
    sums made within each. A `variants` step lays every variant beside every row of its source.
    """

    name: str
    kind: StepKind
    columns: tuple[Column, ...]
    source: str | None
    beside: tuple[str, ...] = ()
    is_shared: bool = False
    partition: tuple[str, ...] = ()
    origin: Span = field(compare=False)


@record(kw_only=True)
class Plan:
    """Steps in order; the last one is the payout, one row per agent.

    With `parameters` it is one row per agent, month and variant: what differs between the variants
    is read from the relation `variants`. `kept` are columns of the inputs besides the figures.
    """

    policy: Policy
    roles: tuple[BoundRole, ...]
    steps: tuple[Step, ...]
    parameters: tuple[tuple[str, ValueType], ...] = ()
    kept: tuple[str, ...] = ()
