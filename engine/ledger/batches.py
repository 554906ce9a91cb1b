"""Writing an imported batch: whole or not at all, once, and never against earlier figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Protocol

from engine.core.diagnostic import Diagnostic
from engine.core.digest import digest
from engine.core.number import plain
from engine.core.period import Month
from engine.core.record import record
from engine.core.span import whole_file
from engine.ledger.checks.l712_contradicts import CONTRADICTS
from engine.ledger.roster_changes import roster_contradictions
from engine.ledger.store import Store

# One list per column: a whole batch is one statement.
_ADD_FIGURES = """
    INSERT INTO figures SELECT unnest(?::INTEGER[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[]),
        unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[]),
        unnest(?::VARCHAR[])::DECIMAL(38, 12), unnest(?::INTEGER[]), unnest(?::VARCHAR[]),
        unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[])
"""
_ADD_POSTS = """
    INSERT INTO roster SELECT unnest(?::INTEGER[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[]),
        unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[]),
        unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::INTEGER[])
"""
_ADD_REJECTS = """
    INSERT INTO rejects (number, file, file_row, column_name, written, code, reason)
    SELECT unnest(?::INTEGER[]), unnest(?::VARCHAR[]), unnest(?::INTEGER[]), unnest(?::VARCHAR[]),
        unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[])
