"""`verify --export`: an export by itself, without the workspace that it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from engine.app.checks.w912_nothing_posted import NOTHING_POSTED
from engine.app.export_files import entry_path, months_in, number_of, policy_files
from engine.app.export_reading import Export, is_of_rows, read_export
from engine.app.month import Show
from engine.app.policies import build_policy
from engine.app.result import Result
from engine.app.stored import StoredVersion, stored_versions
from engine.app.verifying import (
    COLUMNS,
    VerifyRequest,
    batch_findings,
    entry_row,
    is_asked,
    looks_back,
    recheck,
)
from engine.app.workspace import schema
from engine.catalog.row_file import row_path
from engine.core.diagnostic import Diagnostic, in_order
from engine.core.errors import EngineError
from engine.core.number import plain
from engine.core.record import record
from engine.core.text import Language
from engine.ledger.book import Standing, computed_of
from engine.ledger.checks.l708_entry_inconsistent import ENTRY_INCONSISTENT
from engine.ledger.checks.l709_anchor_missing import ANCHOR_MISSING
from engine.ledger.checks.l733_export_altered import EXPORT_ALTERED
from engine.ledger.checks.l735_export_surplus import EXPORT_SURPLUS
from engine.ledger.checks.l736_table_differs import TABLE_DIFFERS
from engine.ledger.consistency import inconsistencies
from engine.ledger.contents import Posting, Verdict
from engine.ledger.entry_tables import ENTRY_TABLES, rows_of
from engine.ledger.inputs import INPUTS, ROW_FILES, batch_numbers, inputs_store, strays
from engine.ledger.parquet import FlatTable, ParquetReader, ParquetUnreadable, Row, parquet_reader
from engine.ledger.rows import altered, row_files
from engine.ledger.scope import runs_text
from engine.ledger.store import Store
from engine.report.model import Cell, Report, Table


@record(kw_only=True)
class Checked:
    """What was found in an export. `put_off`: entries that need earlier ones to be recomputed."""

    found: tuple[Diagnostic, ...]
    put_off: frozenset[int] = frozenset()


def verify_export(folder: Path, request: VerifyRequest, language: Language, show: Show) -> Result:
    """Files, entries and their links, tables, policies, figures; then every month once more."""
    read = read_export(folder)
    if read.value is None or read.diagnostics:
        facts: tuple[tuple[str, Cell], ...] = (("folder", str(folder)),)
        report = Report(command="verify", facts=facts)
        return Result(report=report, diagnostics=read.diagnostics)
    export = read.value
    asked = frozenset(e.number for e in export.book.entries if is_asked(e, request))
    if not asked:
        what = " ".join(str(x) for x in (request.shop, request.month) if x) or folder.name
        raise EngineError(NOTHING_POSTED.at(export.at(), what=what))
    checked = checked_export(export, asked, show)
    found = in_order((*checked.found, *_anchors(export, request.anchors)))
    return _result(export, asked, replace(checked, found=found), language)


def checked_export(export: Export, asked: frozenset[int], show: Show) -> Checked:
    """Everything in it against its entries; the months of `asked` are computed again."""
    found = [*_entry_findings(export), *_policy_findings(export)]
    with parquet_reader() as reader:
        found += _table_findings(export, reader)
        try:
            store = inputs_store(reader, export.files)
        except ParquetUnreadable as error:
            path = str(error.args[0])
            return Checked(found=(*found, EXPORT_ALTERED.at(export.at(path), path=path)))
        found += _input_findings(export, store)
        put_off: set[int] = set()
        for number in sorted(asked):
            standing = export.book.by_number.get(number)
            if standing is None or computed_of(standing) is None:
                continue
            show(f"{standing.entry.shop} {standing.entry.month}")
            if _needs_others(export, standing):
                put_off.add(number)
                continue
            rechecked = recheck(store, export.book, standing, show)
            where = export.at(entry_path(number))
            found += [replace(one, span=where) for one in rechecked]
    return Checked(found=tuple(found), put_off=frozenset(put_off))


def _anchors(export: Export, anchors: tuple[str, ...]) -> Iterator[Diagnostic]:
    """Only what is in the export is proven: the head that the manifest names may not be."""
    known = {entry.digest for entry in export.book.entries}
    for anchor in anchors:
        if anchor not in known:
            yield ANCHOR_MISSING.at(export.at(), anchor=anchor, head=export.manifest.head)


# -- entries -----------------------------------------------------------------------------------


def _entry_findings(export: Export) -> Iterator[Diagnostic]:
    """Entries against each other, as far as all that they build on is there."""
    apart = frozenset(
        entry.number
        for entry in export.book.entries
        if export.manifest.scope.month not in (None, export.book.place_of(entry).month)
    )
    for one in inconsistencies(export.book, apart if export.absent else frozenset()):
        yield replace(one, span=export.at(entry_path(int(one.values["entry"]))))
    yield from _wrong_references(export)


def _wrong_references(export: Export) -> Iterator[Diagnostic]:
    """An entry names another one by number and digest: both must be of one entry."""
    digests = {entry.number: entry.digest for entry in export.book.entries}
    for entry in export.book.entries:
        for number, digest in _references(export, entry.number):
            if digests.get(number, digest) != digest:
                where, values = export.at(entry_path(entry.number)), {"entry": str(entry.number)}
                yield ENTRY_INCONSISTENT.at(where, **values, what=f"entry = {number}")


def _references(export: Export, number: int) -> Iterator[tuple[int, str]]:
    match export.book.contents[number]:
        case Verdict(entry=named, entry_digest=digest):
            yield named, digest
        case Posting(taken=taken):
            yield from ((one.entry, one.entry_digest) for one in taken)


# -- tables, policies, figures ---------------------------------------------------------------------


def _table_findings(export: Export, reader: ParquetReader) -> Iterator[Diagnostic]:
    said = [(entry, export.book.contents[entry.number]) for entry in export.book.entries]
    for table in ENTRY_TABLES:
        where = export.at(table.path)
        try:
            rows = reader.rows(table, export.files.get(table.path, b""))
        except ParquetUnreadable:
            yield EXPORT_ALTERED.at(where, path=table.path)
            continue
        difference = _first_difference(table, list(rows_of(table, said)), rows)
        if difference:
            yield TABLE_DIFFERS.at(where, path=table.path, **difference)


def _first_difference(
    table: FlatTable, said: list[Row], rows: list[Row]
) -> Mapping[str, str] | None:
    """The first row that is not what the entries say; more rows, or fewer, are a difference too."""
    for number in range(max(len(said), len(rows))):
        mine = said[number] if number < len(said) else None
        theirs = rows[number] if number < len(rows) else None
        if mine != theirs:
            at = str(number + 1)
            return {"row": at, "said": _shown(table, mine), "held": _shown(table, theirs)}
    return None


def _shown(table: FlatTable, row: Row | None) -> str:
    if row is None:
        return "—"
    texts = (plain(cell) if isinstance(cell, Decimal) else str(cell) for cell in row)
    return ", ".join(f"{name}={text}" for name, text in zip(table.names, texts, strict=True))


def _policy_findings(export: Export) -> Iterator[Diagnostic]:
    """The policy files against the text and the digests of the entries; no file is left over."""
    wanted = policy_files(export.book, export.book.entries)
    for path, content in wanted.items():
        if export.files.get(path) != content:
            yield EXPORT_ALTERED.at(export.at(path), path=path)
    known = {*wanted, *(table.path for table in (*ENTRY_TABLES, *INPUTS, ROW_FILES))}
    for path in export.manifest.by_path:
        if path not in known and number_of(path) is None and not is_of_rows(path):
            yield EXPORT_SURPLUS.at(export.at(path), path=path)
    for entry, computed in months_in(export.book, export.book.entries):
        if not all(_is_of_its_text(version) for version in stored_versions(computed.body)):
            where, values = export.at(entry_path(entry.number)), {"entry": str(entry.number)}
            yield ENTRY_INCONSISTENT.at(where, **values, what="policy_digest")


def _is_of_its_text(version: StoredVersion) -> bool:
    policy = build_policy(version.file, schema("policy")).value
    kept = [version.body.get(key) for key in ("policy_digest", "paying_digest")]
    return policy is not None and [policy.bytes_digest, policy.paying_digest] == kept


def _input_findings(export: Export, store: Store) -> Iterator[Diagnostic]:
    """Batches against the digests in the entries, and rows that no digest covers."""
    for path in strays(store):
        yield EXPORT_ALTERED.at(export.at(path), path=path)
    yield from _row_findings(export, store)
    named: set[str] = set()
    for entry, computed in months_in(export.book, export.book.entries):
        named |= set(computed.batches)
        where = export.at(entry_path(entry.number))
        yield from (replace(d, span=where) for d in batch_findings(store, entry, computed))
    if not export.manifest.scope.is_whole and set(batch_numbers(store)) - named:
        path = INPUTS[0].path
        yield EXPORT_ALTERED.at(export.at(path), path=path)


def _row_findings(export: Export, store: Store) -> Iterator[Diagnostic]:
    """The files of rows against the table that names them, which the entries' digests cover."""
    there = {path: one for path, one in export.manifest.by_path.items() if is_of_rows(path)}
    for file in row_files(store):
        held = there.pop(file.path, None)
        is_placed = file.path == row_path(file.table, file.batch)
        if held is None or held.sha256 != file.sha256 or not is_placed:
            yield altered(store, file, str(export.at(file.path).file))
    for path in there:
        yield EXPORT_SURPLUS.at(export.at(path), path=path)


