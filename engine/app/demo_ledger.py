"""The demo's ledger: two months are posted, one is corrected, and a tampered copy is caught."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from engine.app.correcting import RerunRequest, rerun
from engine.app.demo_scene import Scene
from engine.app.importing import ImportRequest, import_files
from engine.app.month import MonthRequest, Show
from engine.app.payslips import PayslipRequest, payslip
from engine.app.posting import PostRequest, post
from engine.app.result import Result
from engine.app.verifying import VerifyRequest, verify
from engine.app.workspace import MARKER, Workspace
from engine.catalog.row_file import ROWS
from engine.core.text import Language
from engine.ledger.store import FILE, open_store

# 小鹿 sold for 1,000 yuan less than the first export said
CORRECTED = "客服,月份,销售额\n兰亭女装:小鹿,2024-05,19000\n"
FILE_NAME = "inbox/lanting/五月更正.csv"
REASON = "退货晚到"
COPY = "tampered"


def ledger_scenes(
    workspace: Workspace, request: MonthRequest, language: Language
) -> Iterator[Scene]:
    """Post, correct, post the next month with the correction, verify, tamper, verify."""
    shop, month = request.shop, request.month
    options = f"--shop {shop} --month {month}"
    later = replace(request, month=month.plus(1))
    yield Scene(
        title="demo.post",
        command=f"tianping post {options} --by demo",
        play=lambda show: _post(workspace, request, language, show),
    )
    yield Scene(
        title="demo.late_figure",
        command=f"tianping import {FILE_NAME} --mapping agent_months_wide --shop {shop} --replace",
        play=lambda show: _import(workspace, request, language, show),
    )
    correction = RerunRequest(month=request, by="demo", reason=REASON)
    yield Scene(
        title="demo.rerun",
        command=f"tianping rerun {options} --by demo --reason {REASON}",
        play=lambda show: rerun(workspace, correction, language, show),
    )
    yield Scene(
        title="demo.post_next",
        command=f"tianping post --shop {shop} --month {later.month} --by demo",
        play=lambda show: _post(workspace, later, language, show),
    )
    slips = PayslipRequest(month=later, agent="小鹿", folder=None)
    yield Scene(
        title="demo.payslip",
        command=f"tianping payslip --shop {shop} --month {later.month} --agent 小鹿",
        play=lambda show: payslip(workspace, slips, language, show),
    )
    yield Scene(
        title="demo.verify",
        command="tianping verify",
        play=lambda show: verify(workspace, VerifyRequest(), language, show),
    )
    yield Scene(
        title="demo.tampered",
        command=f"tianping verify --workspace {COPY}",
        play=lambda show: verify(_tampered(workspace), VerifyRequest(), language, show),
        expects_findings=True,
    )


def _post(workspace: Workspace, month: MonthRequest, language: Language, show: Show) -> Result:
    return post(workspace, PostRequest(month=month, by="demo"), language, show)


def _import(workspace: Workspace, request: MonthRequest, language: Language, show: Show) -> Result:
    path = workspace.root / FILE_NAME
    path.write_text(CORRECTED, encoding="utf-8")
    wanted = ImportRequest(
        files=(path,), mapping="agent_months_wide", shop=request.shop, month=None, replace=True,
        language=language,
    )  # fmt: skip
    return import_files(workspace, wanted, show)


def _tampered(workspace: Workspace) -> Workspace:
    """A copy of the ledger in which somebody was paid 100 yuan more by another tool."""
    folder = Path(workspace.root / COPY)
    folder.mkdir()
    for name in (MARKER, FILE):
        shutil.copyfile(workspace.root / name, folder / name)
    shutil.copytree(workspace.root / ROWS, folder / ROWS)
    with open_store(folder, writes=True) as store, store.writing():
        store.write(
            """
            UPDATE entries SET body = replace(body, '["个人提成","250"]', '["个人提成","350"]')
            WHERE number = 1
            """
        )
    return Workspace(folder)
