"""What the tree of a document says about its text: levels of indents, rows, sections."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.core.record import record
from engine.core.width import width
from engine.source.document import Document, Mapping, Node, Scalar, Sequence
from engine.source.pieces import NotCertainError, Piece

STEP = 2


@record
class Level:
    """The column of a mapping's keys or a list's dashes, before and after."""

    old: int
    new: int


@dataclass
class Layout:
    """What the tree says of the text: which level each line and each piece belongs to."""

    document: Document
    parts: tuple[Piece, ...]
    starts: dict[tuple[int, int], Level] = field(default_factory=dict)
    around: dict[int, tuple[Level, ...]] = field(default_factory=dict)
    aligned: set[tuple[int, int]] = field(default_factory=set)
    section_lines: list[int] = field(default_factory=list)
    rows: list[Sequence] = field(default_factory=list)
    _dashes: list[Piece] = field(default_factory=list)

    def read(self) -> None:
        self._dashes = [p for p in self.parts if p.kind == "dash"]
        self._dashes.reverse()
        self._mapping(self.document.root, 0, ())
        was_section = True
        for key, value in self.document.root.pairs:
            is_section = self._is_section(value)
            if is_section or was_section:
                self.section_lines.append(key.span.line)
            was_section = is_section

    def _is_section(self, value: Node) -> bool:
        is_list = isinstance(value, Mapping | Sequence) and not self.is_flow(value)
        return is_list or (isinstance(value, Scalar) and value.block)

    def is_flow(self, node: Node) -> bool:
        span = node.span
        text = self.document.lines[span.line - 1]
        return text[span.column - 1 : span.column] in ("{", "[")

    def _mapping(self, node: Mapping, new: int, outer: tuple[Level, ...]) -> None:
        level = Level(node.span.column - 1, new)
        levels = (*outer, level)
        if self.is_flow(node):  # a file that is one pair of braces
            raise NotCertainError("{")
        for key, value in node.pairs:
            self._starts(key, level, levels)
            if isinstance(value, Sequence) and key.text == "rows":
                self.rows.append(value)
            self._value(value, new + STEP, levels)
        self._keep_alignment(node)

    def _value(self, value: Node, new: int, levels: tuple[Level, ...]) -> None:
        """A value begins at `new` where it stands on a line of its own."""
        if isinstance(value, Scalar) or self.is_flow(value):
            self._starts(value, Level(value.span.column - 1, new), levels)
        elif isinstance(value, Mapping):
            self._mapping(value, new, levels)
        else:
            self._list(value, new, levels)

    def _list(self, node: Sequence, new: int, outer: tuple[Level, ...]) -> None:
        level = Level(node.span.column - 1, new)
        levels = (*outer, level)
        for item in node.items:
            if not self._dashes:
                raise NotCertainError("-")
            dash = self._dashes.pop()
            self.starts[dash.line, dash.column] = level
            self.around[dash.line] = levels
            self._value(item, new + STEP, levels)

    def _starts(self, node: Node, level: Level, levels: tuple[Level, ...]) -> None:
        self.starts[node.span.line, node.span.column] = level
        self.around[node.span.line] = levels

    def _keep_alignment(self, node: Mapping) -> None:
        """Values that the author put below each other stay so."""
        offsets = [self._offset(key, value) for key, value in node.pairs]
        for index in range(len(offsets) - 1):
            here, below = offsets[index], offsets[index + 1]
            (key, _), (following, _) = node.pairs[index], node.pairs[index + 1]
            is_next = following.span.line == key.span.line + 1
            if is_next and here is not None and here == below:
                for _, value in node.pairs[index : index + 2]:
                    self.aligned.add((value.span.line, value.span.column))

    def _offset(self, key: Scalar, value: Node) -> int | None:
        """Cells from the key to its value on the same line."""
        if value.span.line != key.span.line or value.span.end_line != key.span.line:
            return None
        line = self.document.lines[key.span.line - 1]
        between = line[key.span.column - 1 : value.span.column - 1]
        # a tab has no width of its own, so nothing can be said to stand below anything
        return None if "\t" in between else width(between)
