"""An export as it lies on disk: every file against the list, before anything in it is believed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from engine.app.checks.w902_file_unreadable import FILE_UNREADABLE
from engine.app.export_files import entry_path, number_of
from engine.catalog.row_file import ROWS
from engine.core.diagnostic import Diagnostic, Outcome, in_order
from engine.core.errors import EngineError
from engine.core.period import parse_month
from engine.core.record import record
from engine.core.span import Span, whole_file
from engine.ledger.book import Book
from engine.ledger.checks.l703_chain_broken import CHAIN_BROKEN
from engine.ledger.checks.l732_not_an_export import NOT_AN_EXPORT
from engine.ledger.checks.l733_export_altered import EXPORT_ALTERED
from engine.ledger.checks.l734_export_incomplete import EXPORT_INCOMPLETE
from engine.ledger.checks.l735_export_surplus import EXPORT_SURPLUS
from engine.ledger.contents import Content, content_of
from engine.ledger.entries import GENESIS, Entry, entry_from
from engine.ledger.manifest import (
    FORMAT,
    MANIFEST,
    SUMS,
    ListedFile,
    Manifest,
    format_of,
    listed,
    manifest_from,
    sha256,
    sums_bytes,
)
from engine.ledger.rows import sha256_of
from engine.ledger.scope import Run, gaps


@record(kw_only=True)
class Export:
    """An export whose files are those of its manifest. `book` holds the entries that are in it.

    `files`: all but those of rows, which may be larger than the memory.
    """

    folder: Path
    manifest: Manifest
    files: Mapping[str, bytes]
    book: Book

    def at(self, path: str = "") -> Span:
        """Where a finding is: a file of the export, or the folder."""
        return whole_file((self.folder / path).as_posix())

    @property
    def absent(self) -> tuple[Run, ...]:
        """The numbers of the chain that are not in it, as runs."""
        return gaps(self.manifest.entries, self.manifest.head_number)


def read_export(folder: Path) -> Outcome[Export]:
    """The export, if each file is what was written and each entry is one."""
    files = _files(folder)
    where = whole_file(folder.as_posix())
    if MANIFEST not in files:
        raise EngineError(NOT_AN_EXPORT.at(where, folder=str(folder), problem=MANIFEST))
    manifest = manifest_from(files[MANIFEST])
    if manifest is None:
        return Outcome(None, (_bad_manifest(folder, files[MANIFEST]),))
    found = in_order(_misfits(folder, manifest, files, _rows(folder)))
    if found:
        return Outcome(None, found)
    return _export(folder, manifest, files)


def _files(folder: Path) -> dict[str, bytes]:
    """Every file below the folder; a link is read as what it is: no file of an export."""
    if not folder.is_dir():
        problem = MANIFEST
        where = whole_file(folder.as_posix())
        raise EngineError(NOT_AN_EXPORT.at(where, folder=str(folder), problem=problem))
    try:
        return {
            name: b"" if path.is_symlink() else path.read_bytes()
            for name, path in _inside(folder)
            if not is_of_rows(name) or path.is_symlink()
        }
    except OSError as error:
        problem = error.strerror or str(error)
        where = whole_file(str(error.filename or folder))
        raise EngineError(FILE_UNREADABLE.at(where, problem=problem)) from None


def _inside(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_dir():
            yield path.relative_to(folder).as_posix(), path


def _rows(folder: Path) -> dict[str, ListedFile]:
    """Files of rows by what they are; read block by block, and not kept."""
    return {
        name: ListedFile(path=name, sha256=sha256_of(path), size=path.stat().st_size)
        for name, path in _inside(folder)
        if is_of_rows(name) and not path.is_symlink()
    }


def is_of_rows(path: str) -> bool:
    return path.startswith(f"{ROWS}/") and path.endswith(".parquet")


def _bad_manifest(folder: Path, content: bytes) -> Diagnostic:
    written = format_of(content)
    if written.isdigit() and int(written) > FORMAT:
        where, problem = whole_file(folder.as_posix()), f"format {written} > {FORMAT}"
        return NOT_AN_EXPORT.at(where, folder=str(folder), problem=problem)
    return _altered(folder, MANIFEST)


def _altered(folder: Path, path: str) -> Diagnostic:
    return EXPORT_ALTERED.at(whole_file((folder / path).as_posix()), path=path)


def _misfits(
    folder: Path, manifest: Manifest, files: Mapping[str, bytes], rows: Mapping[str, ListedFile]
) -> Iterator[Diagnostic]:
    wanted = manifest.by_path
    there = {path: listed(path, content) for path, content in files.items()} | dict(rows)
    for path, one in wanted.items():
        if path not in there:
            yield EXPORT_INCOMPLETE.at(whole_file((folder / path).as_posix()), path=path)
        elif one != there[path]:
            yield _altered(folder, path)
    for path in there:
        if path not in wanted and path not in (MANIFEST, SUMS):
            yield EXPORT_SURPLUS.at(whole_file((folder / path).as_posix()), path=path)
    if SUMS not in files:
        yield EXPORT_INCOMPLETE.at(whole_file((folder / SUMS).as_posix()), path=SUMS)
    elif files[SUMS] != expected_sums(manifest, files[MANIFEST]):
        # the manifest bears a digest of itself, and that one fits
        yield _altered(folder, SUMS)


def expected_sums(manifest: Manifest, content: bytes) -> bytes:
    """`SHA256SUMS` as it follows from the manifest."""
    return sums_bytes([(MANIFEST, sha256(content)), *((f.path, f.sha256) for f in manifest.files)])


def _export(folder: Path, manifest: Manifest, files: Mapping[str, bytes]) -> Outcome[Export]:
    """The entries by their numbers, with their links to each other."""
    entries: list[Entry] = []
    contents: dict[int, Content] = {}
    for path, number in sorted((p, n) for p in files if (n := number_of(p)) is not None):
        entry = entry_from(number, files[path])
        content = content_of(entry) if entry and parse_month(entry.month) else None
        if entry is None or content is None:
            return Outcome(None, (_altered(folder, path),))
        entries.append(entry)
        contents[number] = content
    entries.sort(key=lambda entry: entry.number)
    if tuple(e.number for e in entries) != manifest.entries:
        return Outcome(None, (_altered(folder, MANIFEST),))
    book = Book(tuple(entries), contents)
    export = Export(folder=folder, manifest=manifest, files=files, book=book)
    return Outcome(export, in_order(_broken_links(export)))


def _broken_links(export: Export) -> Iterator[Diagnostic]:
    """Each entry against the one before it, where that one is in the export."""
    digests = {0: GENESIS} | {e.number: e.digest for e in export.book.entries}
    for entry in export.book.entries:
        where = export.at(entry_path(entry.number))
        if digests.get(entry.number - 1, entry.previous) != entry.previous:
            yield CHAIN_BROKEN.at(where, entry=str(entry.number), what="previous")
    manifest = export.manifest
    if digests.get(manifest.head_number, manifest.head) != manifest.head:
        yield CHAIN_BROKEN.at(export.at(MANIFEST), entry=str(manifest.head_number), what="head")
