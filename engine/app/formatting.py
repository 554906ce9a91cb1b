"""`fmt`: files laid out anew; what they say stays the same to the letter, or nothing is written."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from pathlib import Path

from engine.app.checks.w902_file_unreadable import FILE_UNREADABLE
from engine.app.checks.w920_not_formatted import NOT_FORMATTED
from engine.app.checks.w921_not_certain import NOT_CERTAIN
from engine.app.policies import base_paths, policy_paths
from engine.app.result import Result
from engine.app.workspace import Workspace, read_bytes
from engine.app.writing import replace_file
from engine.core.diagnostic import Diagnostic, Outcome, in_order
from engine.core.errors import EngineError
from engine.core.record import record
from engine.core.span import Span, whole_file
from engine.core.text import Language, say
from engine.report.model import Report, Table
from engine.source.document import Document
from engine.source.pieces import NotCertainError, pieces
from engine.source.read import LARGEST_FILE, read
from engine.source.tidy import tidy


@record
class Tidied:
    """A file's bytes before and after."""

    before: bytes
    after: bytes

    @property
    def first_change(self) -> int:
        """The first line that differs."""
        old, new = self.before.split(b"\n"), self.after.split(b"\n")
        same = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), None)
        return (min(len(old), len(new)) if same is None else same) + 1


def fmt(
    workspace: Workspace | None, paths: Iterable[Path], language: Language, *, only_check: bool
) -> Result:
    """Lay out the named files and folders; without any, every policy and base of the workspace."""
    found: list[Diagnostic] = []
    rows = []
    # all that is named is looked for before anything is written
    for path in list(_files(workspace, list(paths))):
        name = workspace.shown(path) if workspace else path.as_posix()
        content = read_bytes(path, name, LARGEST_FILE)
        outcome = tidied(name, content)
        found.extend(outcome.diagnostics)
        if outcome.value is None:
            continue
        is_changed = outcome.value.before != outcome.value.after
        rows.append((name, is_changed))
        if is_changed and only_check:
            found.append(_untidy(name, outcome.value))
        elif is_changed:
            replace_file(path.resolve(), outcome.value.after)
    changed = [name for name, is_changed in rows if is_changed]
    lines = [] if only_check else [say(language, "fmt.changed", file=name) for name in changed]
    summary = "fmt.to_do" if only_check else "fmt.summary"
    lines.append(say(language, summary, files=len(rows), changed=len(changed)))
    table = Table(key="files", columns=("file", "is_changed"), rows=tuple(rows))
    text = "".join(f"{line}\n" for line in lines)
    return Result(
        report=Report(command="fmt", tables=(table,), text=text), diagnostics=in_order(found)
    )


def _files(workspace: Workspace | None, paths: list[Path]) -> Iterator[Path]:
    if not paths and workspace is not None:
        yield from (*base_paths(workspace), *policy_paths(workspace))
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.suffix in (".yaml", ".yml"))
        elif path.is_file():
            yield path
        else:
            name = whole_file(path.as_posix())
            raise EngineError(FILE_UNREADABLE.at(name, problem="not found"))


def _untidy(name: str, file: Tidied) -> Diagnostic:
    line = file.first_change
    span = Span(file=name, line=line, column=1, end_line=line, end_column=1)
    return NOT_FORMATTED.at(span, file=name, line=str(line))


def tidied(name: str, content: bytes) -> Outcome[Tidied]:
    """The bytes anew, or the finding for which they stay. Ends of lines stay of their kind."""
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    end = b"\r\n" if b"\r\n" in content else b"\n"
    outcome = read(name, content.removeprefix(mark).replace(b"\r\n", b"\n"))
    if outcome.value is None or outcome.has_errors:
        return Outcome(None, outcome.diagnostics)
    try:
        text = _sure(outcome.value)
    except NotCertainError as error:
        return Outcome(None, (NOT_CERTAIN.at(whole_file(name), what=str(error)),))
    after = mark + text.encode().replace(b"\n", end)
    return Outcome(Tidied(content, after))


def _sure(document: Document) -> str:
    """The text anew, after it was read again: same values, same comments, nothing left to do."""
    text = tidy(document)
    again = read(document.file, text.encode()).value
    if again is None or again.root != document.root:
        raise NotCertainError("values")
    if _comments(again) != _comments(document):
        raise NotCertainError("comments")
    if tidy(again) != text:
        raise NotCertainError("twice")
    return text


def _comments(document: Document) -> list[str]:
    return [part.text for part in pieces(document) if part.kind == "comment"]