# -- computing again ---------------------------------------------------------------------------


def _needs_others(export: Export, standing: Standing) -> bool:
    """Whether a month looks back to payslips that may be in entries outside the export."""
    is_prefix_whole = all(start > standing.entry.number for start, _ in export.absent)
    if not export.manifest.scope.is_of_months or is_prefix_whole:
        return False
    return looks_back(standing)


def _result(export: Export, asked: frozenset[int], checked: Checked, language: Language) -> Result:
    named = {d.values.get("entry") for d in checked.found}
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (*entry_row(e, named, language), _is_recomputed(export, e.number, checked))
        for e in export.book.entries
        if e.number in asked
    )  # fmt: skip
    facts: tuple[tuple[str, Cell], ...] = (
        ("folder", str(export.folder)),
        ("files", len(export.files)),
        ("entry_count", len(asked)),
        ("head", export.manifest.head),
        ("absent", runs_text(export.absent)),
        ("put_off", ", ".join(str(n) for n in sorted(checked.put_off))),
    )
    table = Table(key="entries", columns=(*COLUMNS, "is_recomputed"), rows=rows)
    report = Report(command="verify", facts=facts, tables=(table,))
    return Result(report=report, diagnostics=checked.found)


def _is_recomputed(export: Export, number: int, checked: Checked) -> bool | None:
    """Nothing where there is nothing to compute."""
    standing = export.book.by_number.get(number)
    if standing is None or computed_of(standing) is None:
        return None
    return number not in checked.put_off
