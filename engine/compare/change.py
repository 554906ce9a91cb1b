"""One difference between two policies, and its sentence before a language is chosen."""

from __future__ import annotations

from collections.abc import Mapping as Values
from dataclasses import field
from typing import Literal

from engine.core.record import record
from engine.core.span import Span
from engine.core.text import Language, say
from engine.policy.meaning import plain_meaning
from engine.source.document import Mapping, Node, Scalar, Sequence

Kind = Literal["changed", "added", "removed"]
Path = tuple[str, ...]


@record
class Words:
    """A text of the catalogue and what fills it in."""

    key: str
    values: Values[str, Part] = field(default_factory=dict, hash=False)


@record
class Listed:
    """Parts one after the other, with the language's own sign between them."""

    parts: tuple[Part, ...]
    sign: str = "diff.comma"


Part = str | Words | Listed


def in_language(part: Part, language: Language) -> str:
    """The sentence as people read it."""
    match part:
        case str():
            return part
        case Words():
            filled = {name: in_language(value, language) for name, value in part.values.items()}
            return say(language, part.key, **filled)
        case Listed():
            return say(language, part.sign).join(in_language(p, language) for p in part.parts)


@record(kw_only=True)
class Change:
    """One difference. `path` is in the users' words: kpi.售前.转化率.weight.

    `steps` are the keys that lead there, names of rows and of list entries among them.
    `is_words`: no amount depends on it.
    """

    kind: Kind
    path: str
    steps: Path
    words: Part
    before: str = ""
    after: str = ""
    is_words: bool = False
    old: Span | None = field(default=None, compare=False)
    new: Span | None = field(default=None, compare=False)


def same(one: Node | None, other: Node | None) -> bool:
    """Whether both say the same, as the digest of the meaning has it."""
    if one is None or other is None:
        return one is other
    return bool(plain_meaning(one) == plain_meaning(other))


def shown_path(steps: Path) -> str:
    """`items` is how a card is written, not something that people speak of."""
    is_card = steps[:1] == ("kpi",)
    kept = [step for n, step in enumerate(steps) if not (is_card and n == 2 and step == "items")]
    return ".".join(kept).replace(".[", "[")


def typed(node: Node | None) -> str:
    """The node on one line, as it could be typed."""
    match node:
        case None:
            return ""
        case Scalar():
            return " ".join(node.text.split())
        case Sequence():
            return "[" + ", ".join(typed(i) for i in node.items) + "]"
        case Mapping():
            return "{" + ", ".join(f"{k.text}: {typed(v)}" for k, v in node.pairs) + "}"
