"""Sides on the command line, each with the values that are set for it alone."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from engine.core.text import Language, language_from_locale, say

# a side: its word, and the path and value of each --set behind it
Typed = tuple[str, tuple[tuple[str, str], ...]]


def add_sides(parser: argparse.ArgumentParser, language: Language, *, is_one: bool) -> None:
    """The sides, and `--set`, which is of the side before it; more sides may follow behind it."""
    parser.add_argument(
        "sides",
        nargs=1 if is_one else "+",
        metavar="SIDE",
        action=_Sides,
        help=say(language, "cli.option.side" if is_one else "cli.option.sides"),
    )
    parser.add_argument(
        "--set",
        nargs=1 if is_one else "+",
        metavar="PATH=VALUE" if is_one else ("PATH=VALUE", "SIDE"),
        action=_Set,
        dest="sides",
        help=say(language, "cli.option.set"),
    )


class _Sides(argparse.Action):
    """Words become sides without settings."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        namespace.sides = [*(namespace.sides or []), *((str(word), ()) for word in values or ())]


class _Set(argparse.Action):
    """The first word is a setting of the last side, the others are further sides."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        words = [str(word) for word in values or ()]
        path, sign, value = words[0].partition("=")
        sides: list[Typed] = list(namespace.sides or [])
        language = language_from_locale()
        if not sides:
            parser.error(say(language, "cli.set_before_side", setting=words[0]))
        if not sign or not path.strip():
            parser.error(say(language, "cli.no_setting", setting=words[0]))
        word, settings = sides[-1]
        sides[-1] = (word, (*settings, (path.strip(), value.strip())))
        namespace.sides = [*sides, *((word, ()) for word in words[1:])]
