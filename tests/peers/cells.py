"""A test of a table's cell as peers write it → a condition of ours, or the text of our own cell."""

from __future__ import annotations

import re

from tests.peers.draft import NotExpressible
from tests.peers.expressions import LIST, NUMBER, TRUTH, WORD, Parser, Value

_SIGNED = re.compile(r"(<=|>=|<|>|=(?!=)|!=)\s*(?P<rest>.+)", re.DOTALL)
_RANGE = re.compile(
    r"(?P<open>[\[(\]])\s*(?P<low>[^\[\],]+?)\s*\.\.\s*(?P<high>[^\[\],]+?)\s*(?P<close>[\])\[])"
)


def condition_of(test: str, value: Value, parser: Parser) -> Value:
    """The condition that a unary test puts to a value; commas mean that one of them holds."""
    return _any([_alternatives(part, value, parser) for part in parted(test, ",")])


def _alternatives(test: str, value: Value, parser: Parser) -> Value:
    test = test.strip()
    if _is_wrapped(test, "(", ")") and not _RANGE.fullmatch(test):
        return condition_of(test[1:-1], value, parser)
    if _is_wrapped(test, "[", "]") and not _RANGE.fullmatch(test):
        return condition_of(test[1:-1], value, parser)
    ors = parted(test, " or ")
    if len(ors) > 1:
        return _any([_alternatives(part, value, parser) for part in ors])
    return _all([_single(part.strip(), value, parser) for part in parted(test, " and ")])


def _single(test: str, value: Value, parser: Parser) -> Value:
    ranged, signed = _RANGE.fullmatch(test), _SIGNED.fullmatch(test)
    if ranged:
        low, high = parser.parse(ranged["low"]), parser.parse(ranged["high"])
        above = ">=" if ranged["open"] == "[" else ">"
        below = "<=" if ranged["close"] == "]" else "<"
        return _all([parser.compare(above, value, low), parser.compare(below, value, high)])
    if signed:
        return parser.compare(signed[1].replace("==", "="), value, parser.parse(signed["rest"]))
    found = parser.parse(test)
    if found.kind == TRUTH and (value.kind != TRUTH or found.text not in ("1 = 1", "1 = 0")):
        return found
    return _equal(value, found, parser)


def _equal(value: Value, found: Value, parser: Parser) -> Value:
    if found.kind == LIST:
        raise NotExpressible("a list as a value")
    if value.kind != found.kind:
        return Value(kind=TRUTH, text="(1 = 0)")
    return parser.compare("=", value, found)


def _any(values: list[Value]) -> Value:
    return _chained(values, " or ")


def _all(values: list[Value]) -> Value:
    return _chained(values, " and ")


def _chained(values: list[Value], word: str) -> Value:
    if len(values) == 1:
        return values[0]
    return Value(kind=TRUTH, text=f"({word.join(f'({v.text})' for v in values)})")


def parted(text: str, separator: str) -> list[str]:
    """The text cut at a separator that stands outside of quotes and brackets."""
    parts, depth, quote, begin, place = [], 0, "", 0, 0
    while place < len(text):
        sign = text[place]
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"`":
            quote = sign
        elif depth == 0 and text.startswith(separator, place):
            parts.append(text[begin:place])
            begin = place + len(separator)
            place = begin - 1
        else:
            depth = max(0, depth + (sign in "([{") - (sign in ")]}"))
        place += 1
    return [*parts, text[begin:]]


def _is_wrapped(text: str, opening: str, closing: str) -> bool:
    """Whether the first bracket is closed by the last sign."""
    if not (text.startswith(opening) and text.endswith(closing)):
        return False
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign in "([") - (sign in ")]")
        if depth == 0:
            return place == len(text) - 1
    return False


def simple_cell(test: str, value: Value) -> str | None:
    """Our own spelling of the test, where a cell of ours can say it; None where it cannot."""
    if value.kind == TRUTH:
        return test.strip() if test.strip() in ("true", "false") else None
    test = test.strip()
    if not _RANGE.fullmatch(test) and (_is_wrapped(test, "(", ")") or _is_wrapped(test, "[", "]")):
        test = test[1:-1]
    spelled = [_spelled(part.strip(), value.kind) for part in parted(test, ",")]
    known = [part for part in spelled if part is not None]
    return " | ".join(known) if len(known) == len(spelled) else None


def _spelled(part: str, kind: str) -> str | None:
    if kind == WORD:
        quoted = re.fullmatch(r"""(['"])(?P<word>[^'"]*)\1""", part)
        return sanitized(quoted["word"]) if quoted else None
    both = re.fullmatch(r"(>=?)\s*(-?[\d._]+) and (<=?)\s*(-?[\d._]+)", part)
    if both:
        opening, closing = ("[" if both[1] == ">=" else "("), ("]" if both[3] == "<=" else ")")
        return f"{opening}{both[2]}..{both[4]}{closing}".replace("_", "")
    plain = re.fullmatch(r"(?:<=?|>=?|=)?\s*-?[\d_]+(?:\.\d+)?", part)
    ranged = re.fullmatch(r"[\[(\]]\s*-?[\d._]+?\s*\.\.\s*-?[\d._]+?\s*[\])\[]", part)
    return part.replace("_", "") if kind == NUMBER and (plain or ranged) else None


def sanitized(word: str) -> str:
    """A word without the signs that part a list in a cell of ours."""
    return re.sub(r"\s*[,，|、]\s*", "_", word)
