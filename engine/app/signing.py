"""`approve` and `withdraw` an entry that awaits a name, and `close` a month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from engine.app.computation import signed_body
from engine.app.month import MonthRequest
from engine.app.near_months import far_month
from engine.app.policies import in_force, policy_name
from engine.app.result import Result
from engine.app.standing import awaiting_findings, entry_facts, opened_book
from engine.app.workspace import Workspace
from engine.core.diagnostic import Diagnostic
from engine.core.period import Month
from engine.core.record import record
from engine.core.span import whole_file
from engine.core.text import Language, say
from engine.ledger.book import Book, Place, Standing, same_person
from engine.ledger.checks.l721_period_not_open import PERIOD_NOT_OPEN
from engine.ledger.checks.l722_same_name import SAME_NAME
from engine.ledger.checks.l723_not_awaiting import NOT_AWAITING
from engine.ledger.checks.l728_month_ahead import MONTH_AHEAD
from engine.ledger.entries import append
from engine.ledger.store import FILE, open_store
from engine.report.model import Report


@record(kw_only=True)
class VerdictRequest:
    """`entry`: the number of the entry that is approved or withdrawn."""

    entry: int
    by: str
    note: str = ""


def approve(workspace: Workspace, request: VerdictRequest, language: Language) -> Result:
    """Add a name that is not among those that stand already."""
    return _verdict(workspace, request, "approve", language)


def withdraw(workspace: Workspace, request: VerdictRequest, language: Language) -> Result:
    """Take back an entry that does not hold yet; one that holds is corrected instead."""
    return _verdict(workspace, request, "withdraw", language)


def _verdict(
    workspace: Workspace, request: VerdictRequest, kind: str, language: Language
) -> Result:
    with open_store(workspace.root, writes=True) as store, store.writing():
        book = opened_book(store)
        one = book.by_number.get(request.entry)
        found = _unfit(book, one, request, kind)
        if found is not None or one is None:
            return Result(report=Report(command=kind), diagnostics=(found,) if found else ())
        posted = {
            "kind": kind,
            "shop": one.entry.shop,
            "policy": one.entry.policy,
            "month": one.entry.month,
        }
        body = {
            **signed_body(request.by, request.note),
            "entry": request.entry,
            "entry_digest": one.entry.digest,
        }
        entry = append(store, posted, body)
    is_done = kind == "withdraw" or one.missing_names <= 1
    done = "withdrawn" if kind == "withdraw" else "in_force"
    facts = (
        ("entry", entry.number),
        ("concerned", request.entry),
        ("shop", one.entry.shop),
        ("month", one.entry.month),
        ("by", request.by),
        ("state", say(language, f"state.{done if is_done else 'awaiting'}")),
        ("entry_digest", entry.digest),
    )
    return Result(report=Report(command=kind, facts=facts))


def _unfit(
    book: Book, one: Standing | None, request: VerdictRequest, kind: str
) -> Diagnostic | None:
    where, number = whole_file(FILE), str(request.entry)
    if one is None or one.state != "awaiting":
        waiting = ", ".join(str(s.entry.number) for s in book.standings if s.state == "awaiting")
        return NOT_AWAITING.at(where, entry=number, waiting=waiting or "—")
    if kind == "approve" and any(same_person(request.by, name) for name in one.names):
        return SAME_NAME.at(where, entry=number, by=request.by, names=", ".join(one.names))
    return None


@record(kw_only=True)
class CloseRequest:
    month: MonthRequest
    by: str
    note: str = ""


def close(workspace: Workspace, request: CloseRequest, language: Language) -> Result:
    """From now on the month takes nothing: no posting, no correction or adjustment paid in it.

    It takes as many names as anything else that the policy pays.
    """
    shop = workspace.shop(request.month.shop)
    policy = policy_name(workspace, shop, request.month.policy)
    place = Place(shop=shop, policy=policy, month=request.month.month)
    selected = in_force(workspace, shop, policy, place.month)
    if selected.value is None:
        return Result(report=Report(command="close"), diagnostics=selected.diagnostics)
    approvals = selected.value.policy.approvals
    with open_store(workspace.root, writes=True) as store, store.writing():
        book = opened_book(store)
        found = [
            *awaiting_findings(book.awaiting(place)),
            *(tuple(_ahead(place)) or far_month(store, book, place)),
        ]
        if book.state(place) == "closed":
            values = {"shop": shop, "month": str(place.month), "state": "closed"}
            found = [PERIOD_NOT_OPEN.at(whole_file(FILE), **values)]
        if found:
            return Result(report=Report(command="close"), diagnostics=tuple(found))
        before = book.state(place)
        posted = {"kind": "close", "shop": shop, "policy": policy, "month": str(place.month)}
        entry = append(store, posted, signed_body(request.by, request.note, approvals))
    facts = (
        *entry_facts(entry, request.by, approvals, language),
        ("shop", shop),
        ("month", str(place.month)),
        ("policy", policy),
        ("state_before", say(language, f"period.{before}")),
        ("entry_digest", entry.digest),
    )
    return Result(report=Report(command="close", facts=facts))


def _ahead(place: Place) -> Iterator[Diagnostic]:
    """A month that has not begun by the calendar of this machine."""
    today = dt.datetime.now(dt.UTC).astimezone().date()
    if place.month > Month(today.year, today.month):
        yield MONTH_AHEAD.at(whole_file(FILE), month=str(place.month))
