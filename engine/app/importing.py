"""`import`: a shop's files into the workspace, each as one batch."""

from __future__ import annotations

import datetime as dt
import errno
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from engine.app.checks.w902_file_unreadable import FILE_UNREADABLE
from engine.app.checks.w908_no_mapping import NO_MAPPING
from engine.app.importing_rows import (
    ROW_COLUMNS,
    ROW_COUNTS,
    RejectRow,
    RowsAsked,
    Summary,
    UnknownAccount,
    import_rows,
)
from engine.app.result import Result
from engine.app.workspace import Workspace, catalog, read_bytes, schema
from engine.core.closest import closest
from engine.core.diagnostic import Diagnostic, in_order
from engine.core.errors import EngineError
from engine.core.period import Month
from engine.core.record import record
from engine.core.shipped import shipped
from engine.core.span import whole_file
from engine.core.text import Language, message, say
from engine.intake.batch import Batch, RosterRow
from engine.intake.from_document import read_mapping
from engine.intake.from_file import IntakeRequest, intake
from engine.intake.mapping import ImportMapping, matching_mappings
from engine.ledger.batches import NewBatch, RejectedCell, RosterEntry, Stored, save_batch
from engine.ledger.store import open_store
from engine.report.model import Report, Table

FigureSummary = tuple[str, str, str, int, int, int, int, bool]
_REJECT_COLUMNS = ("file", "row", "column", "written", "code", "reason")


@record(kw_only=True)
class ImportRequest:
    """What was asked: files, and what they do not say themselves."""

    files: tuple[Path, ...]
    mapping: str | None
    shop: str
    month: Month | None
    replace: bool
    language: Language


def import_files(
    workspace: Workspace, request: ImportRequest, show: Callable[[str], None]
) -> Result:
    """Take in each file whole or not at all; rejected rows are kept and reported."""
    mappings = load_mappings(workspace)
    found: list[Diagnostic] = []
    summary: list[FigureSummary] = []
    of_rows: list[Summary] = []
    rejects: list[RejectRow] = []
    unknown: list[UnknownAccount] = []
    known = set(workspace.shops())
    for path in request.files:
        if not path.is_file():
            problem = os.strerror(errno.EISDIR if path.is_dir() else errno.ENOENT)
            raise EngineError(FILE_UNREADABLE.at(whole_file(path.as_posix()), problem=problem))
    # every file must have its mapping before the first is stored
    chosen = [(path, _mapping_for(path, mappings, request.mapping)) for path in request.files]
    for path, mapping in chosen:
        show(path.name)
        if mapping.is_of_rows:
            taken = import_rows(_asked(workspace, path, mapping, request), show)
            found.extend(taken.found)
            of_rows.extend(taken.summary)
            rejects.extend(taken.rejects)
            unknown.extend(taken.unknown)
            continue
        batch, diagnostics = _take(path, mapping, request)
        found.extend(diagnostics)
        if batch is None:
            continue
        new = _new_batch(batch, request.language)
        with open_store(workspace.root, writes=True) as store:
            if not summary:
                known.update(str(row[0]) for row in store.rows("SELECT shop FROM batches"))
            stored = save_batch(store, new, replace=request.replace, show=show)
        found.extend(stored.contradictions)
        found.extend(r.finding for r in batch.rejects)
        summary.append(_summary(new, stored))
        rejects.extend((new.file, r.row, r.column, r.text, r.code, r.reason) for r in new.rejects)
    report = _report(summary, of_rows, rejects, unknown)
    if summary and request.shop not in known:
        report = replace(report, notes=(_first_of_shop(request, known),))
    return Result(report=report, diagnostics=in_order(found))


def _first_of_shop(request: ImportRequest, known: set[str]) -> str:
    """A shop may begin with its figures; a mistyped one would begin, too."""
    near, shop = closest(request.shop, sorted(known)), request.shop
    if near:
        return say(request.language, "import.first_of_shop_near", shop=shop, near=near)
    return say(request.language, "import.first_of_shop", shop=shop)


def _asked(
    workspace: Workspace, path: Path, mapping: ImportMapping, request: ImportRequest
) -> RowsAsked:
    return RowsAsked(
        root=workspace.root,
        path=path,
        mapping=mapping,
        shop=request.shop,
        replace=request.replace,
        language=request.language,
    )


