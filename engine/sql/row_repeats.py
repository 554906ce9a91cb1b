"""Rows that speak of the same thing: repeats, contradictions, and what is left to be stored."""

from __future__ import annotations

from sqlglot import exp

from engine.catalog.tables import FILE_ROW
from engine.sql.row_cells import call, column, number, text
from engine.sql.row_plan import RowPlan
from engine.sql.row_script import same

GOOD, KNOWN, REPEATED = "good", "known", "repeats"
CONFLICTING, OVERLAPPING = "conflicting", "overlapping"


def _table(name: str, alias: str) -> exp.Expr:
    return exp.alias_(exp.to_table(name), alias, table=True)


def words_of(plan: RowPlan) -> tuple[str, ...]:
    """All that is stored but the place in the file."""
    return tuple(name for name, _ in plan.table.stored if name != FILE_ROW)


def _twice(plan: RowPlan) -> exp.Select:
    """Good rows whose key stands in the file more than once."""
    keys = [column(name) for name in plan.table.key]
    more = exp.GT(this=call("count", exp.Star()), expression=number(1))
    several = exp.select(*keys).from_(exp.to_table(GOOD)).group_by(*(k.copy() for k in keys))
    several = several.having(more)
    return (
        exp.select(exp.Column(this=exp.Star(), table=exp.to_identifier("g")))
        .from_(_table(GOOD, "g"))
        .join(several.subquery("k"), on=same(plan.table.key, "g", "k"), join_type="inner")
    )


def _key_text(plan: RowPlan, alias: str) -> exp.Expr:
    said = [exp.cast(column(name, alias), "VARCHAR") for name in plan.table.key]
    return call("concat_ws", text(" "), *said)


def conflicting(plan: RowPlan) -> exp.Select:
    """Rows of one key and different words: all of them are refused, since none is the right one."""
    said = exp.alias_(_key_text(plan, "a"), "said")
    if plan.makes_id:
        return exp.select(column(FILE_ROW, "a"), said).from_(_table(GOOD, "a")).where(exp.false())
    one, other = _twice(plan).subquery("a"), _twice(plan).subquery("b")
    differs = exp.Not(this=exp.Paren(this=same(words_of(plan), "a", "b")))
    joined = exp.select(column(FILE_ROW, "a"), said).distinct().from_(one)
    return joined.join(other, on=exp.and_(same(plan.table.key, "a", "b"), differs),
                       join_type="inner")  # fmt: skip


def repeated_here(plan: RowPlan) -> exp.Select:
    """Rows that say again what an earlier row of the file says; ids that are made never do."""
    if plan.makes_id:
        none = exp.select(column(FILE_ROW)).from_(exp.to_table(GOOD))
        return none.where(exp.false())
    window = exp.Window(
        this=call("row_number"),
        partition_by=[column(name) for name in plan.table.key],
        order=exp.Order(expressions=[exp.Ordered(this=column(FILE_ROW))]),
    )
    numbered = exp.select(column(FILE_ROW), exp.alias_(window, "n")).from_(
        _twice(plan).subquery("t")
    )
    again = exp.GT(this=column("n"), expression=number(1))
    query = exp.select(column(FILE_ROW)).from_(numbered.subquery("r")).where(again)
    return query.where(exp.Not(this=_is_among(CONFLICTING, "r")))


def _is_among(table: str, alias: str) -> exp.Expr:
    rows = exp.select(column(FILE_ROW)).from_(exp.to_table(table))
    return exp.In(this=column(FILE_ROW, alias), query=rows.subquery())


def met(plan: RowPlan) -> exp.Select:
    """One row, if any key of the file is stored already."""
    query = exp.select(column(FILE_ROW, "g")).from_(_table(GOOD, "g"))
    keys = same(plan.table.key, "g", "k")
    return query.join(_table(KNOWN, "k"), on=keys, join_type="semi").limit(1)


def repeated_there(plan: RowPlan) -> exp.Select:
    """Rows that are stored already in the same words."""
    query = exp.select(column(FILE_ROW, "g")).distinct().from_(_table(GOOD, "g"))
    query = query.join(_table(KNOWN, "k"), on=same(words_of(plan), "g", "k"), join_type="inner")
    apart = [exp.Not(this=_is_among(name, "g")) for name in (CONFLICTING, REPEATED)]
    return query.where(*apart)


def contradicting(plan: RowPlan, most: int) -> exp.Select:
    """Row and key, then each column's new and old words, of what is stored in other words."""
    words = [
        exp.cast(column(name, alias), "VARCHAR") for name in words_of(plan) for alias in ("g", "k")
    ]
    differs = exp.Not(this=exp.Paren(this=same(words_of(plan), "g", "k")))
    query = exp.select(column(FILE_ROW, "g"), _key_text(plan, "g"), *words)
    query = query.from_(_table(GOOD, "g"))
    query = query.join(_table(KNOWN, "k"), on=same(plan.table.key, "g", "k"), join_type="inner")
    query = query.where(differs, exp.Not(this=_is_among(CONFLICTING, "g")))
    return query.order_by(column(FILE_ROW, "g")).limit(most)


def overlapping(plan: RowPlan, *, has_known: bool) -> exp.Select:
    """Accounts that two agents would have on one day, in the file or with what is stored."""
    said = exp.alias_(_key_text(plan, "a"), "said")
    query = exp.select(column(FILE_ROW, "a"), said).distinct().from_(_table(GOOD, "a"))
    others: exp.Query = exp.select(*_spans()).from_(exp.to_table(GOOD))
    if has_known:
        here = exp.select(number(1)).from_(_table(GOOD, "h"))
        here = here.where(same(plan.table.key, "h", "k"))
        kept = exp.select(*_spans("k")).from_(_table(KNOWN, "k"))
        kept = kept.where(exp.Not(this=exp.Exists(this=here)))
        others = exp.union(others, kept, distinct=False)
    other_span = exp.Not(this=exp.Paren(this=same(("start", "end"), "a", "b")))
    meets = exp.and_(
        exp.EQ(this=column("account", "a"), expression=column("account", "b")),
        _before("a", "b"),
        _before("b", "a"),
        other_span,
    )
    query = query.join(others.subquery("b"), on=meets, join_type="inner")
    apart = [exp.Not(this=_is_among(name, "a")) for name in (CONFLICTING, REPEATED)]
    return query.where(*apart)


def _spans(alias: str = "") -> list[exp.Expr]:
    return [column(name, alias) for name in ("account", "start", "end")]


def _before(one: str, other: str) -> exp.Expr:
    """Whether the first begins before the second ends; nothing stands for ever."""
    start, end = column("start", one), column("end", other)
    open_ = exp.or_(
        exp.Is(this=start.copy(), expression=exp.null()),
        exp.Is(this=end.copy(), expression=exp.null()),
    )
    return exp.or_(open_, exp.LT(this=start, expression=end))


def taken(plan: RowPlan) -> exp.Select:
    """The rows to store, in the order of the file."""
    names = [column(name, "g") for name, _ in plan.table.stored]
    query = exp.select(*names).from_(_table(GOOD, "g"))
    left = [CONFLICTING, REPEATED]
    left += [OVERLAPPING] if plan.table.name == "accounts" else []
    for index, name in enumerate(left):
        alias = f"x{index}"
        equal = exp.EQ(this=column(FILE_ROW, "g"), expression=column(FILE_ROW, alias))
        query = query.join(_table(name, alias), on=equal, join_type="anti")
    return query
