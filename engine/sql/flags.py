"""Rules about flags → SQL: each order's parts, and by a join on them the first rule that fits."""

from __future__ import annotations

from functools import reduce

from sqlglot import exp

from engine.core.record import record
from engine.plan.flags import UNKNOWN_PART, FactParts, FlagPlan
from engine.sql.flag_facts import DIALECT, condition, facts_query, text
from engine.sql.from_plan import Statement

FACTS, CHOICE = "flag_facts", "flag_choice"
# more edges than this are looked up in a table instead of being compared one by one
MOST_COMPARED = 32
# keys are packed into integers of 64 bits
_MOST_KEY = 2**62
_INTEGER = "BIGINT"


@record(kw_only=True)
class FlagScript:
    """`facts` reads orders; `choice` reads the relation that it makes: id, rule, certain.

    `rule` is the number of the first rule that may fit, 0 for none; `certain`: it surely does.
    """

    facts: Statement
    choice: Statement

    @property
    def text(self) -> str:
        return "\n".join(one.text for one in (self.facts, self.choice))


def emit_flags(plan: FlagPlan) -> FlagScript:
    """Print the plan for DuckDB; the same plan always gives the same bytes."""
    return FlagScript(
        facts=_create(plan, FACTS, facts_query(plan), f"flags of {plan.shop} {plan.month or ''}"),
        choice=_create(plan, CHOICE, choice_query(plan), f"hit: {plan.flags.hit}"),
    )


def _create(plan: FlagPlan, name: str, query: exp.Select, comment: str) -> Statement:
    create = exp.Create(
        this=exp.to_identifier(name, quoted=True), kind="TABLE", expression=query, replace=True
    )
    return Statement(
        creates=name,
        comments=(" ".join(comment.split()),),
        sql=create.sql(dialect=DIALECT, pretty=True),
        is_stored=True,
        origin=plan.flags.heading.span,
    )


def choice_query(plan: FlagPlan) -> exp.Select:
    """Orders whose facts fall into the same parts are looked at once."""
    keys = _packed(plan.cut)
    names = [f"key_{number}" for number in range(len(keys))]
    columns = [exp.column(name) for name in names]
    same = [exp.column(n, table="placed").eq(exp.column(n, table="chosen")) for n in names]
    return (
        exp.select(condition("placed.id"), condition("chosen.rule"), condition("chosen.certain"))
        .from_("placed")
        .join("chosen", on=exp.and_(*same))
        .with_("placed", as_=_placed(plan.cut, keys, names), materialized=True)
        .with_("states", as_=exp.select(*columns).distinct().from_("placed"))
        .with_("fitting", as_=_fitting(plan, keys, names))
        .with_("chosen", as_=_chosen(names))
    )


def _packed(cut: tuple[FactParts, ...]) -> list[list[tuple[int, int]]]:
    """For each key the facts that it holds, each with what its part is multiplied by."""
    keys: list[list[tuple[int, int]]] = [[]]
    factor = 1
    for index, fact in enumerate(cut):
        if factor * len(fact.parts) > _MOST_KEY:
            keys.append([])
            factor = 1
        keys[-1].append((index, factor))
        factor *= len(fact.parts)
    return keys


def _placed(
    cut: tuple[FactParts, ...], keys: list[list[tuple[int, int]]], names: list[str]
) -> exp.Select:
    query = exp.select(condition("f.id")).from_(exp.to_table(FACTS).as_("f"))
    for key, name in zip(keys, names, strict=True):
        terms = [_times(_part(cut[index], index), factor) for index, factor in key]
        query = query.select(exp.alias_(reduce(_plus, terms), name))
    for index, fact in enumerate(cut):
        query = _looked_up(query, fact, index)
    return query


def _times(part: exp.Expr, factor: int) -> exp.Expr:
    whole = exp.cast(part, _INTEGER)
    return whole if factor == 1 else exp.Mul(this=whole, expression=exp.Literal.number(factor))


def _plus(one: exp.Expr, other: exp.Expr) -> exp.Expr:
    return exp.Add(this=one, expression=other)


def _column(fact: FactParts) -> exp.Expr:
    return exp.column(fact.fact.key, table="f", quoted=True)


def _part(fact: FactParts, index: int) -> exp.Expr:
    """The number of the part that an order's fact falls into."""
    known = _number_part(fact, index) if fact.fact.kind == "number" else _word_part(fact, index)
    unknown = exp.Literal.number(UNKNOWN_PART)
    return exp.Case().when(_column(fact).is_(exp.null()), unknown).else_(known)


def _word_part(fact: FactParts, index: int) -> exp.Expr:
    other = exp.Literal.number(len(fact.words) + 1)
    if not fact.words:
        return other
    return exp.func("COALESCE", exp.column("part", table=_dictionary(index)), other)


