"""The verbs and options, in the reader's language; what they mean is in the catalogue."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from engine import __version__
from engine.cli.ledger_options import (
    adjust_options,
    approve_options,
    close_options,
    export_options,
    history_options,
    payslip_options,
    post_options,
    rerun_options,
    restore_options,
    verify_options,
    withdraw_options,
)
from engine.cli.sides import add_sides
from engine.cli.typed import amount, month_options
from engine.core.text import LANGUAGES, Language, language_from_locale, say

# Groups as `tianping --help` shows them: a table of contents.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("start", ("init", "demo")),
    ("policy", ("check", "fmt", "new-version", "diff", "sql")),
    ("month", ("import", "run", "explain", "compare", "backtest", "sweep", "seek", "flags")),
    ("ledger", ("post", "approve", "withdraw", "rerun", "adjust", "close")),
    ("proof", ("history", "payslip", "verify", "export", "restore")),
)
VERBS = tuple(verb for _, verbs in GROUPS for verb in verbs)
FORMATS = ("table", "json", "csv")
# {link: state-rules}
STATE_RULES = ("by_days", "last_state", "first_state")
# {link: forms-of-payslips}
FILE_FORMS = ("html", "xlsx", "csv")
# more people of one role than a shop has would only make a deep check slow
MOST_HEADS = 500


def build_parser(language: Language) -> argparse.ArgumentParser:
    """Every verb with its options. Verbs share --format, --lang and --workspace."""
    parser = argparse.ArgumentParser(
        prog="tianping",
        description=f"{say(language, 'cli.description')}\n\n{contents(language)}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
        usage=say(language, "cli.usage"),
    )
    _options(parser, language)
    parser.add_argument(
        "--version",
        action="version",
        version=f"tianping {__version__}",
        help=say(language, "cli.option.version"),
    )
    verbs = parser.add_subparsers(
        dest="verb",
        metavar="VERB",
        prog="tianping",
        title=argparse.SUPPRESS,
        help=argparse.SUPPRESS,
    )
    for verb in VERBS:
        one = verbs.add_parser(
            verb,
            description=say(language, f"cli.{verb}.help"),
            epilog=say(language, f"cli.{verb}.example"),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            add_help=False,
        )
        # argparse knows no other way to word the two headings that it writes itself
        one._optionals.title = say(language, "cli.verb_options")
        one._positionals.title = say(language, "cli.verb_arguments")
        _options(one, language, has_files=verb == "payslip")
        _ADD[verb](one, language)
    return parser


def contents(language: Language) -> str:
    """The verbs by group, one line each."""
    lines: list[str] = []
    for group, verbs in GROUPS:
        lines.append(say(language, f"cli.group.{group}"))
        lines.extend(f"  {verb:<12} {say(language, f'cli.{verb}.help')}" for verb in verbs)
        lines.append("")
    return "\n".join(lines)


def _options(
    parser: argparse.ArgumentParser, language: Language, *, has_files: bool = False
) -> None:
    group = parser.add_argument_group(say(language, "cli.options"))
    group.add_argument("-h", "--help", action="help", help=say(language, "cli.option.help"))
    group.add_argument(
        "--format",
        action=_ShownOrFile if has_files else "store",
        choices=tuple(dict.fromkeys((*FORMATS, *FILE_FORMS))) if has_files else FORMATS,
        default=argparse.SUPPRESS,
        help=say(language, "cli.option.payslip_format" if has_files else "cli.option.format"),
    )
    group.add_argument(
        "--lang",
        choices=LANGUAGES,
        default=argparse.SUPPRESS,
        help=say(language, "cli.option.lang"),
    )
    group.add_argument(
        "--workspace",
        type=Path,
        metavar="DIR",
        default=argparse.SUPPRESS,
        help=say(language, "cli.option.workspace"),
    )


class _ShownOrFile(argparse.Action):
    """`--format` where it may be repeated: what is shown, and which files are made."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[object] | None,
        option_string: str | None = None,
    ) -> None:
        if values in FORMATS:
            namespace.format = values
        if values in FILE_FORMS:
            namespace.forms = (*getattr(namespace, "forms", ()), values)


