"""Words of the command line that several verbs share, and what they must be."""

from __future__ import annotations

import argparse
from decimal import Decimal

from engine.core.number import has_ratio_sign, parse_quantity
from engine.core.text import Language, language_from_locale, say


def month_options(parser: argparse.ArgumentParser, language: Language) -> None:
    parser.add_argument("--shop", required=True, help=say(language, "cli.option.shop"))
    parser.add_argument(
        "--month", "--period", required=True, help=say(language, "cli.option.month")
    )
    parser.add_argument("--policy", help=say(language, "cli.option.policy"))


def name(text: str) -> str:
    """A name that says who: blanks say nobody."""
    if not text.strip():
        raise argparse.ArgumentTypeError(say(language_from_locale(), "cli.no_name"))
    return text.strip()


def words(text: str) -> str:
    """A reason or a proof: blanks say nothing."""
    if not text.strip():
        raise argparse.ArgumentTypeError(say(language_from_locale(), "cli.no_words"))
    return text.strip()


def amount(text: str) -> Decimal:
    """An amount of money as people type it: `-200`, `−200`, `1,234.50`."""
    amount = parse_quantity(text)
    if amount is None or has_ratio_sign(text):
        raise argparse.ArgumentTypeError(say(language_from_locale(), "cli.no_amount"))
    return amount
