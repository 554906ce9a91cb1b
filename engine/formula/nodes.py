"""The nodes of a formula as written; names are not yet resolved."""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal
from typing import Literal

from engine.core.record import record
from engine.core.span import Span

ArithmeticSign = Literal["+", "-", "*", "/"]
ComparisonSign = Literal["<", "<=", ">", ">=", "=", "!="]


@record
class Number:
    """A literal. `is_ratio`: it carries %, ‰ or pp."""

    amount: Decimal
    is_ratio: bool
    span: Span = field(compare=False)


@record
class Name:
    text: str
    span: Span = field(compare=False)


@record
class ColumnOf:
    """`table.column`."""

    table: Name
    column: Name
    span: Span = field(compare=False)


@record
class Negative:
    operand: Expression
    span: Span = field(compare=False)


@record
class Arithmetic:
    sign: ArithmeticSign
    left: Expression
    right: Expression
    span: Span = field(compare=False)


@record
class Comparison:
    sign: ComparisonSign
    left: Expression
    right: Expression
    span: Span = field(compare=False)


@record
class Logic:
    """`and` / `or` over two or more conditions."""

    word: Literal["and", "or"]
    operands: tuple[Expression, ...]
    span: Span = field(compare=False)


@record
class Negation:
    operand: Expression
    span: Span = field(compare=False)


@record
class Call:
    function: Name
    arguments: tuple[Expression, ...]
    span: Span = field(compare=False)


Expression = Number | Name | ColumnOf | Negative | Arithmetic | Comparison | Logic | Negation | Call
