"""The files of an export by path, and what each of them must hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from engine.app.stored import stored_versions
from engine.ledger.book import Book
from engine.ledger.contents import MonthComputed
from engine.ledger.entries import Entry
from engine.ledger.entry_tables import computed_in
from engine.policy.file import PolicyFile

ENTRIES = "entries"
POLICY = "policy"


def entry_path(number: int) -> str:
    return f"{ENTRIES}/{number:04d}.json"


def number_of(path: str) -> int | None:
    """The number of the entry that a file holds; None for any other file."""
    number = PurePosixPath(path).stem
    is_entry = number.isascii() and number.isdigit() and entry_path(int(number)) == path
    return int(number) if is_entry else None


def entry_files(found: Iterable[Entry]) -> dict[str, bytes]:
    """Each entry as the bytes whose SHA-256 is its digest."""
    return {entry_path(entry.number): entry.written for entry in found}


def policy_files(book: Book, found: Iterable[Entry]) -> dict[str, bytes]:
    """The policy of each computed month with its tables and bases, under the entry's number."""
    files: dict[str, bytes] = {}
    for entry, computed in months_in(book, found):
        for version in stored_versions(computed.body):
            for one in (version.file, *version.file.bases):
                files.update(_texts(one, f"{POLICY}/{entry.number:04d}"))
    return files


def months_in(book: Book, found: Iterable[Entry]) -> Iterator[tuple[Entry, MonthComputed]]:
    """The entries that hold a computed month."""
    for entry in found:
        computed = computed_in(book.contents[entry.number])
        if computed is not None:
            yield entry, computed


def _texts(file: PolicyFile, folder: str) -> Mapping[str, bytes]:
    """A policy or base where it lay in the workspace, and its tables beside it."""
    path = PurePosixPath(folder, *_plain_parts(file.name))
    tables = {str(path.parent.joinpath(*_plain_parts(k))): v for k, v in file.companions.items()}
    return {str(path): file.content, **tables}


def _plain_parts(name: str) -> list[str]:
    """The parts of a path that stay inside: the name was once typed by somebody."""
    plain = "".join("_" if sign in "\\:\n\r\0" else sign for sign in name)
    return [part for part in PurePosixPath(plain).parts if part not in ("/", "..")]
