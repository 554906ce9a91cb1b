"""Rows that speak of the same thing: equal ones become one, contradicting ones are all refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from engine.core.diagnostic import Diagnostic
from engine.intake.batch import Dropped, Reject
from engine.intake.checks.i861_conflicting_rows import CONFLICTING_ROWS
from engine.intake.checks.i862_repeated_row import REPEATED_ROW
from engine.intake.placement import cell_span
from engine.intake.sheet import Sheet, reject_row

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Record(Generic[T]):
    """What one row says: `key` tells of whom, `content` what."""

    row: int
    key: tuple[str, ...]
    content: T


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered(Generic[T]):
    """All rows of a file: taken, refused, left out. `notes` concern no amount."""

    records: tuple[Record[T], ...]
    rejects: tuple[Reject, ...]
    dropped: tuple[Dropped, ...]
    notes: tuple[Diagnostic, ...] = ()


def without_repeats(sheet: Sheet, gathered: Gathered[T]) -> Gathered[T]:
    """One record per key, in the file's order."""
    if len({record.key for record in gathered.records}) == len(gathered.records):
        return gathered
    by_key: dict[tuple[str, ...], list[Record[T]]] = {}
    for record in gathered.records:
        by_key.setdefault(record.key, []).append(record)
    kept: list[Record[T]] = []
    rejects, dropped = list(gathered.rejects), list(gathered.dropped)
    notes = list(gathered.notes)
    for key, records in by_key.items():
        first, *others = records
        if all(other.content == first.content for other in others):
            kept.append(first)
            dropped += [Dropped(row=other.row, text=_spoken(key)) for other in others]
            notes += [_repeated(sheet, first, other) for other in others]
        else:
            rejects += _conflicting(sheet, records)
    return Gathered(
        records=tuple(kept),
        rejects=tuple(rejects),
        dropped=tuple(sorted(dropped, key=lambda d: d.row)),
        notes=tuple(notes),
    )


def _spoken(key: Iterable[str]) -> str:
    return " ".join(part for part in key if part)


def _repeated(sheet: Sheet, first: Record[T], other: Record[T]) -> Diagnostic:
    span = cell_span(sheet.file, other.row, sheet.placement.named.get("agent", 0))
    return REPEATED_ROW.at(span, what=_spoken(first.key), row=str(first.row))


def _conflicting(sheet: Sheet, records: list[Record[T]]) -> list[Reject]:
    rows = ", ".join(str(record.row) for record in records)
    what = _spoken(records[0].key)
    return [reject_row(sheet, r.row, CONFLICTING_ROWS, what, rows=rows) for r in records]
