"""Bytes of a YAML file → `Document`. Built from the parser's events, so nothing is resolved."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

import yaml

from engine.core.diagnostic import Diagnostic, Outcome, in_order
from engine.core.digest import digest_bytes
from engine.core.span import Span, whole_file
from engine.source.checks.y101_not_yaml import NOT_YAML
from engine.source.checks.y102_empty_file import EMPTY_FILE
from engine.source.checks.y103_not_text import NOT_TEXT
from engine.source.checks.y104_duplicate_key import DUPLICATE_KEY
from engine.source.checks.y105_anchor import ANCHOR
from engine.source.checks.y106_tag import TAG
from engine.source.checks.y107_too_large import TOO_LARGE
from engine.source.checks.y108_too_deep import TOO_DEEP
from engine.source.checks.y109_not_a_mapping import NOT_A_MAPPING
from engine.source.checks.y110_second_document import SECOND_DOCUMENT
from engine.source.checks.y111_key_not_text import KEY_NOT_TEXT
from engine.source.document import Document, Mapping, Node, Scalar, Sequence

LARGEST_FILE = 4 * 1024 * 1024
DEEPEST_NESTING = 40

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(name: str, content: bytes) -> Outcome[Document]:
    """Read one file. Every mistake of its form is found; none of its meaning is looked at."""
    if len(content) > LARGEST_FILE:
        largest = str(LARGEST_FILE // 2**20)
        return _refuse(TOO_LARGE.at(whole_file(name), size=str(len(content)), largest=largest))
    try:
        text = content.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        return _refuse(NOT_TEXT.at(whole_file(name), offset=str(error.start)))
    if "\0" in text:
        return _refuse(NOT_TEXT.at(whole_file(name), offset=str(text.index("\0"))))
    composer = _Composer(name)
    try:
        root = composer.compose(yaml.parse(text, Loader=_LOADER))
    except yaml.YAMLError as error:
        return _refuse(_syntax_error(name, error, text), *composer.found)
    except _TooDeepError as error:
        return _refuse(TOO_DEEP.at(error.span, deepest=str(DEEPEST_NESTING)))
    if root is None or (isinstance(root, Scalar) and root.is_null):
        return _refuse(EMPTY_FILE.at(whole_file(name)))
    if not isinstance(root, Mapping):
        return _refuse(NOT_A_MAPPING.at(root.span))
    document = Document(
        file=name,
        root=root,
        bytes_digest=digest_bytes(content),
        lines=tuple(text.split("\n")),
    )
    return Outcome(document, in_order(composer.found))


def _refuse(*found: Diagnostic) -> Outcome[Document]:
    return Outcome(None, in_order(found))


def _syntax_error(name: str, error: yaml.YAMLError, text: str) -> Diagnostic:
    mark = getattr(error, "problem_mark", None)
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "")
    if mark is None:
        return NOT_YAML.at(whole_file(name), problem=problem)
    span = Span(
        file=name,
        line=mark.line + 1,
        column=mark.column + 1,
        end_line=mark.line + 1,
        end_column=mark.column + 2,
    )
    return NOT_YAML.at(span, problem=problem, closest=_odd_sign(text, mark.line))


# what looks like YAML and is none, with what stands for it
_ODD_SIGNS = {"\t": "Tab → ␣", "，": "， → ,", "：": "： → :", "｛": "｛ → {", "［": "［ → ["}


def _odd_sign(text: str, line: int) -> str:
    """A sign on the line of the mistake, or on the one before, that is shown like its twin."""
    lines = text.split("\n")
    for number in (line, line - 1):
        found = lines[number] if 0 <= number < len(lines) else ""
        for sign, told in _ODD_SIGNS.items():
            if sign in found:
                return told
    return ""


class _Mark(Protocol):
    """Where the parser stands; the C and the Python parser have classes of their own."""

    line: int
    column: int


class _TooDeepError(Exception):
    def __init__(self, span: Span) -> None:
        super().__init__()
        self.span = span


@dataclass
class _Open:
    """A mapping or sequence whose end has not come yet."""

    is_mapping: bool
    start: _Mark | None
    children: list[Node] = field(default_factory=list)


class _Composer:
    """Builds nodes from parser events with a stack of its own, so depth cannot exhaust ours."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Diagnostic] = []
        self._stack: list[_Open] = []
        self._root: Node | None = None
        self._documents = 0

    def compose(self, events: Iterable[yaml.Event]) -> Node | None:
        for event in events:
            self._take(event)
        return self._root

    def _take(self, event: yaml.Event) -> None:
        match event:
            case yaml.ScalarEvent():
                self._refuse_marks(event)
                self._add(self._scalar(event))
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._refuse_marks(event)
                self._open(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close(event)
            case yaml.AliasEvent():
                span = self._span(event.start_mark, event.end_mark)
                self.found.append(ANCHOR.at(span, text=f"*{event.anchor}"))
                self._add(Scalar("", True, span))
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents == 2:
                    span = self._span(event.start_mark, event.end_mark)
                    self.found.append(SECOND_DOCUMENT.at(span))

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        return Scalar(
            text=event.value,
            quoted=event.style in ('"', "'", "|", ">"),
            span=self._span(event.start_mark, event.end_mark),
            block=event.style == "|",
            folded=event.style == ">",
        )

    def _open(self, event: yaml.Event) -> None:
        if len(self._stack) >= DEEPEST_NESTING:
            raise _TooDeepError(self._span(event.start_mark, event.end_mark))
        self._stack.append(_Open(isinstance(event, yaml.MappingStartEvent), event.start_mark))

    def _close(self, event: yaml.Event) -> None:
        opened = self._stack.pop()
        span = self._span(opened.start, event.end_mark)
        if opened.is_mapping:
            self._add(Mapping(self._pairs(opened.children), span))
        else:
            self._add(Sequence(tuple(opened.children), span))

    def _pairs(self, children: list[Node]) -> tuple[tuple[Scalar, Node], ...]:
        pairs: dict[str, tuple[Scalar, Node]] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                self.found.append(KEY_NOT_TEXT.at(key.span))
            elif key.text == "<<" and not key.quoted:
                self.found.append(ANCHOR.at(key.span, text="<<"))
            elif key.text in pairs:
                first = pairs[key.text][0].span
                self.found.append(
                    DUPLICATE_KEY.at(key.span, first, key=key.text, line=str(first.line))
                )
            else:
                pairs[key.text] = (key, value)
        return tuple(pairs.values())

    def _add(self, node: Node) -> None:
        if self._stack:
            self._stack[-1].children.append(node)
        elif self._documents <= 1:
            self._root = node

    def _refuse_marks(
        self, event: yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent
    ) -> None:
        if event.anchor is None and event.tag is None:
            return
        span = self._span(event.start_mark, event.end_mark)
        if event.anchor is not None:
            self.found.append(ANCHOR.at(span, text="&" + event.anchor))
        if event.tag is not None:
            self.found.append(TAG.at(span, tag=event.tag))

    def _span(self, start: _Mark | None, end: _Mark | None) -> Span:
        if start is None or end is None:  # a parser that reads text always knows its place
            return whole_file(self.file)
        return Span(
            file=self.file,
            line=start.line + 1,
            column=start.column + 1,
            end_line=end.line + 1,
            end_column=end.column + 1,
        )
