"""Typed reading of nodes whose shape the schema has already checked; mistakes are collected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.core.diagnostic import Diagnostic
from engine.core.number import has_ratio_sign, parse_quantity
from engine.core.period import Month, parse_month, parse_start
from engine.core.span import Span, within
from engine.policy.checks.p201_not_a_number import NOT_A_NUMBER
from engine.policy.checks.p202_not_a_month import NOT_A_MONTH
from engine.policy.checks.p204_unknown_source import UNKNOWN_SOURCE
from engine.policy.checks.p214_folded_formula import FOLDED_FORMULA
from engine.policy.model import (
    Acceptance,
    Cite,
    FormulaText,
    Heading,
    Quantity,
    Reference,
    Rounding,
)
from engine.source.document import Mapping, Node, Scalar, Sequence

INFINITE = ("∞", "+∞", "-∞", "inf", "")


@dataclass
class Reading:
    """One pass over one document: what was found, and the names of its sources."""

    sources: frozenset[str] = frozenset()
    found: list[Diagnostic] = field(default_factory=list)

    def quantity(self, node: Node) -> Quantity:
        """An exact number; a mistake is noted and reads as 0 so that reading can go on."""
        text, span = text_of(node), node.span
        amount = parse_quantity(text)
        if amount is None:
            self.found.append(NOT_A_NUMBER.at(span, written=text))
            return Quantity(parse_quantity("0"), text, False, span)
        return Quantity(amount, text, has_ratio_sign(text), span)

    def optional_quantity(self, mapping: Mapping, key: str) -> Quantity | None:
        node = mapping.get(key)
        return None if node is None else self.quantity(node)

    def bound(self, node: Node) -> Quantity:
        """A number or ∞ (amount None)."""
        text = text_of(node).strip()
        if text in INFINITE:
            return Quantity(None, text, False, node.span)
        return self.quantity(node)

    def formula(self, node: Node) -> FormulaText:
        """A one-line formula with the place of its first character."""
        if isinstance(node, Scalar) and (node.folded or (node.block and "\n" in node.text.strip())):
            self.found.append(FOLDED_FORMULA.at(node.span))
        return formula_text(node)

    def optional_formula(self, mapping: Mapping, key: str) -> FormulaText | None:
        node = mapping.get(key)
        return None if node is None else self.formula(node)

    def heading(self, key: Scalar, body: Node) -> Heading:
        if not isinstance(body, Mapping):
            return Heading(name=key.text, span=key.span)
        return Heading(
            name=key.text,
            label=text_of(body.get("label")),
            note=text_of(body.get("note")),
            cite=self._cite(body.get("cite")),
            span=key.span,
        )

    def _cite(self, node: Node | None) -> Cite | None:
        if not isinstance(node, Mapping):
            return None
        source = node.get("source")
        name = text_of(source)
        if source is not None and name not in self.sources:
            known = ", ".join(sorted(self.sources))
            self.found.append(UNKNOWN_SOURCE.at(source.span, name=name, known=known))
        return Cite(
            source=name,
            clause=text_of(node.get("clause")),
            rules=tuple(text_of(n) for n in entries(node.get("rules"))),
            span=node.span,
        )

    def acceptances(self, mapping: Mapping) -> tuple[Acceptance, ...]:
        return tuple(
            Acceptance(
                finding=text_of(node.get("finding")),
                of=text_of(node.get("of")),
                at=self.optional_quantity(node, "at"),
                reason=text_of(node.get("reason")),
                span=node.span,
            )
            for node in entries(mapping.get("accept"))
            if isinstance(node, Mapping)
        )


def text_of(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) and not node.is_null else ""


def entries(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else ()


def pairs(node: Node | None) -> Iterator[tuple[Scalar, Node]]:
    return iter(node.pairs if isinstance(node, Mapping) else ())


def mappings(node: Node | None) -> Iterator[tuple[Scalar, Mapping]]:
    """The pairs whose value is itself a mapping."""
    return ((key, body) for key, body in pairs(node) if isinstance(body, Mapping))


def reference(node: Node) -> Reference:
    return Reference(text_of(node), node.span)


def month_of(node: Node | None, reading: Reading) -> Month | None:
    """A month such as 2024-05; what is none is noted."""
    if node is None:
        return None
    month = parse_month(text_of(node))
    if month is None:
        reading.found.append(NOT_A_MONTH.at(node.span, written=text_of(node)))
    return month


def start_of(node: Node | None, reading: Reading) -> dt.date | None:
    """The day that a month such as 2024-05, or a day such as 2024-05-16, begins with."""
    if node is None:
        return None
    start = parse_start(text_of(node))
    if start is None:
        reading.found.append(NOT_A_MONTH.at(node.span, written=text_of(node)))
    return start


def rounding(node: Node | None) -> Rounding | None:
    if not isinstance(node, Mapping):
        return None
    return Rounding(int(text_of(node.get("places"))), text_of(node.get("mode")))


def formula_text(node: Node) -> FormulaText:
    """The formula without surrounding blanks; the span starts at its first character."""
    raw = text_of(node)
    lead = len(raw) - len(raw.lstrip())
    text = raw.strip()
    if isinstance(node, Scalar) and (node.block or _is_escaped(node)):
        return FormulaText(text, node.span)
    quote = 1 if isinstance(node, Scalar) and node.quoted else 0
    start = lead + quote
    return FormulaText(text, _part(node.span, start, start + len(text)))


def _is_escaped(node: Scalar) -> bool:
    """Whether the text on disk is longer than what it says, so offsets would slip."""
    width = node.span.end_column - node.span.column
    return node.quoted and width != len(node.text) + 2


def _part(span: Span, start: int, end: int) -> Span:
    return within(span, start, end) if end > start else span
