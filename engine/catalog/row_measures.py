"""`rows:` of the shipped catalogue → `RowMeasure`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from engine.core.errors import EngineBug
from engine.core.number import parse_decimal
from engine.policy.row_measures import HOWS, Aggregate, Condition, Quotient, RowMeasure


def row_measure(entry: Mapping[str, Any]) -> RowMeasure:
    """One entry of the catalogue; every scalar is text."""
    less, per = entry.get("less"), entry.get("per")
    return RowMeasure(
        of=aggregate(entry),
        less=aggregate(less) if less else None,
        per=aggregate(per) if per else None,
        relative_to=_quotient(entry.get("relative_to")),
        settles_days=int(entry.get("settles_days", 0)),
    )


def _quotient(entry: Mapping[str, Any] | None) -> Quotient | None:
    if entry is None:
        return None
    per = entry.get("per")
    return Quotient(aggregate(entry), aggregate(per) if per else None)


def aggregate(entry: Mapping[str, Any]) -> Aggregate:
    how = next((h for h in HOWS if h in entry), None)
    if how is None:
        raise EngineBug(f"{dict(entry)!r} counts and sums nothing")
    fact, _, column = str(entry[how]).partition(".")
    where = tuple(_condition(name, held) for name, held in entry.get("where", {}).items())
    return Aggregate(
        how=how, fact=fact, column=column, where=where, is_whole=entry.get("over") == "shop"
    )


def _condition(column: str, held: object) -> Condition:
    if isinstance(held, Mapping):
        bounds = {key: parse_decimal(str(text)) for key, text in held.items()}
        return Condition(column=column, **bounds)  # type: ignore[arg-type]  # our own file
    if isinstance(held, list):
        return Condition(column=column, words=tuple(cast(list[str], held)))
    return Condition(column=column, words=(str(held),))
