"""The options of the verbs of the ledger and of its proofs."""

from __future__ import annotations

import argparse
from pathlib import Path

from engine.cli.typed import amount, month_options, name, words
from engine.core.text import Language, say

# {link: kinds-of-adjustment}
KINDS = ("hold", "release", "dispute", "other")


def post_options(parser: argparse.ArgumentParser, language: Language) -> None:
    month_options(parser, language)
    _signature(parser, language)


def _signature(parser: argparse.ArgumentParser, language: Language) -> None:
    parser.add_argument("--by", required=True, type=name, help=say(language, "cli.option.by"))
    parser.add_argument("--note", default="", help=say(language, "cli.option.note"))


def approve_options(parser: argparse.ArgumentParser, language: Language) -> None:
    parser.add_argument("--entry", required=True, type=int, help=say(language, "cli.option.entry"))
    _signature(parser, language)


def withdraw_options(parser: argparse.ArgumentParser, language: Language) -> None:
    parser.add_argument("--entry", required=True, type=int, help=say(language, "cli.option.entry"))
    parser.add_argument("--by", required=True, type=name, help=say(language, "cli.option.by"))
    parser.add_argument("--note", required=True, type=words, help=say(language, "cli.option.note"))


def rerun_options(parser: argparse.ArgumentParser, language: Language) -> None:
    month_options(parser, language)
    parser.add_argument("--by", type=name, help=say(language, "cli.option.rerun_by"))
    parser.add_argument("--reason", type=words, help=say(language, "cli.option.reason"))
    parser.add_argument("--into", help=say(language, "cli.option.into"))
    parser.add_argument("--version", help=say(language, "cli.option.by_version"))


def adjust_options(parser: argparse.ArgumentParser, language: Language) -> None:
    month_options(parser, language)
    parser.add_argument("--agent", required=True, help=say(language, "cli.option.agent"))
    parser.add_argument(
        "--kind", required=True, choices=KINDS, help=say(language, "cli.option.kind")
    )
    parser.add_argument(
        "--amount", required=True, type=amount, help=say(language, "cli.option.amount")
    )
    parser.add_argument("--by", required=True, type=name, help=say(language, "cli.option.by"))
    for option in ("reason", "evidence"):
        parser.add_argument(
            f"--{option}", required=True, type=words, help=say(language, f"cli.option.{option}")
        )
    parser.add_argument("--concerns", help=say(language, "cli.option.concerns"))
    parser.add_argument("--line", default="", help=say(language, "cli.option.settled_line"))
    parser.add_argument("--releases", type=int, help=say(language, "cli.option.releases"))


def close_options(parser: argparse.ArgumentParser, language: Language) -> None:
    month_options(parser, language)
    _signature(parser, language)


def history_options(parser: argparse.ArgumentParser, language: Language) -> None:
    parser.add_argument("--shop", help=say(language, "cli.option.shop"))
    parser.add_argument("--month", help=say(language, "cli.option.month"))
    parser.add_argument("--agent", help=say(language, "cli.option.agent"))


def payslip_options(parser: argparse.ArgumentParser, language: Language) -> None:
    month_options(parser, language)
    parser.add_argument("--agent", help=say(language, "cli.option.agent"))
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help=say(language, "cli.option.payslip_folder")
    )


def verify_options(parser: argparse.ArgumentParser, language: Language) -> None:
    parser.add_argument("--shop", help=say(language, "cli.option.shop"))
    parser.add_argument("--month", help=say(language, "cli.option.month"))
    parser.add_argument(
        "--anchor",
        action="append",
        default=[],
        metavar="DIGEST",
        help=say(language, "cli.option.anchor"),
    )
    parser.add_argument(
        "--export", type=Path, metavar="DIR", help=say(language, "cli.option.export")
    )


def export_options(parser: argparse.ArgumentParser, language: Language) -> None:
    parser.add_argument("--shop", help=say(language, "cli.option.exported_shop"))
    parser.add_argument("--month", help=say(language, "cli.option.exported_month"))
    parser.add_argument("--policy", help=say(language, "cli.option.policy"))
    parser.add_argument(
        "--out", required=True, type=Path, metavar="DIR", help=say(language, "cli.option.out")
    )


def restore_options(parser: argparse.ArgumentParser, language: Language) -> None:
    parser.add_argument(
        "folders", type=Path, nargs="+", metavar="DIR", help=say(language, "cli.option.exports")
    )
