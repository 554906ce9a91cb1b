"""The nodes of a formula as written; names are not yet resolved."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from engine.core.span import Span

ArithmeticSign = Literal["+", "-", "*", "/"]
ComparisonSign = Literal["<", "<=", ">", ">=", "=", "!="]


@dataclass(frozen=True, slots=True)
class Number:
    """A literal. `is_ratio`: it carries %, ‰ or pp."""

    amount: Decimal
    is_ratio: bool
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    text: str
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class ColumnOf:
    """`table.column`."""

    table: Name
    column: Name
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Negative:
    operand: Expression
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    sign: ArithmeticSign
    left: Expression
    right: Expression
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Comparison:
    sign: ComparisonSign
    left: Expression
    right: Expression
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Logic:
    """`and` / `or` over two or more conditions."""

    word: Literal["and", "or"]
    operands: tuple[Expression, ...]
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Negation:
    operand: Expression
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    function: Name
    arguments: tuple[Expression, ...]
    span: Span = field(compare=False)


Expression = Number | Name | ColumnOf | Negative | Arithmetic | Comparison | Logic | Negation | Call
