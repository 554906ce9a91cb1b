"""`export`: a month, a shop or the whole ledger as a folder that SHA-256 alone can check."""

from __future__ import annotations

import datetime as dt
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import engine
from engine.app.checks.w902_file_unreadable import FILE_UNREADABLE
from engine.app.checks.w912_nothing_posted import NOTHING_POSTED
from engine.app.export_files import entry_files, months_in, policy_files
from engine.app.month import Show
from engine.app.result import Result
from engine.app.standing import opened_book
from engine.app.verifying import COLUMNS, batch_findings
from engine.app.workspace import Workspace
from engine.catalog.row_file import RowFile
from engine.core.diagnostic import Diagnostic, in_order
from engine.core.errors import EngineError
from engine.core.record import record
from engine.core.span import whole_file
from engine.core.text import Language, say
from engine.ledger.book import Book
from engine.ledger.checks.l731_export_exists import EXPORT_EXISTS
from engine.ledger.consistency import inconsistencies
from engine.ledger.entries import Entry
from engine.ledger.entry_tables import ENTRY_TABLES, rows_of
from engine.ledger.inputs import INPUTS, ROW_FILES, batch_numbers, input_chunks
from engine.ledger.manifest import (
    MANIFEST,
    SUMS,
    ListedFile,
    Manifest,
    listed,
    manifest_bytes,
    sums_bytes,
)
from engine.ledger.parquet import parquet_of
from engine.ledger.rows import altered_rows, row_files
from engine.ledger.scope import Scope, entries_in
from engine.ledger.store import FILE, Store, open_store
from engine.report.model import Report, Table


@record(kw_only=True)
class ExportRequest:
    scope: Scope
    folder: Path


def export(workspace: Workspace, request: ExportRequest, language: Language, show: Show) -> Result:
    """Written beside the folder and put in its place as a whole; what is there is never touched."""
    scope, folder = request.scope, request.folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        shown = str(request.folder)
        raise EngineError(EXPORT_EXISTS.at(whole_file(shown), folder=shown))
    with open_store(workspace.root, writes=False) as store:
        book = opened_book(store)
        found = entries_in(book, scope)
        if not found:
            what = str(scope) or workspace.root.name
            raise EngineError(NOTHING_POSTED.at(whole_file(FILE), what=what))
        named = {batch for _, computed in months_in(book, found) for batch in computed.batches}
        rows = row_files(store, None if scope.is_whole else named)
        broken = in_order((*_unsound(store, book, found), *_altered(store, workspace.root, rows)))
        if broken:
            return Result(report=Report(command="export"), diagnostics=broken)
        contents = dict(_contents(store, book, found, scope, show))
    manifest = _manifest(book, found, scope, [*_listed(contents), *_listed_rows(workspace, rows)])
    contents[MANIFEST] = manifest_bytes(manifest)
    sums = {one.path: one.sha256 for one in manifest.files}
    sums[MANIFEST] = listed(MANIFEST, contents[MANIFEST]).sha256
    contents[SUMS] = sums_bytes(sums.items())
    _write(folder, contents, {one.path: workspace.root / one.path for one in rows})
    return Result(report=_report(request.folder, manifest, found, language))


def _unsound(store: Store, book: Book, found: Iterable[Entry]) -> Iterator[Diagnostic]:
    """Why the entries cannot stand as proof: what contradicts, is gone, or was changed."""
    numbers = {str(entry.number) for entry in found}
    yield from (one for one in inconsistencies(book) if one.values["entry"] in numbers)
    for entry, computed in months_in(book, found):
        yield from batch_findings(store, entry, computed)


def _contents(
    store: Store, book: Book, found: tuple[Entry, ...], scope: Scope, show: Show
) -> Iterator[tuple[str, bytes]]:
    """Every file but those that list the others."""
    yield from entry_files(found).items()
    yield from policy_files(book, found).items()
    said = [(entry, book.contents[entry.number]) for entry in found]
    for table in ENTRY_TABLES:
        show(table.path)
        yield table.path, parquet_of(table, [list(rows_of(table, said))])
    named = {batch for _, computed in months_in(book, found) for batch in computed.batches}
    numbers = batch_numbers(store, None if scope.is_whole else named).values()
    has_rows = bool(row_files(store, None if scope.is_whole else named))
    for table in (*INPUTS, *([ROW_FILES] if has_rows else [])):
        show(table.path)
        yield table.path, parquet_of(table, input_chunks(store, table, numbers))


def _altered(store: Store, root: Path, rows: Iterable[RowFile]) -> Iterator[Diagnostic]:
    return altered_rows(store, root, [one.batch for one in rows])


def _listed(contents: dict[str, bytes]) -> Iterator[ListedFile]:
    yield from (listed(path, content) for path, content in contents.items())


def _listed_rows(workspace: Workspace, rows: Iterable[RowFile]) -> Iterator[ListedFile]:
    """By what the database says of them, which was held against the files."""
    for one in rows:
        size = (workspace.root / one.path).stat().st_size
        yield ListedFile(path=one.path, sha256=one.sha256, size=size)


def _manifest(
    book: Book, found: tuple[Entry, ...], scope: Scope, files: Iterable[ListedFile]
) -> Manifest:
    head = book.entries[-1]
    return Manifest(
        made_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        engine_version=engine.__version__,
        scope=scope,
        head=head.digest,
        head_number=head.number,
        entries=tuple(entry.number for entry in found),
        files=tuple(sorted(files, key=lambda one: one.path)),
    )


def _write(folder: Path, contents: dict[str, bytes], copies: Mapping[str, Path]) -> None:
    beside = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside.mkdir()
        for path, content in contents.items():
            target = beside / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        for path, source in copies.items():
            target = beside / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        if folder.is_dir():
            folder.rmdir()
        beside.rename(folder)
    except OSError as error:
        problem = error.strerror or str(error)
        where = whole_file(str(folder))
        raise EngineError(FILE_UNREADABLE.at(where, problem=problem)) from None
    finally:
        # half an export is never kept, also on Ctrl-C
        shutil.rmtree(beside, ignore_errors=True)


def _report(
    folder: Path, manifest: Manifest, found: tuple[Entry, ...], language: Language
) -> Report:  # fmt: skip
    facts = (
        ("folder", str(folder)),
        ("files", len(manifest.files) + 2),
        ("entry_count", len(found)),
        ("head", manifest.head),
    )
    rows = tuple((e.number, e.kind, e.shop, e.month, e.policy, e.digest) for e in found)
    table = Table(key="entries", columns=COLUMNS[:-1], rows=rows)
    notes = (say(language, "export.check", folder=folder),)
    return Report(command="export", facts=facts, tables=(table,), notes=notes)
