"""Exports that somebody tampered with, and ledgers that are restored from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from engine.app.exporting import ExportRequest, export
from engine.app.posting import PostRequest, post
from engine.app.restoring import restore
from engine.app.verifying import VerifyRequest
from engine.app.verifying_export import verify_export
from engine.core.period import Month
from engine.ledger.entry_tables import LINES
from engine.ledger.manifest import (
    MANIFEST,
    SUMS,
    listed,
    manifest_bytes,
    manifest_from,
    sha256,
    sums_bytes,
)
from engine.ledger.parquet import parquet_of, parquet_reader
from engine.ledger.scope import Scope
from engine.ledger.store import FILE
from tests.checks.examples import BASE, Example, Found
from tests.checks.shop import FIGURES, MAY, SHOP, Opened, batch_of, quiet, refused, shop

JUNE = MAY.plus(1)
WHOLE = Scope()


def post_month(opened: Opened, month: Month = MAY, by: str = "会计") -> None:
    opened.save(batch_of(FIGURES, month))
    request = PostRequest(month=opened.request(month), by=by)
    assert not post(opened.workspace, request, "zh", quiet).diagnostics


def exported(opened: Opened, name: str, scope: Scope = WHOLE) -> Path:
    """Beside the workspace, so that the folder goes when the workspace goes."""
    folder = opened.workspace.root.parent / name
    request = ExportRequest(scope=scope, folder=folder)
    assert not export(opened.workspace, request, "zh", quiet).diagnostics
    return folder


def checked(folder: Path) -> Found:
    return verify_export(folder, VerifyRequest(), "zh", quiet).diagnostics


def restored(opened: Opened, *folders: Path) -> Found:
    return restore(opened.workspace, folders, "zh", quiet).diagnostics


def lose_database(opened: Opened) -> None:
    (opened.workspace.root / FILE).unlink()


@contextmanager
def exported_month() -> Iterator[tuple[Opened, Path]]:
    with shop(BASE) as opened:
        post_month(opened)
        yield opened, exported(opened, "export")


def after(change: Callable[[Path], object]) -> Callable[[Example], Found]:
    """What is found in an export once somebody has changed it."""

    def scenario(example: Example) -> Found:
        with exported_month() as (_, folder):
            change(folder)
            return checked(folder)

    return scenario


def flip(path: Path, position: int = 0) -> None:
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.write_bytes(bytes(content))


def relist(folder: Path) -> None:
    """Both lists made anew, as somebody would who wants a change to pass."""
    manifest = manifest_from((folder / MANIFEST).read_bytes())
    assert manifest is not None
    paths = (p for p in sorted(folder.rglob("*")) if p.is_file() and p.name not in (MANIFEST, SUMS))
    files = tuple(listed(p.relative_to(folder).as_posix(), p.read_bytes()) for p in paths)
    content = manifest_bytes(replace(manifest, files=files))
    (folder / MANIFEST).write_bytes(content)
    sums = [(MANIFEST, sha256(content)), *((one.path, one.sha256) for one in files)]
    (folder / SUMS).write_bytes(sums_bytes(sums))


def pay_more_in_the_table(folder: Path) -> None:
    path = folder / LINES.path
    with parquet_reader() as reader:
        first, *rest = reader.rows(LINES, path.read_bytes())
    amount = LINES.names.index("amount")
    more = (*first[:amount], "9999", *first[amount + 1 :])
    path.write_bytes(parquet_of(LINES, [[more, *rest]]))
    relist(folder)


def export_twice(example: Example) -> Found:
    found = []
    with exported_month() as (opened, folder), refused(found):
        exported(opened, folder.name)
    return tuple(found)


def no_export(example: Example) -> Found:
    found = []
    with shop(BASE) as opened, refused(found):
        checked(opened.workspace.root)
    return tuple(found)


def two_months(parts: tuple[Scope, ...]) -> Callable[[Example], Found]:
    """A ledger of two months is lost and restored from exports of these parts."""

    def scenario(example: Example) -> Found:
        with shop(BASE) as opened:
            post_month(opened)
            post_month(opened, JUNE)
            folders = [exported(opened, f"{n}", scope) for n, scope in enumerate(parts)]
            lose_database(opened)
            return restored(opened, *folders)

    return scenario


def two_ledgers(example: Example) -> Found:
    with shop(BASE) as opened, shop(BASE) as other:
        post_month(opened)
        post_month(other, by="另一个会计")
        folders = exported(opened, "one"), exported(other, "other")
        lose_database(opened)
        return restored(opened, *folders)


def over_a_database(example: Example) -> Found:
    found = []
    with exported_month() as (opened, folder), refused(found):
        restored(opened, folder)
    return tuple(found)


def of_month(month: Month) -> Scope:
    return Scope(shop=SHOP, month=month)


EXPORT_SCENARIOS: Mapping[str, Callable[[Example], Found]] = {
    "ledger: export": after(lambda folder: None),
    "ledger: verify an export": after(lambda folder: None),
    "ledger: export twice into one folder": export_twice,
    "ledger: verify a folder that is no export": no_export,
    "ledger: a byte of an export flipped": after(lambda f: flip(f / "entries" / "0001.json")),
    "ledger: a file of an export removed": after(lambda f: (f / LINES.path).unlink()),
    "ledger: a file added to an export": after(
        lambda f: (f / "read me.txt").write_text("", "utf-8")
    ),
    "ledger: a table of an export made to say more": after(pay_more_in_the_table),
    "ledger: restore one month of two": two_months((of_month(MAY),)),
    "ledger: restore both months": two_months((of_month(MAY), of_month(JUNE))),
    "ledger: restore from two ledgers": two_ledgers,
    "ledger: restore over a database": over_a_database,
}
