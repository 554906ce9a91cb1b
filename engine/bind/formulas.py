"""A formula's tree → a typed expression; all mistakes of one formula are found together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Protocol

from engine.bind import types, units
from engine.bind.checks.b308_units_clash import UNITS_CLASH
from engine.bind.checks.b310_division_by_zero import DIVISION_BY_ZERO
from engine.bind.checks.b311_too_many_digits import TOO_MANY_DIGITS
from engine.bind.checks.b321_unknown_word import UNKNOWN_WORD
from engine.bind.checks.b326_percent_sign import PERCENT_SIGN
from engine.bind.digits import digits_needed
from engine.bind.expression import (
    Absolute,
    Arithmetic,
    Choose,
    Combine,
    Compare,
    Constant,
    Extreme,
    Not,
    Quotient,
    Rounded,
    Typed,
    Word,
)
from engine.bind.nonzero import shown_nonzero
from engine.bind.types import MOST_DIGITS, TRUTH, ValueType
from engine.core.closest import closest
from engine.core.diagnostic import Diagnostic
from engine.core.errors import EngineBug
from engine.core.number import QUOTIENT_PLACES, plain, scale_of
from engine.core.span import Span
from engine.core.unit import Unit
from engine.formula import nodes
from engine.formula.checks.b306_wrong_arguments import WRONG_ARGUMENTS
from engine.formula.functions import BY_NAME, ROUNDING_WORDS


class Scope(Protocol):
    """Where names come from; a name that is none is reported there and comes back as None."""

    def read_name(self, name: nodes.Name) -> Typed | None: ...

    def read_column(self, column: nodes.ColumnOf) -> Typed | None: ...

    def over_people(self, call: nodes.Call) -> Typed | None: ...

    def has_name(self, text: str) -> bool: ...


@dataclass
class FormulaBinder:
    """Binds formulas in one scope. `nonzero`: expressions that a condition has shown not 0."""

    scope: Scope
    found: list[Diagnostic] = field(default_factory=list)

    def bind(
        self, node: nodes.Expression, nonzero: frozenset[nodes.Expression] = frozenset()
    ) -> Typed | None:
        typed = self._bind(node, nonzero)
        if typed is not None and typed.type.is_number and typed.type.digits > MOST_DIGITS:
            digits = str(typed.type.digits)
            self.found.append(TOO_MANY_DIGITS.at(node.span, digits=digits, most=str(MOST_DIGITS)))
            return None
        return typed

    def _bind(self, node: nodes.Expression, nonzero: frozenset[nodes.Expression]) -> Typed | None:
        match node:
            case nodes.Number():
                return constant(node.amount, Unit.RATIO if node.is_ratio else Unit.NUMBER)
            case nodes.Name():
                return self.scope.read_name(node)
            case nodes.ColumnOf():
                return self.scope.read_column(node)
            case nodes.Call():
                return self._call(node, nonzero)
            case nodes.Logic() | nodes.Negation() | nodes.Comparison():
                return self._condition(node, nonzero)
            case nodes.Negative():
                operand = self.bind(node.operand, nonzero)
                return None if operand is None else self._negative(node, operand)
            case nodes.Arithmetic():
                return self._arithmetic(node, nonzero)

    def _negative(self, node: nodes.Negative, operand: Typed) -> Typed | None:
        if not operand.type.is_number:
            return self._clash(node.span, "-", operand)
        zero = constant(Decimal(0), operand.type.unit)
        return arithmetic("-", zero, operand, operand.type.unit)

    def _arithmetic(
        self, node: nodes.Arithmetic, nonzero: frozenset[nodes.Expression]
    ) -> Typed | None:
        left, right = self.bind(node.left, nonzero), self.bind(node.right, nonzero)
        if left is None or right is None:
            return None
        find = {"*": units.product, "/": units.quotient}.get(node.sign, units.same)
        both = left.type.is_number and right.type.is_number
        unit = find(left.type.unit, right.type.unit) if both else None
        if unit is None:
            return self._clash(node.span, node.sign, left, right)
        if node.sign != "/":
            return arithmetic(node.sign, left, right, unit)
        if node.right not in nonzero and not self._never_zero(right, node.right.span):
            return None
        return self._fitting(quotient(left, right, unit), node.span)

    def _fitting(self, divided: Quotient, span: Span) -> Typed | None:
        """The integers that the quotient is made from must fit as well."""
        digits = digits_needed(divided)
        if digits <= MOST_DIGITS:
            return divided
        self.found.append(TOO_MANY_DIGITS.at(span, digits=str(digits), most=str(MOST_DIGITS)))
        return None

    def _never_zero(self, divisor: Typed, span: Span) -> bool:
        if divisor.type.low > 0 or divisor.type.high < 0:
            return True
        self.found.append(DIVISION_BY_ZERO.at(span))
        return False

    def _clash(self, span: Span, sign: str, *operands: Typed) -> Typed | None:
        """Report that the operands do not go together; there is no typed value then."""
        first, second = operands[0], operands[-1]
        self.found.append(
            UNITS_CLASH.at(span, sign=sign, one=first.type.unit.value, other=second.type.unit.value)
        )
        return None

    def _condition(
        self,
        node: nodes.Logic | nodes.Negation | nodes.Comparison,
        nonzero: frozenset[nodes.Expression],
    ) -> Typed | None:
        match node:
            case nodes.Comparison():
                return self._comparison(node, nonzero)
            case nodes.Negation():
                operand = self.truth(node.operand, nonzero)
                return None if operand is None else Not(operand, TRUTH)
            case nodes.Logic():
                operands = [self.truth(o, nonzero) for o in node.operands]
                known = tuple(o for o in operands if o is not None)
                return Combine(node.word, known, TRUTH) if len(known) == len(operands) else None

    def truth(
        self, node: nodes.Expression, nonzero: frozenset[nodes.Expression] = frozenset()
    ) -> Typed | None:
        """A condition; anything else in its place is a clash of units."""
        typed = self.bind(node, nonzero)
        if typed is None or typed.type.unit is Unit.TRUTH:
            return typed
        return self._clash(node.span, "condition", typed, Constant(Decimal(0), TRUTH))

    def _comparison(
        self, node: nodes.Comparison, nonzero: frozenset[nodes.Expression]
    ) -> Typed | None:
        left, right = self._sides(node, nonzero)
        if left is None or right is None:
            return None
        is_order = node.sign not in ("=", "!=")
        unit = units.same(left.type.unit, right.type.unit)
        if unit is None or (is_order and not left.type.is_number):
            return self._clash(node.span, node.sign, left, right)
        for typed, own in ((left, right), (right, left)):
            self.found.extend(unsigned_ratio(node.span, typed, own.type))
        return Compare(node.sign, left, right, TRUTH)

    def _sides(
        self, node: nodes.Comparison, nonzero: frozenset[nodes.Expression]
    ) -> tuple[Typed | None, Typed | None]:
        """A bare name opposite a text value is one of its words, such as a grade's."""
        for own, opposite in ((node.left, node.right), (node.right, node.left)):
            if not _may_be_word(own) or _is_known(self.scope, own):
                continue
            typed = self.bind(opposite, nonzero)
            if typed is None and isinstance(opposite, nodes.ColumnOf):
                return None, None  # reported there; the word beside it may well be one of its words
            if typed is None or typed.type.unit is not Unit.TEXT:
                continue
            word = self._word(own, typed.type)
            return (word, typed) if own is node.left else (typed, word)
        return self.bind(node.left, nonzero), self.bind(node.right, nonzero)

    def _word(self, node: nodes.Expression, type_: ValueType) -> Typed | None:
        text = node.text if isinstance(node, nodes.Name) else plain(_amount(node))
        if type_.words is not None and text not in type_.words:
            known = ", ".join(type_.words)
            near = closest(text, type_.words)
            self.found.append(UNKNOWN_WORD.at(node.span, word=text, known=known, closest=near))
            return None
        return Word(text, ValueType(Unit.TEXT, words=(text,)))

    def _call(self, node: nodes.Call, nonzero: frozenset[nodes.Expression]) -> Typed | None:
        kind = BY_NAME[node.function.text].kind
        if kind in ("people", "rank"):
            return self.scope.over_people(node)
        if kind == "round":
            return self._round(node, nonzero)
        if kind == "choice":
            return self._choice(node, nonzero)
        arguments = [self.bind(a, nonzero) for a in node.arguments]
        known = [a for a in arguments if a is not None]
        if len(known) != len(arguments):
            return None
        if any(not a.type.is_number for a in known):
            return self._clash(node.span, node.function.text, *known)
        return _SIMPLE[kind](self, node, known)

    def _round(self, node: nodes.Call, nonzero: frozenset[nodes.Expression]) -> Typed | None:
        operand = self.bind(node.arguments[0], nonzero)
        places, mode = node.arguments[1], node.arguments[2]
        word = ROUNDING_WORDS.get(mode.text) if isinstance(mode, nodes.Name) else None
        count = places.amount if isinstance(places, nodes.Number) else None
        if word is None or count is None or count not in range(13):
            usage = BY_NAME["round"].usage
            self.found.append(
                WRONG_ARGUMENTS.at(node.span, name=node.function.text, count="3", usage=usage)
            )
            return None
        return None if operand is None else rounded(operand, int(count), word)

    def _choice(self, node: nodes.Call, nonzero: frozenset[nodes.Expression]) -> Typed | None:
        condition_node, then_node, else_node = node.arguments
        condition = self.truth(condition_node, nonzero)
        then = self.bind(then_node, nonzero | shown_nonzero(condition_node, holds=True))
        otherwise = self.bind(else_node, nonzero | shown_nonzero(condition_node, holds=False))
        if condition is None or then is None or otherwise is None:
            return None
        unit = units.same(then.type.unit, otherwise.type.unit)
        if unit is None:
            return self._clash(node.span, "if", then, otherwise)
        return Choose(condition, then, otherwise, types.joined([then.type, otherwise.type], unit))

    def common_unit(self, span: Span, sign: str, operands: Sequence[Typed]) -> Unit | None:
        unit: Unit | None = operands[0].type.unit
        for operand in operands[1:]:
            unit = units.same(unit, operand.type.unit) if unit else None
        if unit is None:
            self._clash(span, sign, *operands)
        return unit

    def share_of(self, node: nodes.Call, arguments: list[Typed]) -> Typed | None:
        if arguments[0].type.unit is not Unit.POINTS:
            points = Constant(Decimal(0), ValueType(Unit.POINTS))
            return self._clash(node.span, node.function.text, arguments[0], points)
        return arithmetic("*", arguments[0], constant(Decimal("0.01"), Unit.RATIO), Unit.RATIO)

    def divide_or(self, node: nodes.Call, arguments: list[Typed]) -> Typed | None:
        dividend, divisor, instead = arguments
        unit = units.quotient(dividend.type.unit, divisor.type.unit)
        if unit is None:
            return self._clash(node.span, "/", dividend, divisor)
        divided = self._fitting(quotient(dividend, divisor, unit), node.span)
        if divided is None:
            return None
        both = self.common_unit(node.span, "if", [divided, instead])
        if both is None:
            return None
        is_zero = Compare("=", divisor, constant(Decimal(0), divisor.type.unit), TRUTH)
        joined = types.joined([divided.type, instead.type], both)
        return Choose(is_zero, instead, divided, joined)


