"""The three named pieces of arithmetic that every script begins with."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from engine.sql.expressions import LARGER, QUOTIENT, SMALLER, UNITS_OF


@dataclass(frozen=True)
class Macro:
    """A named expression over two parameters."""

    name: str
    parameters: tuple[str, str]
    comment: str
    body: exp.Expr

    def signature(self) -> exp.UserDefinedFunction:
        return exp.UserDefinedFunction(
            this=exp.to_identifier(self.name),
            expressions=[exp.to_identifier(p) for p in self.parameters],
            wrapped=True,
        )


def _absolute(name: str) -> exp.Expr:
    return exp.Abs(this=exp.column(name))


def _twice(node: exp.Expr) -> exp.Expr:
    return exp.Mul(this=exp.Literal.number(2), expression=node)


def _quotient() -> exp.Expr:
    """{link: one-division} (2·|n| + |d|) // (2·|d|), with the sign of n ÷ d, at 12 decimals."""
    top = exp.Paren(
        this=exp.Add(this=_twice(_absolute("dividend")), expression=_absolute("divisor"))
    )
    bottom = exp.Paren(this=_twice(_absolute("divisor")))
    whole = exp.IntDiv(this=top, expression=bottom)
    signs = [exp.Sign(this=exp.column(name)) for name in ("dividend", "divisor")]
    sign = exp.Paren(this=exp.Mul(this=signs[0], expression=signs[1]))
    signed = exp.Mul(this=exp.Paren(this=whole), expression=sign)
    places = exp.Cast(this=signed, to=exp.DataType.build("DECIMAL(38, 0)"))
    return exp.Mul(this=places, expression=exp.Literal.number("0.000000000001"))


def _selection(first: type[exp.Expr], second: type[exp.Expr]) -> exp.Expr:
    """No arm is taken where either side is NULL, so a missing figure stays missing."""
    a, b = exp.column("a"), exp.column("b")
    case = exp.Case().when(first(this=a, expression=b), a.copy())
    return case.when(second(this=b.copy(), expression=a.copy()), b.copy())


def _units_of() -> exp.Expr:
    """A long decimal in units of its last place, taken apart so that nothing overflows."""
    huge = exp.DataType(this=exp.DataType.Type.INT128)
    whole = exp.Anonymous(this="TRUNC", expressions=[exp.column("amount")])
    step = exp.Cast(this=exp.column("step"), to=huge.copy())
    rest = exp.Paren(this=exp.Sub(this=exp.column("amount"), expression=whole.copy()))
    lifted = exp.Mul(this=rest, expression=exp.column("step"))
    above = exp.Mul(this=exp.Cast(this=whole, to=huge), expression=step)
    return exp.Paren(this=exp.Add(this=above, expression=exp.Cast(this=lifted, to=huge.copy())))


MACROS: tuple[Macro, ...] = (
    Macro(
        QUOTIENT,
        ("dividend", "divisor"),
        "÷ : the exact quotient of two integers, rounded half-up to 12 decimals",
        _quotient(),
    ),
    Macro(
        SMALLER,
        ("a", "b"),
        "the smaller of two values; none if one is missing",
        _selection(exp.LTE, exp.LT),
    ),
    Macro(
        LARGER,
        ("a", "b"),
        "the larger of two values; none if one is missing",
        _selection(exp.GTE, exp.GT),
    ),
    Macro(
        UNITS_OF,
        ("amount", "step"),
        "a decimal as a count of its last places, such as 1.25 as 125",
        _units_of(),
    ),
)
