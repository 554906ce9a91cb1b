"""`compare` two versions over one month, and which two are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from engine.app.checks.w913_not_two_sides import NOT_TWO_SIDES
from engine.app.month import MonthRequest, PaidMonth, Show, pay, stored_month
from engine.app.payouts import lines_of, money
from engine.app.policies import compiled, policy_name
from engine.app.result import Result
from engine.app.workspace import Workspace
from engine.bind.model import BoundPolicy
from engine.bind.names import TOTAL
from engine.compare.months import line_differences
from engine.core.errors import EngineError
from engine.core.span import whole_file
from engine.report.model import Cell, Report, Table

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


def compare(
    workspace: Workspace, request: MonthRequest, sides: tuple[str, str], show: Show
) -> Result:
    """Both sides over the same figures: per agent and line, and in total."""
    shop = workspace.shop(request.shop)
    paid: list[PaidMonth] = []
    for side in sides:
        outcome = compiled(side_path(workspace, request, side), workspace).then(
            lambda bound: pay(
                bound, stored_month(workspace, shop, request.month, bound), request.month, show
            )
        )
        if outcome.value is None:
            return Result(report=Report(command="compare"), diagnostics=outcome.diagnostics)
        paid.append(outcome.value)
    return Result(report=_report(request, sides, paid[0], paid[1]))


def amounts_of(paid: PaidMonth) -> dict[str, dict[str, Decimal]]:
    """Agent → line → amount, lines in the order of the payslip, the total last."""
    found: dict[str, dict[str, Decimal]] = {}
    for figures in paid.dataset.agents:
        row = paid.run.rows[figures.agent]
        keys = (*lines_of(paid.bound, *figures.roles), TOTAL)
        found[figures.agent] = {k: v for k in keys if isinstance(v := row.get(k), Decimal)}
    return found


def _report(
    request: MonthRequest, sides: tuple[str, str], before: PaidMonth, after: PaidMonth
) -> Report:
    agents = [f.agent for f in after.dataset.agents]
    differences = list(line_differences(agents, amounts_of(before), amounts_of(after)))
    totals = [d for d in differences if d.line == TOTAL]
    lines = [d for d in differences if d.line != TOTAL]
    columns = ("agent", "line", "before", "after", "difference")
    numbers = frozenset({"before", "after", "difference", "total_before", "total_after"})
    changed = tuple(
        (d.agent, d.line, money(d.before), money(d.after), money(d.difference)) for d in lines
    )
    per_agent = tuple(
        (d.agent, money(d.before), money(d.after), money(d.difference)) for d in totals
    )
    facts: tuple[tuple[str, Cell], ...] = (
        ("shop", request.shop),
        ("month", str(request.month)),
        ("before_side", _label(before.bound, sides[0])),
        ("after_side", _label(after.bound, sides[1])),
        ("total_before", money(before.total)),
        ("total_after", money(after.total)),
        ("difference", money(after.total - before.total)),
        ("gaining", sum(d.difference > 0 for d in totals)),
        ("losing", sum(d.difference < 0 for d in totals)),
    )
    tables = (
        Table(
            key="agents", columns=("agent", "before", "after", "difference"), rows=per_agent,
            numbers=numbers,
        ),
        Table(key="lines", columns=columns, rows=changed, numbers=numbers),
    )  # fmt: skip
    views = (tables[0], _moved(tables[1]))
    return Report(command="compare", facts=facts, tables=tables, views=views)


def _label(bound: BoundPolicy, side: str) -> str:
    return f"{side} ({bound.policy.label})"


def _moved(table: Table) -> Table:
    """A terminal shows only the lines that move."""
    rows = tuple(_moving(table))
    return Table(key=table.key, columns=table.columns, rows=rows, numbers=table.numbers)


def _moving(table: Table) -> Iterator[tuple[Cell, ...]]:
    return (row for row in table.rows if row[-1] != "0.00")