def _extreme(binder: FormulaBinder, node: nodes.Call, arguments: list[Typed]) -> Typed | None:
    unit = binder.common_unit(node.span, node.function.text, arguments)
    if unit is None:
        return None
    return least(arguments, unit) if node.function.text == "min" else greatest(arguments, unit)


def _clamp(binder: FormulaBinder, node: nodes.Call, arguments: list[Typed]) -> Typed | None:
    unit = binder.common_unit(node.span, node.function.text, arguments)
    if unit is None:
        return None
    value, low, high = arguments
    return least([greatest([value, low], unit), high], unit)


def _whole(binder: FormulaBinder, node: nodes.Call, arguments: list[Typed]) -> Typed | None:
    return rounded(arguments[0], 0, "floor" if node.function.text == "floor" else "ceiling")


def _absolute(binder: FormulaBinder, node: nodes.Call, arguments: list[Typed]) -> Typed | None:
    type_ = arguments[0].type
    high = max(abs(type_.low), abs(type_.high))
    low = Decimal(0) if type_.low <= 0 <= type_.high else min(abs(type_.low), abs(type_.high))
    return Absolute(arguments[0], replace(type_, low=low, high=high))


_SIMPLE: dict[str, Callable[[FormulaBinder, nodes.Call, list[Typed]], Typed | None]] = {
    "extreme": _extreme,
    "clamp": _clamp,
    "whole": _whole,
    "absolute": _absolute,
    "share": FormulaBinder.share_of,
    "divide": FormulaBinder.divide_or,
}