"""


class StoredFigure(Protocol):
    """What the store keeps of a figure (the intake stage's rows fit it)."""

    @property
    def shop(self) -> str: ...
    @property
    def month(self) -> Month: ...
    @property
    def agent(self) -> str: ...
    @property
    def measure(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def amount(self) -> Decimal | None: ...
    @property
    def row(self) -> int: ...
    @property
    def author(self) -> str: ...
    @property
    def entered_at(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def evidence(self) -> str: ...


@record(kw_only=True)
class RosterEntry:
    """One post as stored: dates and months as text."""

    shop: str
    agent: str
    name: str
    role: str
    level: str
    hired: str
    left: str
    start: str
    end: str
    row: int


@record(kw_only=True)
class RejectedCell:
    row: int
    column: str
    text: str
    code: str
    reason: str


@record(kw_only=True)
class NewBatch:
    """A batch ready to be stored."""

    kind: str
    file: str
    content_digest: str
    mapping: str
    mapping_digest: str
    shop: str
    rows_read: int
    dropped: int
    imported_at: str
    figures: tuple[StoredFigure, ...]
    roster: tuple[RosterEntry, ...]
    rejects: tuple[RejectedCell, ...]

    @property
    def content(self) -> str:
        """What is imported and how it is read: the same again is the same content."""
        months = ",".join(sorted({str(f.month) for f in self.figures}))
        return digest("content", 1, [self.content_digest, self.mapping_digest, self.shop, months])

    def name(self, times: int) -> str:
        """Unique also where a file is taken again to replace a later one."""
        return digest("batch", 1, [self.content, times])


@record(kw_only=True)
class Stored:
    """What became of a batch: `is_new` False = it was there already and nothing changed."""

    name: str
    is_new: bool
    contradictions: tuple[Diagnostic, ...] = ()


def save_batch(
    store: Store, batch: NewBatch, *, replace: bool, show: Callable[[str], None]
) -> Stored:
    """Store the batch in one transaction, unless it is there or contradicts what is."""
    with store.writing():
        found = (
            *_contradictions(store, batch),
            *roster_contradictions(store, batch.file, batch.roster),
        )
        times = _times(store, batch)
        is_taken_again = replace and (found or batch.roster)
        if times and not is_taken_again:
            return Stored(name=batch.name(times - 1), is_new=False, contradictions=found)
        if found and not replace:
            return Stored(name=batch.name(times), is_new=False, contradictions=found)
        show("store")
        _insert(store, batch, batch.name(times))
    return Stored(name=batch.name(times), is_new=True)


def _times(store: Store, batch: NewBatch) -> int:
    """How often the content was taken, and more where that name is taken.

    A restored database lacks batches that no entry named, so counting them is not enough.
    """
    names = [
        str(row[0])
        for row in store.rows("SELECT batch FROM batches WHERE content = ?", [batch.content])
    ]
    times = len(names)
    while batch.name(times) in names:
        times += 1
    return times


def _contradictions(store: Store, batch: NewBatch) -> list[Diagnostic]:
    """Figures that are stored already and say something else."""
    found: list[Diagnostic] = []
    months = sorted({str(f.month) for f in batch.figures})
    for month in months:
        shops = sorted({f.shop for f in batch.figures if str(f.month) == month})
        for shop in shops:
            known = {(a, m, k): (s, v) for a, m, k, s, v in current_figures(store, shop, month)}
            for figure in batch.figures:
                if figure.shop != shop or str(figure.month) != month:
                    continue
                before = known.get((figure.agent, figure.measure, figure.key))
                if before is not None and before != (figure.state, figure.amount):
                    found.append(_contradiction(batch, figure, before))
    return found


def _contradiction(
    batch: NewBatch, figure: StoredFigure, before: tuple[str, Decimal | None]
) -> Diagnostic:
    state, amount = before
    return CONTRADICTS.at(
        whole_file(batch.file),
        row=str(figure.row),
        agent=figure.agent or figure.shop,
        month=str(figure.month),
        measure=f"{figure.measure} {figure.key}".strip(),
        new=plain(figure.amount) if figure.amount is not None else figure.state,
        old=plain(amount) if amount is not None else state,
    )


def current_figures(
    store: Store, shop: str, month: str
) -> list[tuple[str, str, str, str, Decimal | None]]:
    """agent, measure, key, state, amount: from the latest batch that has each."""
    rows = store.rows(
        """
        SELECT agent, measure, item_key, arg_max(state, number), arg_max(amount, number) FILTER
               (WHERE amount IS NOT NULL)
        FROM figures WHERE shop = ? AND month = ? GROUP BY agent, measure, item_key
        """,
        [shop, month],
    )
    return [
        (str(a), str(m), str(k), str(s), v if s == "value" and isinstance(v, Decimal) else None)
        for a, m, k, s, v in rows
    ]


def _insert(store: Store, batch: NewBatch, name: str) -> None:
    number = store.rows("SELECT coalesce(max(number), 0) + 1 FROM batches")[0][0]
    store.write(
        "INSERT INTO batches VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            number, name, batch.content, batch.kind, batch.file, batch.content_digest,
            batch.mapping, batch.mapping_digest, batch.shop, batch.rows_read, len(batch.figures),
            len(batch.roster), len(batch.rejects), batch.dropped, batch.imported_at,
        ],
    )  # fmt: skip
    _insert_rows(store, _ADD_FIGURES, [(number, *_figure_row(f)) for f in batch.figures])
    _insert_rows(
        store,
        _ADD_POSTS,
        [
            (
                number,
                p.shop,
                p.agent,
                p.name,
                p.role,
                p.level,
                p.hired,
                p.left,
                p.start,
                p.end,
                p.row,
            )
            for p in batch.roster
        ],
    )
    add_rejects(store, number, batch.file, batch.rejects)


def add_rejects(store: Store, number: object, file: str, rejects: Iterable[RejectedCell]) -> None:
    """Cells for which rows of a batch were not taken."""
    rows: list[tuple[object, ...]] = [
        (number, file, c.row, c.column, c.text, c.code, c.reason) for c in rejects
    ]
    _insert_rows(store, _ADD_REJECTS, rows)


def _figure_row(figure: StoredFigure) -> tuple[object, ...]:
    amount = None if figure.amount is None else plain(figure.amount)
    return (
        figure.shop,
        str(figure.month),
        figure.agent,
        figure.measure,
        str(figure.unit),
        figure.state,
        amount,
        figure.row,
        figure.author,
        figure.entered_at,
        figure.key,
        figure.evidence,
    )


def _insert_rows(store: Store, query: str, rows: list[tuple[object, ...]]) -> None:
    """All rows in one statement: one by one takes a millisecond each."""
    if rows:
        store.insert_rows(query, list(zip(*rows, strict=True)))
