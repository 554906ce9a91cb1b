"""A read text cut into pieces: values, signs and comments, each at its place; no blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence as Sequence_

from engine.core.record import record
from engine.source.document import Document, Mapping, Node, Scalar, Sequence

_SIGNS = {"{": "open", "[": "open", "}": "close", "]": "close", ",": "comma", ":": "colon",
          "-": "dash"}  # fmt: skip
# `|2`: the author says himself how far the text of a block stands in
INDICATOR = re.compile(r"[|>][+-]?[1-9]")
# what the parser takes for the end of a line, and a list of lines does not
_OTHER_LINE_ENDS = re.compile("[\r\x85\u2028\u2029]")


class NotCertainError(Exception):
    """Something that is not sure to be understood; the text is left alone."""


@record(kw_only=True)
class Piece:
    """One value, sign or comment. `depth` counts the brackets around it."""

    kind: str
    lines: tuple[str, ...]
    line: int
    column: int
    end_line: int
    end_column: int
    depth: int = 0
    scalar: Scalar | None = None

    @property
    def text(self) -> str:
        return self.lines[0]

    @property
    def is_block(self) -> bool:
        return self.scalar is not None and (self.scalar.block or self.scalar.folded)

    @property
    def keeps_blanks(self) -> bool:
        """A block whose sign says that the empty lines behind it belong to it."""
        return self.is_block and "+" in self.text.partition("#")[0]


def pieces(document: Document) -> tuple[Piece, ...]:
    """Every piece in the order of the text."""
    if any(_OTHER_LINE_ENDS.search(line) for line in document.lines):
        raise NotCertainError("\\r")
    cutting = _Cutting(document.lines)
    for scalar in _scalars(document.root):
        if _is_there(scalar):
            cutting.signs_until(scalar.span.line, scalar.span.column)
            cutting.value(scalar)
    cutting.signs_until(len(document.lines), len(document.lines[-1]) + 1)
    return tuple(cutting.found)


def _scalars(node: Node) -> Iterator[Scalar]:
    match node:
        case Mapping():
            for key, value in node.pairs:
                yield key
                yield from _scalars(value)
        case Sequence():
            for item in node.items:
                yield from _scalars(item)
        case Scalar():
            yield node


def _is_there(scalar: Scalar) -> bool:
    """False for a value that was left out: nothing stands at its place."""
    span = scalar.span
    return (span.line, span.column) != (span.end_line, span.end_column)


class _Cutting:
    """Goes through the text once; between two values there are only signs, blanks, comments."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        self.lines = lines
        self.found: list[Piece] = []
        self._line, self._column, self._depth = 1, 1, 0

    def signs_until(self, line: int, column: int) -> None:
        while self._line < line:
            self._signs(self._line, len(self.lines[self._line - 1]) + 1)
            self._line, self._column = self._line + 1, 1
        if self._line == line:
            self._signs(line, column)

    def _signs(self, line: int, end: int) -> None:
        text = self.lines[line - 1]
        if self._column == 1 and text.startswith(("---", "...", "%")) and end > 1:
            self._marker(text, line)
        while self._column < end:
            here = text[self._column - 1]
            if here == "#":
                self._add("comment", text[self._column - 1 :].rstrip(), line)
            elif here in " \t":
                self._column += 1
            elif here in _SIGNS:
                self._sign(here, line)
            else:
                raise NotCertainError(here)

    def _marker(self, text: str, line: int) -> None:
        if text.rstrip() != "---":
            raise NotCertainError(text[:3])
        self._add("marker", "---", line)

    def _sign(self, sign: str, line: int) -> None:
        kind = _SIGNS[sign]
        self._depth -= kind == "close"
        self._add(kind, sign, line)
        self._depth += kind == "open"

    def _add(self, kind: str, text: str, line: int) -> None:
        start = self._column
        self._column += len(text)
        if kind == "comment":
            self._column = len(self.lines[line - 1]) + 1
        self.found.append(
            Piece(
                kind=kind, lines=(text,), line=line, column=start, end_line=line,
                end_column=start + len(text), depth=self._depth,
            )
        )  # fmt: skip

    def value(self, scalar: Scalar) -> None:
        span = scalar.span
        is_block = scalar.block or scalar.folded
        lines = self._block(scalar) if is_block else self._inline(scalar)
        end_line = span.line + len(lines) - 1
        end_column = len(lines[-1]) + 1 if len(lines) > 1 else span.column + len(lines[0])
        self.found.append(
            Piece(
                kind="value", lines=lines, line=span.line, column=span.column, depth=self._depth,
                end_line=end_line, end_column=end_column, scalar=scalar,
            )
        )  # fmt: skip
        self._line, self._column = (end_line + 1, 1) if is_block else (end_line, end_column)

    def _inline(self, scalar: Scalar) -> tuple[str, ...]:
        span = scalar.span
        if span.line == span.end_line:
            return (self.lines[span.line - 1][span.column - 1 : span.end_column - 1],)
        first = self.lines[span.line - 1][span.column - 1 :]
        last = self.lines[span.end_line - 1][: span.end_column - 1]
        return (first, *self.lines[span.line : span.end_line - 1], last)

    def _block(self, scalar: Scalar) -> tuple[str, ...]:
        """The sign with what stands behind it, and the lines of the text."""
        span = scalar.span
        head = self.lines[span.line - 1][span.column - 1 :].rstrip()
        end = span.end_line if span.end_column > 1 else span.end_line - 1
        body = list(self.lines[span.line : end])
        sign = head.partition("#")[0]
        # more blanks than the text stands in are blanks of the text
        stands_in = 0 if INDICATOR.match(sign) else indent_of(body)
        while body and len(body[-1]) <= stands_in and not body[-1].strip() and "+" not in sign:
            body.pop()
        return (head, *body)


def indent_of(body: Sequence_[str]) -> int:
    """How far the text of a block stands in: as its first line that is not empty."""
    return next((len(line) - len(line.lstrip(" ")) for line in body if line.strip()), 0)
