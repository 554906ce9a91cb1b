"""Columns of decisions, distributions, streaks and levels: which there are, and their items."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from engine.bind import names as words
from engine.bind.checks.b301_unknown_name import UNKNOWN_NAME
from engine.bind.decisions import decision_column
from engine.bind.distributions import distribution_column
from engine.bind.model import ColumnOfDecision, Place, StateOf, computed
from engine.bind.over_months import state_columns, state_expression
from engine.bind.scope import Items
from engine.core.closest import closest
from engine.core.span import Span
from engine.formula import nodes
from engine.policy.model import Decision
from engine.policy.periods import Ladder, Streak
from engine.policy.sharing import Distribution

Part = Decision | Distribution | Streak | Ladder


class Opening(Items, Protocol):
    """The binder: items are opened one inside the other, so that a circle is seen."""

    tables_used: set[str]

    def opened(self, key: str, span: Span, bind: Callable[[], str | None]) -> str | None: ...


def columns_of(part: Part) -> tuple[str, ...]:
    """The names of what it gives, in the order in which one needs the other."""
    if isinstance(part, Streak | Ladder):
        return state_columns(part)
    return tuple(output.name for output in part.outputs)


def named_column(items: Opening, part: Part, column: nodes.ColumnOf) -> str | None:
    """The item behind `part.column` in a formula; a column that is none is reported."""
    known = columns_of(part)
    text = column.column.text
    name = words.STATE_COLUMNS.get(text, text) if isinstance(part, Streak | Ladder) else text
    if name not in known:
        near = closest(text, known)
        items.found.append(UNKNOWN_NAME.at(column.column.span, name=text, closest=near))
        return None
    return column_item(items, part, name, column.span)


def column_item(items: Opening, part: Part, column: str, span: Span) -> str | None:
    """The item of one column."""
    items.tables_used.add(part.heading.name)
    key = f"{part.heading.name}.{column}"
    match part:
        case Decision():
            return items.opened(key, span, lambda: _decided(items, part, column))
        case Distribution():
            return items.opened(key, span, lambda: distribution_column(items, part, column))
        case Streak() | Ladder():
            return _stated(items, part, column, span)


def _decided(items: Opening, decision: Decision, column: str) -> str | None:
    expression = decision_column(items, decision, column)
    if expression is None:
        return None
    key, heading = f"{decision.heading.name}.{column}", decision.heading
    place = Place(path=f"decisions.{key}", span=heading.span, cite=heading.cite)
    definition = ColumnOfDecision(decision, column)
    return items.add(computed(key, "column", definition, expression, place))


def _stated(items: Opening, state: Streak | Ladder, column: str, span: Span) -> str | None:
    """Those before it are bound first: whether a goal is reached is read off the months."""
    for earlier in state_columns(state):
        if earlier == column:
            break
        if column_item(items, state, earlier, span) is None:
            return None
    key = f"{state.heading.name}.{column}"
    return items.opened(key, span, lambda: _of_state(items, state, column))


def _of_state(items: Opening, state: Streak | Ladder, column: str) -> str | None:
    expression = state_expression(items, state, column)
    if expression is None:
        return None
    section = "streaks" if isinstance(state, Streak) else "levels"
    key, heading = f"{state.heading.name}.{column}", state.heading
    place = Place(path=f"{section}.{key}", span=heading.span, cite=heading.cite)
    definition = StateOf(state, words.STATE_COLUMNS[column])
    return items.add(computed(key, "column", definition, expression, place))
