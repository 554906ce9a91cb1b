"""What the house rules say that a machine can see: layers, sizes, words, places that agree."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.pipeline import ENGINE, ROOT, relative

LONGEST_MODULE = 400
LONGEST_FUNCTION = 50
LONGEST_README = 60
MODULES = tuple(sorted(ENGINE.rglob("*.py")))
TESTS = tuple(sorted((ROOT / "tests").rglob("*.py")))
TEXTS = tuple(
    path
    for folder in ("engine", "schemas", "policies", "tests")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in (".py", ".md", ".toml", ".yaml", ".json")
)
PACKAGES = tuple(sorted(path.parent for path in ENGINE.glob("*/__init__.py")))
FLOATS_ALLOWED_IN = (
    # number cells of a workbook are floats before we see them; there they become text
    ENGINE / "intake" / "workbook.py",
    # how alike two words are is no amount
    ENGINE / "core" / "closest.py",
    # places on a drawing are no amounts
    ENGINE / "report" / "drawing.py",
)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions_of(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, Function):
            yield node


def test_the_import_contracts_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True) == EXIT_STATUS_SUCCESS


@pytest.mark.parametrize("path", [*MODULES, *TESTS], ids=relative)
def test_a_module_is_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", [*MODULES, *TESTS], ids=relative)
def test_a_function_is_short(path: Path) -> None:
    long = [f.name for f in functions_of(path) if lines_of(f) > LONGEST_FUNCTION]
    assert not long


def lines_of(function: Function) -> int:
    first = function.body[0].lineno
    return (function.end_lineno or first) - first + 1


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_a_module_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree) or not tree.body


@pytest.mark.parametrize("package", PACKAGES, ids=lambda p: p.name)
def test_a_stage_says_what_it_takes_and_gives(package: Path) -> None:
    doc = ast.get_docstring(ast.parse((package / "__init__.py").read_text("utf-8"))) or ""
    for word in ("Takes", "Gives", "Guarantees", "Refuses"):
        assert word in doc or package.name == "core"


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_the_way_into_a_stage_is_explained(path: Path) -> None:
    """Every public function of a module named after what it takes has a docstring."""
    if not path.name.startswith("from_"):
        return
    public = [f for f in ast.parse(path.read_text("utf-8")).body if isinstance(f, Function)]
    silent = [f.name for f in public if not f.name.startswith("_") and not ast.get_docstring(f)]
    assert not silent


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_no_float_is_made(path: Path) -> None:
    if path in FLOATS_ALLOWED_IN:
        return
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), node.lineno
        is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        assert not (is_call and node.func.id == "float"), node.lineno


@pytest.mark.parametrize("path", TEXTS, ids=relative)
def test_no_place_of_this_machine_and_no_loose_end(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"(?<![\w.])/(?:home|root|work|Users|tmp)/", text)
    loose = re.findall(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b(?!\(#\d+\))", text)
    assert not loose


def test_places_that_must_agree_are_at_least_two() -> None:
    text = "\n".join(p.read_text("utf-8") for p in (*MODULES, *sorted(ROOT.glob("docs/**/*.md"))))
    tags = Counter(re.findall(r"\{link: ([a-z0-9-]+)\}", text))
    assert tags
    assert not [tag for tag, count in tags.items() if count < 2]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda p: p.name)
def test_a_package_has_a_short_readme_of_files_that_exist(package: Path) -> None:
    text = (package / "README.md").read_text("utf-8")
    assert len(text.splitlines()) <= LONGEST_README
    named = set(re.findall(r"`([\w./]+\.(?:py|toml|yaml|json|md))`", text))
    places = (package, ENGINE, ROOT, ROOT / "schemas")
    assert not [name for name in named if not any((place / name).exists() for place in places)]
