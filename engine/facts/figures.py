"""Measures over facts → one statement per table of facts: a row per agent and month.

A figure is a sum over a sum: every part of it is a column here, and the quotient is made once,
exactly, from the two sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlglot import exp

from engine.catalog.facts import YES, FactColumn, Facts, FactTable
from engine.core.errors import EngineBug
from engine.core.number import plain
from engine.core.record import record
from engine.facts.step import Step, parsed, step
from engine.policy.row_measures import Aggregate, Condition, RowMeasure
from engine.policy.service import Service


@record
class FigureParts:
    """Where the parts of a measure stand: relation and column of each aggregate.

    `settles_days`: how many days after the month's last one the data must reach.
    """

    measure: str
    spec: RowMeasure
    places: Mapping[Aggregate, tuple[str, str]]
    settles_days: int


@record
class FigureScript:
    steps: tuple[Step, ...]
    figures: tuple[FigureParts, ...]


def figures(service: Service, facts: Facts, measures: Mapping[str, RowMeasure]) -> FigureScript:
    """One statement per table of facts that any of the measures asks for."""
    wanted = [a for spec in measures.values() for a in spec.aggregates]
    groups: dict[tuple[str, bool], list[Aggregate]] = {}
    for aggregate in wanted:
        # a table has names in both languages, and one statement
        name = facts.by_name[aggregate.fact].name
        held = groups.setdefault((name, aggregate.is_whole), [])
        if aggregate not in held:
            held.append(aggregate)
    steps: list[Step] = []
    places: dict[Aggregate, tuple[str, str]] = {}
    for (fact, is_whole), aggregates in groups.items():
        table = facts.by_name[fact]
        name = f"figures_{table.name}{'_of_shop' if is_whole else ''}"
        steps.append(_statement(service, table, name, aggregates))
        places |= {a: (name, f"v{n}") for n, a in enumerate(aggregates)}
    parts = tuple(
        FigureParts(
            name, spec, {a: places[a] for a in spec.aggregates}, _settles(service, facts, spec)
        )
        for name, spec in measures.items()
    )
    return FigureScript(tuple(steps), parts)


def _settles(service: Service, facts: Facts, spec: RowMeasure) -> int:
    """As the measure says, and until no deadline of the month's last second is open."""
    settings = (facts.by_name[a.fact].settles for a in spec.aggregates)
    days = (int(getattr(service, name)) + 1 for name in settings if name)
    return max(spec.settles_days, *days, 0)


def _statement(
    service: Service, table: FactTable, name: str, aggregates: Iterable[Aggregate]
) -> Step:
    rule = service.sales_rule
    agent, month = table.agent.replace("{rule}", rule), table.month
    held = list(aggregates)
    columns = {f"v{n}": _aggregate(table, a) for n, a in enumerate(held)}
    keys = [exp.column(month).as_("month")]
    if not held[0].is_whole:
        keys.insert(0, exp.column(agent).as_("agent"))
    select = (
        exp.select(*keys, *(made.as_(alias) for alias, made in columns.items()))
        .from_(exp.to_table(table.relation.replace("{rule}", rule)))
        .where(exp.condition(table.only, dialect="duckdb"))
        .group_by(*(exp.column(key.this.name) for key in keys))
    )
    if not held[0].is_whole:
        select = select.where(exp.column(agent).is_(exp.null()).not_())
    return step(name, f"figures over {table.name}", service, select)


def _aggregate(table: FactTable, aggregate: Aggregate) -> exp.Expr:
    made = _function(table, aggregate)
    if not aggregate.where:
        return made
    holds = exp.and_(*(condition_of(table, c) for c in aggregate.where))
    return exp.Filter(this=made, expression=exp.Where(this=holds))


def _function(table: FactTable, aggregate: Aggregate) -> exp.Expr:
    if aggregate.how == "count":
        return exp.Count(this=exp.Star())
    of = sql_of(_column(table, aggregate.column))
    match aggregate.how:
        case "distinct":
            return exp.Count(this=exp.Distinct(expressions=[of]))
        case "sum":
            return exp.Sum(this=of)
        case "least":
            return exp.Min(this=of)
        case "greatest":
            return exp.Max(this=of)
    raise EngineBug(f"no aggregate {aggregate.how!r}")


def _column(table: FactTable, name: str) -> FactColumn:
    found = table.column(name)
    if found is None:
        raise EngineBug(f"{table.name} has no column {name!r}")
    return found


def sql_of(column: FactColumn) -> exp.Expr:
    return parsed(column.sql).copy()


def condition_of(table: FactTable, condition: Condition) -> exp.Expr:
    return _condition(_column(table, condition.column), condition)


def _condition(column: FactColumn, condition: Condition) -> exp.Expr:
    of = sql_of(column)
    if column.type == "yes_no":
        return of if condition.words[0] in YES else exp.not_(exp.paren(of))
    found: list[exp.Expr] = []
    if condition.words:
        found.append(of.isin(*(exp.Literal.string(word) for word in condition.words)))
    bounds = (
        (condition.least, exp.GTE), (condition.above, exp.GT),
        (condition.greatest, exp.LTE), (condition.below, exp.LT),
    )  # fmt: skip
    for bound, sign in bounds:
        if bound is not None:
            found.append(sign(this=of.copy(), expression=exp.Literal.number(plain(bound))))
    return exp.and_(*found)
