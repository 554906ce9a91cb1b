"""Each code's Wrong import raises exactly that code; its Right import raises nothing."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import textwrap
from typing import Any

import pytest
import yaml

from engine.core.diagnostic import Check, Outcome
from engine.core.text import LANGUAGES, hint, message
from engine.intake import checks
from engine.intake.batch import Batch
from engine.intake.checks import INTAKE_CHECKS
from tests.unit.intake.importing import (
    codes,
    example_text,
    mapping_outcome,
    take,
    typed_rows,
    workbook,
)
from tests.unit.intake.row_importing import Taken, take_rows

TABLES = ("csv", "long", "roster", "xlsx", "rows")


def block(check: Check, heading: str) -> dict[str, Any]:
    text = inspect.getdoc(module_of(check)) or ""
    after = text.split(f"\n{heading}\n", 1)[1]
    lines = []
    for line in after.split("\n"):
        if line and not line.startswith(" "):
            break
        lines.append(line)
    return yaml.load(textwrap.dedent("\n".join(lines)), Loader=yaml.BaseLoader)


def module_of(check: Check) -> Any:
    name = f"{check.code.lower()}_{check.name.replace('-', '_')}"
    return importlib.import_module(f"engine.intake.checks.{name}")


def run(said: dict[str, Any]) -> Outcome[Any] | Taken:
    kind = next((k for k in TABLES if k in said), "csv")
    base = "csv" if kind == "xlsx" else kind
    mapped = mapping_outcome(example_text(base, said.get("mapping", "")))
    if mapped.value is None or mapped.has_errors:
        return mapped
    if kind == "rows":
        return take_rows(said["rows"], mapped.value, file=said.get("file", "rows.csv"))
    return take(
        content(said, kind),
        mapped.value,
        file=said.get("file", "figures.csv"),
        shop=said.get("shop", "lanting"),
        month=said.get("month", ""),
    )


def content(said: dict[str, Any], kind: str) -> bytes:
    if "size" in said:
        return b"," * int(said["size"])
    if "bytes" in said:
        return bytes.fromhex(said["bytes"])
    if kind == "xlsx":
        sheets = tuple(said.get("sheets", "Sheet1").split(", "))
        return workbook(typed_rows(said["xlsx"]), sheets)
    return str(said[kind]).encode()


@pytest.mark.parametrize("check", INTAKE_CHECKS, ids=lambda c: c.code)
def test_the_wrong_import_raises_this_code_alone(check: Check) -> None:
    outcome = run(block(check, "Wrong"))
    found = outcome.codes if isinstance(outcome, Taken) else codes(outcome)
    assert {check.code} == set(found)


@pytest.mark.parametrize("check", INTAKE_CHECKS, ids=lambda c: c.code)
def test_the_right_import_raises_nothing(check: Check) -> None:
    outcome = run(block(check, "Right"))
    if isinstance(outcome, Taken):
        assert (outcome.codes, len(outcome.rows) > 0) == ([], True)
        return
    assert codes(outcome) == []
    assert isinstance(outcome.value, Batch)
    assert outcome.value.figures or outcome.value.roster


@pytest.mark.parametrize("check", INTAKE_CHECKS, ids=lambda c: c.code)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_texts_can_be_filled_in(check: Check, language: Any) -> None:
    outcome = run(block(check, "Wrong"))
    if isinstance(outcome, Taken):
        return  # the texts of rejected rows are filled in by the command: tests/cli
    found = list(outcome.diagnostics)
    if isinstance(outcome.value, Batch):
        found += [reject.finding for reject in outcome.value.rejects]
    for diagnostic in found:
        assert not message(diagnostic, language).endswith((".", "。"))
        assert "{" not in message(diagnostic, language) + hint(diagnostic, language)


def test_every_check_file_is_listed() -> None:
    files = [m.name for m in pkgutil.iter_modules(checks.__path__)]
    named = [f"{c.code.lower()}_{c.name.replace('-', '_')}" for c in INTAKE_CHECKS]
    assert sorted(files) == named
