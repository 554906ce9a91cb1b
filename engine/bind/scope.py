"""What cards, tables and pay lines need of the binder, so that they need not know it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from engine.bind.expression import Typed
from engine.bind.formulas import Scope
from engine.bind.model import Item
from engine.bind.names import Names
from engine.catalog.measures import Measure
from engine.core.diagnostic import Diagnostic
from engine.core.span import Span
from engine.policy.model import FormulaText, Kpi, KpiItem, Line, Policy, Table


class Items(Scope, Protocol):
    """Finished items by key, findings so far, and the ways to finish more."""

    @property
    def policy(self) -> Policy: ...

    @property
    def items(self) -> Mapping[str, Item]: ...

    @property
    def names(self) -> Names: ...

    @property
    def found(self) -> list[Diagnostic]: ...

    def open_line(self, name: str) -> Line | None: ...

    def add(self, item: Item) -> str: ...

    def formula(self, text: FormulaText) -> Typed | None: ...

    def truth(self, text: FormulaText) -> Typed | None: ...

    def built_in(self, name: str, span: Span) -> str | None: ...

    def score(self, kpi: Kpi) -> str | None: ...

    def points(self, kpi: Kpi, item: KpiItem) -> str | None: ...

    def figure_of_key(self, measure: Measure, key: str, spelled: str) -> Typed: ...

    def lookup_item(self, table: Table, expression: Typed) -> Typed: ...
