"""A test of an order's fact → its one canonical text."""

from __future__ import annotations

from engine.bind.cells import ANYTHING, bands, split
from engine.bind.flag_model import ANY, NOBODY, UNKNOWN, FlagFact
from engine.core.number import parse_quantity

_TRUTHS = {
    "true": "true",
    "是": "true",
    "yes": "true",
    "false": "false",
    "否": "false",
    "no": "false",
}
_UNKNOWN = (UNKNOWN, "未知")
_NOBODY = (NOBODY, "无", "没有人")


def canonical(text: str, fact: FlagFact) -> str | None:
    """The cell in ids, `-` for anything; None if it cannot be read."""
    if text in ANYTHING:
        return ANY
    if fact.kind == "number":
        return text if bands(text) is not None else None
    found = [_word(part, fact) for part in split(text)]
    known = [word for word in found if word is not None]
    return "、".join(known) if known and len(known) == len(found) else None


def given(text: str, fact: FlagFact) -> str | None:
    """The value of a fact in a worked example; UNKNOWN where that is what it says."""
    if text in _UNKNOWN:
        return UNKNOWN
    if fact.kind == "number":
        return text if parse_quantity(text) is not None else None
    return _word(text, fact)


def _word(part: str, fact: FlagFact) -> str | None:
    if part in _UNKNOWN:
        return UNKNOWN
    if fact.kind == "yes_no":
        return _TRUTHS.get(part)
    if fact.key == "handler" and part in _NOBODY:
        return NOBODY
    if fact.words is None:
        return part
    names = {name: id_ for id_, name in fact.said.items()}
    return part if part in fact.words else names.get(part)
