"""What every command says with `--format json`, collected from the commands themselves."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from docs.made.page import ROOT, code, page, table
from engine.app.backtesting import BacktestRequest, backtest
from engine.app.by_clause import compare_by_clause
from engine.app.checks.w902_file_unreadable import FILE_UNREADABLE
from engine.app.comparing_sides import CompareRequest, compare
from engine.app.deep import DeepRequest, check_deep
from engine.app.demo import demo
from engine.app.exporting import ExportRequest, export
from engine.app.flag_checking import FlagCheckRequest, check_flags
from engine.app.flag_suggesting import SuggestRequest, suggest
from engine.app.formatting import fmt
from engine.app.history import HistoryRequest, history
from engine.app.importing import ImportRequest, import_files
from engine.app.month import MonthRequest
from engine.app.new_version import VersionRequest, new_version
from engine.app.payslips import PayslipRequest, payslip
from engine.app.resolved_text import check_resolved
from engine.app.restoring import restore
from engine.app.script import sql
from engine.app.seeking import SeekRequest, seek
from engine.app.sides import SideWords
from engine.app.spans import months_of
from engine.app.starting import init
from engine.app.story_files import StoryFiles
from engine.app.sweeping import SweepRequest, sweep
from engine.app.verifying import VerifyRequest
from engine.app.verifying_export import verify_export
from engine.app.workspace import Workspace, month_of
from engine.cli.arguments import VERBS
from engine.core.span import whole_file
from engine.core.text import catalogue
from engine.ledger.scope import Scope
from engine.ledger.store import FILE
from engine.report.machine import diagnostic_json
from engine.report.model import Report, Table

INTRO = """
What every command gives with `--format json`: one document with `command`, the facts under their
own keys, each table as a list of objects under its key, and `diagnostics`. Collected by running the
commands of the demo. `--format csv` gives the same as blocks, whose first column names the block.

Amounts are text, exact, with a full stop before the decimals: read them as decimals, not as binary
floating point. Months are text such as `2024-05`. Keys are the same in both languages; texts inside
are in the language of `--lang`.
"""
DEEP = "check --deep"
_PLACES = ("time", "buyer", "order_number")
WAYS = (
    "--resolved", "--deep", "--by-clause", "--export", "--measure", "--order", "suggest", "check",
)  # fmt: skip
_KINDS = {bool: "true, false", int: "whole number", str: "text", type(None): "text"}


def json_keys() -> str:
    return page("JSON", INTRO, _parts())


def reports() -> dict[str, Report]:
    """One report of every verb, from a workspace of the demo."""
    found: dict[str, Report] = {}
    with tempfile.TemporaryDirectory() as folder:
        found["init"] = init(Path(folder) / "new", "en").report
        root = Path(folder) / "demo"
        has_run = False
        for scene in demo(root, "en"):
            verb = _form(scene.command)
            if (verb == "run" and has_run) or scene.expects_findings:
                continue  # one shop's month tells all keys
            has_run = has_run or verb == "run"
            found[verb] = scene.play(lambda _: None).report
        workspace = Workspace(root)
        found.update(_flags(workspace))
        found[DEEP] = _deep(workspace)
        found["compare"] = _compare(workspace)
        found["backtest"] = _backtest(workspace)
        found["history"] = _history(workspace)
        found["payslip"] = _payslip(workspace)
        found["import"] = _with_rejects(workspace)
        found["fmt"] = fmt(workspace, (), "en", only_check=True).report
        policy = root / "policies" / "yunfan" / "pay" / "v2.yaml"
        found["new-version"] = _new_version(workspace)
        found["sql"] = sql(workspace, policy).report
        found["compare --by-clause"] = _by_clause(workspace)
        found["sweep"], found["seek"] = _variants(workspace)
        found["check --resolved"] = check_resolved(workspace, [policy], "en").report
        found.update(_exports(workspace))
    return found


def _form(command: str) -> str:
    """The verb, with the option that makes another report of it."""
    words = command.split()
    forms = [f"explain {word}" for word in words if word in ("--measure", "--order")]
    return forms[0] if forms else words[1]


def _flags(workspace: Workspace) -> dict[str, Report]:
    month = MonthRequest(shop="qinghe", month=month_of("2024-05"))
    return {
        "flags suggest": suggest(workspace, SuggestRequest(month=month), "en", _quiet).report,
        "flags check": check_flags(workspace, FlagCheckRequest(month=month), "en", _quiet).report,
    }


def _variants(workspace: Workspace) -> tuple[Report, Report]:
    """Both weights of a pair, one of which makes the card's sum another than 100."""
    card = "kpi.售前考核"
    request = SweepRequest(
        side="v2", shop="yunfan", policy=None, months=(month_of("2024-05"),),
        varied=(f"{card}.转化.weight=30,40", f"{card}.服务.weight=20,30"), with_agents=True,
    )  # fmt: skip
    balanced = replace(request, balance=f"{card}.回复时效.weight")
    swept = sweep(workspace, balanced, "en", _quiet, _files(workspace))
    sought = seek(workspace, SeekRequest(sweep=request), "en", _quiet)
    return swept.report, sought.report


def _files(workspace: Workspace) -> StoryFiles:
    return StoryFiles(page=workspace.root / "page.html", workbook=workspace.root / "page.xlsx")


def _quiet(step: str) -> None:
    """Progress that nobody watches."""


def _new_version(workspace: Workspace) -> Report:
    request = VersionRequest(shop="yunfan", start=month_of("2024-08").start)
    return new_version(workspace, request, "en").report


