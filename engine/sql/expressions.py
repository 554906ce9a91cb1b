"""Typed expressions → SQL trees with exact decimal types."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sqlglot import exp

from engine.bind.expression import (
    Absolute,
    Arithmetic,
    Arm,
    Cases,
    Choose,
    Combine,
    Compare,
    Constant,
    Cut,
    Extreme,
    Fitted,
    HandedOut,
    Missing,
    Not,
    Nothing,
    Pick,
    Quotient,
    Ranked,
    Read,
    Rounded,
    Typed,
    Word,
)
from engine.bind.names import ROLE
from engine.bind.types import MOST_DIGITS, ValueType, joined
from engine.core.errors import EngineBug
from engine.core.number import QUOTIENT_PLACES, plain, scale_of

NARROW_DIGITS = 18
QUOTIENT = "quotient_half_up"
SMALLER = "smaller"
LARGER = "larger"
UNITS_OF = "units_of"

_COMPARISONS: dict[str, type[exp.Expr]] = {
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
    "=": exp.EQ,
    "!=": exp.NEQ,
}


def to_sql(node: Typed) -> exp.Expr:
    """The tree that computes `node`; every number in it is a DECIMAL or an integer."""
    match node:
        case Constant() | Word() | Nothing() | Read() | Ranked():
            return _leaf(node)
        case Arithmetic() | Quotient() | Cut() | HandedOut():
            return _computed(node)
        case Rounded():
            return rounded_sql(to_sql(node.operand), node.operand.type, node.places, node.mode)
        case Fitted():
            return cast(to_sql(node.operand), fitting_type(node.type))
        case Extreme() | Absolute():
            return _selected(node)
        case Choose() | Pick() | Cases():
            return _case(node)
        case Missing() | Compare() | Combine() | Not():
            return _condition(node)


def _leaf(node: Constant | Word | Nothing | Read | Ranked) -> exp.Expr:
    match node:
        case Ranked():
            return _rank(node)
        case Constant():
            return literal(node.amount)
        case Word():
            return exp.Literal.string(node.text)
        case Nothing():
            return exp.null()
        case Read():
            return column(node.key)


def _computed(node: Arithmetic | Quotient | Cut | HandedOut) -> exp.Expr:
    from engine.sql.pools import cut_sql, handed_out_sql  # it builds on this module

    match node:
        case Arithmetic():
            return _arithmetic(node)
        case Quotient():
            return _quotient(node)
        case Cut():
            return cut_sql(node)
        case HandedOut():
            return handed_out_sql(node)


def _rank(node: Ranked) -> exp.Expr:
    """Who has no value stands apart, so that nobody's place depends on them."""
    own = column(node.key)
    window = exp.Anonymous(this="RANK" if node.ties == "shared" else "DENSE_RANK")
    order = exp.Order(expressions=[exp.Ordered(this=own, desc=not node.from_low)])
    has_none = exp.Is(this=column(node.key), expression=exp.null())
    apart: list[exp.Expr] = [has_none, column(ROLE)] if node.role is not None else [has_none]
    return exp.Window(this=window, partition_by=apart, order=order)


def column(name: str) -> exp.Column:
    return exp.column(exp.to_identifier(name, quoted=True))


def literal(amount: Decimal) -> exp.Expr:
    number = exp.Literal.number(plain(abs(amount)))
    return exp.Neg(this=number) if amount < 0 else number


def decimal_type(type_: ValueType) -> exp.DataType:
    """DECIMAL(18, s) where the largest value fits, else DECIMAL(38, s)."""
    fits = type_.digits <= NARROW_DIGITS
    return _decimal(NARROW_DIGITS if fits else MOST_DIGITS, type_.places)


def fitting_type(type_: ValueType) -> exp.DataType:
    """No wider than it must be: what two values come to is as wide as both together."""
    digits = max(type_.digits, type_.places)
    return decimal_type(type_) if digits > NARROW_DIGITS else _decimal(digits, type_.places)


def column_type(type_: ValueType) -> exp.DataType | None:
    """The declared type of a column; words and truths keep their own."""
    return decimal_type(type_) if type_.is_number else None


def _decimal(width: int, places: int) -> exp.DataType:
    sizes = [exp.DataTypeParam(this=exp.Literal.number(n)) for n in (width, places)]
    return exp.DataType(this=exp.DataType.Type.DECIMAL, expressions=sizes)


def cast(node: exp.Expr, to: exp.DataType) -> exp.Cast:
    return exp.Cast(this=node, to=to)


def _paren(node: exp.Expr) -> exp.Expr:
    return exp.Paren(this=node) if isinstance(node, exp.Binary) else node


def _arithmetic(node: Arithmetic) -> exp.Expr:
    left, right = to_sql(node.left), to_sql(node.right)
    if node.sign == "-" and isinstance(node.left, Constant) and not node.left.amount:
        return exp.Neg(this=_paren(right))
    if node.sign == "*":
        left, right = _widened(node, left, right)
        return exp.Mul(this=_paren(left), expression=_paren(right))
    kind = exp.Add if node.sign == "+" else exp.Sub
    right = _paren(right) if node.sign == "-" else right
    return kind(this=left, expression=right)


