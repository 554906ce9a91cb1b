"""`sql`: the script that pays, as it is run."""

from __future__ import annotations

from pathlib import Path

from engine.app.month import script_of
from engine.app.policies import compiled
from engine.app.result import Result
from engine.app.workspace import Workspace
from engine.report.model import Report, Table


def sql(workspace: Workspace | None, path: Path) -> Result:
    """The SQL of one policy file; the same file always gives the same bytes."""
    outcome = compiled(path, workspace).then(script_of)
    if outcome.value is None:
        return Result(report=Report(command="sql"), diagnostics=outcome.diagnostics)
    script = outcome.value
    rows = tuple(
        (s.creates, "; ".join(line.strip() for line in s.comments), str(s.origin), s.sql)
        for s in script.statements
    )
    columns = ("relation", "comment", "place", "statement")
    table = Table(key="statements", columns=columns, rows=rows)
    return Result(report=Report(command="sql", tables=(table,), text=script.text))
