"""`import` of messages, orders and other rows: checked by DuckDB, stored as a file per import."""

from __future__ import annotations

import datetime as dt
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from engine.app.checks.w961_account_unknown import ACCOUNT_UNKNOWN
from engine.app.checks.w962_more_rejects import MORE_REJECTS
from engine.app.checks.w963_more_findings import MORE_FINDINGS
from engine.backends.row_intake import CheckedRows, RowsUnsplit, RowWork, parquet_columns, row_work
from engine.backends.rows import attach_rows, rows_query, rows_session
from engine.catalog.row_file import ROWS, RowFile, row_path
from engine.catalog.tables import CanonicalTable
from engine.core.diagnostic import Check, Diagnostic
from engine.core.number import plain
from engine.core.record import record
from engine.core.span import Span, whole_file
from engine.core.text import Language, message
from engine.intake.checks import INTAKE_CHECKS
from engine.intake.checks.i881_refund_above_paid import REFUND_ABOVE_PAID
from engine.intake.from_rows import PreparedRows, RowsRequest, prepare_rows
from engine.intake.mapping import ImportMapping
from engine.ledger.batches import RejectedCell
from engine.ledger.checks.l712_contradicts import CONTRADICTS
from engine.ledger.rows import (
    NewRows,
    StoredRows,
    altered_rows,
    buyers_key,
    free_name,
    known_content,
    remove_orphans,
    row_files,
    save_rows,
    sha256_of,
    stored_again,
)
from engine.ledger.store import Store, open_store

Summary = tuple[str, str, str, str, int, int, int, int, int, str, str, bool]
ROW_COUNTS = ("rows_read", "taken", "repeated", "rejected", "dropped")
ROW_COLUMNS = ("file", "mapping", "kind", "batch", *ROW_COUNTS, "first_time", "last_time", "is_new")
RejectRow = tuple[str, int, str, str, str, str]
UnknownAccount = tuple[str, str, int]
MOST_SHOWN = 200
MOST_NAMES = 20
_GREATEST = Decimal("9999999999999999.99")
_CHECKS: dict[str, Check] = {check.code: check for check in INTAKE_CHECKS}


@record(kw_only=True)
class RowsAsked:
    """What the command says. `workspace` is its root."""

    root: Path
    path: Path
    mapping: ImportMapping
    shop: str
    replace: bool
    language: Language


@record(kw_only=True)
class RowsTaken:
    """What became of a file; `rejects` are the first of them, all are in the database."""

    found: tuple[Diagnostic, ...]
    summary: tuple[Summary, ...] = ()
    rejects: tuple[RejectRow, ...] = ()
    unknown: tuple[UnknownAccount, ...] = ()


def import_rows(asked: RowsAsked, show: Callable[[str], None]) -> RowsTaken:
    """One file, whole or not at all; its copies on the way are gone afterwards."""
    with open_store(asked.root, writes=True) as store:
        remove_orphans(store, asked.root)
        folder = _work_folder(asked.root)
        try:
            return _import(store, asked, folder, show)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _work_folder(root: Path) -> Path:
    """On the disk of the rows, so that a finished file is put in its place in one step."""
    for left in (root / ROWS).glob(".importing-*"):
        shutil.rmtree(left, ignore_errors=True)  # of a command that was killed
    folder = root / ROWS / f".importing-{secrets.token_hex(4)}"
    folder.mkdir(parents=True)
    return folder


def _import(store: Store, asked: RowsAsked, folder: Path, show: Callable[[str], None]) -> RowsTaken:
    name = asked.path.name
    outcome = prepare_rows(
        RowsRequest(
            file=name, path=asked.path, mapping=asked.mapping, folder=folder, shop=asked.shop,
            tick=_ticking(asked.path, show), describe=parquet_columns,
        )
    )  # fmt: skip
    if outcome.value is None or outcome.has_errors:
        return RowsTaken(found=outcome.diagnostics)
    prepared = outcome.value
    new = _new_rows(asked, prepared)
    before = stored_again(store, new.content)
    if before is not None and not asked.replace:
        return RowsTaken(found=(), summary=(_as_stored(new, before),))
    stored = [one for one in row_files(store) if one.table == prepared.plan.table.name]
    broken = tuple(altered_rows(store, asked.root, [one.batch for one in stored]))
    if broken:
        # what is laid against altered rows would be taken or refused for no reason
        return RowsTaken(found=broken)
    seen = [prepared.source.path, *(asked.root / one.path for one in stored)]
    with row_work(folder, prepared.plan, seen) as work:
        show(name)
        _check(work, prepared, buyers_key(store, asked.root))
        return _settle(store, asked, prepared, work, stored)


