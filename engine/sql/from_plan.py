"""`emit`: Plan → Script. One statement per step, with the clause that it carries out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from sqlglot import exp

from engine.bind.model import OverPeople
from engine.bind.names import DIFFERENCE, ROLE, TOTAL
from engine.bind.types import ValueType
from engine.core.diagnostic import Outcome
from engine.core.errors import EngineBug
from engine.core.record import record
from engine.core.span import Span
from engine.plan.model import VARIANT, Column, Guard, Plan, Step
from engine.sql.by_days import by_days
from engine.sql.expressions import cast, column, column_type, fitting_type, rounded_sql, to_sql
from engine.sql.macros import MACROS

AGENT = "agent"
INPUTS = "inputs"
VARIANTS = "variants"
DIALECT = "duckdb"


@record(kw_only=True)
class Statement:
    """One statement. `creates` is the relation that it makes; `origin` where it comes from.

    `is_stored`: it keeps rows, so it must be run again when the inputs are others.
    """

    creates: str
    comments: tuple[str, ...]
    sql: str
    is_stored: bool = False
    origin: Span = field(compare=False)

    @property
    def text(self) -> str:
        return "".join(f"-- {line}\n" for line in self.comments) + self.sql + ";\n"


@record(kw_only=True)
class Script:
    """Statements in order. The script reads the relation `inputs` and ends in `payout`.

    `inputs` has `agent` and one column per entry of `inputs`, NULL where there is no figure.
    `by_days` reads the relation `parts`: who is paid by several states of the month, one row each,
    with `part_columns`; a role pays its `lines_of_role`, the others are 0. `is_alone`: nobody's pay
    depends on the others.
    """

    statements: tuple[Statement, ...]
    payout: str
    inputs: tuple[tuple[str, ValueType], ...]
    by_days: tuple[Statement, ...] = ()
    part_columns: tuple[tuple[str, ValueType], ...] = ()
    lines_of_role: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    is_alone: bool = False

    @property
    def text(self) -> str:
        return "\n".join(statement.text for statement in (*self.statements, *self.by_days))


def emit(plan: Plan) -> Outcome[Script]:
    """Print the plan for DuckDB; the same plan always gives the same bytes."""
    statements = [
        *macros(_title(plan), plan.policy.span),
        *(_statement(plan, step) for step in plan.steps),
    ]
    inputs = tuple((c.item.key, c.item.type) for c in plan.steps[0].columns)
    script = Script(statements=tuple(statements), payout=plan.steps[-1].name, inputs=inputs)
    together = None if plan.parameters else by_days(plan)
    if together is None:
        return Outcome(script)
    views = tuple(view(*named, plan.policy.span) for named in together.views)
    return Outcome(
        replace(
            script,
            by_days=views,
            part_columns=together.lines,
            lines_of_role=together.paid,
            is_alone=together.is_alone,
        )
    )


def view(name: str, select: exp.Select, origin: Span) -> Statement:
    """A view over the relation `parts`."""
    create = exp.Create(
        this=exp.to_identifier(name, quoted=True), kind="VIEW", expression=select, replace=True,
        properties=_temporary(),
    )  # fmt: skip
    return Statement(
        creates=name,
        comments=("mid_month: by_days",),
        sql=create.sql(dialect=DIALECT, pretty=True),
        origin=origin,
    )


def _title(plan: Plan) -> str:
    return _one_line(f"{plan.policy.label}  {plan.policy.title}  [{plan.policy.effective}]")


def macros(title: str, origin: Span) -> list[Statement]:
    """The named pieces of arithmetic that a script uses, under its title."""
    return [
        Statement(
            creates=macro.name,
            comments=(title, macro.comment) if first else (macro.comment,),
            sql=exp.Create(
                this=macro.signature(), kind="MACRO", expression=macro.body, replace=True,
                properties=_temporary(),
            ).sql(dialect=DIALECT),
            origin=origin,
        )
        for first, macro in zip((True, *(False for _ in MACROS)), MACROS, strict=False)
    ]  # fmt: skip


def _temporary() -> exp.Properties:
    return exp.Properties(expressions=[exp.TemporaryProperty()])


def _statement(plan: Plan, step: Step) -> Statement:
    select = _people(step) if step.kind == "people" else _agents(plan, step)
    create = exp.Create(
        this=exp.to_identifier(step.name, quoted=True),
        kind="TABLE" if step.is_shared else "VIEW",
        expression=select,
        replace=True,
        properties=_temporary(),
    )
    return Statement(
        creates=step.name,
        comments=tuple(_comments(step)),
        sql=create.sql(dialect=DIALECT, pretty=True),
        is_stored=step.is_shared,
        origin=step.origin,
    )


def _comments(step: Step) -> list[str]:
    lines = [f"{step.kind}: {step.name.split('__')[1]}"]
    for column_ in step.columns:
        item = column_.item
        cite = f"  [{item.cite.source} {item.cite.clause}]" if item.cite else ""
        if step.kind != "input":
            lines.append(_one_line(f"  {item.path}{cite}"))
    return [_one_line(line) for line in lines]


def _one_line(text: str) -> str:
    """A title must not end the comment that it stands in."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split(" ")).rstrip()