def _number_part(fact: FactParts, index: int) -> exp.Expr:
    first = exp.Literal.number(1)
    if not fact.edges:
        return first
    if len(fact.edges) > MOST_COMPARED:
        edge, part = (exp.column(n, table=_dictionary(index)) for n in ("edge", "part"))
        on_edge = exp.Case().when(_column(fact).eq(edge), part)
        above = on_edge.else_(_plus(part.copy(), first.copy()))
        return exp.func("COALESCE", exp.Paren(this=above), first)
    passed: list[exp.Expr] = [
        exp.cast(exp.Paren(this=test(this=_column(fact), expression=_amount(edge))), "INT")
        for edge in fact.edges
        for test in (exp.GTE, exp.GT)
    ]
    return reduce(_plus, [first, *passed])


def _amount(edge: object) -> exp.Expr:
    return exp.Literal.number(format(edge, "f"))


def _dictionary(index: int) -> str:
    return f"d{index}"


def _looked_up(query: exp.Select, fact: FactParts, index: int) -> exp.Select:
    name = _dictionary(index)
    if fact.fact.kind != "number" and fact.words:
        rows = [(text(word), number) for number, word in enumerate(fact.words, start=1)]
        table = _values(rows, name, ("word", "part"))
        same = _column(fact).eq(exp.column("word", table=name))
        return query.join(table, on=same, join_type="left")
    if len(fact.edges) > MOST_COMPARED:
        edges = [(_amount(edge), 2 * number) for number, edge in enumerate(fact.edges, start=1)]
        table = _values(edges, name, ("edge", "part"))
        on = exp.GTE(this=_column(fact), expression=exp.column("edge", table=name))
        join = exp.Join(this=table, method="ASOF", side="LEFT", on=on)
        query.append("joins", join)
    return query


def _values(rows: list[tuple[exp.Expr, int]], name: str, columns: tuple[str, str]) -> exp.Expr:
    tuples = [exp.Tuple(expressions=[first, exp.Literal.number(n)]) for first, n in rows]
    alias = exp.TableAlias(
        this=exp.to_identifier(name), columns=[exp.to_identifier(c) for c in columns]
    )
    return exp.Values(expressions=tuples, alias=alias)


def _fitting(plan: FlagPlan, keys: list[list[tuple[int, int]]], names: list[str]) -> exp.Select:
    """The rules that fit all parts of a state, as bits; the first rule is the first bit."""
    query = exp.select(*(exp.column(name, table="s") for name in names))
    query = query.from_(exp.to_table("states").as_("s"))
    found: dict[str, list[exp.Expr]] = {"possible": [], "certain": []}
    for key, name in zip(keys, names, strict=True):
        for index, factor in key:
            fact = plan.cut[index]
            whole = exp.column(name, table="s")
            lowered: exp.Expr = exp.IntDiv(this=whole, expression=exp.Literal.number(factor))
            part = exp.Mod(
                this=exp.Paren(this=lowered), expression=exp.Literal.number(len(fact.parts))
            )
            table = f"p{index}"
            on = exp.column("part", table=table).eq(part)
            query = query.join(_bits(fact, table), on=on)
            for kind, columns in found.items():
                columns.append(exp.column(kind, table=table))
    for kind, columns in found.items():
        together = reduce(lambda a, b: exp.BitwiseAnd(this=a, expression=b), columns)
        query = query.select(exp.alias_(together, kind))
    return query


def _bits(fact: FactParts, name: str) -> exp.Expr:
    rows = [
        exp.Tuple(expressions=[exp.Literal.number(p.number), _bit(p.possible), _bit(p.certain)])
        for p in fact.parts
    ]
    alias = exp.TableAlias(
        this=exp.to_identifier(name),
        columns=[exp.to_identifier(c) for c in ("part", "possible", "certain")],
    )
    return exp.Values(expressions=rows, alias=alias)


def _bit(bits: str) -> exp.Expr:
    return exp.cast(text(bits), exp.DataType.build("BIT", dialect=DIALECT))


def _chosen(names: list[str]) -> exp.Select:
    rule = exp.func("BIT_POSITION", _bit("1"), exp.column("possible"))
    index = exp.Sub(this=rule.copy(), expression=exp.Literal.number(1))
    surely = exp.func("GET_BIT", exp.column("certain"), index).eq(exp.Literal.number(1))
    certain = exp.Case().when(rule.copy().eq(exp.Literal.number(0)), exp.true()).else_(surely)
    return exp.select(
        *(exp.column(name) for name in names),
        exp.alias_(rule, "rule"),
        exp.alias_(certain, "certain"),
    ).from_("fitting")
