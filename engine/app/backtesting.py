"""`backtest`: a policy over all posted months, as if it had paid them, beside what was paid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine.app.checks.w912_nothing_posted import NOTHING_POSTED
from engine.app.checks.w913_not_two_sides import NOT_TWO_SIDES
from engine.app.compare_page import with_page
from engine.app.compare_report import compare_report
from engine.app.compared import Compared, worked_months
from engine.app.comparing_sides import shop_policy
from engine.app.computation import kept_items
from engine.app.month import PaidMonth, Show
from engine.app.result import Result
from engine.app.side_months import computed_month
from engine.app.side_pay import Found, Pages, posted_month_of, refused, strangers_of
from engine.app.sides import IN_FORCE, POSTED, OpenSide, SideWords, at_side, open_side
from engine.app.story_files import NO_FILES, StoryFiles
from engine.app.workspace import Workspace
from engine.backends.duckdb import session
from engine.bind.versions import versions_label
from engine.compare.differences import unpaired
from engine.compare.model import Comparison, NotCompared, Side
from engine.core.diagnostic import Diagnostic, in_order
from engine.core.errors import EngineError
from engine.core.period import Month
from engine.core.record import record
from engine.core.span import whole_file
from engine.core.text import Language
from engine.ledger.history import PostedMonth
from engine.ledger.store import FILE, open_store


@record(kw_only=True)
class BacktestRequest:
    """`side`: any but `posted`, which is what it is held against."""

    shop: str
    side: SideWords
    policy: str | None = None


def backtest(
    workspace: Workspace, request: BacktestRequest, language: Language, show: Show,
    files: StoryFiles = NO_FILES,
) -> Result:  # fmt: skip
    """What the candidate would have paid in all posted months, and what it differs from."""
    done = backtested(workspace, request, show, explains=files.page is not None)
    report = compare_report(done.comparison, language, "backtest")
    return with_page(Result(report=report, diagnostics=done.diagnostics), done, files, language)


def backtested(
    workspace: Workspace, request: BacktestRequest, show: Show, *, explains: bool = False
) -> Compared:
    """The first side is what the ledger paid, the second one the candidate."""
    if request.side.words == POSTED:
        known = f"v1, v2, …, {IN_FORCE}"
        raise EngineError(NOT_TWO_SIDES.at(whole_file(POSTED), side=POSTED, known=known))
    paid_words = SideWords(words=POSTED)
    of = shop_policy(workspace, request.shop, request.policy, (request.side, paid_words))
    candidate = open_side(of, request.side, 2)
    with open_store(workspace.root, writes=False) as store, session() as database:
        pages = Pages(of=of, store=store, session=database, show=show, explains=explains)
        months = _posted_months(pages)
        if not months:
            raise EngineError(NOTHING_POSTED.at(whole_file(FILE), what=request.shop))
        paid = [posted_month_of(pages, 1, month) for month in months]
        own = [] if candidate.found else list(_months(pages, candidate, request.side, months))
    return _compared(request, months, candidate, [*paid, *own])


def _posted_months(pages: Pages) -> tuple[Month, ...]:
    """Every month of which a posting holds, in order."""
    book = pages.book
    months = book.months(pages.of.shop, pages.of.name)
    return tuple(month for month in months if book.latest(pages.place(month)) is not None)


def _months(
    pages: Pages, side: OpenSide, typed: SideWords, months: tuple[Month, ...]
) -> Iterator[Found]:
    """Month after month: what one comes to is what the next ones look back to."""
    history: dict[Month, PostedMonth] = {}
    number = side.side.number
    for month in months:
        outcome = side.payer(month)
        payer = outcome.value
        if payer is None:
            finding = outcome.diagnostics[0] if outcome.diagnostics else None
            one = NotCompared(side=number, reason="no_version", month=month, finding=finding)
            yield Found(left_out=(one,))
            continue
        strangers = tuple(strangers_of(pages, payer, number, month))
        paid = pages.pay_after(payer, month, history)
        if paid.value is None:
            found = tuple(at_side(paid.diagnostics, typed)) if typed.settings else paid.diagnostics
            left_out = (*strangers, *refused(found, number, month))
            yield Found(left_out=left_out, diagnostics=found)
            continue
        history = {**history, month: own_month(paid.value)}
        shown = computed_month(number, month, paid.value)
        yield Found(paid=shown, worked=paid.value, left_out=strangers)


def own_month(paid: PaidMonth) -> PostedMonth:
    """What later months would look back to, had this one been posted as it is."""
    kept = kept_items(paid)
    return PostedMonth(
        version=versions_label(p.policy.version for p in paid.bounds),
        items=frozenset(kept),
        values={
            agent: {k: v for k, v in row.items() if k in kept and v is not None}
            for agent, row in paid.run.rows.items()
        },
    )


def _compared(
    request: BacktestRequest, months: tuple[Month, ...], candidate: OpenSide, found: list[Found]
) -> Compared:
    refused_side = tuple(
        NotCompared(side=2, reason="refused", finding=one) for one in candidate.found[:1]
    )
    whole = Comparison(
        shop=request.shop,
        sides=(Side(number=1, words=POSTED), candidate.side),
        months=months,
        computed=tuple(one.paid for one in found if one.paid is not None),
        not_compared=(*refused_side, *(n for one in found for n in one.left_out)),
    )
    diagnostics: list[Diagnostic] = list(candidate.found)
    diagnostics.extend(d for one in found for d in one.diagnostics)
    comparison = replace(whole, not_compared=(*whole.not_compared, *unpaired(whole)))
    return Compared(
        comparison=comparison, diagnostics=in_order(diagnostics), worked=worked_months(found)
    )
