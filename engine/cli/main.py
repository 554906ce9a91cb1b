"""The entry point: language, arguments, one verb, output, exit code."""

from __future__ import annotations

import gc
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from engine.cli.argparse_words import speak
from engine.cli.arguments import build_parser, contents
from engine.cli.printing import print_findings, print_result, progress
from engine.core.errors import EngineError
from engine.core.span import whole_file
from engine.core.text import LANGUAGES, Language, language_from_locale, say

# nearly all that a command makes lives until its end: to look for garbage often is lost time
_OBJECTS_BETWEEN_COLLECTIONS = 100_000

# how DuckDB passes on a Ctrl-C that came while it was computing: as a RuntimeError
_CTRL_C = "Query interrupted"

FINE, FINDINGS, USAGE, BUG, INTERRUPTED = 0, 1, 2, 70, 130


def main(typed: Sequence[str] | None = None) -> int:
    """Run one command. Only here are errors of the world and bugs of ours caught."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    words = list(sys.argv[1:] if typed is None else typed)
    language = _language(words)
    speak(language)
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
        print_findings(error.diagnostics, arguments, language)
        return FINDINGS
    except KeyboardInterrupt:
        return _interrupted(language)
    except BrokenPipeError:
        return FINE
    except OSError as error:
        from engine.app.checks.w936_file_unwritable import FILE_UNWRITABLE

        where = whole_file(str(error.filename or ""))
        found = FILE_UNWRITABLE.at(where, problem=error.strerror or str(error))
        print_findings((found,), arguments, language)
        return FINDINGS
    except Exception as error:  # noqa: BLE001  # the outermost frame: whatever is left is our bug
        return _interrupted(language) if str(error) == _CTRL_C else _bug(error, language)


def script() -> NoReturn:
    """The installed command: `main`, and then out, without taking everything apart first.

    Files and the database are closed by then; freeing what is left would take a tenth of a check.
    """
    code = main()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        code = FINE
    os._exit(code)


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


def _interrupted(language: Language) -> int:
    sys.stderr.write(say(language, "cli.interrupted") + "\n")
    return INTERRUPTED


def _bug(error: Exception, language: Language) -> int:
    import traceback

    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
    sys.stderr.write(
        say(language, "cli.bug", kind=type(error).__name__, problem=error, where=where) + "\n"
    )
    return BUG


if __name__ == "__main__":
    script()
