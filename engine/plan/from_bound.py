"""`plan`: items in order of use → steps, one per card, table, formula or group of pay lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from engine.bind.model import (
    AverageOf,
    BoundPolicy,
    ColumnOfDecision,
    ColumnOfTable,
    DistributionPart,
    Item,
    OverPeople,
    PointsOf,
    RankOf,
    StateOf,
)
from engine.bind.types import ValueType
from engine.core.diagnostic import Outcome
from engine.core.span import Span
from engine.plan.model import BEFORE, MONTH, VARIANT, Column, Guard, Plan, Step, StepKind

_INPUTS = ("attribute", "measure", "past")


def plan(bound: BoundPolicy, parameters: tuple[tuple[str, ValueType], ...] = ()) -> Outcome[Plan]:
    """Order the work. Steps that read each other stand apart; the rest stands together.

    With `parameters`, what no parameter changes is worked out once, before the variants.
    """
    levels = _levels(bound)
    varied = _varied(bound, levels, {key for key, _ in parameters})
    builder = _Builder(bound, _partition=(MONTH,) if parameters else ())
    builder.add("input", "figures", [i for i in bound.items if i.kind in _INPUTS])
    builder.add_levels(levels, [i for i in bound.items if i.key not in varied])
    if parameters:
        builder.cross()
        builder.add_levels(levels, [i for i in bound.items if i.key in varied])
    builder.add("total", "payout", [i for i in bound.items if i.kind == "total"])
    steps = _shared(builder.steps)
    kept = (MONTH, BEFORE) if parameters else ()
    return Outcome(
        Plan(
            policy=bound.policy, roles=bound.roles, steps=tuple(steps), parameters=parameters,
            kept=kept,
        )
    )  # fmt: skip


def _varied(bound: BoundPolicy, levels: dict[str, int], parameters: set[str]) -> set[str]:
    """The items that a parameter changes, directly or through others."""
    changing = set(parameters)
    for item in sorted(bound.items, key=lambda i: levels.get(i.key, 0)):
        if changing and not changing.isdisjoint(_before(bound, item)):
            changing.add(item.key)
    return changing - parameters


def _levels(bound: BoundPolicy) -> dict[str, int]:
    """0 for figures; one more than the highest value read for everything else."""
    levels: dict[str, int] = {}
    for item in bound.items:
        if item.kind in _INPUTS:
            levels[item.key] = 0
        elif item.kind != "total":
            levels[item.key] = 1 + max((levels.get(k, 0) for k in _before(bound, item)), default=0)
    return levels


def _before(bound: BoundPolicy, item: Item) -> tuple[str, ...]:
    # a line that needs no score still asks whether it is paid at all
    is_guarded = item.is_scored or item.kind == "line"
    rules = bound.rules_of(item.roles) if is_guarded else ()
    match item.definition:
        case OverPeople(item=counted) if counted is not None:
            return (counted, *item.reads)
        case AverageOf():
            return item.reads
        case _:
            return (*item.reads, *rules)


def _groups(items: list[Item]) -> Iterator[tuple[StepKind, str, list[Item]]]:
    """Items of one level by the part of the policy that they belong to, in its order."""
    grouped: dict[tuple[StepKind, str], list[Item]] = {}
    for item in items:
        grouped.setdefault(_part(item), []).append(item)
    for (kind, title), group in grouped.items():
        yield kind, title or group[0].key, group


def _part(item: Item) -> tuple[StepKind, str]:
    match item.definition:
        case PointsOf(kpi=kpi):
            return "points", kpi.heading.name
        case ColumnOfTable(table=table):
            return "column", table.heading.name
        case ColumnOfDecision(decision=decision):
            return "column", decision.heading.name
        case StateOf(state=state):
            return "column", state.heading.name
        case DistributionPart(what="column", distribution=distribution):
            return "column", distribution.heading.name
        case OverPeople():
            return "people", ""
        case RankOf():
            return "formula", ""
    titles: dict[str, tuple[StepKind, str]] = {
        "own_score": ("score", item.key),
        "score": ("score", item.key),
        "line": ("line", ""),
        "rule": ("rule", item.key),
        "lookup": ("lookup", item.key),
        "notice": ("notice", ""),
    }
    return titles.get(item.kind, ("formula", item.key))


@dataclass
class _Builder:
    bound: BoundPolicy
    steps: list[Step] = field(default_factory=list)
    _beside: list[str] = field(default_factory=list)
    _partition: tuple[str, ...] = ()

    def add_levels(self, levels: dict[str, int], items: Sequence[Item]) -> None:
        for level in sorted(set(levels.values()) - {0}):
            for kind, title, group in _groups([i for i in items if levels.get(i.key) == level]):
                self.add(kind, title, group)

    def cross(self) -> None:
        """From here on every row stands once per variant."""
        self._partition = (*self._partition, VARIANT)
        self.add("variants", "variants", [])

    def add(self, kind: StepKind, title: str, items: list[Item]) -> None:
        agent_steps = [s.name for s in self.steps if s.kind != "people"]
        name = self._name(kind, title)
        if name in {step.name for step in self.steps}:
            # a card or table of which one part needs an average stands in two steps
            name = self._name(kind, items[0].key)
        origin = items[0].span if items else Span(file="")
        step = Step(
            name=name,
            kind=kind,
            columns=tuple(self._column(item) for item in items),
            source=agent_steps[-1] if agent_steps else None,
            beside=() if kind == "people" else tuple(self._beside),
            partition=self._partition,
            origin=origin,
        )
        self.steps.append(step)
        self._beside = [*self._beside, name] if kind == "people" else []

    def _name(self, kind: StepKind, title: str) -> str:
        return f"{self.bound.policy.shop}_{self.bound.policy.name}__{title}__{kind}"

    def _column(self, item: Item) -> Column:
        guards = self._guards(item)
        if item.kind in _INPUTS:
            zero = any(i.item.key == item.key and i.missing == "zero" for i in self.bound.inputs)
            return Column(item=item, expression=None, is_zero_if_missing=zero)
        if item.kind != "line":
            return Column(item=item, expression=item.expression, guards=guards)
        return Column(
            item=item, expression=item.expression, guards=guards, otherwise_zero=self._unpaid(item)
        )

    def _guards(self, item: Item) -> tuple[Guard, ...]:
        """None needed where every role has the value unconditionally."""
        guards = tuple(
            Guard(role, self.bound.role_of[role].rules if item.is_scored else ())
            for role in item.roles
        )
        is_for_all = len(item.roles) == len(self.bound.roles)
        if is_for_all and not any(g.rules for g in guards):
            return ()
        return guards

    def _unpaid(self, item: Item) -> tuple[Guard, ...]:
        """Rules without which the line is 0: all rules that do not name it under `otherwise`."""
        kept = {
            rule.heading.name: {r.name for r in rule.otherwise}
            for rule in self.bound.policy.eligibility
        }
        guards = (
            Guard(role, tuple(r for r in self.bound.role_of[role].rules if item.key not in kept[r]))
            for role in item.roles
        )
        return tuple(g for g in guards if g.rules)


def _shared(steps: list[Step]) -> Iterator[Step]:
    """A step that both people and agents read is stored once instead of computed twice."""
    readers: dict[str, int] = {}
    for step in steps:
        for name in (step.source, *step.beside):
            if name is not None:
                # each variant reads the step before them all
                times = 2 if step.kind == "variants" else 1
                readers[name] = readers.get(name, 0) + times
    for step in steps:
        yield replace(step, is_shared=readers.get(step.name, 0) > 1)