def _people(step: Step) -> exp.Select:
    """One row, or one for each partition: sums and counts over the agents of the shop."""
    aggregates = [exp.alias_(_aggregate(c), c.item.key, quoted=True) for c in step.columns]
    keys = [column(key) for key in step.partition]
    select = exp.select(*keys, *aggregates).from_(_table(step.source or INPUTS))
    return select.group_by(*[key.copy() for key in keys]) if keys else select


def _aggregate(column_: Column) -> exp.Expr:
    definition = column_.item.definition
    if not isinstance(definition, OverPeople):
        raise EngineBug(f"{column_.item.key} is nothing over people")
    counted = exp.Star() if definition.item is None else column(definition.item)
    is_total = definition.function == "total"
    aggregate: exp.Expr = exp.Sum(this=counted) if is_total else exp.Count(this=counted)
    if definition.role is not None:
        own = exp.EQ(this=column(ROLE), expression=exp.Literal.string(definition.role))
        aggregate = exp.Filter(this=aggregate, expression=exp.Where(this=own))
    if not is_total:
        # nobody to count is no value, and no divisor of 0
        aggregate = exp.Nullif(this=aggregate, expression=exp.Literal.number(0))
    return _typed(aggregate, column_.item.type)


def _agents(plan: Plan, step: Step) -> exp.Select:
    if step.source is None:
        made = [exp.alias_(_figure(c), c.item.key, quoted=True) for c in step.columns]
        kept = [column(key) for key in (AGENT, *plan.kept)]
        select = exp.select(*kept, *made).from_(_table(INPUTS))
        return _fitted(select, step) if plan.parameters else select
    if step.kind == "total":
        made = _totals(plan)
    else:
        made = [exp.alias_(_value(c), c.item.key, quoted=True) for c in step.columns]
    select = exp.select(exp.Star(), *made).from_(_table(step.source))
    beside = tuple(k for k in step.partition if k != VARIANT or step.kind != "variants")
    for name in step.beside:
        select = _beside(select, name, beside)
    if step.kind == "variants":
        select = select.join(_table(VARIANTS), join_type="CROSS")
    return _fitted(_within(select, step.partition), step) if plan.parameters else select


def _beside(select: exp.Select, name: str, keys: tuple[str, ...]) -> exp.Select:
    """What holds for all agents stands with each; of several months and variants, its own."""
    if not keys:
        return select.join(_table(name), join_type="CROSS")
    return select.join(_table(name), using=[exp.to_identifier(key, quoted=True) for key in keys])


def _within(select: exp.Select, keys: tuple[str, ...]) -> exp.Select:
    """Places among the agents are given within each month and variant."""
    for window in select.find_all(exp.Window):
        apart = window.args.get("partition_by") or []
        window.set("partition_by", [*(column(key) for key in keys), *apart])
    return select


