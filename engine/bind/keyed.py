"""A sum over the keys of a measure, such as sales by category, each at the rate of its row."""

from __future__ import annotations

from engine.bind.checks.b301_unknown_name import UNKNOWN_NAME
from engine.bind.checks.b367_no_keys import NO_KEYS
from engine.bind.expression import Typed
from engine.bind.formulas import arithmetic
from engine.bind.lookups import rated
from engine.bind.scope import Items
from engine.core.closest import closest
from engine.core.unit import Unit
from engine.policy.model import Reference, Table


def sum_over_keys(binder: Items, table: Table, each: Reference) -> Typed | None:
    """Σ figure × rate; a key that no row names is refused in the month that brings it."""
    measure = binder.names.measures.get(each.name)
    if measure is None:
        near = closest(each.name, binder.names.measures)
        binder.found.append(UNKNOWN_NAME.at(each.span, name=each.name, closest=near))
        return None
    if not measure.by:
        binder.found.append(NO_KEYS.at(each.span, name=each.name, table=table.heading.name))
        return None
    figures = [binder.figure_of_key(measure, row.key, each.name) for row in table.rows]
    terms = [rated(binder, table, row, f) for row, f in zip(table.rows, figures, strict=True)]
    known = [term for term in terms if term is not None]
    if not known or len(known) != len(terms):
        return None
    return _summed(known, table.unit or Unit.MONEY)


def _summed(terms: list[Typed], unit: Unit) -> Typed:
    """By halves, so that a thousand products make no deep tree."""
    if len(terms) == 1:
        return terms[0]
    middle = len(terms) // 2
    return arithmetic("+", _summed(terms[:middle], unit), _summed(terms[middle:], unit), unit)
