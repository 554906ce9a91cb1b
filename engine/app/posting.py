"""`post`: a month becomes an entry of the ledger, once, with what is paid beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from engine.app.computation import Chosen, Source, choose, commit_facts, computed_body, signed_body
from engine.app.frozen import edited_versions
from engine.app.month import MonthRequest, Show
from engine.app.payouts import money
from engine.app.provenance import provenance
from engine.app.result import Result
from engine.app.running import selection_facts
from engine.app.standing import awaiting_findings, entry_facts, opened_book
from engine.app.version_month import pay_by
from engine.app.workspace import Workspace
from engine.core.diagnostic import Diagnostic
from engine.core.number import plain
from engine.core.record import record
from engine.core.span import whole_file
from engine.core.text import Language, say
from engine.ledger.book import Book, Place, taken_of
from engine.ledger.checks.l701_already_posted import ALREADY_POSTED
from engine.ledger.checks.l721_period_not_open import PERIOD_NOT_OPEN
from engine.ledger.contents import Taken
from engine.ledger.entries import append
from engine.ledger.month import read_month, with_history
from engine.ledger.store import FILE, Store, open_store
from engine.report.model import Report, Table

ADJUSTMENTS = ("entry", "agent", "name", "entry_kind", "line", "concerns", "amount")


@record(kw_only=True)
class PostRequest:
    month: MonthRequest
    by: str
    note: str = ""


def post(workspace: Workspace, request: PostRequest, language: Language, show: Show) -> Result:
    """Compute the month and append it to the chain, in one transaction; once."""
    chosen = choose(workspace, request.month)
    if chosen.value is None:
        return _refused(chosen.diagnostics)
    with open_store(workspace.root, writes=True) as store, store.writing():
        return _post(workspace, store, chosen.value, request, language, show)


def _refused(found: tuple[Diagnostic, ...]) -> Result:
    return Result(report=Report(command="post"), diagnostics=found)


def _post(  # one transaction
    workspace: Workspace, store: Store, chosen: Chosen, request: PostRequest,
    language: Language, show: Show,
) -> Result:  # fmt: skip
    policy, month = chosen.payer.last.policy, request.month.month
    place = Place(shop=request.month.shop, policy=policy.name, month=month)
    book = opened_book(store)
    found = (*not_postable(book, place), *edited_versions(book, workspace, place.shop))
    if found:
        return _refused(found)
    stored = with_history(book, read_month(store, place.shop, month), chosen.payer.bounds, place)
    paid = pay_by(chosen.payer, stored, month, show)
    if paid.value is None:
        return _refused(paid.diagnostics)
    taken = taken_of(book.payable_in(place))
    sources = [Source(file, provenance(workspace, file)) for file in chosen.files]
    body = {
        **computed_body(store, paid.value, sources),
        **signed_body(request.by, request.note, paid.value.approvals),
        "adjustments": [_taken_form(one) for one in taken],
    }
    posted = {"kind": "post", "shop": place.shop, "policy": place.policy, "month": str(month)}
    entry = append(store, posted, body)
    beside = sum((one.amount for one in taken), Decimal(0))
    facts = (
        *selection_facts(chosen.selection, language),
        *commit_facts(sources[-1].commit, language),
        *entry_facts(entry, request.by, paid.value.approvals, language),
        ("total", money(paid.value.total)),
        ("adjusted", money(beside)),
        ("payable", money(paid.value.total + beside)),
        ("entry_digest", entry.digest),
    )
    notes = (say(language, "post.keep_digest"),)
    table = adjustment_table(taken, language)
    return Result(report=Report(command="post", facts=facts, tables=(table,), notes=notes))


def not_postable(book: Book, place: Place) -> Iterator[Diagnostic]:
    """Why the month takes no posting: posted, closed, or something of it awaits a name."""
    where, month = whole_file(FILE), str(place.month)
    if book.state(place) == "closed":
        yield PERIOD_NOT_OPEN.at(where, shop=place.shop, month=month, state="closed")
        return
    posting = book.posting(place)
    if posting is not None and posting.state == "in_force":
        entry = str(posting.entry.number)
        yield ALREADY_POSTED.at(where, shop=place.shop, month=month, entry=entry)
        return
    yield from awaiting_findings(book.awaiting(place))


def _taken_form(one: Taken) -> Mapping[str, object]:
    return {
        "entry": one.entry,
        "entry_digest": one.entry_digest,
        "agent": one.agent,
        "name": one.name,
        "kind": one.kind,
        "line": one.line,
        "concerns": one.concerns,
        "amount": plain(one.amount),
    }


def adjustment_table(taken: tuple[Taken, ...], language: Language) -> Table:
    """What is paid with a month beside its own lines."""
    rows = tuple(
        (t.entry, t.agent, t.name, say(language, f"adjust.{t.kind}"), t.line, t.concerns,
         money(t.amount))
        for t in taken
    )  # fmt: skip
    return Table(key="adjustments", columns=ADJUSTMENTS, rows=rows, numbers=frozenset({"amount"}))
