"""`restore`: the workspace's database out of exports, when it is lost or damaged."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from engine.app.checks.w902_file_unreadable import FILE_UNREADABLE
from engine.app.export_reading import Export, read_export
from engine.app.month import Show
from engine.app.result import Result
from engine.app.verifying import COLUMNS, VerifyRequest, verify
from engine.app.verifying_export import checked_export
from engine.app.workspace import Workspace
from engine.catalog.row_file import RowFile
from engine.core.diagnostic import Diagnostic, in_order
from engine.core.errors import EngineError
from engine.core.record import record
from engine.core.span import whole_file
from engine.core.text import Language, say
from engine.ledger.checks.l737_exports_lack_entries import EXPORTS_LACK_ENTRIES
from engine.ledger.checks.l738_exports_differ import EXPORTS_DIFFER
from engine.ledger.checks.l739_store_not_empty import STORE_NOT_EMPTY
from engine.ledger.entries import Entry
from engine.ledger.fingerprints import batch_fingerprints
from engine.ledger.inputs import batch_numbers, inputs_store
from engine.ledger.parquet import parquet_reader
from engine.ledger.refilling import Source, refill, what_is_in
from engine.ledger.rows import KEY, row_files
from engine.ledger.scope import gaps, runs_text
from engine.ledger.store import FILE, Store, open_store
from engine.report.model import Report, Table


def restore(
    workspace: Workspace, folders: Sequence[Path], language: Language, show: Show
) -> Result:
    """Each export is verified, then all of them are put together, then the whole is verified."""
    _refuse_what_is_there(workspace.root)
    exports: list[Export] = []
    found: list[Diagnostic] = []
    for folder in folders:
        show(str(folder))
        read = read_export(folder)
        found += read.diagnostics
        if read.value is not None and not read.diagnostics:
            exports.append(read.value)
            # months are computed again once all are together: then nothing is missing
            found += checked_export(read.value, frozenset(), show).found
    found = found or list(_incomplete(exports))
    if found:
        return _refused(found)
    with ExitStack() as opened:
        stores = [
            inputs_store(opened.enter_context(parquet_reader()), one.files) for one in exports
        ]
        differing = in_order(_differing_batches(exports, stores))
        if differing:
            return _refused(differing)
        return _rebuilt(workspace, exports, stores, language, show)


def _refused(found: Iterable[Diagnostic]) -> Result:
    return Result(report=Report(command="restore"), diagnostics=in_order(found))


def _refuse_what_is_there(root: Path) -> None:
    """A database that holds anything, cannot be read, or left its log behind stays as it is."""
    database, log = root / FILE, root / f"{FILE}.wal"
    state = what_is_in(root) if database.exists() else ""
    if not state and log.exists():
        # DuckDB would play an old log into the new file
        state = log.name
    if state:
        raise EngineError(STORE_NOT_EMPTY.at(whole_file(str(database)), path=FILE, state=state))


# -- putting exports together --------------------------------------------------------------------


def _incomplete(exports: Sequence[Export]) -> Iterator[Diagnostic]:
    """Entries that two exports tell differently, and entries that none has."""
    seen: dict[int, tuple[Entry, Export]] = {}
    for export in exports:
        for entry in export.book.entries:
            known = seen.setdefault(entry.number, (entry, export))
            if known[0].digest != entry.digest:
                yield _differ(f"entries {entry.number}", known[1], export)
    last = max(export.manifest.head_number for export in exports)
    missing = gaps(seen, last)
    if missing:
        where = exports[-1].at()
        yield EXPORTS_LACK_ENTRIES.at(where, missing=runs_text(missing), last=str(last))


def _differ(what: str, one: Export, other: Export) -> Diagnostic:
    return EXPORTS_DIFFER.at(
        other.at(), what=what, one=one.folder.as_posix(), other=other.folder.as_posix()
    )


def _differing_batches(exports: Sequence[Export], stores: Sequence[Store]) -> Iterator[Diagnostic]:
    """A batch is one and the same in every export that has it."""
    by_name: dict[str, tuple[tuple[int, str], Export]] = {}
    by_number: dict[int, tuple[str, Export]] = {}
    for export, store in zip(exports, stores, strict=True):
        numbers = batch_numbers(store)
        prints = batch_fingerprints(store, numbers)
        for name, number in numbers.items():
            same = by_name.setdefault(name, ((number, prints[name]), export))
            taken = by_number.setdefault(number, (name, export))
            if same[0] != (number, prints[name]):
                yield _differ(f"batches {number}", same[1], export)
            elif taken[0] != name:
                yield _differ(f"batches {number}", taken[1], export)


def _rebuilt(
    workspace: Workspace, exports: Sequence[Export], stores: Sequence[Store],
    language: Language, show: Show,
) -> Result:  # fmt: skip
    """A new file beside the old place, filled in one transaction, verified, put in its place."""
    entries = {e.number: e for export in exports for e in export.book.entries}
    chain = tuple(entries[number] for number in sorted(entries))
    sources = tuple(Source(store, batch_numbers(store)) for store in stores)
    beside = workspace.root / f".restore.{secrets.token_hex(4)}"
    try:
        beside.mkdir()
        with open_store(beside, writes=True) as store:
            refill(store, chain, sources)
            rows = row_files(store)
            counts = _Counts(
                batches=len(batch_numbers(store)),
                rows=sum(file.rows for file in rows),
                rejects=_rejects(store),
            )
        _copy_rows(exports, rows, beside)
        found = verify(Workspace(beside), VerifyRequest(), language, show).diagnostics
        if found:
            return _refused(found)
        # the rows first: without a database that names them they are nothing
        for file in rows:
            place = workspace.root / file.path
            place.parent.mkdir(parents=True, exist_ok=True)
            (beside / file.path).replace(place)
        (beside / FILE).replace(workspace.root / FILE)
    except OSError as error:
        where, problem = whole_file(str(workspace.root)), error.strerror or str(error)
        raise EngineError(FILE_UNREADABLE.at(where, problem=problem)) from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return Result(report=_report(chain, exports, counts, language))


def _copy_rows(exports: Sequence[Export], rows: Iterable[RowFile], beside: Path) -> None:
    for file in rows:
        source = next(e.folder / file.path for e in exports if file.path in e.manifest.by_path)
        place = beside / file.path
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, place)


@record(kw_only=True)
class _Counts:
    batches: int
    rows: int
    rejects: int


def _rejects(store: Store) -> int:
    return int(str(store.rows("SELECT count(*) FROM rejects")[0][0]))


def _report(
    chain: Sequence[Entry], exports: Sequence[Export], counts: _Counts, language: Language
) -> Report:
    facts = (
        ("entry_count", len(chain)),
        ("head", chain[-1].digest),
        ("batches", counts.batches),
        ("rejected", counts.rejects),
    )
    has_all_batches = any(
        e.manifest.scope.is_whole and e.manifest.head_number == len(chain) for e in exports
    )
    notes = [say(language, "restore.without_runs"), say(language, "restore.policies")]
    if counts.rows:
        notes.append(say(language, "restore.key", path=KEY))
    if counts.rejects:
        notes.append(say(language, "restore.without_texts", count=counts.rejects))
    if not has_all_batches:
        notes.append(say(language, "restore.import_again"))
    rows = tuple((e.number, e.kind, e.shop, e.month, e.policy, e.digest) for e in chain)
    table = Table(key="entries", columns=COLUMNS[:-1], rows=rows)
    return Report(command="restore", facts=facts, tables=(table,), notes=tuple(notes))
