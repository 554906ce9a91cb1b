"""A plan of rows → the queries that check them: typed rows, rejects, repeats, contradictions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce

from sqlglot import exp

from engine.catalog.tables import FILE_ROW, PSEUDONYM, Column
from engine.sql.row_cells import (
    bare,
    call,
    case,
    column,
    is_in,
    is_null,
    number,
    or_nothing,
    plain_name,
    pseudonym_of,
    text,
    try_cast,
    typed,
)
from engine.sql.row_cells import figure as figure_of
from engine.sql.row_plan import BLANK, DROPPED, OTHER_SHOP, PAID_BEFORE, REFUND_ABOVE, Cell, RowPlan

# Beside each value stand its text and the code of the reason why it is not taken.
WHY, SAID, WARNED, BROKEN = "__why", "__said", "row__warned", "row__broken"
SOURCE, CHECKED, PADS = "source", "checked", "pads"
LATER, CONFLICTING, REPEATED, KNOWN = "later", "conflicting", "repeated", "known"
NUMBER = "n"


def checked(plan: RowPlan) -> exp.Select:
    """Every row of the relation `source` with its values and what is wrong with them."""
    broken = exp.alias_(_broken(plan), BROKEN, quoted=True)
    said = exp.select(column(FILE_ROW), broken, *_said(plan)).from_(exp.to_table(SOURCE))
    valued = exp.select(column(FILE_ROW), column(BROKEN), *_valued(plan)).from_(said.subquery("s"))
    judged = exp.select(column(FILE_ROW), column(BROKEN), *_judged(plan))
    judged = judged.from_(valued.subquery("v"))
    if plan.table.name in ("orders", "ratings", "messages", "accounts"):
        judged = judged.join(exp.to_table(PADS), join_type="cross")
    return judged


def _broken(plan: RowPlan) -> exp.Expr:
    """What refuses the row as a whole; a total or a mean is no data and no mistake."""
    if not plan.drop_rows:
        return column(BROKEN)
    is_named = is_in(bare(column(plan.first)), plan.drop_rows)
    return call("coalesce", column(BROKEN), case([(is_named, text(DROPPED))]))


# -- the cells' texts ----------------------------------------------------------------------------


def _said(plan: RowPlan) -> Iterator[exp.Expr]:
    for cell in plan.columns:
        yield exp.alias_(_text_of(cell, plan), f"{cell.name}{SAID}", quoted=True)
        for index, name in enumerate(cell.plus):
            yield exp.alias_(_blank(column(name), plan), f"{cell.name}__plus{index}", quoted=True)
        if cell.same_as:
            sender = _blank(column(cell.cell), plan)
            yield exp.alias_(sender, "sender__said", quoted=True)
    if plan.paid:
        yield exp.alias_(_blank(column(plan.paid), plan), f"limit{SAID}", quoted=True)


def _text_of(cell: Cell, plan: RowPlan) -> exp.Expr:
    if cell.fixed or not cell.cell:
        fixed = cell.fixed or cell.otherwise
        return text(fixed) if fixed else exp.cast(exp.null(), "VARCHAR")
    if cell.column.as_written:
        raw = column(cell.cell)
        blank = exp.EQ(this=call("trim", raw), expression=text(""))
        return case([(blank, exp.null())], raw.copy())
    said = _blank(column(cell.cell), plan)
    return call("coalesce", said, text(cell.otherwise)) if cell.otherwise else said


def _blank(raw: exp.Expr, plan: RowPlan) -> exp.Expr:
    return or_nothing(bare(raw), plan.blanks)


# -- values, each with its reason ------------------------------------------------------------------


def _valued(plan: RowPlan) -> Iterator[exp.Expr]:
    for cell in plan.columns:
        said = column(f"{cell.name}{SAID}")
        value, why = _sent(cell) if cell.same_as else typed(cell, said)
        if cell.plus:
            value, why = _added(cell, value, why)
        yield exp.alias_(value, cell.name, quoted=True)
        yield exp.alias_(why, f"{cell.name}{WHY}", quoted=True)
        yield said.copy()
    if plan.paid:
        limit = call("replace", figure_of(column(f"limit{SAID}")), text(","), text(""))
        yield exp.alias_(try_cast(limit, "money"), "limit", quoted=True)


def _sent(cell: Cell) -> tuple[exp.Expr, exp.Expr]:
    """Direction by who sends: the account itself, or the buyer."""
    sender, named = column("sender__said"), column(f"{cell.same_as}{SAID}")
    folded = [call("lower", plain_name(one)) for one in (sender, named)]
    same, other = ("out", "in") if cell.same_as == "account" else ("in", "out")
    is_same = exp.EQ(this=folded[0], expression=folded[1])
    why = case([(is_null(sender.copy()), text(BLANK))], exp.null())
    return case([(is_same, text(same))], text(other)), why


def _added(cell: Cell, value: exp.Expr, why: exp.Expr) -> tuple[exp.Expr, exp.Expr]:
    """The amounts of several cells together; one that is blank adds nothing."""
    reasons = [why]
    for index in range(len(cell.plus)):
        said = column(f"{cell.name}__plus{index}")
        more, reason = typed(cell, said)
        is_blank = is_null(said.copy())
        added = case([(is_blank, number(0))], more)
        value = exp.Add(this=value, expression=added)
        reasons.append(case([(is_blank.copy(), exp.null())], reason))
    sum_ = exp.Cast(this=exp.Paren(this=value), to=exp.DataType.build("DECIMAL(18, 2)"))
    return sum_, call("coalesce", *reasons)


# -- what columns say together -------------------------------------------------------------------


def _judged(plan: RowPlan) -> Iterator[exp.Expr]:
    for cell in plan.columns:
        yield exp.alias_(_value(cell, plan), cell.name, quoted=True)
        why = exp.Paren(this=_why(cell, plan))
        unbroken = case([(is_null(column(BROKEN)), why)])
        yield exp.alias_(unbroken, f"{cell.name}{WHY}", quoted=True)
        is_bad = exp.Not(this=is_null(why.copy()))
        shown = exp.null() if cell.column.pseudonym else column(f"{cell.name}{SAID}")
        yield exp.alias_(case([(is_bad, shown)]), f"{cell.name}{SAID}", quoted=True)
    if plan.table.name == "accounts":
        own = pseudonym_of(column(f"account{SAID}"))
        yield exp.alias_(own, PSEUDONYM, quoted=True)
    yield exp.alias_(_warned(plan), WARNED, quoted=True)


def _value(cell: Cell, plan: RowPlan) -> exp.Expr:
    own, name = column(cell.name), (plan.table.name, cell.name)
    if cell.column.pseudonym and cell.keep != "plain":
        return pseudonym_of(own)
    if cell.keep == "nothing":
        return exp.cast(exp.null(), "VARCHAR")
    if name == ("messages", "chars") and _counts_chars(plan):
        return call("length", column(f"text{SAID}"))
    if name == ("accounts", "agent"):
        return case([(_is_agent(), own)])
    if cell.name == "id" and plan.makes_id:
        return _made_id(plan)
    return own


def _counts_chars(plan: RowPlan) -> bool:
    cell = plan.by_name["chars"]
    return not (cell.cell or cell.fixed)


def _is_agent() -> exp.Expr:
    return exp.EQ(this=column("kind"), expression=text("agent"))


def _made_id(plan: RowPlan) -> exp.Expr:
    """What tells rows apart but for a count, which is added later."""
    others = [c for c in plan.columns if c.name != "id"]
    match plan.table.name:
        case "messages":
            names = [column(f"{name}{SAID}") for name in ("account", "buyer")]
            both = [call("lower", plain_name(one)) for one in names]
            pair = call("md5", call("concat_ws", text("\t"), *both))
            short = call("substr", pair, number(1), number(8))
            second = exp.cast(call("epoch", column("time")), "BIGINT")
            return call("concat_ws", text("-"), second, short)
        case "order_items":
            return column("order_id")
        case _:
            said = [call("coalesce", column(f"{c.name}{SAID}"), text("")) for c in others]
            whole = call("md5", call("concat_ws", text("\t"), *said))
            return call("substr", whole, number(1), number(16))


def _why(cell: Cell, plan: RowPlan) -> exp.Expr:
    own = column(f"{cell.name}{WHY}")
    name = (plan.table.name, cell.name)
    if cell.name == "id" and plan.makes_id:
        return exp.cast(exp.null(), "VARCHAR")
    if name == ("messages", "chars") and _counts_chars(plan):
        missing = is_null(column(f"text{SAID}"))
        return case([(missing, text(BLANK))])
    if name == ("orders", "paid"):
        early = exp.LT(this=column("paid"), expression=column("created"))
        return call("coalesce", own, case([(early, text(PAID_BEFORE))]))
    if name == ("accounts", "agent"):
        nobody = exp.and_(_is_agent(), is_null(column("agent")))
        return call("coalesce", own, case([(nobody, text(BLANK))]))
    if cell.column.is_shop and cell.cell and plan.shop:
        other = exp.NEQ(this=column(cell.name), expression=text(plan.shop))
        return call("coalesce", own, case([(other, text(OTHER_SHOP))]))
    return own


def _warned(plan: RowPlan) -> exp.Expr:
    """The row is kept: what is given back above the amount paid is for the policy to settle."""
    pairs = {"orders": ("refunded", "amount"), "refunds": ("amount", "limit")}
    if (plan.table.name == "refunds" and not plan.paid) or plan.table.name not in pairs:
        return exp.cast(exp.null(), "VARCHAR")
    more, less = (column(name) for name in pairs[plan.table.name])
    return case([(exp.GT(this=more, expression=less), text(REFUND_ABOVE))])


# -- after the first pass --------------------------------------------------------------------------


def is_good(plan: RowPlan, alias: str = "") -> exp.Expr:
    """No cell of the row was refused."""
    whys = [column(BROKEN, alias), *(column(f"{c.name}{WHY}", alias) for c in plan.columns)]
    return exp.and_(*(is_null(why) for why in whys))


def rejects(plan: RowPlan) -> exp.Query:
    """Row, column, text and code of every cell that was refused, in the file's order."""
    from_ = exp.to_table(CHECKED)
    whole = exp.select(
        column(FILE_ROW), exp.alias_(text(""), "name"), exp.alias_(text(""), "said"),
        exp.alias_(column(BROKEN), "why"), exp.alias_(number(-1), "place"),
    ).from_(from_).where(exp.NEQ(this=column(BROKEN), expression=text(DROPPED)))  # fmt: skip
    parts: list[exp.Query] = [whole]
    for place, cell in enumerate(plan.columns):
        why = column(f"{cell.name}{WHY}")
        parts.append(
            exp.select(
                column(FILE_ROW), text(cell.name), column(f"{cell.name}{SAID}"), why,
                number(place),
            ).from_(from_.copy()).where(exp.Not(this=is_null(why.copy())))
        )  # fmt: skip
    union = reduce(lambda a, b: exp.union(a, b, distinct=False), parts)
    return exp.select(column(FILE_ROW), column("name"), column("said"), column("why")).from_(
        union.subquery("r")
    ).order_by(column(FILE_ROW), column("place"))  # fmt: skip


