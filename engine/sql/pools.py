"""Shares of a pool → SQL: integers in units of the last place, so that the parts add up."""

from __future__ import annotations

from decimal import Decimal

from sqlglot import exp

from engine.bind.expression import Cut, HandedOut, Read
from engine.bind.names import AGENT
from engine.bind.types import MOST_DIGITS, ValueType
from engine.core.number import plain
from engine.sql.expressions import cast, column, integer_sql


def cut_sql(node: Cut) -> exp.Expr:
    """±⌊|amount| × weight ÷ total⌋ in last places; 0 of nothing."""
    whole = exp.IntDiv(this=exp.Paren(this=_product(node)), expression=_divisor(node))
    signed = exp.Mul(this=exp.Paren(this=whole), expression=_sign(node))
    is_nothing = exp.EQ(this=column(node.amount.key), expression=exp.Literal.number(0))
    case = exp.Case().when(_has_none(node), exp.null())
    return case.when(is_nothing, exp.Literal.number(0)).else_(_in_money(signed, node.type))


def handed_out_sql(node: HandedOut) -> exp.Expr:
    """The cut, and the units of the rest that fall to this agent."""
    of, one = node.of, exp.Literal.number(1)
    rest = exp.Sub(this=_units(of.amount, of), expression=_units(node.cuts, of))
    if node.to == "highest_share":
        is_first = exp.EQ(this=_order(of, []), expression=one)
        units = exp.Case().when(is_first, rest).else_(exp.Literal.number(0))
    else:
        fraction = exp.Mod(this=exp.Paren(this=_product(of)), expression=_divisor(of))
        is_served = exp.LTE(this=_order(of, [fraction]), expression=exp.Paren(this=rest))
        units = exp.Case().when(is_served, one).else_(exp.Literal.number(0))
    signed = exp.Mul(this=units, expression=_sign(of))
    return exp.Add(this=column(node.cut.key), expression=_in_money(signed, node.type))


def _order(node: Cut, before: list[exp.Expr]) -> exp.Expr:
    """{link: pool-remainder} Who comes first: by fraction, then by part, then by account."""
    falling = [*before, column(node.weight.key)]
    keys = [exp.Ordered(this=key, desc=True) for key in falling]
    keys.append(exp.Ordered(this=column(AGENT), desc=False))
    return exp.Window(
        this=exp.Anonymous(this="ROW_NUMBER"),
        partition_by=[_has_none(node)],
        order=exp.Order(expressions=keys),
    )


def _has_none(node: Cut) -> exp.Expr:
    return exp.Is(this=column(node.weight.key), expression=exp.null())


def _product(node: Cut) -> exp.Expr:
    weight = node.weight
    parts = integer_sql(column(weight.key), weight.type, weight.type.places)
    return exp.Mul(this=exp.Paren(this=_units(node.amount, node)), expression=exp.Paren(this=parts))


def _divisor(node: Cut) -> exp.Expr:
    """Nobody has a part: no value, and the audit then refuses the month."""
    total = integer_sql(column(node.total.key), node.total.type, node.weight.type.places)
    return exp.Nullif(this=total, expression=exp.Literal.number(0))


def _units(read: Read, node: Cut) -> exp.Expr:
    """The size of an amount as a count of last places."""
    return integer_sql(exp.Abs(this=column(read.key)), read.type, node.type.places)


def _sign(node: Cut) -> exp.Expr:
    return exp.Sign(this=column(node.amount.key))


def _in_money(units: exp.Expr, type_: ValueType) -> exp.Expr:
    whole = cast(units, exp.DataType.build(f"DECIMAL({MOST_DIGITS}, 0)"))
    if not type_.places:
        return whole
    step = exp.Literal.number(plain(Decimal(1).scaleb(-type_.places)))
    return exp.Mul(this=whole, expression=step)
