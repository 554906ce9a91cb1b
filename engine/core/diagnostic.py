"""Diagnostics: what is wrong, where, and the way out, as values; texts live in the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from typing import Generic, Literal, TypeVar

from engine.core.record import record
from engine.core.span import Span

Severity = Literal["error", "warning"]

T = TypeVar("T")
U = TypeVar("U")


@record(kw_only=True)
class Check:
    """One thing that can be wrong. Its texts stand in the catalogue under its code.

    `leaves_whole`: the value is complete all the same, so that the next stage may look for
    mistakes of its own; the value still counts as refused.
    """

    code: str
    name: str
    severity: Severity = "error"
    since: str = "0.1"
    leaves_whole: bool = False

    def at(self, span: Span, *related: Span, **values: str) -> Diagnostic:
        """This finding at a place; `values` fill the message and the hint."""
        return Diagnostic(check=self, span=span, values=values, related=related)


@record(kw_only=True)
class Diagnostic:
    """One finding. `values` are plain texts; the message is made when it is shown."""

    check: Check
    span: Span
    values: Mapping[str, str] = field(default_factory=dict)
    related: tuple[Span, ...] = ()

    @property
    def is_error(self) -> bool:
        return self.check.severity == "error"

    @property
    def sort_key(self) -> tuple[str, int, int, str, tuple[str, ...]]:
        """File, line, column, code: the order in which findings are shown."""
        return (
            self.span.file,
            self.span.line,
            self.span.column,
            self.check.code,
            tuple(self.values.values()),
        )


def in_order(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Findings sorted by place, each once."""
    unique: dict[tuple[str, int, int, str, tuple[str, ...]], Diagnostic] = {}
    for diagnostic in found:
        unique.setdefault(diagnostic.sort_key, diagnostic)
    return tuple(unique[key] for key in sorted(unique))


@record
class Outcome(Generic[T]):
    """What a stage returns: a value (None only after an error) and its findings."""

    value: T | None
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def has_errors(self) -> bool:
        return any(d.is_error for d in self.diagnostics)

    def then(self, stage: Callable[[T], Outcome[U]]) -> Outcome[U]:
        """Start the next stage unless an error closed the gate; findings add up."""
        if self.value is None or any(
            d.is_error and not d.check.leaves_whole for d in self.diagnostics
        ):
            return Outcome(None, self.diagnostics)
        following = stage(self.value)
        return Outcome(following.value, in_order((*self.diagnostics, *following.diagnostics)))

    def closed(self) -> Outcome[T]:
        """The same without its value if there is any error: nothing goes on from here."""
        return Outcome(None, self.diagnostics) if self.has_errors else self
