"""Columns that nobody reads are not made, and what only they came from is not joined."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import field, replace

from sqlglot import exp

from engine.core.record import record
from engine.facts.step import Step


@record
class Words:
    """What later steps read: of each relation the names of columns; and relations read whole."""

    whole: frozenset[str]
    columns: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def with_all(self, steps: Iterable[Step]) -> Words:
        whole, columns = set(self.whole), dict(self.columns)
        for step in steps:
            query = step.tree.expression
            tables = {table.name for table in query.find_all(exp.Table)}
            names = frozenset(column.name for column in query.find_all(exp.Column))
            columns |= {name: columns.get(name, frozenset()) | names for name in tables}
            if any(projection.is_star for projection in query.selects):
                whole |= tables
        return Words(frozenset(whole), columns)


def narrowed(step: Step, words: Words) -> Step:
    """The step without columns that no later step names; a union is left as it is."""
    query = step.tree.expression
    if step.creates in words.whole or not _can_narrow(query):
        return step
    tree = step.tree.copy()
    select = tree.expression
    names = words.columns.get(step.creates, frozenset())
    _keep(select, names)
    _drop_joins(select)
    _narrow_within(select)
    return replace(step, tree=tree)


def _keep(select: exp.Select, names: Collection[str]) -> None:
    kept = [made for made in select.expressions if made.alias_or_name in names]
    select.set("expressions", kept or select.expressions[:1])


def _narrow_within(select: exp.Select) -> None:
    """The same for the query in FROM: what it makes is read here alone."""
    origin = select.args.get("from_")
    source = origin.this if origin is not None else None
    inner = source.this if isinstance(source, exp.Subquery) else None
    if source is None or inner is None or not _can_narrow(inner):
        return
    if select.is_star or select.args.get("joins"):
        return
    within = {id(column) for column in source.find_all(exp.Column)}
    _keep(inner, {c.name for c in select.find_all(exp.Column) if id(c) not in within})
    _narrow_within(inner)


def _can_narrow(query: exp.Expr) -> bool:
    if not isinstance(query, exp.Select) or query.args.get("distinct") or query.is_star:
        return False
    group = query.args.get("group")
    return group is None or not group.args.get("all")


def _drop_joins(select: exp.Select) -> None:
    """A left join that no column comes from any more only costs; each finds one row at most."""
    joins = list(select.args.get("joins") or ())
    for join in reversed(list(joins)):
        others = [column.table for column in select.find_all(exp.Column)]
        own = [column.table for column in join.find_all(exp.Column)]
        name = join.this.alias_or_name
        if join.side == "LEFT" and others.count(name) == own.count(name):
            joins.remove(join)
            select.set("joins", joins)
