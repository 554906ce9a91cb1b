"""`check --resolved`: a policy in one piece, with the place that each value comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from engine.app.checking import check
from engine.app.policies import load_file, policy_paths
from engine.app.resolved_service import SETTING_COLUMNS, Setting, setting_lines, settings_of
from engine.app.resolving import resolve
from engine.app.result import Result
from engine.app.workspace import Workspace
from engine.core.diagnostic import Diagnostic
from engine.core.span import Span
from engine.core.text import Language, say
from engine.policy.extending import Change, Extended, values
from engine.policy.extending import Path as KeyPath
from engine.report.model import Cell, Report, Table
from engine.source.document import Node
from engine.source.write import flow, write

COLUMNS = ("file", "path", "value", "origin", "place", "before_place")


def check_resolved(
    workspace: Workspace | None, paths: Iterable[Path], language: Language
) -> Result:
    """Check the files, and print each that stands in one piece."""
    named = list(paths) or (list(policy_paths(workspace)) if workspace else [])
    texts: list[str] = []
    rows: list[tuple[Cell, ...]] = []
    settings: list[tuple[Cell, ...]] = []
    found: list[Diagnostic] = list(check(workspace, named, language).diagnostics)
    for path in named:
        file = load_file(path, workspace)
        extended = resolve(file).value
        if extended is not None:
            known = settings_of(extended.document.root, extended.document.file, language)
            texts.append(_text(file.name, extended, known, language))
            rows.extend((file.name, *row) for row in _rows(extended))
            settings.extend((file.name, *_cells(setting)) for setting in known)
    tables = (
        Table(key="values", columns=COLUMNS, rows=tuple(rows)),
        Table(key="settings", columns=("file", *SETTING_COLUMNS), rows=tuple(settings)),
    )
    report = Report(command="check", tables=tables, text="---\n".join(texts))
    return Result(report=report, diagnostics=tuple(found))


def _cells(setting: Setting) -> tuple[Cell, ...]:
    return (
        setting.group, setting.name, setting.value, setting.origin, setting.question,
        setting.meaning,
    )  # fmt: skip


def _text(name: str, extended: Extended, settings: tuple[Setting, ...], language: Language) -> str:
    def remark(path: KeyPath, node: Node) -> str:
        change = _change(path, extended.changes)
        if change is None:
            return _place(node.span)
        said = _said(change, language)
        return f"{_place(node.span)} {said}" if extended.changes else _place(node.span)

    gone = [
        "# " + say(language, "check.removed", path=".".join(path), place=_place(change.before))
        for path, change in extended.changes.items()
        if change.kind == "removed"
    ]
    before = "".join(f"{line}\n" for line in (f"# {name}", *gone))
    after = "".join(f"{line}\n" for line in setting_lines(settings, language))
    return before + write(extended.document.root, remark) + after


def _said(change: Change, language: Language) -> str:
    if change.kind == "overrides":
        return say(language, "check.overrides", place=_place(change.before))
    return say(language, "check.new")


def _change(path: KeyPath, changes: Mapping[KeyPath, Change]) -> Change | None:
    """What was done to this value, or to a mapping that it came with."""
    prefixes = (path[:length] for length in range(len(path), 0, -1))
    return next((c for p in prefixes if (c := changes.get(p)) and c.kind != "removed"), None)


def _place(span: Span | None) -> str:
    return f"{span.file}:{span.line}" if span else ""


def _rows(extended: Extended) -> Iterable[tuple[Cell, ...]]:
    own = extended.document.file
    for path, node in values(extended.document.root):
        change = _change(path, extended.changes)
        inherited = "own" if node.span.file == own else "base"
        kind = change.kind if change else inherited
        before = _place(change.before) if change else ""
        yield (".".join(path), flow(node), kind, _place(node.span), before)
    for path, change in extended.changes.items():
        if change.kind == "removed":
            place, before = _place(change.place), _place(change.before)
            yield (".".join(path), "", "removed", place, before)
