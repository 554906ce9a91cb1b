"""A text file of any size → its encoding, its digest, and UTF-8 that can be split into rows.

Blocks are read one after the other: the file is never in memory as a whole.
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from engine.core.diagnostic import Outcome
from engine.core.record import record
from engine.core.span import whole_file
from engine.intake.checks.i803_not_text import NOT_TEXT
from engine.intake.checks.i804_unknown_encoding import UNKNOWN_ENCODING
from engine.intake.decode import MARKS
from engine.intake.mapping import Encoding

BLOCK = 1 << 22
Ticks = Callable[[int], None]


@record(kw_only=True)
class Text:
    """A file in UTF-8. `is_plain`: every line is a row, so that any reader counts the same rows.

    `is_cut`: it ends within a character. `digest`: of the file as it was given.
    """

    path: Path
    digest: str
    skipped: int
    is_plain: bool
    is_cut: bool
    end: str = "\n"


def file_digest(path: Path, tick: Ticks) -> str:
    """As `core.digest` says of bytes, block by block."""
    found = hashlib.sha256()
    for block in _blocks(path):
        found.update(block)
        tick(len(block))
    return "sha256:" + found.hexdigest()


def read_text(
    file: str, path: Path, declared: Encoding, beside: Path, tick: Ticks
) -> Outcome[Text]:
    """The file as UTF-8: itself, or a copy of it `beside`; or the byte at which it is no text."""
    with path.open("rb") as opened:
        start = opened.read(4)
    mark, marked = next((m for m in MARKS if start.startswith(m[0])), (b"", ""))
    offset = 0
    for encoding in _tried(declared, marked):
        reading = _Reading(path, encoding, len(mark), None if encoding == "utf-8" else beside)
        problem = reading.run(tick)
        if problem is None:
            return Outcome(reading.text())
        offset = max(offset, problem.offset)
        if problem.is_binary:
            return Outcome(None, (NOT_TEXT.at(whole_file(file), offset=str(offset)),))
    names = "UTF-8, GB18030" if declared == "auto" else declared.upper()
    found = UNKNOWN_ENCODING.at(whole_file(file), offset=str(offset), tried=names)
    return Outcome(None, (found,))


def _tried(declared: Encoding, marked: str) -> tuple[str, ...]:
    if declared == "auto":
        return (marked,) if marked else ("utf-8", "gb18030")
    if declared == "utf-16" or (marked and not marked.startswith(declared)):
        # the mark contradicts the mapping, or UTF-16 comes without the mark that tells its order
        return (marked,) if marked.startswith(declared) else ()
    return (declared,)


@record
class _Problem:
    offset: int
    is_binary: bool = False


class _Reading:
    """One try at one encoding."""

    def __init__(self, path: Path, encoding: str, skipped: int, copy: Path | None) -> None:
        self.path = path
        self.copy = copy
        self.skipped = skipped
        self.decoder = codecs.getincrementaldecoder(encoding)()
        self.digest = hashlib.sha256()
        self.ends: set[str] = set()
        self.has_blank_lines = False
        self.is_cut = False
        self.before = ""

    def run(self, tick: Ticks) -> _Problem | None:
        """Read it to the end; what stands in the way."""
        if self.copy is None:
            return self._decode(tick, lambda _: None)
        with self.copy.open("wb") as written:
            return self._decode(tick, lambda text: written.write(text.encode()))

    def text(self) -> Text:
        return Text(
            path=self.copy or self.path,
            digest="sha256:" + self.digest.hexdigest(),
            skipped=self.skipped if self.copy is None else 0,
            is_plain=not self.has_blank_lines and len(self.ends) <= 1 and not self.is_cut,
            is_cut=self.is_cut,
            end=next(iter(self.ends), "\n"),
        )

    def _decode(self, tick: Ticks, take: Callable[[str], object]) -> _Problem | None:
        position = 0
        for block in _blocks(self.path):
            self.digest.update(block)
            body = block[self.skipped :] if position == 0 else block
            offset = position + len(block) - len(body)
            pending = len(self.decoder.getstate()[0])
            try:
                text = self.decoder.decode(body)
            except UnicodeDecodeError as error:
                return _Problem(offset + error.start - pending)
            if "\0" in text:
                return _Problem(offset + len(text[: text.index("\0")].encode()), is_binary=True)
            self._look(text)
            take(text)
            position += len(block)
            tick(len(block))
        self.is_cut = bool(self.decoder.getstate()[0])
        return None

    def _look(self, text: str) -> None:
        """Ends of lines, and lines with nothing in them, also across two blocks."""
        if "\n\n" in text or "\n\r\n" in text or _begins_blank(self.before + text[:3]):
            self.has_blank_lines = True
        # a carriage return at the end of a block may belong to the line feed of the next
        held = "\r" if self.before.endswith("\r") else ""
        self.before = (self.before + text)[-2:]
        whole = held + (text[:-1] if text.endswith("\r") else text)
        pairs, feeds, returns = (whole.count(end) for end in ("\r\n", "\n", "\r"))
        self.ends |= {"\r\n"} if pairs else set()
        self.ends |= {"\n"} if feeds > pairs else set()
        self.ends |= {"\r"} if returns > pairs else set()


def _begins_blank(text: str) -> bool:
    return "\n\n" in text or "\n\r\n" in text


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block
