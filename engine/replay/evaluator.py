"""Formula text → value, by simpleeval on Decimals; names are asked for when they are met."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from decimal import Decimal, localcontext
from functools import lru_cache

import simpleeval

from engine.core.errors import EngineBug
from engine.core.number import EXACT, divide, plain, quantize
from engine.replay.spelling import canonical_name, spell

Value = Decimal | str | bool
Lookup = Callable[[str], Value]
People = Callable[[str, str | None, str | None], Decimal]
# function, name, window or months back → value; None where there is none
Months = Callable[[str, str, str], Value | None]

_ROUNDING_WORDS = {
    "half_up": "half_up", "四舍五入": "half_up", "half_even": "half_even",
    "half_down": "half_down", "五舍六入": "half_down",
    "四舍六入五成双": "half_even", "up": "up", "down": "down", "舍去": "down",
    "ceiling": "ceiling", "floor": "floor",
}  # fmt: skip


class Evaluator(simpleeval.SimpleEval):  # type: ignore[misc]  # simpleeval has no types
    """One formula's own text at a time; to make one takes longer than a formula does."""

    def __init__(self) -> None:
        super().__init__(functions=dict(_FUNCTIONS), names=self._name)
        self._lookup: Lookup
        self._people: People
        self._months: Months
        self._quoted: Mapping[str, str] = {}
        self.nodes[ast.Constant] = self._constant
        self.nodes[ast.Attribute] = self._column
        self.nodes[ast.Call] = self._call
        self.operators = {
            ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: divide,
            ast.USub: operator.neg, ast.UAdd: operator.pos, ast.Not: operator.not_,
            ast.Eq: _equal, ast.NotEq: lambda a, b: not _equal(a, b),
            ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
        }  # fmt: skip

    def value(self, text: str, lookup: Lookup, people: People, months: Months) -> Value:
        """`lookup` gives a name's value, `people` a sum over agents, `months` what earlier
        payslips say.
        """
        self._lookup, self._people, self._months = lookup, people, months
        spelled, self._quoted = _spelled(text)
        with localcontext(EXACT):
            result = self.eval(spelled, previously_parsed=_parsed(spelled))
        if not isinstance(result, Decimal | str | bool):
            raise EngineBug(f"{text!r} came out as {type(result).__name__}")
        return result

    def _name(self, node: ast.Name) -> Value:
        return self._lookup(self._quoted.get(node.id, node.id))

    def _constant(self, node: ast.Constant) -> Decimal:
        text = ast.get_source_segment(self.expr, node) or ""
        if type(node.value) not in (int, float) or ast.literal_eval(text) != node.value:
            raise EngineBug(f"literal {node.value!r} is not at its place in {self.expr!r}")
        return Decimal(text)

    def _column(self, node: ast.Attribute) -> Value:
        if not isinstance(node.value, ast.Name):
            raise EngineBug(f"{ast.dump(node)} is no column")
        parts = (self._quoted.get(n, n) for n in (node.value.id, node.attr))
        return self._lookup(".".join(parts))

    def _call(self, node: ast.Call) -> Value:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name == "choose":
            condition, then, otherwise = node.args
            return self._eval(then if self._eval(condition) else otherwise)  # type: ignore[no-any-return]
        if name in _PEOPLE:
            arguments = [self._spelled(a) for a in node.args]
            return self._over_people(_PEOPLE[name], arguments)
        if name in _MONTHS:
            return self._over_months(_MONTHS[name], node.args)
        arguments = [self._eval(a) for a in node.args]
        return _FUNCTIONS[name](*arguments)

    def _over_months(self, function: str, arguments: list[ast.expr]) -> Value:
        name = self._spelled(arguments[0])
        if function == "previous":
            back = str(self._eval(arguments[2])) if len(arguments) > 2 else "1"
            value = self._months(function, name, back)
            return self._eval(arguments[1]) if value is None else value
        window = arguments[1]
        word = self._spelled(window) if isinstance(window, ast.Name) else str(self._eval(window))
        before = self._months("earlier", name, word)
        if not isinstance(before, Decimal):
            raise EngineBug(f"{name!r} has no sum over months")
        own = Decimal(0) if function == "earlier" else self._lookup(name)
        if not isinstance(own, Decimal):
            raise EngineBug(f"{name!r} is no number")
        return before + own

    def _spelled(self, node: ast.expr) -> str:
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            return ".".join(self._quoted.get(n, n) for n in (node.value.id, node.attr))
        if isinstance(node, ast.Name):
            return self._quoted.get(node.id, node.id)
        raise EngineBug(f"{ast.dump(node)} is no name")

    def _over_people(self, function: str, arguments: list[str]) -> Decimal:
        if function.startswith("rank"):
            name, ties, *role = arguments
            return self._people(f"{function}:{_TIES[ties]}", name, role[0] if role else None)
        if function == "headcount":
            return self._people(function, None, arguments[0] if arguments else None)
        return self._people(function, arguments[0], arguments[1] if len(arguments) > 1 else None)


