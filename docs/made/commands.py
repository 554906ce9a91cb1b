"""The command line's own help → a page in both languages."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from docs.made.page import code, fenced, page, table
from engine.cli.arguments import GROUPS, build_parser
from engine.core.text import say

INTRO = """
What `tianping --help` and `tianping VERB --help` say, in both languages. Every command ends with
exit code 0 if all is well, 1 if there are findings, 2 for wrong usage, 70 for a mistake of the
program's own. The keys of `--format json` are in [json](json.md).
"""


def commands() -> str:
    return page("Commands", INTRO, _parts())


def _parts() -> Iterator[str]:
    english, chinese = _verbs("en"), _verbs("zh")
    shared = {"--help", "--format", "--lang", "--workspace"}
    first = next(iter(english))
    yield "## Options of every command"
    yield _options(english[first], chinese[first], lambda name: name in shared)
    for group, verbs in GROUPS:
        yield f"## {say('en', f'cli.group.{group}')} / {say('zh', f'cli.group.{group}')}"
        for verb in verbs:
            yield f"### tianping {verb}"
            yield f"{say('en', f'cli.{verb}.help')} / {say('zh', f'cli.{verb}.help')}"
            yield _options(english[verb], chinese[verb], lambda name: name not in shared)
            yield fenced("text", say("en", f"cli.{verb}.example"))


def _verbs(language: str) -> dict[str, argparse.ArgumentParser]:
    parser = build_parser(language)  # type: ignore[arg-type]  # one of the two literals
    actions = parser._actions
    chosen = next(a for a in actions if isinstance(a, argparse._SubParsersAction))
    return dict(chosen.choices)


def _options(english, chinese, is_shown) -> str:  # type: ignore[no-untyped-def]  # argparse's
    rows = []
    for one, other in zip(english._actions, chinese._actions, strict=True):
        name = one.option_strings[-1] if one.option_strings else (one.metavar or one.dest)
        if is_shown(name):
            rows.append((_spelled(one, name), _needed(one), one.help or "", other.help or ""))
    if not rows:
        return ""
    return table(("option", "needed", "meaning", "含义"), rows)


def _spelled(action: argparse.Action, name: str) -> str:
    if not action.option_strings or action.nargs == 0:
        return code(name)
    if isinstance(action.metavar, tuple):
        return code(f"{name} {action.metavar[0]}")
    if action.choices:
        return code(f"{name} {{{','.join(str(c) for c in action.choices)}}}")
    return code(f"{name} {action.metavar or action.dest.upper()}")


def _needed(action: argparse.Action) -> str:
    if action.option_strings:
        return "yes" if action.required else ""
    return {None: "yes", "+": "one or more", "*": "any number", "?": ""}.get(
        action.nargs, str(action.nargs)
    )  # type: ignore[call-overload]  # nargs may be a number
