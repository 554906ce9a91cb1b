"""What entries are worth today, in the words of findings and reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.app.policies import policy_name
from engine.app.workspace import Workspace
from engine.core.diagnostic import Diagnostic
from engine.core.errors import EngineError
from engine.core.span import whole_file
from engine.core.text import Language, say
from engine.ledger.book import Book, Standing, book_of
from engine.ledger.chain import chain_breaks, written_count
from engine.ledger.checks.l720_awaiting_name import AWAITING_NAME
from engine.ledger.entries import Entry, entries
from engine.ledger.store import FILE, Store
from engine.report.model import Cell


def opened_book(store: Store) -> Book:
    """The ledger as it stands; nothing is built on a chain that is broken."""
    chain = tuple(entries(store))
    broken = tuple(chain_breaks(chain, written_count(store)))
    if broken:
        raise EngineError(*broken)
    return book_of(chain)


def policy_named(workspace: Workspace, book: Book, shop: str, name: str | None) -> str:
    """The named policy, or the shop's only one: the ledger remembers it when its files are gone."""
    posted = {entry.policy for entry in book.entries if entry.shop == shop}
    if name in posted:
        return str(name)
    has_files = (workspace.policies / shop).is_dir() and any((workspace.policies / shop).iterdir())
    if name is None and not has_files and len(posted) == 1:
        return posted.pop()
    return policy_name(workspace, workspace.shop(shop), name)


def awaiting_findings(standings: Iterable[Standing]) -> Iterator[Diagnostic]:
    """Each entry that needs another name before anything is built on it."""
    for one in standings:
        yield AWAITING_NAME.at(
            whole_file(FILE),
            entry=str(one.entry.number),
            kind=one.entry.kind,
            month=one.entry.month,
            names=", ".join(one.names),
            missing=str(one.missing_names),
        )


def entry_facts(
    entry: Entry, by: str, approvals: int, language: Language
) -> tuple[tuple[str, Cell], ...]:
    """Number, who, and whether it holds yet."""
    state = "in_force" if approvals <= 1 else "awaiting"
    return (("entry", entry.number), ("by", by), ("state", say(language, f"state.{state}")))
