"""The file of a side, and the amounts of a paid month."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from engine.app.checks.w913_not_two_sides import NOT_TWO_SIDES
from engine.app.month import MonthRequest, PaidMonth
from engine.app.payouts import lines_of
from engine.app.policies import policy_name
from engine.app.workspace import Workspace
from engine.bind.names import TOTAL
from engine.core.errors import EngineError
from engine.core.span import whole_file

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


def amounts_of(paid: PaidMonth) -> dict[str, dict[str, Decimal]]:
    """Agent → line → amount, lines in the order of the payslip, the total last."""
    found: dict[str, dict[str, Decimal]] = {}
    lines: dict[tuple[int, tuple[str, ...]], tuple[str, ...]] = {}
    for figures in paid.dataset.agents:
        row, bound = paid.run.rows[figures.agent], paid.seen(figures.agent).bound
        shape = (id(bound) if paid.parts else 0, figures.roles)
        keys = lines.get(shape) or (*lines_of(bound, *figures.roles), TOTAL)
        lines[shape] = keys
        found[figures.agent] = {k: v for k in keys if isinstance(v := row.get(k), Decimal)}
    return found