def unsigned_ratio(span: Span, typed: Typed, ratio: ValueType) -> Iterator[Diagnostic]:
    """60 where a ratio stands is 6000 %: beyond what the ratio can be, it lacks its sign."""
    if not isinstance(typed, Constant) or ratio.unit is not Unit.RATIO:
        return
    least = min(ratio.low, Decimal(0))
    if typed.type.unit is Unit.NUMBER and not least <= typed.amount <= ratio.high:
        written = plain(typed.amount)
        yield PERCENT_SIGN.at(span, written=written, meant=f"{written}%")


def constant(amount: Decimal, unit: Unit) -> Constant:
    amount = Decimal(plain(amount))
    return Constant(amount, types.number_type(unit, scale_of(amount), amount, amount))


def difference(left: Typed, right: Typed, unit: Unit) -> Typed:
    """left − right; what nothing is taken from stays as it is."""
    if isinstance(right, Constant) and not right.amount:
        return replace(left, type=left.type.with_unit(unit))
    return arithmetic("-", left, right, unit)


def arithmetic(sign: str, left: Typed, right: Typed, unit: Unit) -> Arithmetic:
    if sign == "*":
        return Arithmetic("*", left, right, types.multiplied(left.type, right.type, unit))
    type_ = types.added(left.type, right.type, unit, minus=sign == "-")
    return Arithmetic("-" if sign == "-" else "+", left, right, type_)