def _heads(text: str) -> tuple[str, int]:
    """`clerk=12`: how many agents a role has."""
    role, _, number = text.rpartition("=")
    if not role or not number.isdecimal() or not 0 < int(number) <= MOST_HEADS:
        raise argparse.ArgumentTypeError(say(language_from_locale(), "cli.no_headcount"))
    return role.strip(), int(number)


def _init(parser: argparse.ArgumentParser, language: Language) -> None:
    parser.add_argument(
        "folder", type=Path, metavar="DIR", help=say(language, "cli.option.new_folder")
    )


def _demo(parser: argparse.ArgumentParser, language: Language) -> None:
    parser.add_argument(
        "folder", type=Path, nargs="?", metavar="DIR", help=say(language, "cli.option.demo_folder")
    )


def _check(parser: argparse.ArgumentParser, language: Language) -> None:
    parser.add_argument(
        "paths", type=Path, nargs="*", metavar="FILE", help=say(language, "cli.option.policies")
    )
    parser.add_argument("--concise", action="store_true", help=say(language, "cli.option.concise"))
    parser.add_argument(
        "--resolved", action="store_true", help=say(language, "cli.option.resolved")
    )
    parser.add_argument("--deep", action="store_true", help=say(language, "cli.option.deep"))
    parser.add_argument(
        "--headcount",
        type=_heads,
        action="append",
        default=[],
        metavar="ROLE=N",
        help=say(language, "cli.option.headcount"),
    )
    parser.add_argument("--html", type=Path, metavar="FILE", help=say(language, "cli.option.html"))


def _fmt(parser: argparse.ArgumentParser, language: Language) -> None:
    parser.add_argument(
        "paths", type=Path, nargs="*", metavar="FILE", help=say(language, "cli.option.policies")
    )
    parser.add_argument("--check", action="store_true", help=say(language, "cli.option.only_check"))


def _new_version(parser: argparse.ArgumentParser, language: Language) -> None:
    parser.add_argument("--shop", required=True, help=say(language, "cli.option.shop"))
    parser.add_argument("--month", required=True, help=say(language, "cli.option.new_month"))
    parser.add_argument("--policy", help=say(language, "cli.option.policy"))
    parser.add_argument(
        "--mid-month", choices=STATE_RULES, help=say(language, "cli.option.mid_month")
    )


def _sql(parser: argparse.ArgumentParser, language: Language) -> None:
    parser.add_argument(
        "path", type=Path, metavar="FILE", help=say(language, "cli.option.policy_file")
    )


def _import(parser: argparse.ArgumentParser, language: Language) -> None:
    parser.add_argument(
        "files", type=Path, nargs="+", metavar="FILE", help=say(language, "cli.option.files")
    )
    parser.add_argument("--mapping", help=say(language, "cli.option.mapping"))
    parser.add_argument("--shop", default="", help=say(language, "cli.option.shop"))
    parser.add_argument("--month", help=say(language, "cli.option.month"))
    parser.add_argument("--replace", action="store_true", help=say(language, "cli.option.replace"))


def _explain(parser: argparse.ArgumentParser, language: Language) -> None:
    month_options(parser, language)
    whose = parser.add_mutually_exclusive_group(required=True)
    whose.add_argument("--agent", help=say(language, "cli.option.agent"))
    whose.add_argument("--order", help=say(language, "cli.option.order"))
    parser.add_argument("--measure", help=say(language, "cli.option.measure"))
    parser.add_argument("--line", help=say(language, "cli.option.line"))
    parser.add_argument("--entry", type=int, help=say(language, "cli.option.explained_entry"))
    parser.add_argument(
        "--as-posted", action="store_true", help=say(language, "cli.option.as_posted")
    )
    parser.add_argument(
        "--with-current", action="store_true", help=say(language, "cli.option.with_current")
    )


def _diff(parser: argparse.ArgumentParser, language: Language) -> None:
    parser.add_argument(
        "sides", nargs=2, metavar="SIDE", help=say(language, "cli.option.two_sides")
    )
    parser.add_argument("--shop", required=True, help=say(language, "cli.option.shop"))
    parser.add_argument("--policy", help=say(language, "cli.option.policy"))
    parser.add_argument(
        "--html", type=Path, metavar="FILE", help=say(language, "cli.option.diff_html")
    )


