"""What a command prints: its report and findings in the format asked for, and its progress."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from engine.core.errors import EngineError
from engine.core.text import Language, say

if TYPE_CHECKING:
    from engine.app.result import Result
    from engine.core.diagnostic import Diagnostic


@contextmanager
def progress(language: Language) -> Iterator[Callable[[str], None]]:
    """A moving line on a terminal while work goes on; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        working = say(language, "cli.working")
        task = bar.add_task(working, total=None)
        yield lambda what: bar.update(task, description=f"{working} {what}")


def print_result(result: Result, arguments: Namespace, language: Language) -> None:
    """The report and its findings in the format that was asked for."""
    form = getattr(arguments, "format", "table")
    report = result.report
    if form == "json":
        from engine.report.machine import to_json

        sys.stdout.write(to_json(report, result.diagnostics, language) + "\n")
    elif form == "csv":
        from engine.report.machine import to_csv

        sys.stdout.write(to_csv(report, result.diagnostics, language))
    else:
        _print_table(result, arguments, language)


def _print_table(result: Result, arguments: Namespace, language: Language) -> None:
    report = result.report
    if report.text:
        sys.stdout.write(report.text)
    elif report.facts or report.tables or report.notes:
        from engine.report.terminal import show

        show(report, language, sys.stdout)
    print_findings(result.diagnostics, arguments, language)


def print_findings(found: tuple[Diagnostic, ...], arguments: Namespace, language: Language) -> None:
    if not found:
        return
    from engine.report.findings import concise, full, summary

    if getattr(arguments, "format", "table") == "json":
        from engine.report.machine import to_json
        from engine.report.model import Report

        sys.stdout.write(to_json(Report(command=arguments.verb), found, language) + "\n")
        return
    if getattr(arguments, "concise", False):
        sys.stderr.write(concise(found, language) + "\n")
        return
    root = _root(arguments)
    sys.stderr.write(full(found, language, lambda name: _lines(root, name)))
    sys.stderr.write("\n" + summary(found, language) + "\n")


def _root(arguments: Namespace) -> Path:
    from engine.app.workspace import find_workspace

    try:
        return find_workspace(getattr(arguments, "workspace", None) or Path.cwd()).root
    except EngineError:
        return Path.cwd()


def _lines(root: Path, name: str) -> tuple[str, ...]:
    """The lines of a policy that a finding points into; nothing where it cannot be read."""
    for path in (root / name, Path(name)):
        if path.suffix in (".yaml", ".yml") and path.is_file():
            return tuple(
                path.read_text("utf-8", errors="replace").removeprefix("\ufeff").split("\n")
            )
    return ()
