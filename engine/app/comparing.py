"""`diff` two versions in words; the file of a side, and the amounts of a paid month."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from engine.app.checks.w913_not_two_sides import NOT_TWO_SIDES
from engine.app.month import MonthRequest, PaidMonth
from engine.app.payouts import lines_of
from engine.app.policies import load_file, policy_name
from engine.app.resolving import resolve
from engine.app.result import Result
from engine.app.workspace import Workspace
from engine.bind.names import TOTAL
from engine.compare.wording import Change, changes
from engine.core.errors import EngineError
from engine.core.span import whole_file
from engine.core.text import Language, say
from engine.report.model import Cell, Report, Table
from engine.source.document import Document

_VERSION = re.compile(r"v\d+")


def side_path(workspace: Workspace, request: MonthRequest, side: str) -> Path:
    """`v2` of the shop's policy, or a policy file inside the workspace."""
    if _VERSION.fullmatch(side):
        name = policy_name(workspace, workspace.shop(request.shop), request.policy)
        folder = workspace.policies / request.shop / name
        path = folder / f"{side}.yaml"
        known = ", ".join(p.stem for p in sorted(folder.glob("v*.yaml")))
    else:
        path, known = workspace.inside(side), "v1, v2, …"
    if not path.is_file():
        raise EngineError(NOT_TWO_SIDES.at(whole_file(side), side=side, known=known))
    return path


def diff(
    workspace: Workspace, request: MonthRequest, sides: tuple[str, str], language: Language
) -> Result:
    """The change in words, by meaning and not by line."""
    documents: list[Document] = []
    for side in sides:
        file = load_file(side_path(workspace, request, side), workspace)
        outcome = resolve(file)
        if outcome.value is None:
            return Result(report=Report(command="diff"), diagnostics=outcome.diagnostics)
        documents.append(outcome.value.document)
    found = changes(documents[0].root, documents[1].root)
    columns = ("kind", "path", "before", "after", "place")
    rows = tuple(_change_row(c, language) for c in found)
    facts: tuple[tuple[str, Cell], ...] = (
        ("shop", request.shop),
        ("old_file", documents[0].file),
        ("new_file", documents[1].file),
        ("change_count", len(found)),
    )
    table = Table(key="changes", columns=columns, rows=rows)
    return Result(report=Report(command="diff", facts=facts, tables=(table,)))


def _change_row(change: Change, language: Language) -> tuple[Cell, ...]:
    kind = say(language, f"diff.{change.kind}")
    return (kind, change.path, change.before, change.after, str(change.new or change.old or ""))


def amounts_of(paid: PaidMonth) -> dict[str, dict[str, Decimal]]:
    """Agent → line → amount, lines in the order of the payslip, the total last."""
    found: dict[str, dict[str, Decimal]] = {}
    for figures in paid.dataset.agents:
        row = paid.run.rows[figures.agent]
        keys = (*lines_of(paid.bound, *figures.roles), TOTAL)
        found[figures.agent] = {k: v for k in keys if isinstance(v := row.get(k), Decimal)}
    return found
