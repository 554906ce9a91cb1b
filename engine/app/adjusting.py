"""`adjust`: an amount that a person decided on, with author, reason and evidence."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from engine.app.checks.w910_unknown_line import UNKNOWN_LINE
from engine.app.checks.w912_nothing_posted import NOTHING_POSTED
from engine.app.computation import signed_body
from engine.app.month import MonthRequest
from engine.app.naming import agent_named
from engine.app.near_months import far_month
from engine.app.payouts import money
from engine.app.policies import in_force, policy_name
from engine.app.result import Result
from engine.app.standing import entry_facts, opened_book
from engine.app.workspace import Workspace
from engine.bind.versions import paying
from engine.core.closest import closest
from engine.core.diagnostic import Diagnostic
from engine.core.number import plain, scale_of
from engine.core.period import Month
from engine.core.record import record
from engine.core.span import whole_file
from engine.core.text import Language, say
from engine.ledger.book import Book, Place, computed_of
from engine.ledger.checks.l721_period_not_open import PERIOD_NOT_OPEN
from engine.ledger.checks.l725_amount_unfit import AMOUNT_UNFIT
from engine.ledger.checks.l726_hold_unfit import HOLD_UNFIT
from engine.ledger.contents import Adjustment, AdjustmentKind
from engine.ledger.entries import append
from engine.ledger.month import read_month
from engine.ledger.store import FILE, Store, open_store
from engine.report.model import Report

PLACES = 2


@record(kw_only=True)
class AdjustRequest:
    """`month` is the month that pays. `line` of the month `concerns`: what it settles.

    `releases`: the entry that held the money back.
    """

    month: MonthRequest
    agent: str
    kind: AdjustmentKind
    amount: Decimal
    by: str
    reason: str
    evidence: str
    concerns: Month | None = None
    line: str = ""
    releases: int | None = None


def adjust(workspace: Workspace, request: AdjustRequest, language: Language) -> Result:
    """One entry, paid with an open month; it never changes what was posted."""
    shop = workspace.shop(request.month.shop)
    policy = policy_name(workspace, shop, request.month.policy)
    place = Place(shop=shop, policy=policy, month=request.month.month)
    selected = in_force(workspace, shop, policy, place.month)
    if selected.value is None:
        return Result(report=Report(command="adjust"), diagnostics=selected.diagnostics)
    approvals = max(one.policy.approvals for one in paying(selected.value))
    with open_store(workspace.root, writes=True) as store, store.writing():
        book = opened_book(store)
        agent, name = _agent(store, book, place, request.agent)
        found = (
            *far_month(store, book, place),
            *_unfit(book, place, request, agent),
        )
        if found:
            return Result(report=Report(command="adjust"), diagnostics=found)
        posted = {"kind": "adjust", "shop": shop, "policy": policy, "month": str(place.month)}
        body = {
            **signed_body(request.by, request.reason, approvals),
            "agent": agent,
            "name": name,
            "kind": request.kind,
            "amount": plain(request.amount),
            "evidence": request.evidence,
            "concerns": str(request.concerns or ""),
            "line": request.line,
            "releases": request.releases,
        }
        entry = append(store, posted, body)
    facts = (
        *entry_facts(entry, request.by, approvals, language),
        ("shop", shop),
        ("month", str(place.month)),
        ("agent", agent),
        ("entry_kind", say(language, f"adjust.{request.kind}")),
        ("amount", money(request.amount)),
        ("reason", request.reason),
        ("evidence", request.evidence),
        ("entry_digest", entry.digest),
    )
    return Result(report=Report(command="adjust", facts=facts))


def _agent(store: Store, book: Book, place: Place, wanted: str) -> tuple[str, str]:
    """Somebody on the month's roster, or whom the shop has paid."""
    known = {post.agent: post.name for post in read_month(store, place.shop, place.month).posts}
    for standing in book.standings:
        computed = computed_of(standing) if standing.entry.shop == place.shop else None
        for payout in computed.payouts if computed else ():
            known.setdefault(payout.agent, payout.name)
    agent = agent_named(wanted, known, FILE)
    return agent, known[agent]


def _unfit(book: Book, place: Place, request: AdjustRequest, agent: str) -> Iterator[Diagnostic]:
    where = whole_file(FILE)
    state = book.state(place)
    if state != "open":
        values = {"shop": place.shop, "month": str(place.month), "state": state}
        yield PERIOD_NOT_OPEN.at(where, **values)
    amount = request.amount
    if not _fits(request) or scale_of(amount) > PLACES:
        yield AMOUNT_UNFIT.at(where, kind=request.kind, amount=plain(amount))
    if request.kind == "release":
        yield from _unfit_release(book, place, request, agent)
    if request.line:
        yield from _unsettled(book, place, request, agent)


def _fits(request: AdjustRequest) -> bool:
    """A hold takes, a release gives, all else does either."""
    match request.kind:
        case "hold":
            return request.amount < 0
        case "release":
            return request.amount > 0
        case _:
            return request.amount != 0


def _unfit_release(
    book: Book, place: Place, request: AdjustRequest, agent: str
) -> Iterator[Diagnostic]:
    """No more is released than was held back, and to the same person."""
    number = request.releases
    left = held_back(book, place, agent).get(number or 0, Decimal(0))
    if request.amount > left:
        yield HOLD_UNFIT.at(
            whole_file(FILE), entry=str(number or "—"), agent=agent, left=money(left),
            amount=money(request.amount),
        )  # fmt: skip


def held_back(book: Book, place: Place, agent: str) -> dict[int, Decimal]:
    """What is still held back of the agent's money, by the entry that holds it."""
    left: dict[int, Decimal] = {}
    for one in book.standings:
        content = one.content
        if not isinstance(content, Adjustment) or content.agent != agent or one.is_withdrawn:
            continue
        if one.is_of != (place.shop, place.policy):
            continue
        if content.kind == "hold" and one.state == "in_force":
            left[one.entry.number] = -content.amount
        elif content.kind == "release" and content.releases in left:
            # a release that awaits a name counts: two of them must not give more than was held
            left[content.releases] -= content.amount
    return left


def _unsettled(
    book: Book, place: Place, request: AdjustRequest, agent: str
) -> Iterator[Diagnostic]:
    """What a settlement settles must have been paid."""
    concerned = request.concerns
    past = place.at(concerned or place.month)
    paid = book.computed_so_far(past) if book.latest(past) is not None else {}
    if agent not in paid:
        what = f"{place.shop} {concerned or ''} {agent}"
        yield NOTHING_POSTED.at(whole_file(FILE), what=what)
    elif request.line not in paid[agent]:
        lines = paid[agent]
        near = closest(request.line, lines)
        values = {"line": request.line, "known": ", ".join(lines), "closest": near}
        yield UNKNOWN_LINE.at(whole_file(FILE), **values)
