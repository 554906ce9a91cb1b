"""Expressions as peers write them (FEEL, zen) → our formulas, with the kind of what comes out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tests.peers.draft import NotExpressible

NUMBER, TRUTH, WORD, LIST = "number", "truth", "word", "list"
_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d[\d_]*(?:\.\d+)?)|(?P<text>'[^']*'|"[^"]*"|`[^`]*`)
    |(?P<name>\$|\#|[A-Za-z_]\w*)|(?P<sign>\?\?|==|!=|<=|>=|\.\.|[-+*/%^<>=?:.,()\[\]{}]))""",
    re.VERBOSE,
)
_COMPARED = {"==": "=", "=": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_CALLS = {"min": "min", "max": "max", "abs": "abs", "floor": "floor", "ceil": "ceil"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What an expression is here: formula text, or for words where they stand or what they are."""

    kind: str
    text: str
    items: tuple[Value, ...] = ()
    words: tuple[str, ...] | None = None
    is_literal: bool = False
    is_coded: bool = False


Resolve = Callable[[str], Value]
SameWord = Callable[[Value, Value], Value]


@dataclass
class Parser:
    """One expression, read from left to right."""

    resolve: Resolve
    same_word: SameWord
    tokens: list[tuple[str, str]] = field(default_factory=list)
    place: int = 0

    def parse(self, text: str) -> Value:
        self.tokens, self.place = tokens_of(text), 0
        value = self._choice()
        if self.place < len(self.tokens):
            raise NotExpressible(f"cannot be read from {self.tokens[self.place][1]!r} on: {text}")
        return value

    def _peek(self) -> str:
        return self.tokens[self.place][1] if self.place < len(self.tokens) else ""

    def _take(self, *signs: str) -> str:
        found = self._peek()
        if found and found in signs:
            self.place += 1
            return found
        return ""

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise NotExpressible(f"{sign!r} is expected before {self._peek()!r}")

    def _choice(self) -> Value:
        condition = self._either()
        if self._take("??"):
            instead = self._choice()
            return condition if condition.text else instead
        if not self._take("?"):
            return condition
        yes = self._choice()
        self._expect(":")
        no = self._choice()
        if (yes.kind, no.kind) == (WORD, WORD):
            return _choice_of_words(condition, yes, no)
        if (yes.kind, no.kind) != (NUMBER, NUMBER):
            raise NotExpressible("a choice between a word or condition and something else")
        return Value(kind=NUMBER, text=f"if({condition.text}, {yes.text}, {no.text})")

    def _either(self) -> Value:
        value = self._both()
        while self._take("or"):
            value = _joined("or", value, self._both())
        return value

    def _both(self) -> Value:
        value = self._compared()
        while self._take("and"):
            value = _joined("and", value, self._compared())
        return value

    def _compared(self) -> Value:
        if self._take("not"):
            return Value(kind=TRUTH, text=f"(not {self._compared().text})")
        left = self._sum()
        sign = self._take(*_COMPARED)
        return self.compare(_COMPARED[sign], left, self._sum()) if sign else left

    def compare(self, sign: str, left: Value, right: Value) -> Value:
        if LIST in (left.kind, right.kind):
            raise NotExpressible("a list as a value")
        if WORD in (left.kind, right.kind):
            return self._compare_words(sign, left, right)
        if TRUTH in (left.kind, right.kind):
            return _compare_truths(sign, left, right)
        return Value(kind=TRUTH, text=f"({left.text} {sign} {right.text})")

    def _compare_words(self, sign: str, left: Value, right: Value) -> Value:
        if sign not in ("=", "!="):
            raise NotExpressible("words have no order")
        same = self.same_word(left, right)
        return same if sign == "=" else Value(kind=TRUTH, text=f"(not {same.text})")

    def _sum(self) -> Value:
        value = self._product()
        while sign := self._take("+", "-"):
            value = _arithmetic("−" if sign == "-" else sign, value, self._product())
        return value

    def _product(self) -> Value:
        value = self._signed()
        while sign := self._take("*", "/", "%", "^"):
            value = _multiplied(sign, value, self._signed())
        return value

    def _signed(self) -> Value:
        if self._take("-"):
            return Value(kind=NUMBER, text=f"(−{_number(self._signed()).text})")
        return self._single()

    def _single(self) -> Value:
        if self.place >= len(self.tokens):
            raise NotExpressible("the expression ends too early")
        kind, text = self.tokens[self.place]
        self.place += 1
        match kind, text:
            case "number", _:
                return Value(kind=NUMBER, text=text.replace("_", ""), is_literal=True)
            case "text", _:
                return _quoted(text)
            case "name", "true" | "false":
                return Value(kind=TRUTH, text="1 = 1" if text == "true" else "1 = 0")
            case "name", _:
                return self._named(text)
            case "sign", "(":
                inner = self._choice()
                self._expect(")")
                return inner
            case "sign", "[":
                return Value(kind=LIST, text="[]", items=tuple(self._until("]")))
            case _:
                raise NotExpressible("an object as a value" if text == "{" else f"a sign {text!r}")

    def _until(self, closing: str) -> list[Value]:
        values: list[Value] = []
        while not self._take(closing):
            values.append(self._choice())
            if not self._take(","):
                self._expect(closing)
                break
        return values

    def _named(self, name: str) -> Value:
        if self._take("("):
            return _called(name, self._until(")"))
        while self._take("."):
            name = f"{name}.{self.tokens[self.place][1]}"
            self.place += 1
        if self._peek() == "[":
            raise NotExpressible("a part of a text, a member of a list")
        return self.resolve(name)


def tokens_of(text: str) -> list[tuple[str, str]]:
    found, place = [], 0
    while place < len(text.rstrip()):
        match = _TOKEN.match(text, place)
        if match is None:
            raise NotExpressible(f"a sign {text[place:].strip()[:1]!r}")
        kind = match.lastgroup or ""
        found.append((kind, match[kind]))
        place = match.end()
    return found


def _quoted(text: str) -> Value:
    if text.startswith("`"):
        raise NotExpressible("a text made of parts")
    return Value(kind=WORD, text=text[1:-1], is_literal=True)


def _choice_of_words(condition: Value, yes: Value, no: Value) -> Value:
    """Kept apart for a decision: condition, word, condition, word, …, last word."""
    if not yes.is_literal or not (no.is_literal or no.items):
        raise NotExpressible("a choice that gives the word of another column")
    return Value(kind=WORD, text="", items=(condition, yes, *(no.items or (no,))))


def _number(value: Value) -> Value:
    if value.kind == WORD:
        raise NotExpressible("arithmetic with texts")
    if value.kind != NUMBER:
        raise NotExpressible(f"arithmetic with a {value.kind}")
    return value


def _joined(word: str, left: Value, right: Value) -> Value:
    return Value(kind=TRUTH, text=f"({left.text} {word} {right.text})")


def _compare_truths(sign: str, left: Value, right: Value) -> Value:
    sides = {"1 = 1": True, "1 = 0": False}
    if right.text not in sides or sign not in ("=", "!="):
        raise NotExpressible("two conditions compared with each other")
    is_plain = sides[right.text] == (sign == "=")
    return left if is_plain else Value(kind=TRUTH, text=f"(not ({left.text}))")


def _arithmetic(sign: str, left: Value, right: Value) -> Value:
    return Value(kind=NUMBER, text=f"({_number(left).text} {sign} {_number(right).text})")


def _multiplied(sign: str, left: Value, right: Value) -> Value:
    if sign == "^":
        raise NotExpressible("powers")
    if sign == "*" and left.kind == NUMBER and left.items:
        dividend, divisor = left.items
        return divided(_arithmetic("×", dividend, right), divisor)
    if sign == "*":
        return _arithmetic("×", left, right)
    quotient = divided(_number(left), _number(right))
    if sign == "%":
        whole = Value(kind=NUMBER, text=f"floor({quotient.text})")
        return _arithmetic("−", left, _arithmetic("×", right, whole))
    return quotient


def divided(left: Value, right: Value) -> Value:
    """A divisor that is no number might be 0 in some month, so the policy must say what then.

    Both sides are kept, so that what multiplies the quotient comes before its rounding.
    """
    is_safe = right.is_literal and Decimal(right.text) != 0
    plain = f"({left.text} ÷ {right.text})"
    text = plain if is_safe else f"divide({left.text}, {right.text}, 0)"
    return Value(kind=NUMBER, text=text, items=(left, right))


def _called(name: str, values: Sequence[Value]) -> Value:
    if len(values) == 1 and values[0].kind == LIST:
        values = values[0].items
        if name == "sum":
            return Value(kind=NUMBER, text=f"({' + '.join(_number(v).text for v in values)})")
        if name == "len":
            return Value(kind=NUMBER, text=str(len(values)), is_literal=True)
    if name == "number" and [value.kind for value in values] == [NUMBER]:
        return _number(values[0])
    if name == "round" and len(values) == 1:
        return Value(kind=NUMBER, text=f"round({_number(values[0]).text}, 0, half_up)")
    if name in _CALLS:
        inner = ", ".join(_number(value).text for value in values)
        return Value(kind=NUMBER, text=f"{_CALLS[name]}({inner})")
    raise NotExpressible(_WHY_NOT.get(name, f"a function {name}()"))


_WHY_NOT: Mapping[str, str] = {
    "sum": "a sum over a list of figures in one cell; figures come one per agent and month",
    "len": "the length of a text or list",
    "median": "the median",
    "mode": "the most frequent value",
    "rand": "chance: a policy gives the same amount each time",
    "some": "a condition over the members of a list",
    "map": "a list of figures in one cell; figures come one per agent and month",
    "date": "dates",
    "contains": "searching in a text or list",
    "startsWith": "searching in a text",
    "endsWith": "searching in a text",
    "matches": "patterns of a text",
    "lower": "changing a text",
    "upper": "changing a text",
    "string": "a number or condition made a text",
    "bool": "a number or text made a condition",
    "number": "a text or condition made a number",
}
