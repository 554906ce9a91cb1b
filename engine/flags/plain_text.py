"""A memo as typed → the same in half-width letters, each of which knows where it stood."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from engine.core.record import record

# longer texts are no memos: what stands behind is not read, and that is said
MOST_READ = 1_000
# what people put between the parts of a memo
SEPARATORS = frozenset(" +/,;、|:-–—·.。~&_()[]【】")


@record
class PlainText:
    """`places`: for each letter of `text` its index in what was typed."""

    text: str
    places: tuple[int, ...]
    is_cut: bool

    def place(self, index: int) -> int:
        """Which character, counted from 1, a person would point at."""
        if index < len(self.places):
            return self.places[index] + 1
        return (self.places[-1] + 2) if self.places else 1


def plain_text(typed: str) -> PlainText:
    """Full-width signs become half-width; control characters and line ends become blanks."""
    letters: list[str] = []
    places: list[int] = []
    for index, letter in enumerate(typed[:MOST_READ]):
        for one in unicodedata.normalize("NFKC", letter):
            letters.append(" " if is_control(one) else one)
            places.append(index)
    return PlainText("".join(letters), tuple(places), len(typed) > MOST_READ)


def is_control(letter: str) -> bool:
    """Line ends, signs that turn the direction of text, and what no file can hold."""
    return unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") and letter != "\u200d"


def skip(text: str, at: int) -> int:
    """The next letter that is no separator."""
    while at < len(text) and text[at] in SEPARATORS:
        at += 1
    return at


def bare(text: str) -> str:
    """Without the separators at either end."""
    return text.strip("".join(SEPARATORS))


def is_boundary(text: str, at: int) -> bool:
    """Whether a word may begin or end here."""
    return at in (0, len(text)) or text[at] in SEPARATORS or text[at - 1] in SEPARATORS


def longest(text: str, at: int, known: Mapping[str, str]) -> tuple[str, int] | None:
    """What the longest known name that stands here means, and where it ends."""
    for length in range(min(max(map(len, known), default=0), len(text) - at), 0, -1):
        found = known.get(text[at : at + length].casefold())
        if found is not None:
            return found, at + length
    return None
