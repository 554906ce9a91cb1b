"""The simulation shares nothing with what it is compared with."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

MODULES = tuple(sorted(Path(__file__).parent.glob("*.py")))
ALLOWED = (
    *("__future__", "ast", "collections", "dataclasses", "datetime", "decimal", "fractions"),
    *("hypothesis", "itertools", "pathlib", "pytest", "random", "typing", "yaml"),
)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_imports_no_engine_and_no_database(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        for name in names:
            assert name.split(".")[0] in ALLOWED or name.startswith("tests.simulation.")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_no_float_takes_part(path: Path) -> None:
    if path.name == "timelines.py":
        return  # there they are the chances of what happens
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        assert not (isinstance(node, ast.Constant) and type(node.value).__name__ == "float")
        assert not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)) or (
            path.name in ("table.py", "cases.py")  # a Fraction there, a path here
        )
