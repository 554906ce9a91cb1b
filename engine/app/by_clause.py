"""`compare --by-clause`: two sides over months, and which changed clause causes how much."""

from __future__ import annotations

from dataclasses import replace

from engine.app.checks.w960_two_policies import TWO_POLICIES
from engine.app.clause_tables import with_clauses
from engine.app.clauses import attribution
from engine.app.compare_page import with_page
from engine.app.comparing_sides import CompareRequest, compared, result_of, shop_policy
from engine.app.hybrids import MonthSides
from engine.app.month import Show, stored_month
from engine.app.policies import compile_policy, load_file
from engine.app.result import Result
from engine.app.setting import patched
from engine.app.sides import IN_FORCE, POSTED, ShopPolicy, SideWords, side_file
from engine.app.story_files import NO_FILES, StoryFiles
from engine.app.workspace import Workspace, catalog, schema
from engine.core.errors import EngineError
from engine.core.period import Month
from engine.core.span import whole_file
from engine.core.text import Language
from engine.policy.file import PolicyFile


def compare_by_clause(
    workspace: Workspace, request: CompareRequest, language: Language, show: Show,
    files: StoryFiles = NO_FILES,
) -> Result:  # fmt: skip
    """The comparison, and its difference split over the clauses."""
    words = [one.words for one in request.sides]
    if len(words) != 2 or {IN_FORCE, POSTED} & set(words):
        sides = ", ".join(map(str, request.sides))
        raise EngineError(TWO_POLICIES.at(whole_file(request.shop), sides=sides))
    done = compared(workspace, request, show)
    result = result_of(done, request, language)
    if not result.is_clean:
        return result
    of = shop_policy(workspace, request.shop, request.policy, request.sides)
    old, new = (_file(of, typed) for typed in request.sides)
    months = [_month(of, month, old, new) for month in request.months]
    found = attribution(old, new, months, show)
    if found.value is None:
        return Result(report=result.report, diagnostics=found.diagnostics)
    split = replace(result, report=with_clauses(result.report, found.value, language))
    return with_page(split, done, files, language)


def _file(of: ShopPolicy, typed: SideWords) -> PolicyFile:
    """The side's text with what is set in it; it has been compared already."""
    outcome = patched(load_file(side_file(of, typed.words), of.workspace), typed.settings)
    if outcome.value is None:
        raise EngineError(*outcome.diagnostics)
    return outcome.value.file


def _month(of: ShopPolicy, month: Month, old: PolicyFile, new: PolicyFile) -> MonthSides:
    """The stored month as each side sees it: one policy looks back to one past."""
    first, second = (
        bound
        for file in (old, new)
        if (bound := compile_policy(file, schema("policy"), catalog()).value) is not None
    )
    if first.policy.name == second.policy.name:
        stored = stored_month(of.workspace, of.shop, month, first, second)
        return MonthSides(month=month, old=stored, new=stored)
    return MonthSides(
        month=month,
        old=stored_month(of.workspace, of.shop, month, first),
        new=stored_month(of.workspace, of.shop, month, second),
    )
