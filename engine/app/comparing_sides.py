"""`compare`: any number of sides over the same months and figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from engine.app.checks.w953_nothing_compared import NOTHING_COMPARED
from engine.app.checks.w955_one_side import ONE_SIDE
from engine.app.compare_page import with_page
from engine.app.compare_report import compare_report
from engine.app.compared import Compared, worked_months
from engine.app.month import Show
from engine.app.policies import policy_name
from engine.app.result import Result
from engine.app.side_pay import Found, Pages, month_of_side
from engine.app.sides import IN_FORCE, POSTED, OpenSide, ShopPolicy, SideWords, open_side
from engine.app.story_files import NO_FILES, StoryFiles
from engine.app.workspace import Workspace
from engine.backends.duckdb import session
from engine.compare.differences import each_pair, unpaired
from engine.compare.model import Comparison, NotCompared
from engine.core.diagnostic import in_order
from engine.core.errors import EngineError
from engine.core.period import Month
from engine.core.record import record
from engine.core.span import whole_file
from engine.core.text import Language
from engine.ledger.store import open_store


@record(kw_only=True)
class CompareRequest:
    """`sides`: at least two, the first is what the others are held against."""

    shop: str
    months: tuple[Month, ...]
    sides: tuple[SideWords, ...]
    policy: str | None = None


def compare(
    workspace: Workspace, request: CompareRequest, language: Language, show: Show,
    files: StoryFiles = NO_FILES,
) -> Result:  # fmt: skip
    """Every side over the same figures: who gains, who loses, and what cannot be compared."""
    done = compared(workspace, request, show, explains=files.page is not None)
    return with_page(result_of(done, request, language), done, files, language)


def result_of(done: Compared, request: CompareRequest, language: Language) -> Result:
    """The comparison as a report."""
    found = list(done.diagnostics)
    comparison = done.comparison
    if not found and not any(any(each_pair(comparison, side)) for side in comparison.others):
        found.append(NOTHING_COMPARED.at(whole_file(request.shop), shop=request.shop))
    return Result(report=compare_report(comparison, language), diagnostics=tuple(found))


def compared(
    workspace: Workspace, request: CompareRequest, show: Show, *, explains: bool = False
) -> Compared:
    """The comparison as values, for reports of every kind; `explains`: also of posted months."""
    if len(request.sides) < 2:
        words = ", ".join(map(str, request.sides))
        raise EngineError(ONE_SIDE.at(whole_file(words), side=words))
    of = shop_policy(workspace, request.shop, request.policy, request.sides)
    sides = [open_side(of, typed, n) for n, typed in enumerate(request.sides, start=1)]
    sound = [one for one in sides if not one.found]
    with open_store(workspace.root, writes=False) as store, session() as database:
        pages = Pages(of=of, store=store, session=database, show=show, explains=explains)
        found = [
            month_of_side(pages, side, request.sides[side.side.number - 1], month)
            for month in request.months
            for side in sound
        ]
    refused = [d for side in sides for d in side.found]
    return Compared(
        comparison=_comparison(request, sides, found),
        diagnostics=in_order((*refused, *(d for one in found for d in one.diagnostics))),
        worked=worked_months(found),
    )


def _comparison(
    request: CompareRequest, sides: list[OpenSide], found: Iterable[Found]
) -> Comparison:
    listed = list(found)
    refused = tuple(
        NotCompared(side=one.side.number, reason="refused", finding=one.found[0])
        for one in sides
        if one.found
    )
    whole = Comparison(
        shop=request.shop,
        sides=tuple(one.side for one in sides),
        months=request.months,
        computed=tuple(one.paid for one in listed if one.paid is not None),
        not_compared=(*refused, *(n for one in listed for n in one.left_out)),
    )
    return replace(whole, not_compared=(*whole.not_compared, *unpaired(whole)))


def shop_policy(
    workspace: Workspace, shop: str, policy: str | None, sides: Iterable[SideWords]
) -> ShopPolicy:
    """The shop's policy that `v1`, `in_force` and `posted` are of; files need none."""
    known = workspace.shop(shop)
    needs_name = any(one.words in (IN_FORCE, POSTED) or one.words[1:].isdigit() for one in sides)
    folders = [p for p in (workspace.policies / known).iterdir() if p.is_dir()]
    if policy is None and not needs_name and len(folders) != 1:
        return ShopPolicy(workspace=workspace, shop=known, name="")
    return ShopPolicy(workspace=workspace, shop=known, name=policy_name(workspace, known, policy))
