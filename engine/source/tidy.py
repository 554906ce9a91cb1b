"""A read text → the same text laid out well: indents, gaps, columns of rows, blank lines."""

from __future__ import annotations

from engine.core.width import width
from engine.source.document import Document
from engine.source.layout import STEP, Layout, Level
from engine.source.pieces import INDICATOR, NotCertainError, Piece, indent_of, pieces
from engine.source.rows import row_gaps


def tidy(document: Document) -> str:
    """The text anew. Values and the words of comments are never touched."""
    layout = Layout(document, pieces(document))
    layout.read()
    return _Writing(layout).text()


def gap_between(before: Piece, part: Piece) -> int:
    """Blanks between two pieces on one line, comments apart."""
    if part.kind in ("comma", "close", "colon") or before.kind == "open":
        return 0
    if before.kind in ("comma", "colon", "dash"):
        return 1
    raise NotCertainError(f"{before.text} {part.text}")


class _Writing:
    """Puts the pieces down one after another."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.parts = layout.parts
        self.lines: list[str] = []
        self._source = layout.document.lines
        self._current = ""
        self._first = layout.parts[0]
        self._start = 0
        self._delta = 0
        self._levels: tuple[Level, ...] = (Level(0, 0),)
        self._padded = row_gaps(layout, gap_between)
        self._blank_before = set(self._section_starts())

    def text(self) -> str:
        for index, part in enumerate(self.parts):
            if index == 0 or part.line > self.parts[index - 1].end_line:
                self._new_line(index)
            else:
                self._current += " " * self._gap(index)
            self._put(part)
        self.lines.append(self._current)
        # in a block that the file ends with, the end of its last line is part of the text
        is_open = self.parts[-1].is_block and self.parts[-1].end_line == len(self._source)
        return "\n".join(self.lines) + ("" if is_open and self._source[-1] else "\n")

    # -- lines ------------------------------------------------------------------------------

    def _new_line(self, index: int) -> None:
        part = self.parts[index]
        if index:
            self.lines.append(self._current)
            before = self.parts[index - 1]
            is_apart = part.line > before.end_line + 1 or part.line in self._blank_before
            if is_apart and not before.keeps_blanks:
                self.lines.append("")
        self._first, self._start = part, self._indent(index)
        if self._is_start(part):
            self._delta = self._start - (part.column - 1)
            self._levels = self.layout.around[part.line]
        self._current = " " * self._start

    def _is_start(self, part: Piece) -> bool:
        return part.depth == 0 and (part.line, part.column) in self.layout.starts

    def _indent(self, index: int) -> int:
        part = self.parts[index]
        if part.depth > 0 or part.kind == "close":
            return max(part.column - 1 + self._delta, self._levels[-1].new)
        if part.kind == "comment":
            return self._comment_indent(index)
        return self._content_indent(part)

    def _content_indent(self, part: Piece) -> int:
        level = self.layout.starts.get((part.line, part.column))
        if part.kind == "marker":
            return 0
        if level is None:
            raise NotCertainError(part.text)
        return level.new

    def _comment_indent(self, index: int) -> int:
        """Below what it stood below: the line after it, or a level that is open before it."""
        old = self.parts[index].column - 1
        following = self._nearest(range(index + 1, len(self.parts)))
        least = self._content_indent(following) if following else 0
        if following is not None and old <= following.column - 1:
            return least
        before = self._nearest(range(index - 1, -1, -1))
        levels = self.layout.around.get(before.line, ()) if before else ()
        return max([least, *(level.new for level in levels if level.old <= old)])

    def _nearest(self, indexes: range) -> Piece | None:
        """The first piece there that is no comment."""
        return next((self.parts[i] for i in indexes if self.parts[i].kind != "comment"), None)

    def _section_starts(self) -> list[int]:
        """Lines that need an empty line before them: sections, with the comments above them."""
        comments = {
            part.line: index
            for index, part in enumerate(self.parts)
            if part.kind == "comment" and self._stands_alone(index) and part.depth == 0
        }
        found = []
        for line in self.layout.section_lines:
            start = line
            while start - 1 in comments and self._comment_indent(comments[start - 1]) == 0:
                start -= 1
            found.append(start)
        first = next((p.line for p in self.parts if p.kind != "comment"), 0)
        return [line for line in found if line > first]

    def _stands_alone(self, index: int) -> bool:
        return index == 0 or self.parts[index].line > self.parts[index - 1].end_line

    # -- within a line ----------------------------------------------------------------------

    def _gap(self, index: int) -> int:
        before, part = self.parts[index - 1], self.parts[index]
        if part.kind == "comment":
            return self._comment_gap(before, part)
        if index in self._padded:
            return self._padded[index]
        if (part.line, part.column) in self.layout.aligned and before.kind == "colon":
            return part.column - before.end_column
        return gap_between(before, part)

    def _comment_gap(self, before: Piece, part: Piece) -> int:
        """As far as it was; where the text before it has changed, at the same column."""
        kept = part.column - before.end_column
        line = self._source[part.line - 1]
        if kept < 1 or "\t" in line[before.end_column - 1 : part.column - 1]:
            return 2
        if self._first.line != part.line:
            return kept
        old = width(line[self._first.column - 1 : before.end_column - 1])
        new = width(self._current[self._start :])
        return kept if old == new else max(old + kept - new, 2)

    def _put(self, part: Piece) -> None:
        first, *rest = part.lines
        if part.is_block:
            self._current += first
            self._put_block(part, rest)
            return
        is_plain = part.scalar is not None and not part.scalar.quoted
        self._current += first.rstrip() if is_plain else first
        least = self._levels[-1].new + 1
        for line in rest:
            self.lines.append(self._current)
            words = line.strip() if is_plain and line is not rest[-1] else line.lstrip(" \t")
            indent = max(len(line) - len(line.lstrip(" \t")) + self._delta, least)
            self._current = " " * indent + words if words.strip() else ""

    def _put_block(self, part: Piece, body: list[str]) -> None:
        """The text of a block moves as one; what stands in it beyond that is its own."""
        level = self._levels[-1]
        old = indent_of(body)
        shift = level.new + STEP - old
        if INDICATOR.match(part.text):
            old, shift = 0, level.new - level.old
        for line in body:
            self.lines.append(self._current)
            is_empty = not line.strip() and len(line) <= old
            moved = " " * shift + line if shift >= 0 else line[-shift:]
            self._current = "" if is_empty else moved
