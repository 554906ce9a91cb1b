"""What is typed on the command line, by the use case that it calls."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from engine.app.by_clause import compare_by_clause
from engine.app.checking import check
from engine.app.comparing import side_path
from engine.app.comparing_sides import CompareRequest
from engine.app.correcting import RerunRequest, rerun
from engine.app.explaining import ExplainRequest, explain
from engine.app.formatting import fmt
from engine.app.importing import ImportRequest, import_files
from engine.app.month import MonthRequest
from engine.app.payslip_files import Form
from engine.app.payslips import PayslipRequest, payslip
from engine.app.posting import PostRequest, post
from engine.app.result import Result
from engine.app.running import run_month
from engine.app.sides import SideWords
from engine.app.starting import init
from engine.app.verifying import VerifyRequest, verify
from engine.app.workspace import find_workspace, month_of
from tests.checks.examples import BASE, Example, Found
from tests.checks.shop import FIGURES, MAY, SHOP, Opened, batch_of, quiet, refused, shop


def checked(example: Example) -> Found:
    with shop(BASE) as opened:
        return check(opened.workspace, (), "zh").diagnostics


def checked_after(change: Callable[[Opened], object]) -> Callable[[Example], Found]:
    """The findings of `check` once the policies of a shop are no longer where they were."""

    def scenario(example: Example) -> Found:
        with shop(BASE) as opened:
            change(opened)
            return check(opened.workspace, (), "zh").diagnostics

    return scenario


def typed(command: Callable[[Opened], object]) -> Callable[[Example], Found]:
    """The findings with which a command refuses to go on, in a shop with one paid month."""

    def scenario(example: Example) -> Found:
        found = []
        with shop(BASE) as opened:
            opened.save(batch_of(FIGURES))
            with refused(found):
                command(opened)
        return tuple(found)

    return scenario


def outside_a_workspace(opened: Opened) -> None:
    with tempfile.TemporaryDirectory() as folder:
        find_workspace(Path(folder))


def without_policies(opened: Opened) -> None:
    (opened.workspace.policies / "leer").mkdir()
    run_month(opened.workspace, MonthRequest(shop="leer", month=MAY), "zh", quiet)


def of_shop(opened: Opened, name: str, policy: str | None = None) -> None:
    request = MonthRequest(shop=name, month=MAY, policy=policy)
    run_month(opened.workspace, request, "zh", quiet)


def explained(opened: Opened, agent: str, line: str | None = None) -> None:
    request = ExplainRequest(month=opened.request(), agent=agent, line=line)
    explain(opened.workspace, request, "zh", quiet)


def imported(opened: Opened) -> None:
    path = opened.workspace.root / "x.csv"
    path.write_text("a,b\n1,2\n", "utf-8")
    request = ImportRequest(
        files=(path,), mapping=None, shop=SHOP, month=MAY, replace=False, language="zh"
    )
    import_files(opened.workspace, request, quiet)


def rows_imported(text: str) -> Callable[[Example], Found]:
    """What is said of a chat log whose accounts nobody has imported."""

    def scenario(example: Example) -> Found:
        with shop(BASE) as opened:
            path = opened.workspace.root / "聊天记录.csv"
            path.write_text("时间,客服账号,买家,方向,内容\n" + text, "utf-8")
            request = ImportRequest(
                files=(path,), mapping="chat_log", shop=SHOP, month=None, replace=False,
                language="zh",
            )  # fmt: skip
            found = import_files(opened.workspace, request, quiet).diagnostics
            return tuple(one for one in found if not one.is_error)

    return scenario


MESSAGE = "2024-05-01 10:00:00,小美,小花,接收,在吗\n"


def payslips_of(opened: Opened, *forms: Form, folder: Path | None = None) -> Result:
    """The payslips of a month that was posted."""
    post(opened.workspace, PostRequest(month=opened.request(), by="老林"), "zh", quiet)
    request = PayslipRequest(month=opened.request(), folder=folder, forms=forms)
    return payslip(opened.workspace, request, "zh", quiet)


def laid_out(text: str) -> Callable[[Example], Found]:
    """What `fmt --check` says of the shop's policy with this text."""

    def scenario(example: Example) -> Found:
        with shop(text) as opened:
            return fmt(opened.workspace, (), "zh", only_check=True).diagnostics

    return scenario


