"""A document that says something in every section, and what `diff` says of an edit in it."""

from __future__ import annotations

from pathlib import Path

from engine.compare.change import Change, in_language
from engine.compare.wording import changes
from engine.core.text import Language
from engine.source.document import Mapping
from engine.source.read import read

WHOLE = Path(__file__).with_name("whole.yaml").read_text("utf-8")


def root_of(text: str) -> Mapping:
    document = read("v.yaml", text.encode()).value
    assert document is not None
    return document.root


def found(before: str, after: str, text: str = WHOLE) -> tuple[Change, ...]:
    assert 1 == text.count(before), before
    return changes(root_of(text), root_of(text.replace(before, after)))


def said(before: str, after: str, language: Language, text: str = WHOLE) -> list[str]:
    return [in_language(change.words, language) for change in found(before, after, text)]
