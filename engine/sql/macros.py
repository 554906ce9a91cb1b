"""The three named pieces of arithmetic that every script begins with."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from engine.sql.expressions import LARGER, QUOTIENT, SMALLER


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
)
