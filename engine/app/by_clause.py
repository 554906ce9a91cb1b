"""`compare --by-clause`: two sides over a month, and which changed clause causes how much."""

from __future__ import annotations

from dataclasses import replace

from engine.app.clause_tables import with_clauses
from engine.app.clauses import attribution
from engine.app.comparing import compare, side_path
from engine.app.hybrids import MonthSides
from engine.app.month import MonthRequest, Show, stored_month
from engine.app.policies import compile_policy, load_file
from engine.app.result import Result
from engine.app.workspace import Workspace, catalog, schema
from engine.core.text import Language
from engine.policy.file import PolicyFile


def compare_by_clause(
    workspace: Workspace, request: MonthRequest, sides: tuple[str, str], language: Language,
    show: Show,
) -> Result:  # fmt: skip
    """The comparison, and its difference split over the clauses."""
    result = compare(workspace, request, sides, show)
    if not result.is_clean:
        return result
    old, new = (load_file(side_path(workspace, request, side), workspace) for side in sides)
    found = attribution(old, new, [_month(workspace, request, old, new)], show)
    if found.value is None:
        return Result(report=result.report, diagnostics=found.diagnostics)
    return replace(result, report=with_clauses(result.report, found.value, language))


def _month(
    workspace: Workspace, request: MonthRequest, old: PolicyFile, new: PolicyFile
) -> MonthSides:
    """The stored month as each side sees it: one policy looks back to one past."""
    first, second = (
        bound
        for file in (old, new)
        if (bound := compile_policy(file, schema("policy"), catalog()).value) is not None
    )
    shop = workspace.shop(request.shop)
    if first.policy.name == second.policy.name:
        stored = stored_month(workspace, shop, request.month, first, second)
        return MonthSides(month=request.month, old=stored, new=stored)
    return MonthSides(
        month=request.month,
        old=stored_month(workspace, shop, request.month, first),
        new=stored_month(workspace, shop, request.month, second),
    )
