"""Small changes to a read text at the places of its nodes; every other character stays."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engine.core.record import record
from engine.core.span import Span
from engine.source.document import Document, Mapping, Node, Scalar
from engine.source.pieces import NotCertainError

# what the parser takes for the end of a line
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_COMMA_BEHIND = re.compile(r"\s*,")
# what may stand between two pairs of one line and go with one of them; a comment may not
_ONLY_SIGNS = re.compile(r"[ \t]*,?[ \t]*")


@record
class Edit:
    """The text from `start` until before `end` gives way to `text`."""

    start: int
    end: int
    text: str


@record
class Source:
    """The text of a document, and where its lines begin."""

    text: str
    starts: tuple[int, ...]

    def start(self, span: Span) -> int:
        return self.starts[span.line - 1] + span.column - 1

    def end(self, span: Span) -> int:
        return self.starts[span.end_line - 1] + span.end_column - 1

    def written(self, node: Node) -> str:
        return self.text[self.start(node.span) : self.end(node.span)]

    def line_start(self, offset: int) -> int:
        return max(start for start in self.starts if start <= offset)

    def line_end(self, offset: int) -> tuple[int, int]:
        """Where the line's text ends, and where the next line begins."""
        found = _LINE_END.search(self.text, offset)
        return (found.start(), found.end()) if found else (len(self.text), len(self.text))


def source_of(document: Document) -> Source:
    text = "\n".join(document.lines)
    return Source(text, (0, *(end.end() for end in _LINE_END.finditer(text))))


def applied(source: Source, edits: Iterable[Edit]) -> str:
    """The text with all edits, which do not touch each other."""
    text = source.text
    for edit in sorted(edits, key=lambda e: e.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def replaced(source: Source, scalar: Scalar, text: str) -> Edit:
    """Another text in the place of a scalar, in its quotes if it has any."""
    start, end = source.start(scalar.span), source.end(scalar.span)
    return Edit(start, end, _quoted_like(source, scalar, text))


def removed(source: Source, mapping: Mapping, key: str) -> Edit:
    """A pair taken out, with its line if nothing else stands on it; comments stay."""
    index = next(n for n, (name, _) in enumerate(mapping.pairs) if name.text == key)
    name, value = mapping.pairs[index]
    start, end = source.start(name.span), source.end(value.span)
    if not _is_flow(source, mapping):
        return _without_line(source, start, end)
    if index:
        before = source.end(mapping.pairs[index - 1][1].span)
        if _ONLY_SIGNS.fullmatch(source.text, before, start):
            return Edit(before, end, "")
    elif len(mapping.pairs) > 1:
        following = source.start(mapping.pairs[1][0].span)
        if _ONLY_SIGNS.fullmatch(source.text, end, following):
            return Edit(start, following, "")
    comma = _COMMA_BEHIND.match(source.text, end)
    return _without_line(source, start, comma.end() if comma else end)


def added_behind(source: Source, mapping: Mapping, key: str, pair: tuple[str, str]) -> Edit:
    """A pair behind that of `key`, written as that one is: on its line, or on one below."""
    beside, value = mapping.key(key), mapping.get(key)
    if beside is None or not isinstance(value, Scalar):
        raise NotCertainError(key)
    name, text = pair[0], _quoted_like(source, value, pair[1])
    end = source.end(value.span)
    if _is_flow(source, mapping):
        return Edit(end, end, f", {name}: {text}")
    start = source.start(beside.span)
    indent = source.text[source.line_start(start) : start]
    if indent.strip(" "):
        raise NotCertainError(indent.strip())
    line_end, following = source.line_end(end)
    newline = source.text[line_end:following] or _usual_line_end(source)
    return Edit(line_end, line_end, f"{newline}{indent}{name}: {text}")


def added_below(source: Source, root: Mapping, key: str, line: str) -> Edit:
    """A line of its own below the pair of `key`, which stands on the outermost level."""
    value = root.get(key)
    if value is None or _is_flow(source, root):
        raise NotCertainError(key)
    last: Node = value
    while isinstance(last, Mapping) and last.pairs and not _is_flow(source, last):
        last = last.pairs[-1][1]
    line_end, following = source.line_end(source.end(last.span))
    newline = source.text[line_end:following] or _usual_line_end(source)
    return Edit(line_end, line_end, f"{newline}{line}")


def _is_flow(source: Source, mapping: Mapping) -> bool:
    return source.text[source.start(mapping.span)] == "{"


def _usual_line_end(source: Source) -> str:
    found = _LINE_END.search(source.text)
    return found.group() if found else "\n"


def _quoted_like(source: Source, scalar: Scalar, text: str) -> str:
    if scalar.block or scalar.folded:
        raise NotCertainError(scalar.text.strip())
    quote = source.written(scalar)[:1] if scalar.quoted else ""
    return f"{quote}{text}{quote}"


def _without_line(source: Source, start: int, end: int) -> Edit:
    line_start = source.line_start(start)
    line_end, following = source.line_end(end)
    rest = source.text[end:line_end]
    if source.text[line_start:start].strip(" \t"):
        return Edit(start, end, "")
    if rest.strip(" \t"):  # a comment moves to where the pair began
        return Edit(start, end + len(rest) - len(rest.lstrip(" \t")), "")
    return Edit(line_start, following, "")