# One formula is evaluated for every agent; its text is read once.
_spelled = lru_cache(maxsize=4096)(spell)


@lru_cache(maxsize=4096)
def _parsed(spelled: str) -> ast.expr:
    """The tree, after the checks that simpleeval makes of every expression."""
    tree = simpleeval.SimpleEval.parse(spelled)
    if not isinstance(tree, ast.Expr):
        raise EngineBug(f"{spelled!r} is no expression")
    return tree.value


def names_in(text: str) -> tuple[str, ...]:
    """The names and columns that a formula reads of the agent's own, not those over people."""
    spelled, quoted = _spelled(text)
    found: dict[str, None] = {}
    queue: list[ast.AST] = [_parsed(spelled)]
    while queue:
        match queue.pop(0):
            case ast.Call(func=ast.Name(id=name), args=arguments) if name in _PEOPLE:
                # a place in a ranking needs the agent's own value too
                queue.extend(arguments[:1] if _PEOPLE[name].startswith("rank") else [])
            case ast.Call(func=ast.Name(id=name), args=arguments) if name in _MONTHS:
                # of the month itself only what to_date adds, and what stands in for nothing
                own = arguments[:1] if _MONTHS[name] == "to_date" else []
                queue.extend(arguments[1:2] if _MONTHS[name] == "previous" else own)
            case ast.Call(args=arguments):
                queue.extend(arguments)
            case ast.Attribute(value=ast.Name(id=table), attr=column):
                parts = (quoted.get(part, part) for part in (table, column))
                found[canonical_name(".".join(parts))] = None
            case ast.Name(id=name):
                found[canonical_name(quoted.get(name, name))] = None
            case node:
                queue.extend(ast.iter_child_nodes(node))
    return tuple(found)


_TIES = {"shared": "shared", "并列跳位": "shared", "dense": "dense", "并列不跳": "dense"}
_MONTHS = {
    "previous": "previous", "上月": "previous", "earlier": "earlier", "此前累计": "earlier",
    "to_date": "to_date", "累计至今": "to_date",
}  # fmt: skip
_PEOPLE = {
    "rank": "rank", "名次": "rank", "rank_from_low": "rank_from_low", "倒数名次": "rank_from_low",
    "average": "average", "平均": "average", "total": "total", "合计": "total",
    "headcount": "headcount", "人数": "headcount",
}  # fmt: skip


def _equal(one: Value, other: Value) -> bool:
    """A level typed as a number equals the word that spells it."""
    if isinstance(one, str) != isinstance(other, str):
        return _word(one) == _word(other)
    return one == other


def _word(value: Value) -> str:
    return plain(value) if isinstance(value, Decimal) else str(value)


def _round(amount: Decimal, places: Decimal, mode: str) -> Decimal:
    return quantize(amount, places=int(places), mode=_ROUNDING_WORDS[mode])


def _divide_or(dividend: Decimal, divisor: Decimal, instead: Decimal) -> Decimal:
    return instead if not divisor else divide(dividend, divisor)


def _clamp(amount: Decimal, least: Decimal, most: Decimal) -> Decimal:
    if amount < least:
        amount = least
    return most if amount > most else amount


_ENGLISH: dict[str, Callable[..., Value]] = {
    "min": lambda *a: sorted(a)[0],
    "max": lambda *a: sorted(a)[-1],
    "round": _round,
    "floor": lambda a: quantize(a, places=0, mode="floor"),
    "ceil": lambda a: quantize(a, places=0, mode="ceiling"),
    "abs": lambda a: -a if a < 0 else a,
    "clamp": _clamp,
    "share": lambda points: points.scaleb(-2),
    "divide": _divide_or,
}
_CHINESE = {
    "最小": "min", "最大": "max", "舍入": "round", "向下取整": "floor", "向上取整": "ceil",
    "绝对值": "abs", "限制": "clamp", "得分率": "share", "相除": "divide",
}  # fmt: skip
_FUNCTIONS: dict[str, Callable[..., Value]] = {
    **_ENGLISH,
    **{chinese: _ENGLISH[english] for chinese, english in _CHINESE.items()},
}
