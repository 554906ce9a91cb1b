"""The facts of orders as SQL: each a column, NULL where the data do not say."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlglot import exp

from engine.bind.flag_model import NOBODY, BoundFlags, FlagFact
from engine.plan.flags import FlagPlan

ORDERS, REFUNDS, HANDLERS = "orders", "refunds", "flag_handlers"
AS_OF = "as_of"
DIALECT = "duckdb"
_HOUR = "3600"
_Make = Callable[[BoundFlags], exp.Expr]


def text(value: str) -> exp.Expr:
    return exp.Literal.string(value)


def condition(sql: str) -> exp.Expr:
    """A tree from a text of our own; what a policy or a file says never stands in it."""
    return exp.condition(sql, dialect=DIALECT)


def facts_query(plan: FlagPlan) -> exp.Select:
    """One row per order of the shop and month, one column per fact that a rule tests."""
    flags = plan.flags
    columns = [exp.alias_(fact_sql(f, flags), f.key, quoted=True) for f in flags.facts]
    used = {f.key for f in flags.facts}
    query = exp.select(exp.column("id", table="o"), *columns).from_(exp.to_table(ORDERS).as_("o"))
    if "refund" in used:
        query = query.join(_refunds(), on=condition("r.order_id = o.id"), join_type="left")
    if "handler" in used:
        handlers = exp.to_table(HANDLERS).as_("h")
        query = query.join(handlers, on=condition("h.order_id = o.id"), join_type="left")
    return query.where(*of_month(plan))


def of_month(plan: FlagPlan) -> list[exp.Expr]:
    """The orders that were placed in the month."""
    found: list[exp.Expr] = [exp.column("shop", table="o").eq(text(plan.shop))]
    if plan.month is not None:
        created = exp.column("created", table="o")
        start, end = (
            exp.cast(text(f"{month}-01"), "TIMESTAMP") for month in (plan.month, plan.month.plus(1))
        )
        found.extend((created >= start, created.copy() < end))
    return found


def fact_sql(fact: FlagFact, flags: BoundFlags) -> exp.Expr:
    if fact.searched:
        return _searched(fact, flags)
    return _FACTS[fact.key](flags)


def _refunds() -> exp.Subquery:
    query = exp.select(
        condition("order_id"),
        exp.alias_(condition("BOOL_OR(status = '退款成功')"), "done"),
        exp.alias_(condition("BOOL_OR(status <> '退款成功' AND status <> '退款关闭')"), "applied"),
    )
    return query.from_(exp.to_table(REFUNDS)).group_by(condition("order_id")).subquery("r")


def _state(flags: BoundFlags) -> exp.Case:
    case = exp.Case(this=condition("o.status"))
    for status, stage in flags.statuses.items():
        case = case.when(text(status), text(stage))
    return case


def _stage(flags: BoundFlags) -> exp.Expr:
    """The status decides; without one that is known, the times that a blank says something of."""
    case = exp.Case().when(_state(flags).is_(exp.null()).not_(), _state(flags))
    case = case.when(condition("o.received IS NOT NULL"), text("received"))
    blank = set(flags.blank)
    if "received" in blank:
        case = case.when(condition("o.shipped IS NOT NULL"), text("shipped"))
    if {"received", "shipped"} <= blank:
        shipped = condition("o.shipped IS NULL AND o.paid IS NOT NULL")
        case = case.when(shipped, text("unshipped"))
    if {"received", "shipped", "paid"} <= blank:
        case = case.when(condition("o.shipped IS NULL AND o.paid IS NULL"), text("unpaid"))
    return case


def _shipped(flags: BoundFlags) -> exp.Expr:
    was = _state(flags).isin("shipped", "received")
    case = exp.Case().when(exp.or_(condition("o.shipped IS NOT NULL"), was), text("true"))
    case = case.when(_state(flags).isin("unpaid", "unshipped"), text("false"))
    return case.else_(text("false")) if "shipped" in flags.blank else case


def _refund(flags: BoundFlags) -> exp.Expr:
    case = exp.Case().when(condition("r.done OR o.refunded > 0"), text("done"))
    case = case.when(condition("r.applied"), text("applied"))
    case = case.when(condition("r.order_id IS NOT NULL OR o.refunded = 0"), text("none"))
    return case.else_(text("none")) if "refunded" in flags.blank else case


def _amount(column: str) -> _Make:
    def made(flags: BoundFlags) -> exp.Expr:
        amount = exp.column(column, table="o")
        zero = exp.Literal.number(0)
        return exp.func("COALESCE", amount, zero) if column in flags.blank else amount

    return made


def _address_changed(flags: BoundFlags) -> exp.Expr:
    case = exp.Case().when(condition("o.address_changed"), text("true"))
    case = case.when(condition("NOT o.address_changed"), text("false"))
    return case.else_(text("false")) if "address_changed" in flags.blank else case


def _hours_to_ship(flags: BoundFlags) -> exp.Expr:
    """Of what is paid and waits, to the last moment of the data."""
    seconds = condition(f"DATE_DIFF('second', o.paid, COALESCE(o.shipped, {AS_OF}()))")
    hours = exp.IntDiv(this=seconds, expression=exp.Literal.number(_HOUR))
    waits = exp.and_(
        condition("o.paid IS NOT NULL"),
        exp.or_(condition("o.shipped IS NOT NULL"), _shipped(flags).eq(text("false"))),
        exp.or_(
            condition("o.shipped IS NOT NULL"),
            exp.NullSafeNEQ(this=_stage(flags), expression=text("closed")),
        ),
    )
    return exp.Case().when(waits, hours)


def _handler(_: BoundFlags) -> exp.Expr:
    return exp.func("COALESCE", condition("h.handler"), text(NOBODY))


def _close_reason(flags: BoundFlags) -> exp.Expr:
    reason = condition("o.close_reason")
    return exp.func("COALESCE", reason, text("")) if "close_reason" in flags.blank else reason


def _searched(fact: FlagFact, flags: BoundFlags) -> exp.Expr:
    found = [
        exp.func("CONTAINS", exp.column(column, table="o"), text(word))
        for column in fact.columns
        for word in fact.searched
    ]
    case = exp.Case().when(exp.or_(*found), text("true"))
    silent = [c for c in fact.columns if c not in flags.blank]
    if not silent:
        return case.else_(text("false"))
    said = [exp.column(column, table="o").is_(exp.null()).not_() for column in silent]
    return case.when(exp.and_(*said), text("false"))


_FACTS: Mapping[str, _Make] = {
    "stage": _stage,
    "status": lambda _: condition("o.status"),
    "shipped": _shipped,
    "refund": _refund,
    "amount": _amount("amount"),
    "discount": lambda flags: exp.Neg(this=exp.Paren(this=_amount("price_changed")(flags))),
    "refunded": _amount("refunded"),
    "address_changed": _address_changed,
    "close_reason": _close_reason,
    "hours_to_ship": _hours_to_ship,
    "handler": _handler,
}
