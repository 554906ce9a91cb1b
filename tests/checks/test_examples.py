"""Each code's Wrong block raises exactly that code, at its mark; its Right block nothing."""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from engine.app.all_checks import ALL_CHECKS
from engine.core.diagnostic import Check
from engine.core.text import LANGUAGES, hint, message
from engine.intake.checks import INTAKE_CHECKS
from tests.checks.examples import (
    BASE,
    COMPANIONS,
    MARK,
    NAME,
    Example,
    Found,
    findings,
    headings_of,
)
from tests.checks.scenarios import SCENARIOS
from tests.pipeline import ENGINE, ROOT, all_findings, shown

HEADINGS = ["What it means", "Why it matters", "Wrong", "Right"]
FILES = tuple(
    path for path in sorted(ENGINE.glob("*/checks/*.py")) if not path.name.startswith("__")
)
# the codes of imports have examples and tests of their own: tests/unit/intake
HERE = tuple(check for check in ALL_CHECKS if check not in INTAKE_CHECKS)


def module_at(path: Path) -> ModuleType:
    return importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


def checks_in(module: ModuleType) -> list[Check]:
    return [thing for thing in vars(module).values() if isinstance(thing, Check)]


def module_of(check: Check) -> ModuleType:
    stem = f"{check.code.lower()}_{check.name.replace('-', '_')}"
    return module_at(next(path for path in FILES if path.stem == stem))


def example_of(check: Check, heading: str) -> Example:
    return Example(headings_of(module_of(check))[heading])


@cache
def found_in(example: Example) -> Found:
    return findings(example, SCENARIOS)


@pytest.mark.parametrize("check", HERE, ids=lambda c: c.code)
def test_the_wrong_block_raises_this_code_alone(check: Check) -> None:
    example = example_of(check, "Wrong")
    found = found_in(example)
    assert {check.code} == {d.check.code for d in found}, shown(found)
    if example.marked_line:
        assert {example.marked_line} == {d.span.line for d in found}, shown(found)


@pytest.mark.parametrize("check", HERE, ids=lambda c: c.code)
def test_the_wrong_block_can_be_shown_in_both_languages(check: Check) -> None:
    for diagnostic in found_in(example_of(check, "Wrong"))[:1]:
        for language in LANGUAGES:
            assert message(diagnostic, language).strip()
            assert hint(diagnostic, language).strip()


@pytest.mark.parametrize("check", HERE, ids=lambda c: c.code)
def test_the_right_block_raises_nothing(check: Check) -> None:
    found = found_in(example_of(check, "Right"))
    assert not found, shown(found)


@pytest.mark.parametrize("check", HERE, ids=lambda c: c.code)
def test_a_policy_example_says_on_which_line_it_is_wrong(check: Check) -> None:
    example = example_of(check, "Wrong")
    is_policy = example.directive is None and not example.figures
    assert is_policy == bool(example.marked_line)
    assert MARK not in example_of(check, "Right").text


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_file_holds_one_check_named_like_it(path: Path) -> None:
    (check,) = checks_in(module_at(path))
    assert f"{check.code.lower()}_{check.name.replace('-', '_')}" == path.stem
    assert check in ALL_CHECKS


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_file_explains_its_check(path: Path) -> None:
    module = module_at(path)
    (check,) = checks_in(module)
    blocks = headings_of(module)
    title = (module.__doc__ or "").split("\n", 1)[0]
    assert f"{check.code} {check.name}." == title
    assert list(blocks) == HEADINGS
    assert all(block.strip() for block in blocks.values())


def test_codes_are_unique_and_names_within_a_stage() -> None:
    assert len(FILES) == len(ALL_CHECKS)
    assert len(ALL_CHECKS) == len({check.code for check in ALL_CHECKS})
    assert len(ALL_CHECKS) == len({(check.code[0], check.name) for check in ALL_CHECKS})


def test_every_scenario_is_asked_for_by_an_example() -> None:
    directives = [
        example_of(check, heading).directive for check in HERE for heading in ("Wrong", "Right")
    ]
    asked = {f"{key}: {said}" for key, said in filter(None, directives)}
    assert set(SCENARIOS) - {"figures"} <= asked


def test_the_base_policy_is_in_order() -> None:
    found = all_findings(BASE.encode(), NAME, COMPANIONS)
    assert not found, shown(found)