def divided_by(left: Typed, right: Constant, unit: Unit) -> Typed:
    """A quotient by a stated number; by 1 it is the value itself."""
    if right.amount == 1 and left.type.places <= QUOTIENT_PLACES:
        return replace(left, type=left.type.with_unit(unit))
    return quotient(left, right, unit)


def quotient(left: Typed, right: Typed, unit: Unit) -> Quotient:
    return Quotient(left, right, types.divided(left.type, right.type, unit))


def least(operands: Sequence[Typed], unit: Unit) -> Extreme:
    return Extreme("least", tuple(operands), types.least_of([o.type for o in operands], unit))


def greatest(operands: Sequence[Typed], unit: Unit) -> Extreme:
    return Extreme("greatest", tuple(operands), types.greatest_of([o.type for o in operands], unit))


def rounded(operand: Typed, places: int, mode: str) -> Typed:
    """A value that has no more places than asked for is left as it is."""
    if operand.type.places <= places:
        return operand
    return Rounded(operand, places, mode, types.rounded(operand.type, places))


def _amount(node: nodes.Expression) -> Decimal:
    if not isinstance(node, nodes.Number):
        raise EngineBug(f"{node!r} is no number")
    return node.amount


def _may_be_word(node: nodes.Expression) -> bool:
    return isinstance(node, nodes.Name | nodes.Number)


def _is_known(scope: Scope, node: nodes.Expression) -> bool:
    """A name that already has a meaning is never taken for a word of a table."""
    return isinstance(node, nodes.Name) and scope.has_name(node.text)
