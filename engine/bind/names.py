"""What every name of a policy stands for, and where two things claim one name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from engine.bind.checks.b316_ambiguous_name import AMBIGUOUS_NAME
from engine.bind.checks.b322_measure_redefined import MEASURE_REDEFINED
from engine.bind.rows import row_mistakes
from engine.catalog.measures import Catalog, Measure
from engine.core.diagnostic import Diagnostic
from engine.core.record import record
from engine.core.span import Span
from engine.policy.model import (
    Decision,
    Limit,
    Line,
    MeasureNote,
    NamedFormula,
    Policy,
    Table,
)
from engine.policy.periods import Ladder, Streak
from engine.policy.proration import DAYS_EMPLOYED, DAYS_IN_MONTH
from engine.policy.sharing import Distribution, Pool

OWN_SCORE = "考核得分"
ROLE = "角色"
LEVEL = "职级"
SENIORITY = "工龄年数"
MONTH_NUMBER = "月份"
TOTAL = "合计"
TOTAL_NAMES = (TOTAL, "total")
DIFFERENCE = "尾差"
AMOUNT = "金额"

AGENT = "agent"

BUILT_IN: Mapping[str, str] = {
    OWN_SCORE: OWN_SCORE,
    "kpi_score": OWN_SCORE,
    ROLE: ROLE,
    "role": ROLE,
    LEVEL: LEVEL,
    "level": LEVEL,
    SENIORITY: SENIORITY,
    "seniority_years": SENIORITY,
    MONTH_NUMBER: MONTH_NUMBER,
    "month_number": MONTH_NUMBER,
    DAYS_EMPLOYED: DAYS_EMPLOYED,
    "days_employed": DAYS_EMPLOYED,
    DAYS_IN_MONTH: DAYS_IN_MONTH,
    "days_in_month": DAYS_IN_MONTH,
}
STATE_COLUMNS: Mapping[str, Literal["months", "reached", "level", "next"]] = {
    "months": "months",
    "月数": "months",
    "reached": "reached",
    "达成": "reached",
    "level": "level",
    "级别": "level",
    "next": "next",
    "下月级别": "next",
}
AMOUNT_NAMES = (AMOUNT, "amount")
RESERVED = (*BUILT_IN, *TOTAL_NAMES, DIFFERENCE)


@record
class Declared:
    """A name of the policy's own and what it stands for."""

    name: str
    part: Line | Limit | NamedFormula | Measure | Pool
    span: Span = field(compare=False)


@dataclass(frozen=True)
class Names:
    """All names of one policy. `measures` holds catalogue and own measures by every name.

    `unstated`: own measures that lack unit or bounds; reported once, where they stand.
    """

    declared: Mapping[str, Declared]
    tables: Mapping[str, Table]
    decisions: Mapping[str, Decision]
    states: Mapping[str, Streak | Ladder]
    distributions: Mapping[str, Distribution]
    measures: Mapping[str, Measure]
    notes: Mapping[str, MeasureNote]
    unstated: frozenset[str] = frozenset()

    def part_of(self, name: str) -> Decision | Distribution | Streak | Ladder | None:
        """What gives several columns under that name, apart from the tables."""
        for parts in (self.distributions, self.decisions, self.states):
            if name in parts:
                return parts[name]
        return None

    def all_names(self) -> tuple[str, ...]:
        return (*self.declared, *self.measures, *BUILT_IN)


def collect_names(policy: Policy, catalog: Catalog) -> tuple[Names, tuple[Diagnostic, ...]]:
    found: list[Diagnostic] = []
    measures, notes = _measures(policy, catalog, found)
    unstated = {note.heading.name for note in policy.measures} - set(measures)
    declared: dict[str, Declared] = {}
    for name, part, span in _parts(policy):
        taken = declared.get(name)
        if name in RESERVED or name in measures or taken:
            found.append(AMBIGUOUS_NAME.at(span, *([taken.span] if taken else []), name=name))
        else:
            declared[name] = Declared(name, part, span)
    for rule in policy.eligibility:
        name = rule.heading.name
        if name in RESERVED or name in measures or name in declared:
            found.append(AMBIGUOUS_NAME.at(rule.heading.span, name=name))
    tables = _tables(policy, found)
    decisions = _decisions(policy, tables, found)
    states = _states(policy, {**tables, **decisions}, found)
    distributions = _distributions(policy, (*tables, *decisions, *states), found)
    collected = Names(
        declared, tables, decisions, states, distributions, measures, notes, frozenset(unstated)
    )
    return collected, tuple(found)


def _measures(
    policy: Policy, catalog: Catalog, found: list[Diagnostic]
) -> tuple[dict[str, Measure], dict[str, MeasureNote]]:
    """Catalogue and own measures by every name, and what the policy notes of each by its id."""
    measures = dict(catalog.by_name)
    notes: dict[str, MeasureNote] = {}
    for note in policy.measures:
        measure = _measure(note, catalog, found)
        if measure is None:
            continue
        notes[measure.id] = note
        found.extend(row_mistakes(measure, catalog.facts))
        own = dict.fromkeys((note.heading.name, note.heading.label or note.heading.name))
        taken = [name for name in own if measures.get(name, measure).id != measure.id]
        found.extend(AMBIGUOUS_NAME.at(note.heading.span, name=name) for name in taken)
        names = _names_of(measure) if measure.id in catalog.by_name else []
        measures.update(dict.fromkeys([*names, *own], measure))
    return measures, notes


