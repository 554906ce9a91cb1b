"""The files of the checks → one page: what each code means, why, a wrong and a right example."""

from __future__ import annotations

import importlib
import inspect
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from docs.made.page import ROOT, fenced, page, sentence
from engine.core.diagnostic import Check
from engine.core.text import LANGUAGES, catalogue

INTRO = """
Every finding has a code that never changes its meaning. The letter says which stage found it; see
[stages](../stages.md). An error forbids to pay; a warning makes `check` end with exit code 1 as
well, until it is acknowledged or mended.

`# <-` marks the line of the finding. A block that is a fragment of a policy is laid over
`tests/checks/base_policy.yaml`; a block of one line names a situation instead. Braces in a
message stand for what is filled in.
"""
_LETTERS = {
    "Y": "Y: the file and its form", "P": "P: one policy by itself",
    "B": "B: names, units, formulas", "A": "A: worked examples and cliffs",
    "R": "R: a month", "I": "I: import",
    "L": "L: the ledger and the database", "W": "W: the workspace and what was typed",
    "C": "C: compiling", "F": "F: flags and memos of orders",
}  # fmt: skip
_DIRECTIVES = (
    "file",
    "files",
    "month",
    "roster",
    "figures",
    "run",
    "ledger",
    "store",
    "import",
    "cli",
    "flags",
)


@dataclass(frozen=True)
class Documented:
    check: Check
    blocks: Mapping[str, str]


def codes() -> str:
    return page("Codes", INTRO, _parts())


def documented() -> list[Documented]:
    """Every check of every stage with the blocks of its file, by code."""
    found = [_documented(path) for path in sorted((ROOT / "engine").glob("*/checks/[a-z]*.py"))]
    return sorted(found, key=lambda d: d.check.code)


def _documented(path: Path) -> Documented:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    module = importlib.import_module(name)
    check = next(v for v in vars(module).values() if isinstance(v, Check))
    return Documented(check, _blocks(inspect.getdoc(module) or ""))


def _blocks(text: str) -> dict[str, str]:
    """The docstring cut at its headings, without their indent."""
    cut: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.split("\n")[1:]:
        if line and not line.startswith(" "):
            lines = cut.setdefault(line, [])
        else:
            lines.append(line)
    return {k: textwrap.dedent("\n".join(v)).strip("\n") for k, v in cut.items()}


def _parts() -> Iterator[str]:
    letter = ""
    for one in documented():
        if one.check.code[0] != letter:
            letter = one.check.code[0]
            yield f"## {_LETTERS[letter]}"
        yield from _one(one)


def _one(one: Documented) -> Iterator[str]:
    check, blocks = one.check, one.blocks
    yield f"### {check.code} {check.name}"
    yield f"{check.severity.capitalize()}, since {check.since}. " + " ".join(
        sentence(blocks[heading]) for heading in ("What it means", "Why it matters")
    )
    yield "\n".join(_texts(check.code))
    for heading in ("Wrong", "Right"):
        yield f"{heading}:"
        yield fenced(_language(blocks[heading]), blocks[heading])


def _texts(code: str) -> Iterator[str]:
    for language in LANGUAGES:
        texts = catalogue(language)
        yield f"- {language}: {texts[f'{code}.message']}"
        yield f"  - {texts[f'{code}.hint']}"
        near = texts.get(f"{code}.hint_near")
        if near:
            yield f"  - {near}"


def _language(block: str) -> str:
    is_situation = "\n" not in block and block.partition(":")[0] in _DIRECTIVES
    return "text" if is_situation else "yaml"