def _compare(workspace: Workspace) -> Report:
    """Three sides: one with a value set, and one that nothing has been posted of."""
    change = (("pay.工龄工资.amount", "60 × 工龄年数"),)
    sides = (("v1", ()), ("v2", change), ("posted", ()))
    request = CompareRequest(
        shop="lanting",
        months=months_of("2024-04..2024-06"),
        sides=tuple(SideWords(words=word, settings=settings) for word, settings in sides),
    )
    return compare(workspace, request, "en", _quiet, _files(workspace)).report


def _backtest(workspace: Workspace) -> Report:
    request = BacktestRequest(shop="lanting", side=SideWords(words="v2"))
    return backtest(workspace, request, "en", _quiet, _files(workspace)).report


def _by_clause(workspace: Workspace) -> Report:
    sides = (SideWords(words="v1"), SideWords(words="v2"))
    request = CompareRequest(shop="lanting", months=months_of("2024-05"), sides=sides)
    return compare_by_clause(workspace, request, "en", _quiet, _files(workspace)).report


def _history(workspace: Workspace) -> Report:
    request = HistoryRequest(shop="lanting", month=None, agent="小美")
    return history(workspace, request, "en").report


def _exports(workspace: Workspace) -> dict[str, Report]:
    """The demo's ledger written out, checked by itself, and brought back."""
    folder = workspace.root.parent / "export"
    request = ExportRequest(scope=Scope(), folder=folder)
    written = export(workspace, request, "en", lambda _: None).report
    verified = verify_export(folder, VerifyRequest(), "en", lambda _: None).report
    (workspace.root / FILE).unlink()
    restored = restore(workspace, [folder], "en", lambda _: None).report
    return {"export": written, "verify --export": verified, "restore": restored}


def _payslip(workspace: Workspace) -> Report:
    request = PayslipRequest(
        month=MonthRequest(shop="lanting", month=month_of("2024-05")),
        folder=workspace.root / "payslips",
    )
    return payslip(workspace, request, "en", lambda _: None).report


def _deep(workspace: Workspace) -> Report:
    path = workspace.policies / "lanting" / "pay" / "v2.yaml"
    request = DeepRequest(paths=(path,), heads={}, page=None, language="en")
    return check_deep(workspace, request, lambda _: None).report


def _with_rejects(workspace: Workspace) -> Report:
    request = ImportRequest(
        files=(ROOT / "fixtures" / "bad" / "负数人数_客服月报.csv",),
        mapping="agent_months_wide", shop="lanting", month=None, replace=False, language="en",
    )  # fmt: skip
    return import_files(workspace, request, lambda _: None).report


def _parts() -> Iterator[str]:
    said = reports()
    for verb in (name for one in VERBS for name in (one, *(f"{one} {way}" for way in WAYS))):
        if verb not in said:
            continue
        report = said[verb]
        yield f"## {verb}"
        if report.facts:
            yield "Facts:"
            # a table under the same key stands in the fact's place
            tables = {one.key for one in report.tables}
            yield _keys((k, _kind(value)) for k, value in report.facts if k not in tables)
        if report.text:
            yield "`text`: what the command prints for people, as one text."
        for one in report.tables:
            yield f"`{one.key}`, a list:"
            columns = [(n, key) for n, key in enumerate(one.columns) if _is_ours(one, key)]
            yield _keys((column, _column_kind(one, index)) for index, column in columns)
            if len(columns) < len(one.columns):
                yield "and a key for each column of the [facts](facts.md) that are counted."
    yield "## diagnostics"
    yield "The findings of any command, a list:"
    example = diagnostic_json(FILE_UNREADABLE.at(whole_file("x"), problem=""), "en")
    yield table(("key", "kind", "meaning", "含义"), (
        (code(key), _FINDING_KINDS.get(key, "text"), *_FINDING[key]) for key in example
    ))  # fmt: skip


def _is_ours(one: Table, key: str) -> bool:
    """Whether a column is the same whatever is asked; those of facts are told on their page."""
    return (
        one.key not in ("counted", "taken_off", "divided_by", "compared_with", "compared_per")
        or key in _PLACES
    )


def _keys(rows: Iterator[tuple[str, str]]) -> str:
    english, chinese = catalogue("en"), catalogue("zh")
    return table(
        ("key", "kind", "meaning", "含义"),
        (
            (code(key), kind, english[f"column.{key}.help"], chinese[f"column.{key}.help"])
            for key, kind in rows
        ),
    )


def _kind(value: object) -> str:
    return _KINDS[type(value)]


def _column_kind(one: Table, index: int) -> str:
    kinds = {_kind(row[index]) for row in one.rows if row[index] is not None}
    return " or ".join(sorted(kinds)) or "text"


_FINDING_KINDS = {
    "line": "whole number", "column": "whole number", "end_line": "whole number",
    "end_column": "whole number", "values": "names and texts",
}  # fmt: skip
_FINDING = {
    "code": ("the code, such as B301", "编号，如 B301"),
    "name": ("the name of the code", "编号的名字"),
    "severity": ("error or warning", "错误或警告"),
    "file": ("the file, from the workspace", "文件，相对工作区"),
    "line": ("line, counting from 1; 0 for the whole file", "行，从 1 起；0 为整个文件"),
    "column": ("column, counting from 1", "列，从 1 起"),
    "end_line": ("the line where the place ends", "位置结束的行"),
    "end_column": ("the column behind the place", "位置之后的列"),
    "message": ("what is wrong, in the language of --lang", "哪里错了"),
    "hint": ("what to do about it", "怎么办"),
    "values": ("what was filled into the message", "填入消息的内容"),
}
