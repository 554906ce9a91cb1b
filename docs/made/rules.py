"""Which policy clause and which worked example show each rule of `docs/rules.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from docs.made.page import ROOT, code, page, table
from engine.source import document as tree
from engine.source.read import read

INTRO = """
Every rule by its number, from `docs/rules.yaml`: the clauses of the shipped policies that state it
(`cite.rules`), the settings of `service:` that decide its open questions, and the worked examples
that show it (`shows`). *Not yet* where there is none.
"""
# histories of chats and orders; what they say below the case's name is no policy
CASES_OF_ROWS = ("tests/simulation/cases", "tests/service/cases")
COMMANDS = (
    ("F1", "mistakes shown with place and way out, before anything is paid", "有错先指出，再付钱",
     "`tianping check`; the codes are in [codes](reference/codes.md)"),
    ("F2", "every payout traced to version, clause and figures, and recomputed",
     "每笔工资可追溯、可复算",
     "`tianping explain`, `post`, `history`, `rerun`, `payslip`, `verify`, `export`"),
    ("F3", "policies side by side over one month", "几个方案同月对比",
     "`tianping compare`, `tianping diff`"),
)  # fmt: skip


@dataclass
class Shown:
    """Where one rule is stated and shown."""

    clauses: list[tuple[str, str, str]] = field(default_factory=list)
    cases: dict[str, list[str]] = field(default_factory=dict)


def rules() -> str:
    listed = yaml.safe_load((ROOT / "docs" / "rules.yaml").read_text("utf-8"))
    return page("Rules", INTRO, _parts(listed, gathered()))


def gathered() -> dict[str, Shown]:
    """Rule number → clauses and cases, over all shipped policies and conformance cases."""
    found: dict[str, Shown] = {}
    files = [
        *sorted((ROOT / "policies").glob("*/*/v*.yaml")),
        *sorted((ROOT / "tests/cases").rglob("*.yaml")),
    ]
    for path in files:
        name = path.relative_to(ROOT).as_posix()
        outcome = read(name, path.read_bytes())
        if outcome.value is None:
            raise ValueError(f"{name} cannot be read")
        for where, node in _walk("", outcome.value.root):
            _note(found, name, where, node)
    for path in (p for folder in CASES_OF_ROWS for p in sorted((ROOT / folder).glob("*.yaml"))):
        _note_rows(found, path)
    return found


def _note_rows(found: dict[str, Shown], path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    for case in yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader):
        for number in case.get("shows", ()):
            cases = found.setdefault(number, Shown()).cases
            cases.setdefault(name, []).append(case["case"])


def _walk(where: str, node: tree.Node) -> Iterator[tuple[str, tree.Mapping]]:
    match node:
        case tree.Mapping():
            yield where, node
            for key, value in node.pairs:
                yield from _walk(f"{where}.{key.text}".lstrip("."), value)
        case tree.Sequence():
            for item in node.items:
                yield from _walk(where, item)


def _note(found: dict[str, Shown], name: str, where: str, node: tree.Mapping) -> None:
    cite = node.get("cite")
    if isinstance(cite, tree.Mapping):
        clause = f"{_text(cite.get('source'))} {_text(cite.get('clause'))}"
        for number in _texts(cite.get("rules")):
            found.setdefault(number, Shown()).clauses.append((name, where, clause))
    for number in _texts(node.get("shows")):
        cases = found.setdefault(number, Shown()).cases
        cases.setdefault(name, []).append(_text(node.get("case")))


def _texts(node: tree.Node | None) -> list[str]:
    return [_text(n) for n in node.items] if isinstance(node, tree.Sequence) else []


def _text(node: tree.Node | None) -> str:
    return node.text if isinstance(node, tree.Scalar) else ""


def _parts(listed: Mapping[str, object], found: Mapping[str, Shown]) -> Iterator[str]:
    groups, titles = listed["groups"], listed["rules"]
    assert isinstance(groups, list) and isinstance(titles, dict)
    yield _summary(titles, found)
    for group in groups:
        yield f"## {group['group']}. {group['en']} / {group['zh']}"
        for number, title in titles.items():
            if number[0] == group["group"]:
                yield from _rule(number, title, found.get(number))
    yield "## F. What the people who run this need / 使用者的需要"
    yield table(("rule", "title", "标题", "where"), COMMANDS)


def _summary(titles: Mapping[str, object], found: Mapping[str, Shown]) -> str:
    missing = [number for number in titles if number not in found]
    shown = len(titles) - len(missing)
    return f"Shown: {shown} of {len(titles)}. Not yet: {', '.join(missing) or 'none'}."


def _rule(number: str, title: Mapping[str, Any], shown: Shown | None) -> Iterator[str]:
    yield f"### {number} {title['zh']}"
    yield f"{title['en'].capitalize()}."
    if "settings" in title:
        named = ", ".join(code(setting) for setting in title["settings"])
        yield f"Settings of [`service:`](reference/policy-keys.md): {named}."
    if shown is None:
        yield "Not yet."
        return
    if shown.clauses:
        yield table(("policy", "where", "clause"), [
            (f"[{name}](../{name})", code(where), clause) for name, where, clause in shown.clauses
        ])  # fmt: skip
    for name, cases in shown.cases.items():
        yield f"Cases of [{name}](../{name}):"
        yield "\n".join(f"- {title}" for title in cases)