def later(plan: RowPlan) -> exp.Select:
    """Rows whose made id was made before, with the count that tells them apart."""
    window = exp.Window(
        this=call("row_number"),
        partition_by=[column("id")],
        order=exp.Order(expressions=[exp.Ordered(this=column(FILE_ROW))]),
    )
    counted = exp.select(column(FILE_ROW), exp.alias_(window, NUMBER)).from_(exp.to_table(CHECKED))
    counted = counted.where(is_good(plan))
    above = exp.GT(this=column(NUMBER), expression=number(1))
    return exp.select(column(FILE_ROW), column(NUMBER)).from_(counted.subquery("c")).where(above)


def good_rows(plan: RowPlan) -> exp.Select:
    """The rows without any reject, as they are stored."""
    names = [name for name, _ in plan.table.stored]
    selected: list[exp.Expr] = [column(name, "c") for name in names]
    query = exp.select(*selected).from_(exp.alias_(exp.to_table(CHECKED), "c", table=True))
    if plan.makes_id:
        count = exp.cast(call("coalesce", column(NUMBER, "l"), number(1)), "VARCHAR")
        padded = call(
            "lpad",
            count,
            exp.cast(call("greatest", number(4), call("length", count.copy())), "INTEGER"),
            text("0"),
        )
        whole = call("concat_ws", text("-"), column("id", "c"), padded)
        selected = [exp.alias_(whole, "id") if n == "id" else column(n, "c") for n in names]
        same = exp.EQ(this=column(FILE_ROW, "c"), expression=column(FILE_ROW, "l"))
        query = exp.select(*selected).from_(exp.alias_(exp.to_table(CHECKED), "c", table=True))
        query = query.join(
            exp.alias_(exp.to_table(LATER), "l", table=True), on=same, join_type="left"
        )
    return query.where(is_good(plan, "c"))


def keyed_twice(plan: RowPlan) -> exp.Select:
    """Keys that stand in more than one row of the file."""
    keys = [column(name) for name in plan.table.key]
    query = exp.select(*keys).from_(exp.to_table("good")).group_by(*(k.copy() for k in keys))
    return query.having(exp.GT(this=call("count", exp.Star()), expression=number(1)))


def same_key(plan: RowPlan, one: str, other: str) -> exp.Expr:
    return same(plan.table.key, one, other)


def same(names: Iterable[str], one: str, other: str) -> exp.Expr:
    """Whether all these columns hold the same, nothing being the same as nothing."""
    pairs = [
        exp.NullSafeEQ(this=column(name, one), expression=column(name, other)) for name in names
    ]
    return exp.and_(*pairs)


def worded(columns: Iterable[Column]) -> tuple[str, ...]:
    return tuple(column.name for column in columns)