def _ticking(path: Path, show: Callable[[str], None]) -> Callable[[int], None]:
    size, read = max(path.stat().st_size, 1), 0

    def tick(count: int) -> None:
        nonlocal read
        read += count
        show(f"{path.name} {min(100 * read // size, 100)} %")

    return tick


def _check(work: RowWork, prepared: PreparedRows, key: bytes) -> None:
    """Straight from the file; row by row where its form is not quite that of CSV."""
    try:
        work.check(prepared.source, key)
    except RowsUnsplit:
        if prepared.again is None:
            raise
        work.check(prepared.again(), key)


def _settle(
    store: Store, asked: RowsAsked, prepared: PreparedRows, work: RowWork,
    stored: Sequence[RowFile],
) -> RowsTaken:  # fmt: skip
    table = prepared.plan.table
    known = rows_query(table, asked.root, stored) if stored else None
    done = work.settle(known, replace=asked.replace)
    new = _new_rows(asked, prepared, done)
    rejected = _Rejected(asked, prepared, work)
    found = list(_contradictions(asked, prepared, done))
    known_names = known_content(store, new.content)
    if found and not asked.replace:
        first = rejected.first()
        return RowsTaken(found=(*found, *first.found), rejects=first.rows)
    if known_names and not done.replaces:
        return RowsTaken(found=(), summary=(_summary(new, known_names[-1], done),))
    name = free_name(store, new)
    file = RowFile(
        table=table.name, batch=name, path=row_path(table.name, name), rows=done.taken,
        first_time=done.first, last_time=done.last, sha256=sha256_of(work.written),
        replaces=done.replaces,
    )  # fmt: skip
    first = rejected.first()
    warnings = _warnings(asked, work)
    unknown = _unknown(store, asked, work, table)
    save_rows(store, asked.root, new, file, work.written, rejected.chunks())
    return RowsTaken(
        found=(*first.found, *warnings, *_unknown_finding(asked, unknown)),
        summary=(_summary(new, name, done, is_new=True),),
        rejects=first.rows,
        unknown=unknown,
    )


def _new_rows(asked: RowsAsked, prepared: PreparedRows, done: CheckedRows | None = None) -> NewRows:
    return NewRows(
        kind=asked.mapping.kind,
        file=asked.path.name,
        content_digest=prepared.digest,
        mapping=asked.mapping.name,
        mapping_digest=asked.mapping.digest,
        shop=asked.shop,
        rows_read=done.read if done else 0,
        dropped=done.dropped if done else 0,
        rejected=done.rejected if done else 0,
        imported_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    )


def _summary(
    new: NewRows, name: str, done: CheckedRows | None = None, *, is_new: bool = False
) -> Summary:
    taken, repeated = (done.taken, done.repeated) if done else (0, 0)
    first, last = (done.first, done.last) if done else ("", "")
    batch = name.removeprefix("sha256:")[:12]
    return (
        new.file, new.mapping, new.kind, batch, new.rows_read, taken, repeated, new.rejected,
        new.dropped, first, last, is_new,
    )  # fmt: skip


def _as_stored(new: NewRows, before: StoredRows) -> Summary:
    """The same file once more: what became of it the first time."""
    batch = before.name.removeprefix("sha256:")[:12]
    repeated = before.read - before.taken - before.rejected - before.dropped
    return (
        new.file, new.mapping, new.kind, batch, before.read, before.taken, repeated,
        before.rejected, before.dropped, before.first, before.last, False,
    )  # fmt: skip


# -- what is said of rows --------------------------------------------------------------------------


@record
class _First:
    found: tuple[Diagnostic, ...]
    rows: tuple[RejectRow, ...]


