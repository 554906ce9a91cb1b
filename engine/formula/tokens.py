"""Characters → tokens, typographic signs read as people mean them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from engine.core.number import parse_quantity
from engine.core.record import record

Kind = Literal["number", "name", "operator", "open", "close", "comma", "dot", "wrong"]

_PATTERN = re.compile(
    r"""
    (?P<blank>[\s\u3000]+)
  | (?P<number>\d+(?:[,，]\d{3})*(?![,，]\d)(?:[.．]\d+)?(?:\s?(?:%|％|‰)|pp\b|万|亿)?(?![\w.．]))
  | (?P<wrong>\d[\w,，.．]*|\*\*|//)
  | (?P<quoted>「[^「」]+」)
  | (?P<name>[^\W\d]\w*)
  | (?P<operator><=|>=|!=|<>|==|[-+*/<>=×÷·−–＋－＊／＜＞＝≤≥≠])
  | (?P<open>[(（])
  | (?P<close>[)）])
  | (?P<comma>[,，])
  | (?P<dot>[.])
    """,
    re.VERBOSE,
)

_OPERATORS = {
    "×": "*",
    "·": "*",
    "＊": "*",
    "÷": "/",
    "／": "/",
    "−": "-",
    "–": "-",
    "－": "-",
    "＋": "+",
    "＜": "<",
    "＞": ">",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "<>": "!=",
    "=": "==",
    "＝": "==",
}
_WORDS = {
    "且": "and",
    "并且": "and",
    "and": "and",
    "或": "or",
    "或者": "or",
    "or": "or",
    "非": "not",
    "不是": "not",
    "not": "not",
}


@record(kw_only=True)
class Token:
    """A piece of the formula: `text` as normalised, `start`/`end` its place in what was typed."""

    kind: Kind
    text: str
    start: int
    end: int
    amount: Decimal | None = None
    is_ratio: bool = False


def tokens(text: str) -> Iterator[Token]:
    """Every piece of `text`; what fits nothing comes as one `wrong` token per character."""
    position = 0
    while position < len(text):
        match = _PATTERN.match(text, position)
        if match is None:
            yield Token(kind="wrong", text=text[position], start=position, end=position + 1)
            position += 1
            continue
        if match.lastgroup != "blank":
            yield _token(match)
        position = match.end()


def _token(match: re.Match[str]) -> Token:
    raw, start, end = match.group(), match.start(), match.end()
    match match.lastgroup:
        case "number":
            amount = parse_quantity(raw.replace("．", "."))
            is_ratio = raw.endswith(("%", "％", "‰", "pp"))
            kind: Kind = "number" if amount is not None else "wrong"
            return Token(
                kind=kind, text=raw, start=start, end=end, amount=amount, is_ratio=is_ratio
            )
        case "quoted":
            return Token(kind="name", text=raw[1:-1], start=start, end=end)
        case "name" if raw in _WORDS:
            return Token(kind="operator", text=_WORDS[raw], start=start, end=end)
        case "operator":
            return Token(kind="operator", text=_OPERATORS.get(raw, raw), start=start, end=end)
        case other:
            return Token(kind=other, text=raw, start=start, end=end)  # type: ignore[arg-type]