def _compare(parser: argparse.ArgumentParser, language: Language) -> None:
    add_sides(parser, language, is_one=False)
    parser.add_argument("--shop", required=True, help=say(language, "cli.option.shop"))
    months = parser.add_mutually_exclusive_group(required=True)
    months.add_argument("--month", "--period", help=say(language, "cli.option.month"))
    months.add_argument(
        "--months", "--periods", metavar="FROM..TO", help=say(language, "cli.option.months")
    )
    parser.add_argument("--policy", help=say(language, "cli.option.policy"))
    parser.add_argument(
        "--by-clause", action="store_true", help=say(language, "cli.option.by_clause")
    )
    _story_files(parser, language)


def _backtest(parser: argparse.ArgumentParser, language: Language) -> None:
    add_sides(parser, language, is_one=True)
    parser.add_argument("--shop", required=True, help=say(language, "cli.option.shop"))
    parser.add_argument("--policy", help=say(language, "cli.option.policy"))
    _story_files(parser, language)


def _story_files(parser: argparse.ArgumentParser, language: Language) -> None:
    """What a comparison and a sweep may be written to."""
    for form in ("html", "xlsx"):
        text = say(language, f"cli.option.story_{form}")
        parser.add_argument(f"--{form}", type=Path, metavar="FILE", help=text)


def _variants(parser: argparse.ArgumentParser, language: Language) -> None:
    """What `sweep` and `seek` share: a policy, what of it is varied, and the months."""
    parser.add_argument("side", metavar="SIDE", help=say(language, "cli.option.two_sides"))
    parser.add_argument(
        "--vary",
        action="append",
        required=True,
        metavar="PATH=FROM..TO:STEP",
        help=say(language, "cli.option.vary"),
    )
    parser.add_argument("--balance", metavar="PATH", help=say(language, "cli.option.balance"))
    parser.add_argument("--shop", required=True, help=say(language, "cli.option.shop"))
    months = parser.add_mutually_exclusive_group(required=True)
    months.add_argument("--month", "--period", help=say(language, "cli.option.month"))
    months.add_argument(
        "--months", "--periods", metavar="A..B", help=say(language, "cli.option.months")
    )
    parser.add_argument("--policy", help=say(language, "cli.option.policy"))


def _sweep(parser: argparse.ArgumentParser, language: Language) -> None:
    _variants(parser, language)
    parser.add_argument(
        "--agents", action="store_true", help=say(language, "cli.option.with_agents")
    )
    _story_files(parser, language)


def _seek(parser: argparse.ArgumentParser, language: Language) -> None:
    _variants(parser, language)
    aims = parser.add_mutually_exclusive_group(required=True)
    aims.add_argument("--cost", type=amount, help=say(language, "cli.option.cost"))
    aims.add_argument(
        "--share", metavar="COLUMN=WORD:PERCENT", help=say(language, "cli.option.share")
    )
    aims.add_argument("--keep-cost", action="store_true", help=say(language, "cli.option.kept"))


def _flags(parser: argparse.ArgumentParser, language: Language) -> None:
    parser.add_argument(
        "action", choices=("suggest", "check"), help=say(language, "cli.option.flags_action")
    )
    month_options(parser, language)
    parser.add_argument(
        "--upload", type=Path, metavar="FILE", help=say(language, "cli.option.upload")
    )
    parser.add_argument(
        "--html", type=Path, metavar="FILE", help=say(language, "cli.option.flags_html")
    )
    parser.add_argument(
        "--figures", type=Path, metavar="FILE", help=say(language, "cli.option.flags_figures")
    )


def _run(parser: argparse.ArgumentParser, language: Language) -> None:
    month_options(parser, language)
    parser.add_argument("--by", default="", help=say(language, "cli.option.ran_by"))


_ADD = {
    "init": _init,
    "demo": _demo,
    "check": _check,
    "fmt": _fmt,
    "new-version": _new_version,
    "diff": _diff,
    "sql": _sql,
    "import": _import,
    "run": _run,
    "explain": _explain,
    "compare": _compare,
    "backtest": _backtest,
    "sweep": _sweep,
    "seek": _seek,
    "flags": _flags,
    "post": post_options,
    "approve": approve_options,
    "withdraw": withdraw_options,
    "rerun": rerun_options,
    "adjust": adjust_options,
    "close": close_options,
    "history": history_options,
    "payslip": payslip_options,
    "verify": verify_options,
    "export": export_options,
    "restore": restore_options,
}
