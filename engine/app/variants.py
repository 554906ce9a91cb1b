"""All variants of a policy over the figures of some months, computed together.

Every variant goes through the whole checker by itself. Those that differ in numbers alone are then
worked out by one script over a table of these numbers; whatever that script cannot vouch for is
run by itself, and a sample of the others as well, which must agree to the last digit.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from engine.app.checks.w979_edge_crossed import EDGE_CROSSED
from engine.app.measuring import service_of, with_worked
from engine.app.month import PaidMonth, Show, pay
from engine.app.policies import build_document
from engine.app.varying import Asked, Variant
from engine.app.workspace import catalog, schema
from engine.audit.agreement import missing_figures, out_of_bounds
from engine.audit.history import history_mistakes
from engine.audit.roster import month_mistakes
from engine.backends.duckdb import figure_text
from engine.backends.variants import (
    MonthFigures,
    Tally,
    TooWideError,
    VariantRows,
    amounts,
    opened,
    tallies,
)
from engine.bind.coding import coded
from engine.bind.dataset import Dataset
from engine.bind.fitting import Fitting
from engine.bind.from_policy import bind
from engine.bind.model import BoundPolicy, Input, Item
from engine.bind.names import TOTAL
from engine.bind.types import ValueType, joined
from engine.bind.variants import Values, merged, shape_of, values_of
from engine.core.diagnostic import Diagnostic, Outcome, in_order
from engine.core.period import Month
from engine.core.record import record
from engine.core.unit import Unit
from engine.ledger.month import StoredMonth, dataset_for
from engine.plan.from_bound import plan
from engine.policy.file import PolicyFile
from engine.policy.model import Policy
from engine.sql.from_plan import emit
from engine.sql.variants import Survey, survey


@record(kw_only=True)
class Ground:
    """What all variants stand on: the policy's file, what is stored, and the pay as it is.

    `totals` is what each agent gets in all months together.
    """

    file: PolicyFile
    bound: BoundPolicy
    stored: Mapping[Month, StoredMonth]
    before: Mapping[Month, PaidMonth]
    totals: Mapping[str, Decimal]
    show: Show


@dataclass
class Together:
    """Variants of one shape: the first of them, and what each is worked out by."""

    bound: BoundPolicy
    numbers: list[int] = field(default_factory=list)
    values: list[Values] = field(default_factory=list)


@record(kw_only=True)
class Outlook:
    """What came of every variant: a tally, or why there is none. `alone` were run by themselves."""

    ground: Ground
    asked: Asked
    tallies: Mapping[int, Tally]
    refused: Mapping[int, tuple[Diagnostic, ...]]
    alone: Mapping[int, Mapping[Month, PaidMonth]]
    groups: tuple[VariantRows, ...]

    @property
    def paying(self) -> tuple[Variant, ...]:
        return tuple(v for v in self.asked.variants if v.index in self.tallies)


def bound_of(ground: Ground, asked: Asked, variant: Variant) -> Outcome[BoundPolicy]:
    """A variant through the whole checker, as if it stood in a file."""
    built = build_document(asked.document_of(variant), ground.file, schema("policy"))
    return built.then(lambda policy: bind(policy, catalog())).closed()


def look_at(ground: Ground, asked: Asked) -> Outlook:
    """Every variant, most of them together."""
    groups, refused = _grouped(ground, asked)
    found: dict[int, Tally] = {}
    ran: list[VariantRows] = []
    lonely: list[int] = []
    for group in groups:
        reasons = _unfit(ground, group)
        if reasons:
            refused.update(dict.fromkeys(group.numbers, reasons))
            continue
        rows, own, rest = _together(ground, group)
        found.update(own)
        lonely.extend(rest)
        ran.extend(rows)
    alone: dict[int, Mapping[Month, PaidMonth]] = {}
    for number in sorted(lonely):
        outcome = by_itself(ground, asked, asked.variants[number - 1])
        if outcome.value is None:
            refused[number] = outcome.diagnostics
        else:
            alone[number] = outcome.value
            found[number] = tally_of(outcome.value, ground.totals)
    return Outlook(
        ground=ground, asked=asked, tallies=found, refused=refused, alone=alone, groups=tuple(ran)
    )


def _grouped(
    ground: Ground, asked: Asked
) -> tuple[list[Together], dict[int, tuple[Diagnostic, ...]]]:
    """Variants by shape, and those that the checker refuses."""
    groups: dict[Hashable, Together] = {}
    refused: dict[int, tuple[Diagnostic, ...]] = {}
    like = values_of(ground.bound)
    ground.show("check")
    for variant in asked.variants:
        outcome = bound_of(ground, asked, variant)
        if outcome.value is None:
            refused[variant.index] = tuple(d for d in outcome.diagnostics if d.is_error)
            continue
        crossed = tuple(_crossed(ground.bound.policy, outcome.value.policy))
        if crossed:
            refused[variant.index] = crossed
            continue
        # other service rules give other figures, which the one query has once for all variants
        shape = (shape_of(outcome.value), service_of(outcome.value))
        group = groups.setdefault(shape, Together(outcome.value))
        group.numbers.append(variant.index)
        group.values.append(values_of(outcome.value, like))
    return list(groups.values()), refused


def _crossed(before: Policy, after: Policy) -> Iterator[Diagnostic]:
    """Bands are sorted by their edges: an edge that passes its neighbour makes another table."""
    for table, other in zip(before.tables, after.tables, strict=True):
        for row, instead in zip(table.rows, other.rows, strict=True):
            if row.span.line != instead.span.line or row.span.column != instead.span.column:
                yield EDGE_CROSSED.at(instead.span, table=table.heading.name)
                break


def _dataset(bound: BoundPolicy, stored: StoredMonth, month: Month) -> Dataset:
    """The figures of a month that has been found fit before."""
    return dataset_for(bound, with_worked(bound, stored, month).value or stored, month)


def _unfit(ground: Ground, group: Together) -> tuple[Diagnostic, ...]:
    """What is wrong with the figures for all variants of one shape."""
    found: list[Diagnostic] = []
    for month, stored in ground.stored.items():
        found.extend(month_mistakes(group.bound, stored, month))
        found.extend(history_mistakes(group.bound, stored.history, month))
        if not _rules_vary(group):
            worked = with_worked(group.bound, stored, month)
            if worked.value is None:
                found.extend(worked.diagnostics)
                continue
            dataset = dataset_for(group.bound, worked.value, month)
            found.extend(missing_figures(group.bound, dataset))
            found.extend(out_of_bounds(group.bound, dataset))
    return tuple(d for d in in_order(found) if d.is_error)


def _together(
    ground: Ground, group: Together
) -> tuple[list[VariantRows], dict[int, Tally], list[int]]:
    """One script for all; the numbers of those that it cannot vouch for are given back."""
    months = tuple(
        MonthFigures(
            month=str(month),
            dataset=_dataset(group.bound, stored, month),
            before=totals_of({month: ground.before[month]}),
        )
        for month, stored in ground.stored.items()
    )
    if any(_is_left_alone(group, month.dataset) for month in months):
        return [], {}, group.numbers
    made = prepared(group, months, ground.bound.by_key[TOTAL].type)
    if made is None:
        return [], {}, group.numbers
    ground.show("sql")
    try:
        with opened(made.rows) as connection:
            found = tallies(connection, made.rows, made.query)
    except TooWideError:
        return [], {}, group.numbers
    sure = {number: tally for number, tally in found.items() if not tally.unsure}
    return [made.rows], sure, [number for number in group.numbers if number not in sure]


@record(kw_only=True)
class Prepared:
    """The script with its figures, and what is asked of every variant."""

    rows: VariantRows
    query: Survey


def prepared(
    group: Together, months: tuple[MonthFigures, ...], before: ValueType
) -> Prepared | None:
    """None where the variants do not differ, so that there is nothing to lay beside each other."""
    varied = merged(group.bound, group.values)
    counted = coded(varied.bound)
    found = {parameter.key: parameter for parameter in varied.parameters}
    complete = {i.item.key for i in group.bound.inputs if _is_complete(i, months)}
    fitting = Fitting(present=complete | set(found), parameters=found)
    quick = fitting.fitted(counted.bound)
    parameters = tuple((p.key, p.type) for p in found.values())
    script = plan(quick, parameters).then(emit).value if parameters else None
    if script is None:
        return None
    words = tuple(
        (item.key, word) for item in _of_words(varied.bound) for word in item.type.words or ()
    )
    people = [item.key for item in varied.bound.items if item.kind == "people"]
    return Prepared(
        rows=VariantRows(
            script=script,
            before=joined([before, varied.bound.by_key[TOTAL].type], Unit.MONEY),
            months=months,
            numbers=tuple(group.numbers),
            codes=counted.codes,
            parameters=tuple(found.values()),
        ),
        query=survey(script, words, counted.codes, people, is_one_month=len(months) == 1),
    )


def _is_complete(wanted: Input, months: tuple[MonthFigures, ...]) -> bool:
    """Whether nobody lacks the figure in any month."""
    rows = (row for month in months for row in month.dataset.agents)
    return all(figure_text(row, wanted.item.key) is not None for row in rows)


def _is_left_alone(group: Together, dataset: Dataset) -> bool:
    """Whether a month must be run by itself for each variant.

    Who is paid by the days of several states is paid once per state; and where a varied rule
    decides who takes part, it also decides whose figures may be missing.
    """
    if any(row.parts for row in dataset.agents) or not dataset.agents:
        return True
    if not _rules_vary(group):
        return False
    asked = [wanted.item.key for wanted in group.bound.inputs if wanted.required or wanted.always]
    has_gap = any(row.figures.get(key) is None for row in dataset.agents for key in asked)
    return has_gap or any(True for _ in out_of_bounds(group.bound, dataset))


def _rules_vary(group: Together) -> bool:
    """Whether the variants differ in anything that decides who takes part."""
    by_key = group.bound.by_key
    queue = [rule.heading.name for rule in group.bound.policy.eligibility]
    deciding: set[str] = set()
    while queue:
        key = queue.pop()
        if key not in deciding and key in by_key:
            deciding.add(key)
            queue.extend(by_key[key].reads)
    places = [n for n, item in enumerate(group.bound.items) if item.key in deciding]
    return any(values[n] != group.values[0][n] for values in group.values[1:] for n in places)


def _of_words(bound: BoundPolicy) -> tuple[Item, ...]:
    """Columns of words: grades, levels, what a decision says."""
    return tuple(i for i in bound.items if i.kind == "column" and i.type.unit is Unit.TEXT)


def by_itself(ground: Ground, asked: Asked, variant: Variant) -> Outcome[Mapping[Month, PaidMonth]]:
    """The ordinary run, with replay, of every month."""
    bound = bound_of(ground, asked, variant)
    if bound.value is None:
        return Outcome(None, bound.diagnostics)
    paid: dict[Month, PaidMonth] = {}
    for month, stored in ground.stored.items():
        outcome = pay(bound.value, stored, month, ground.show)
        if outcome.value is None:
            return Outcome(None, outcome.diagnostics)
        paid[month] = outcome.value
    return Outcome(paid)


def tally_of(paid: Mapping[Month, PaidMonth], before: Mapping[str, Decimal]) -> Tally:
    """The same as the one query gives, of ordinary runs."""
    totals = totals_of(paid)
    ordered = sorted(totals.values())
    bound = next(iter(paid.values())).bound
    return Tally(
        cost=sum(ordered, Decimal(0)),
        gaining=sum(totals[agent] > before[agent] for agent in totals),
        losing=sum(totals[agent] < before[agent] for agent in totals),
        least=ordered[0] if ordered else Decimal(0),
        median=ordered[(len(ordered) - 1) // 2] if ordered else Decimal(0),
        greatest=ordered[-1] if ordered else Decimal(0),
        words=_counted(paid, bound),
    )


def totals_of(paid: Mapping[Month, PaidMonth]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for month in paid.values():
        for agent, row in month.run.rows.items():
            total = row[TOTAL]
            if isinstance(total, Decimal):
                found[agent] = found.get(agent, Decimal(0)) + total
    return found


def _counted(paid: Mapping[Month, PaidMonth], bound: BoundPolicy) -> dict[tuple[str, str], int]:
    """How many rows have each word of each column of words."""
    items = _of_words(bound)
    found = {(item.key, word): 0 for item in items for word in item.type.words or ()}
    rows = [row for month in paid.values() for row in month.run.rows.values()]
    for item in items:
        for row in rows:
            word = (item.key, str(row.get(item.key)))
            if word in found:
                found[word] += 1
    return found


def agents_of(outlook: Outlook, only: Sequence[int] | None = None) -> dict[int, dict[str, Decimal]]:
    """What each agent gets in all months, by variant."""
    found: dict[int, dict[str, Decimal]] = {
        number: totals_of(paid)
        for number, paid in outlook.alone.items()
        if only is None or number in only
    }
    for rows in outlook.groups:
        with opened(rows) as connection:
            for number, _, agent, row in amounts(connection, rows, [TOTAL], only):
                own, total = found.setdefault(number, {}), row[TOTAL]
                if number in outlook.tallies and isinstance(total, Decimal):
                    own[agent] = own.get(agent, Decimal(0)) + total
    return {number: found[number] for number in sorted(found) if number in outlook.tallies}