def _widened(node: Arithmetic, left: exp.Expr, right: exp.Expr) -> tuple[exp.Expr, exp.Expr]:
    """A product of two narrow decimals stays 18 digits wide; one wide operand widens it."""
    if node.type.digits <= NARROW_DIGITS and node.type.places <= NARROW_DIGITS:
        return left, right
    if isinstance(node.left, Constant):
        return left, cast(right, _decimal(MOST_DIGITS, node.right.type.places))
    return cast(left, _decimal(MOST_DIGITS, node.left.type.places)), right


def _quotient(node: Quotient) -> exp.Expr:
    """{link: one-division} Integers in, integers out: the macro rounds half away from zero."""
    folded = _folded(node)
    if folded is not None:
        return folded
    dividend, divisor = node.dividend.type, node.divisor.type
    lift = max(QUOTIENT_PLACES + divisor.places, dividend.places)
    top = integer_sql(to_sql(node.dividend), dividend, lift)
    bottom = integer_sql(to_sql(node.divisor), divisor, lift - QUOTIENT_PLACES)
    if not isinstance(node.divisor, Constant):
        # a headcount of an empty role is 0: no value, and the audit then refuses the month
        bottom = exp.Nullif(this=bottom, expression=exp.Literal.number(0))
    return exp.Anonymous(this=QUOTIENT, expressions=[top, bottom])


