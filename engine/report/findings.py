"""Diagnostics for people: place, code, message, the line with a caret, the way out."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from engine.core.diagnostic import Diagnostic
from engine.core.text import Language, hint, message, say
from engine.core.width import width

Lines = Callable[[str], tuple[str, ...]]
_LONGEST = 160


def full(found: Iterable[Diagnostic], language: Language, lines_of: Lines) -> str:
    """Each finding over several lines, in the order given."""
    return "\n".join(_one(d, language, lines_of) for d in found)


def concise(found: Iterable[Diagnostic], language: Language) -> str:
    """Each finding on one line, for editors and logs."""
    return "\n".join(f"{_head(d, language)}: {message(d, language)}" for d in found)


def summary(found: tuple[Diagnostic, ...], language: Language) -> str:
    errors = sum(d.is_error for d in found)
    return say(language, "findings.summary", errors=errors, warnings=len(found) - errors)


def _head(diagnostic: Diagnostic, language: Language) -> str:
    severity = say(language, f"findings.{diagnostic.check.severity}")
    return f"{diagnostic.span}: {severity} {diagnostic.check.code} {diagnostic.check.name}"


def _one(diagnostic: Diagnostic, language: Language, lines_of: Lines) -> str:
    parts = [_head(diagnostic, language), f"  {message(diagnostic, language)}"]
    parts.extend(_excerpt(diagnostic, lines_of))
    parts.append(f"  {say(language, 'findings.hint')}: {hint(diagnostic, language)}")
    return "\n".join(parts) + "\n"


def _excerpt(diagnostic: Diagnostic, lines_of: Lines) -> list[str]:
    span = diagnostic.span
    lines = lines_of(span.file) if span.line else ()
    if not 0 < span.line <= len(lines):
        return []
    line = lines[span.line - 1].replace("\t", " ")
    end = span.end_column if span.end_line == span.line else len(line) + 1
    if len(line) > _LONGEST:
        return []
    before, marked = line[: span.column - 1], line[span.column - 1 : max(end - 1, span.column)]
    number = str(span.line)
    gutter = " " * len(number)
    caret = " " * width(before) + "^" * max(width(marked), 1)
    return [f"   {gutter} |", f"   {number} | {line}", f"   {gutter} | {caret}"]