class _Rejected:
    """Refused cells with their reasons; the database has all of them, the report the first."""

    def __init__(self, asked: RowsAsked, prepared: PreparedRows, work: RowWork) -> None:
        self.asked = asked
        self.prepared = prepared
        self.work = work

    def chunks(self) -> Iterator[list[RejectedCell]]:
        for chunk in self.work.rejects():
            yield [self._cell(row, name, said, code) for row, name, said, code in chunk]

    def first(self) -> _First:
        found: list[Diagnostic] = []
        rows: list[RejectRow] = []
        count = 0
        for chunk in self.work.rejects():
            for row, name, said, code in chunk[: MOST_SHOWN - len(rows)]:
                cell = self._cell(row, name, said, code)
                found.append(self._finding(row, name, said, code))
                said_so = (cell.column, cell.text, cell.code, cell.reason)
                rows.append((self.asked.path.name, row, *said_so))
            count += len(chunk)
        if count > len(rows):
            where = whole_file(self.asked.path.name)
            found.append(MORE_REJECTS.at(where, count=str(count - len(rows))))
        return _First(tuple(found), tuple(rows))

    def _cell(self, row: int, name: str, said: str | None, code: str) -> RejectedCell:
        finding = self._finding(row, name, said, code)
        return RejectedCell(
            row=row,
            column=self.prepared.headers.get(name, name),
            text=said or "",
            code=code.partition(" ")[0],
            reason=message(finding, self.asked.language),
        )

    def _finding(self, row: int, name: str, said: str | None, code: str) -> Diagnostic:
        column = self.prepared.headers.get(name, name)
        code, _, detail = code.partition(" ")
        more = self._more(name, detail or said or "", code)
        values = {"column": column, "text": said or "", **more}
        return _CHECKS[code].at(_at(self.asked, row, self._place(name)), **values)

    def _place(self, name: str) -> int:
        cell = self.prepared.plan.by_name.get(name)
        return int(cell.cell.removeprefix("c")) if cell and cell.cell else 0

    def _more(self, name: str, said: str, code: str) -> dict[str, str]:
        """What the texts of some codes name besides."""
        columns = len(self.prepared.source.columns)
        # the first two of numbered rows are ours
        width = str(columns - 2 * self.prepared.source.is_numbered)
        cell = self.prepared.plan.by_name.get(name)
        listed = (*cell.words, *cell.values, *cell.column.values) if cell else ()
        more = {
            "I841": {"cells": said, "headers": width},
            "I847": {"amount": said, "places": "2"},
            "I848": {"amount": said, "least": "0", "greatest": plain(_GREATEST)},
            "I852": {"allowed": ", ".join(dict.fromkeys(listed))},
            "I854": {"shop": self.asked.shop},
            "I861": {"rows": said},
        }
        return more.get(code, {})


def _at(asked: RowsAsked, row: int, place: int = 0) -> Span:
    return Span(
        file=asked.path.name, line=row, column=place + 1, end_line=row, end_column=place + 2
    )


def _contradictions(
    asked: RowsAsked, prepared: PreparedRows, done: CheckedRows
) -> Iterator[Diagnostic]:
    if asked.replace:
        return
    for one in done.contradictions[:MOST_SHOWN]:
        yield CONTRADICTS.at(
            whole_file(asked.path.name), row=str(one.row), agent=one.key,
            month=prepared.plan.table.name, measure=prepared.headers.get(one.column, one.column),
            new=one.new, old=one.old,
        )  # fmt: skip
    yield from _more(asked, len(done.contradictions))


def _warnings(asked: RowsAsked, work: RowWork) -> Iterator[Diagnostic]:
    warned = work.warned()
    for row, _ in warned[:MOST_SHOWN]:
        yield REFUND_ABOVE_PAID.at(_at(asked, row))
    yield from _more(asked, len(warned))


def _more(asked: RowsAsked, count: int) -> Iterator[Diagnostic]:
    if count > MOST_SHOWN:
        left = str(count - MOST_SHOWN)
        yield MORE_FINDINGS.at(whole_file(asked.path.name), count=left)


def _unknown(
    store: Store, asked: RowsAsked, work: RowWork, table: CanonicalTable
) -> tuple[UnknownAccount, ...]:
    """Accounts that are of no agent, listed and not guessed."""
    if table.name == "accounts":
        known = {str(row[0]) for row in store.rows("SELECT DISTINCT agent FROM roster")}
        pairs = [(n, c) for n, c in work.names("agent") if n not in known]
    elif "account" in table.by_name:
        files = [one for one in row_files(store) if one.table == "accounts"]
        with rows_session(asked.root) as connection:
            attach_rows(connection, asked.root, files)
            rows = connection.execute("SELECT DISTINCT account FROM accounts").fetchall()
        known = {str(row[0]) for row in rows}
        pairs = [(n, c) for n, c in work.names("account") if n not in known]
    else:
        pairs = []
    return tuple((asked.path.name, name, count) for name, count in pairs)


def _unknown_finding(asked: RowsAsked, unknown: tuple[UnknownAccount, ...]) -> Iterator[Diagnostic]:
    if unknown:
        shown = ", ".join(name for _, name, _ in unknown[:MOST_NAMES])
        where = whole_file(asked.path.name)
        yield ACCOUNT_UNKNOWN.at(where, count=str(len(unknown)), names=shown)