def _fitted(select: exp.Select, step: Step) -> exp.Select:
    """Columns no wider than they must be: of many millions of rows every digit is paid for."""
    types = {c.item.key: c.item.type for c in step.columns}
    for made in select.expressions:
        type_ = types.get(made.alias)
        if type_ is not None and type_.is_number:
            # the cast to the column's ordinary type gives way: both have the same decimals
            inner = made.this.this if isinstance(made.this, exp.Cast) else made.this
            made.set("this", cast(inner, fitting_type(type_)))
    return select


def _figure(column_: Column) -> exp.Expr:
    """A figure as the data gives it; nothing counts as 0 unless the policy says so."""
    figure: exp.Expr = column(column_.item.key)
    if column_.is_zero_if_missing:
        is_missing = exp.Is(this=figure.copy(), expression=exp.null())
        figure = exp.Case().when(is_missing, exp.Literal.number(0)).else_(figure)
    return _typed(figure, column_.item.type)


def _table(name: str) -> exp.Table:
    return exp.Table(this=exp.to_identifier(name, quoted=True))


def _typed(node: exp.Expr, type_: ValueType) -> exp.Expr:
    to = column_type(type_)
    return node if to is None else cast(node, to)


def _value(column_: Column) -> exp.Expr:
    if column_.expression is None:
        raise AssertionError(column_.item.key)
    node = to_sql(column_.expression)
    for guard in column_.otherwise_zero:
        others = exp.NEQ(this=column(ROLE), expression=exp.Literal.string(guard.role))
        met = exp.or_(others, _rules(guard), copy=False)
        unmet = exp.and_(
            _is_role(guard.role), exp.Not(this=exp.Paren(this=_rules(guard))), copy=False
        )
        # a rule on a value that is not there is neither met nor unmet: nothing is paid
        node = exp.Case().when(unmet, exp.Literal.number(0)).when(met, node)
    guards = [] if column_.otherwise_zero and not column_.guards else list(column_.guards)
    if column_.item.kind == "line":
        guards = [Guard(g.role, ()) for g in guards]
    if guards:
        node = exp.Case().when(_any(guards), node)
    return _typed(node, column_.item.type)


def _any(guards: list[Guard]) -> exp.Expr:
    """For whom the value is: role IN (…) where no rule is asked, role AND rules elsewhere."""
    plain = [g.role for g in guards if not g.rules]
    conditions: list[exp.Expr] = []
    if plain:
        names = [exp.Literal.string(r) for r in plain]
        conditions.append(exp.In(this=column(ROLE), expressions=names))
    conditions.extend(exp.and_(_is_role(g.role), _rules(g), copy=False) for g in guards if g.rules)
    return exp.or_(*conditions, copy=False)


def _is_role(role: str) -> exp.Expr:
    return exp.EQ(this=column(ROLE), expression=exp.Literal.string(role))


def _rules(guard: Guard) -> exp.Expr:
    return exp.and_(*[column(rule) for rule in guard.rules], copy=False)


def _totals(plan: Plan) -> list[exp.Expr]:
    """The sum of the lines of the agent's role; a rounded total leaves a visible difference."""
    columns = {c.item.key: c.item for c in plan.steps[-1].columns}
    rounding = plan.policy.total_round
    whole = columns[TOTAL].type
    if rounding is not None:
        whole = replace(whole, places=columns[DIFFERENCE].type.places)
    case = exp.Case()
    for role in plan.roles:
        lines = [column(line) for line in role.lines]
        total: exp.Expr = lines[0]
        for line in lines[1:]:
            total = exp.Add(this=total, expression=line)
        case = case.when(_is_role(role.name), _typed(total, whole))
    if rounding is None:
        return [exp.alias_(case, TOTAL, quoted=True)]
    rounded = rounded_sql(case, whole, rounding.places, rounding.mode)
    difference = exp.Sub(this=rounded.copy(), expression=case.copy())
    return [
        exp.alias_(_typed(difference, columns[DIFFERENCE].type), DIFFERENCE, quoted=True),
        exp.alias_(_typed(rounded, columns[TOTAL].type), TOTAL, quoted=True),
    ]