TIDY = "format: 1\n\npay:\n  提成: {amount: 100}\n"


def by_clause_of_what_was_paid(opened: Opened) -> None:
    sides = (SideWords(words="v1"), SideWords(words="posted"))
    request = CompareRequest(shop=SHOP, months=(MAY,), sides=sides)
    compare_by_clause(opened.workspace, request, "zh", quiet)


def two_of_a_name(opened: Opened) -> None:
    batch = batch_of({**FIGURES, "阿文": FIGURES["小美"], "阿美": FIGURES["小美"]})
    named = (replace(one, name="小王" if one.agent != "小美" else "小美") for one in batch.roster)
    opened.replace(replace(batch, roster=tuple(named)))
    explained(opened, "小王")


def rerun_without_a_reason(opened: Opened) -> None:
    rerun(opened.workspace, RerunRequest(month=opened.request(), by="会计"), "zh", quiet)


CLI_SCENARIOS: Mapping[str, Callable[[Example], Found]] = {
    "cli: tianping check": checked,
    "cli: tianping check in a workspace without policies": checked_after(
        lambda opened: opened.policy.unlink()
    ),
    "cli: tianping check with a stray policy": checked_after(
        lambda opened: (opened.policy.parent.parent / "v1.yaml").write_text(BASE, "utf-8")
    ),
    "cli: tianping fmt --check of a tidy policy": laid_out(TIDY),
    "cli: tianping fmt --check of an untidy policy": laid_out(TIDY.replace("1\n", "  1\n")),
    "cli: tianping fmt of a file with a complex key": laid_out("? format\n: 1\n"),
    "cli: outside a workspace": typed(outside_a_workspace),
    "cli: tianping import a chat log before the accounts": rows_imported(MESSAGE),
    "cli: tianping import a chat log of which nothing can be read": rows_imported(
        ",,小花,接收,在吗\n" * 101
    ),
    "cli: tianping check nowhere.yaml": typed(
        lambda opened: check(opened.workspace, (Path("nowhere.yaml"),), "zh")
    ),
    "cli: a path with ..": typed(
        lambda opened: side_path(opened.workspace, opened.request(), "../other.yaml")
    ),
    "cli: a shop without policies": typed(without_policies),
    "cli: tianping run --shop dem": typed(lambda opened: of_shop(opened, "dem")),
    "cli: tianping run --month 2024-13": typed(lambda opened: month_of("2024-13")),
    "cli: tianping run --policy salary": typed(lambda opened: of_shop(opened, SHOP, "salary")),
    "cli: tianping import x.csv": typed(imported),
    "cli: tianping explain --agent nobody": typed(lambda opened: explained(opened, "nobody")),
    "cli: tianping explain --agent of a name that two bear": typed(two_of_a_name),
    "cli: tianping rerun --by without a reason": typed(rerun_without_a_reason),
    "cli: tianping explain --line nothing": typed(
        lambda opened: explained(opened, "小美", "nothing")
    ),
    "cli: tianping init in a full folder": typed(lambda opened: init(opened.workspace.root, "zh")),
    "cli: tianping verify in a new workspace": typed(
        lambda opened: verify(opened.workspace, VerifyRequest(), "zh", quiet)
    ),
    "cli: tianping payslip": typed(payslips_of),
    "cli: tianping payslip --format html": typed(lambda opened: payslips_of(opened, "html")),
    "cli: tianping payslip --out in a file": typed(
        lambda opened: payslips_of(opened, folder=opened.policy)
    ),
    "cli: tianping compare v1 posted --by-clause": typed(by_clause_of_what_was_paid),
    "cli: tianping compare v1 v9": typed(
        lambda opened: side_path(opened.workspace, opened.request(), "v9")
    ),
}
