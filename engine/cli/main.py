"""The entry point: language, arguments, one verb, output, exit code."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from engine.cli.arguments import build_parser, contents
from engine.core.errors import EngineError
from engine.core.text import LANGUAGES, Language, language_from_locale, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.app.result import Result
    from engine.core.diagnostic import Diagnostic

FINE, FINDINGS, USAGE, BUG = 0, 1, 2, 70


def main(typed: Sequence[str] | None = None) -> int:
    """Run one command. Only here are errors of the world and bugs of ours caught."""
    words = list(sys.argv[1:] if typed is None else typed)
    language = _language(words)
    parser = build_parser(language)
    try:
        arguments = parser.parse_args(words)
    except SystemExit as stop:  # argparse has printed help or usage already
        return int(stop.code or 0)
    if arguments.verb is None:
        sys.stdout.write(f"{say(language, 'cli.description')}\n\n{contents(language)}")
        return FINE
    try:
        return _perform(arguments, language)
    except EngineError as error:
        _print_findings(error.diagnostics, arguments, language)
        return FINDINGS
    except KeyboardInterrupt:
        sys.stderr.write(say(language, "cli.interrupted") + "\n")
        return 130
    except BrokenPipeError:
        return FINE
    except Exception as error:  # noqa: BLE001  # the outermost frame: whatever is left is our bug
        return _bug(error, language)


def _language(words: Sequence[str]) -> Language:
    """--lang wins over the locale, also for help texts."""
    for index, word in enumerate(words):
        text = word.partition("=")[2] if word.startswith("--lang=") else ""
        if word == "--lang" and index + 1 < len(words):
            text = words[index + 1]
        for language in LANGUAGES:
            if text == language:
                return language
    return language_from_locale()


def _perform(arguments: Namespace, language: Language) -> int:
    if arguments.verb == "demo":
        from engine.cli.show_demo import show_demo

        return show_demo(arguments.folder, language)
    from engine.cli.verbs import perform

    with progress(language) as show:
        result = perform(arguments, language, show)
    print_result(result, arguments, language)
    return FINE if result.is_clean else FINDINGS


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
    _print_findings(result.diagnostics, arguments, language)


def _print_findings(
    found: tuple[Diagnostic, ...], arguments: Namespace, language: Language
) -> None:
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


def _bug(error: Exception, language: Language) -> int:
    import traceback

    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
    sys.stderr.write(
        say(language, "cli.bug", kind=type(error).__name__, problem=error, where=where) + "\n"
    )
    return BUG


if __name__ == "__main__":
    raise SystemExit(main())