def _tables(policy: Policy, found: list[Diagnostic]) -> dict[str, Table]:
    tables: dict[str, Table] = {}
    for table in policy.tables:
        heading = table.heading
        for name in dict.fromkeys((heading.name, heading.label or heading.name)):
            known = tables.setdefault(name, table)
            if known is not table:
                found.append(AMBIGUOUS_NAME.at(heading.span, known.heading.span, name=name))
    return tables


def same_letters(named: Iterable[tuple[str, Span]]) -> Iterator[Diagnostic]:
    """Names that differ in case or width alone: databases take them for one."""
    first: dict[str, tuple[str, Span]] = {AGENT: (AGENT, Span(file=""))}
    for name, span in named:
        letters = unicodedata.normalize("NFKC", name).casefold()
        known, place = first.setdefault(letters, (name, span))
        if known != name or place.file == "":
            yield AMBIGUOUS_NAME.at(span, *([place] if place.file else []), name=name)


def _decisions(
    policy: Policy, tables: Mapping[str, Table], found: list[Diagnostic]
) -> dict[str, Decision]:
    """Decisions share the name space of tables."""
    decisions: dict[str, Decision] = {}
    for decision in policy.decisions:
        heading = decision.heading
        if heading.name in tables:
            known = tables[heading.name].heading.span
            found.append(AMBIGUOUS_NAME.at(heading.span, known, name=heading.name))
        decisions.update(dict.fromkeys([heading.name, heading.label or heading.name], decision))
    return decisions


def _states(
    policy: Policy, taken: Mapping[str, Table | Decision], found: list[Diagnostic]
) -> dict[str, Streak | Ladder]:
    """Streaks and levels share the name space of tables."""
    states: dict[str, Streak | Ladder] = {}
    parts: tuple[Streak | Ladder, ...] = (*policy.streaks, *policy.ladders)
    for part in parts:
        heading = part.heading
        for name in dict.fromkeys((heading.name, heading.label or heading.name)):
            if name in taken or name in states:
                found.append(AMBIGUOUS_NAME.at(heading.span, name=name))
            states[name] = part
    return states


def _distributions(
    policy: Policy, taken: Iterable[str], found: list[Diagnostic]
) -> dict[str, Distribution]:
    """Distributions, too, share the name space of tables."""
    distributions: dict[str, Distribution] = {}
    for part in policy.distributions:
        names = dict.fromkeys([part.heading.name, part.heading.label or part.heading.name])
        if any(name in taken or name in distributions for name in names):
            found.append(AMBIGUOUS_NAME.at(part.heading.span, name=part.heading.name))
        distributions.update(dict.fromkeys(names, part))
    return distributions


def _parts(policy: Policy) -> Iterator[tuple[str, Line | Limit | NamedFormula | Pool, Span]]:
    parts: tuple[Line | Limit | NamedFormula | Pool, ...]
    parts = (*policy.lines, *policy.formulas, *policy.pools)
    for part in parts:
        yield part.heading.name, part, part.heading.span
        if part.heading.label and part.heading.label != part.heading.name:
            yield part.heading.label, part, part.heading.span


def _names_of(measure: Measure) -> list[str]:
    return [measure.id, *measure.labels.values()]


def _measure(note: MeasureNote, catalog: Catalog, found: list[Diagnostic]) -> Measure | None:
    """The catalogue's measure with narrower bounds, or one of the shop's own."""
    name, span = note.heading.name, note.heading.span
    known = catalog.by_name.get(name)
    if known is not None:
        if note.by or (note.unit is not None and note.unit is not known.unit):
            found.append(MEASURE_REDEFINED.at(span, name=name, unit=known.unit.value))
        return _narrowed(known, note)
    if note.unit is None or note.places is None or note.least is None or note.greatest is None:
        found.append(MEASURE_REDEFINED.at(span, name=name, unit=""))
        return None
    return Measure(
        id=name,
        labels={"zh": note.heading.label or name, "en": note.heading.label or name},
        unit=note.unit,
        places=note.places,
        least=note.least.amount or Decimal(0),
        greatest=note.greatest.amount or Decimal(0),
        better=note.better,
        grain=note.grain or "agent_month",
        entered=note.entered,
        definition={"zh": note.heading.note, "en": note.heading.note},
        by=note.by,
        needs_evidence=note.needs_evidence,
        rows=note.rows,
    )


def _narrowed(known: Measure, note: MeasureNote) -> Measure:
    least, greatest = known.least, known.greatest
    if note.least is not None and note.least.amount is not None:
        least = note.least.amount
    if note.greatest is not None and note.greatest.amount is not None:
        greatest = note.greatest.amount
    return replace(
        known,
        least=least,
        greatest=greatest,
        better=note.better or known.better,
        needs_evidence=note.needs_evidence,
        rows=note.rows or known.rows,
    )
