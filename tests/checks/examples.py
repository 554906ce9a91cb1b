"""The Wrong and Right blocks of the checks: a fragment laid over a base policy, or a directive."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import yaml

from engine.bind.versions import version_in_force, version_mistakes
from engine.core.diagnostic import Diagnostic, Outcome
from engine.core.period import parse_month
from engine.policy.model import Policy
from tests.pipeline import all_findings, bind_policy, build_policy, deep_findings, shown

FOLDER = Path(__file__).parent
BASE = (FOLDER / "base_policy.yaml").read_text("utf-8")
COMPANIONS = {path.name: path.read_bytes() for path in sorted(FOLDER.glob("*.csv"))}
NAME = "policy.yaml"
MARK = "# <-"
DEEP = "# tianping check --deep"
DIRECTIVES = (
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
    "rows",
    "flags",
)
_KEY = re.compile(r"(?P<key>[^\s#:?\-][^:]*):")
_START = r"\d{4}-\d{2}(-\d{2})?"
_VERSION = re.compile(rf"v(?P<number>\d+) (?P<start>{_START})\.\.(?P<end>{_START})?")

Found = tuple[Diagnostic, ...]


@dataclass(frozen=True)
class Example:
    """One block: its text, and the line on which the finding is expected (0 = not said)."""

    text: str

    @property
    def chunks(self) -> Mapping[str, str]:
        return by_key(self.text)

    @property
    def directive(self) -> tuple[str, str] | None:
        """`file: empty` → ("file", "empty"); a fragment of a policy has none."""
        key, _, said = self.text.partition(":")
        is_one_line = "\n" not in self.text.strip()
        return (key, said.strip()) if key in DIRECTIVES and is_one_line else None

    @property
    def policy_text(self) -> str:
        """The base policy with the fragment's sections in place of its own, at the end."""
        kept = (text for key, text in by_key(BASE).items() if key not in self.chunks)
        own = "".join(text for key, text in self.chunks.items() if key != "figures")
        return "".join(kept) + own

    @property
    def marked_line(self) -> int:
        lines = self.policy_text.split("\n")
        return next((n for n, line in enumerate(lines, start=1) if MARK in line), 0)

    @property
    def figures(self) -> Mapping[str, Mapping[str, str]]:
        loaded = yaml.load(self.chunks.get("figures", ""), Loader=yaml.BaseLoader)
        return loaded["figures"] if loaded else {}


def by_key(text: str) -> dict[str, str]:
    """The text cut before every top-level key; what stands before the first is under ''."""
    cut: dict[str, str] = {}
    key = ""
    for line in text.splitlines(keepends=True):
        match = _KEY.match(line)
        # the same key twice stays together: that is what one example shows
        key = match["key"] if match else key
        cut[key] = cut.get(key, "") + line
    return cut


def headings_of(module: ModuleType) -> dict[str, str]:
    """The blocks of a check's docstring by heading, without their indent."""
    text = inspect.getdoc(module) or ""
    cut: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.split("\n")[1:]:
        if line and not line.startswith(" "):
            lines = cut.setdefault(line, [])
        else:
            lines.append(line)
    return {k: textwrap.dedent("\n".join(v)).strip("\n") + "\n" for k, v in cut.items()}


def findings(example: Example, scenarios: Mapping[str, Callable[[Example], Found]]) -> Found:
    """What the real code finds in the example."""
    if example.directive is None:
        if example.figures:
            return scenarios["figures"](example)
        look = deep_findings if DEEP in example.text else all_findings
        return look(example.policy_text.encode(), NAME, COMPANIONS)
    key, said = example.directive
    match key:
        case "file":
            return of_file(said)
        case "files":
            return tuple(version_mistakes(versions(said)))
        case "month":
            return of_month(said)
        case _:
            return scenarios[f"{key}: {said}"](example)


def of_file(said: str) -> Found:
    kind, _, rest = said.partition(" ")
    match kind:
        case "empty":
            return all_findings(b"", NAME)
        case "bytes":
            return all_findings(bytes.fromhex(rest), NAME)
        case "size":
            return all_findings(b"#" * int(rest), NAME)
        case "text":
            return all_findings(rest.encode(), NAME)
        case "path":
            return all_findings(BASE.encode(), rest)
    raise AssertionError(said)


def versions(said: str) -> list[Policy]:
    """`v1 2024-01..2024-07, v2 2024-05..` as built policies."""
    return [version(m["number"], m["start"], m["end"]) for m in _VERSION.finditer(said)]


def version(number: str, start: str, end: str | None) -> Policy:
    until = f", to: {end}" if end else ""
    text = BASE.replace("version: 1", f"version: {number}")
    text = text.replace("{from: 2024-01}", f"{{from: {start}{until}}}")
    text += "mid_month: {version: by_days}\n"
    outcome: Outcome[Policy] = build_policy(text.encode(), f"policies/demo/pay/v{number}.yaml")
    assert outcome.value is not None and not outcome.diagnostics, shown(outcome.diagnostics)
    return outcome.value


def of_month(said: str) -> Found:
    """`2023-12 with v1 2024-01..`"""
    text, _, held = said.partition(" with ")
    month = parse_month(text)
    assert month is not None
    return version_in_force(versions(held), month).diagnostics


def base_is_clean() -> Found:
    return bind_policy(BASE.encode(), NAME).diagnostics
