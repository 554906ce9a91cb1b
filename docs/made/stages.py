"""The packages' docstrings → one page of stages."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from docs.made.page import ROOT, page

INTRO = """
How a policy file and a month's figures become payslips, from the docstrings of the packages under
`engine`, lowest first. A package imports only from those above it on this page; `replay` shares
nothing with `plan`, `sql` and `backends`. Both are checked at every commit.
"""
ORDER = (
    "core", "source", "policy", "formula", "catalog", "bind", "flags", "plan", "sql", "intake",
    "replay", "ledger", "backends", "audit", "compare", "report", "app", "cli",
)  # fmt: skip


def stages() -> str:
    return page("Stages", INTRO, _parts())


def _parts() -> Iterator[str]:
    for name in ORDER:
        path = ROOT / "engine" / name / "__init__.py"
        text = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
        yield f"## {name}"
        yield text