def _folded(node: Quotient) -> exp.Expr | None:
    """Division by a constant whose reciprocal ends is a product, and just as exact."""
    if not isinstance(node.divisor, Constant) or not node.divisor.amount:
        return None
    numerator, denominator = node.divisor.amount.as_integer_ratio()
    for places in range(QUOTIENT_PLACES + 1 - node.dividend.type.places):
        if (10**places * denominator) % numerator == 0:
            reciprocal = Decimal(10**places * denominator // numerator).scaleb(-places)
            wide = _decimal(MOST_DIGITS, node.dividend.type.places)
            left = to_sql(node.dividend)
            needed = node.dividend.type.digits + scale_of(reciprocal) + len(plain(abs(reciprocal)))
            left = cast(left, wide) if needed > NARROW_DIGITS else _paren(left)
            return exp.Mul(this=left, expression=literal(reciprocal))
    return None


def integer_sql(node: exp.Expr, type_: ValueType, lift: int) -> exp.Expr:
    """`node` × 10^lift as an integer of 38 digits."""
    huge = exp.DataType(this=exp.DataType.Type.INT128)
    if not type_.places:
        integer: exp.Expr = cast(node, huge)
    else:
        wide = cast(node, _decimal(MOST_DIGITS, type_.places))
        step = exp.Literal.number(10**type_.places)
        if type_.digits + type_.places <= MOST_DIGITS:
            integer = cast(exp.Mul(this=wide, expression=step), huge)
        else:  # lifted as one number it would outgrow the type: whole and rest go apart
            integer = exp.Anonymous(this=UNITS_OF, expressions=[wide, step])
    if lift > type_.places:
        integer = exp.Mul(this=integer, expression=exp.Literal.number(10 ** (lift - type_.places)))
    return integer


def rounded_sql(node: exp.Expr, type_: ValueType, places: int, mode: str) -> exp.Expr:
    """{link: rounding-modes} The modes; DuckDB's ROUND on a DECIMAL is half away from zero."""
    count = exp.Literal.number(places)
    if node.find(exp.Column) is None:
        # whole numbers alone are INTEGERs, of which FLOOR and CEIL make a DOUBLE
        node = cast(node, decimal_type(type_))
    match mode:
        case "half_up":
            return exp.Round(this=node, decimals=count)
        case "half_even":
            return exp.Anonymous(this="ROUND_EVEN", expressions=[node, count])
        case "half_down":
            return _half_down(node, type_, places)
        case "down":
            return exp.Anonymous(this="TRUNC", expressions=[node, count])
        case "floor" | "ceiling":
            return _stepped(node, type_, places, exp.Floor if mode == "floor" else exp.Ceil)
        case "up":
            below = _stepped(node.copy(), type_, places, exp.Floor)
            above = _stepped(node.copy(), type_, places, exp.Ceil)
            return _by_sign(node, below, above)
        case _:
            raise EngineBug(f"no rounding mode {mode!r}")


def _by_sign(node: exp.Expr, below: exp.Expr, above: exp.Expr) -> exp.Expr:
    is_negative = exp.LT(this=node, expression=exp.Literal.number(0))
    return exp.Case().when(is_negative, below).else_(above)


def _half_down(node: exp.Expr, type_: ValueType, places: int) -> exp.Expr:
    """Half a step nearer to zero first: then a tie is there already, and the rest goes away."""
    if type_.places <= places:
        return node
    half = literal(Decimal(5).scaleb(-places - 1))
    raised = exp.Add(this=_paren(node.copy()), expression=half)
    lowered = exp.Sub(this=_paren(node.copy()), expression=half.copy())
    below = _stepped(exp.Paren(this=raised), type_, places, exp.Floor)
    above = _stepped(exp.Paren(this=lowered), type_, places, exp.Ceil)
    return _by_sign(node, below, above)


def _stepped(node: exp.Expr, type_: ValueType, places: int, kind: type[exp.Expr]) -> exp.Expr:
    if places == 0:
        return kind(this=node)
    wide = cast(node, _decimal(MOST_DIGITS, type_.places))
    lifted = exp.Mul(this=wide, expression=exp.Literal.number(10**places))
    return exp.Mul(this=kind(this=lifted), expression=literal(Decimal(1).scaleb(-places)))


def _selected(node: Extreme | Absolute) -> exp.Expr:
    if isinstance(node, Absolute):
        return exp.Abs(this=to_sql(node.operand))
    if node.is_sure:
        return exp.Anonymous(this=node.word.upper(), expressions=[to_sql(o) for o in node.operands])
    # LEAST and GREATEST skip a NULL, which would pay a missing figure: these two do not
    name = SMALLER if node.word == "least" else LARGER
    widest = joined([o.type for o in node.operands], node.type.unit)
    first, *rest = _branches(node.operands, widest)
    for operand in rest:
        first = exp.Anonymous(this=name, expressions=[first, operand])
    return first


def _case(node: Choose | Pick | Cases) -> exp.Expr:
    if isinstance(node, Cases):
        return _cases(node)
    if isinstance(node, Choose):
        condition = to_sql(node.condition)
        then, otherwise = _branches((node.then, node.otherwise), node.type)
        chosen = exp.Case().when(condition, then)
        if isinstance(node.condition, Missing):
            return chosen.else_(otherwise)
        # a condition on a value that is not there is neither true nor false: no branch is paid
        return chosen.when(exp.Not(this=exp.Paren(this=condition.copy())), otherwise)
    case = exp.Case()
    gives = _branches([arm.gives for arm in node.arms], node.type)
    for arm, given in zip(node.arms, gives, strict=True):
        case = case.when(_falls_into(node.lookup, arm), given)
    return case


def _cases(node: Cases) -> exp.Expr:
    """A row that tests nothing must not pay where a figure that the table tests is not there."""
    case = exp.Case()
    absent = [exp.Is(this=_paren(to_sql(need)), expression=exp.null()) for need in node.needs]
    if absent:
        case = case.when(exp.or_(*absent, copy=False), exp.null())
    gives = _branches([given for _, given in node.arms], node.type)
    for (condition, _), given in zip(node.arms, gives, strict=True):
        case = case.when(to_sql(condition), given)
    return case


def _branches(nodes: Sequence[Typed], type_: ValueType) -> list[exp.Expr]:
    """Branches of one type: where they differ, DuckDB makes room by giving up decimals."""
    trees = [to_sql(node) for node in nodes]
    if not type_.is_number or all(_is_narrow(node) for node in nodes):
        return trees
    to = decimal_type(type_)
    return [
        tree if isinstance(node, Constant) and type_.places <= NARROW_DIGITS else cast(tree, to)
        for node, tree in zip(nodes, trees, strict=True)
    ]


def _is_narrow(node: Typed) -> bool:
    """Two values of 18 digits always find a common type of 38."""
    return isinstance(node, Constant | Word | Nothing | Read) and node.type.digits <= NARROW_DIGITS


def _falls_into(lookup: Typed, arm: Arm) -> exp.Expr:
    """Both ends of the band are written out, so that no row depends on the order of rows."""
    if arm.key is not None:
        key = exp.Literal.string(arm.key) if isinstance(arm.key, str) else literal(arm.key)
        return exp.EQ(this=to_sql(lookup), expression=key)
    conditions: list[exp.Expr] = []
    if arm.low.amount is not None:
        kind = exp.GTE if arm.low.inclusive else exp.GT
        conditions.append(kind(this=_paren(to_sql(lookup)), expression=literal(arm.low.amount)))
    if arm.high.amount is not None:
        until = exp.LTE if arm.high.inclusive else exp.LT
        conditions.append(until(this=_paren(to_sql(lookup)), expression=literal(arm.high.amount)))
    if not conditions:
        return exp.Not(this=exp.Is(this=to_sql(lookup), expression=exp.null()))
    return exp.and_(*conditions, copy=False)


def _condition(node: Missing | Compare | Combine | Not) -> exp.Expr:
    match node:
        case Missing():
            nulls = [exp.Is(this=column(key), expression=exp.null()) for key in node.keys]
            return exp.or_(*nulls, copy=False)
        case Compare():
            kind = _COMPARISONS[node.sign]
            return kind(this=_paren(to_sql(node.left)), expression=_paren(to_sql(node.right)))
        case Not():
            return exp.Not(this=exp.Paren(this=to_sql(node.operand)))
        case Combine():
            join = exp.and_ if node.word == "and" else exp.or_
            return join(*[to_sql(o) for o in node.operands], copy=False)