def load_mappings(workspace: Workspace) -> dict[str, ImportMapping]:
    """Shipped mappings by name; a file of the workspace's own replaces the one it is named like."""
    mappings: dict[str, ImportMapping] = {}
    for folder in (shipped("schemas") / "mappings", workspace.root / "mappings"):
        for path in sorted(folder.glob("*.yaml")):
            name = workspace.shown(path)
            outcome = read_mapping(name, read_bytes(path, name), schema("mapping"))
            if outcome.value is None or outcome.has_errors:
                raise EngineError(*outcome.diagnostics)
            mappings[outcome.value.name] = outcome.value
    return mappings


def _mapping_for(path: Path, mappings: dict[str, ImportMapping], name: str | None) -> ImportMapping:
    """The mapping that was named, or the only one whose file pattern fits."""
    if name is not None:
        if name in mappings:
            return mappings[name]
        near = closest(name, mappings)
        raise EngineError(
            NO_MAPPING.at(whole_file(path.name), known=", ".join(mappings), closest=near)
        )
    fitting = matching_mappings(path.name, mappings.values())
    if len(fitting) == 1:
        return fitting[0]
    known = ", ".join(m.name for m in fitting) or ", ".join(mappings)
    raise EngineError(NO_MAPPING.at(whole_file(path.name), known=known, closest=""))


def _take(
    path: Path, mapping: ImportMapping, request: ImportRequest
) -> tuple[Batch | None, tuple[Diagnostic, ...]]:
    outcome = intake(
        IntakeRequest(
            file=path.name,
            content=read_bytes(path, path.as_posix()),
            mapping=mapping,
            catalog=catalog(),
            shop=request.shop,
            month=request.month,
        )
    )
    return outcome.value, outcome.diagnostics


def _new_batch(batch: Batch, language: Language) -> NewBatch:
    return NewBatch(
        kind=batch.kind,
        file=batch.file,
        content_digest=batch.content_digest,
        mapping=batch.mapping,
        mapping_digest=batch.mapping_digest,
        shop=batch.shop,
        rows_read=batch.rows_read,
        dropped=len(batch.dropped),
        imported_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        figures=batch.figures,
        roster=tuple(_entry(row) for row in batch.roster),
        rejects=tuple(
            RejectedCell(
                row=r.row,
                column=r.column,
                text=r.text,
                code=r.finding.check.code,
                reason=message(r.finding, language),
            )
            for r in batch.rejects
        ),
    )


def _entry(row: RosterRow) -> RosterEntry:
    return RosterEntry(
        shop=row.shop,
        agent=row.agent,
        name=row.name,
        role=row.role,
        level=row.level,
        hired=row.hired.isoformat() if row.hired else "",
        left=row.left.isoformat() if row.left else "",
        start=_day_text(row.start),
        end=_day_text(row.end) if row.end else "",
        row=row.row,
    )


def _day_text(day: dt.date) -> str:
    """The first day of a month is stored as the month: both spellings are one post."""
    return str(Month(day.year, day.month)) if day.day == 1 else day.isoformat()


def _summary(new: NewBatch, stored: Stored) -> FigureSummary:
    taken = 0 if stored.contradictions else len(new.figures) + len(new.roster)
    name = stored.name.removeprefix("sha256:")[:12]
    return (
        new.file,
        new.mapping,
        name,
        new.rows_read,
        taken,
        len(new.rejects),
        new.dropped,
        stored.is_new,
    )


def _report(
    summary: list[FigureSummary],
    of_rows: list[Summary],
    rejects: list[RejectRow],
    unknown: list[UnknownAccount],
) -> Report:
    counts = ("rows_read", "taken", "rejected", "dropped")
    columns = ("file", "mapping", "batch", *counts, "is_new")
    tables = [
        Table(key="batches", columns=columns, rows=tuple(summary), numbers=frozenset(counts)),
        Table(key="rejects", columns=_REJECT_COLUMNS, rows=tuple(rejects)),
    ]
    if of_rows:
        numbers = frozenset(ROW_COUNTS)
        tables.insert(
            0,
            Table(key="row_batches", columns=ROW_COLUMNS, rows=tuple(of_rows), numbers=numbers),
        )
    if unknown:
        names = ("file", "account", "rows")
        rows, counted = tuple(unknown), frozenset({"rows"})
        tables.append(Table(key="unknown_accounts", columns=names, rows=rows, numbers=counted))
    return Report(command="import", tables=tuple(tables))
