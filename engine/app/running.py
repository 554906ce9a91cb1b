"""`run`: a month of a shop as a draft, by the version in force."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from engine.app.month import MonthRequest, PaidMonth, Show, pay, select, stored_month
from engine.app.payouts import (
    line_table,
    money,
    note_table,
    notice_table,
    payout_table,
    payslip_views,
)
from engine.app.result import Result
from engine.app.workspace import Workspace
from engine.bind.dataset import data_digest
from engine.bind.versions import Selection
from engine.core.errors import EngineError
from engine.core.text import Language, message, say
from engine.ledger.runs import PastRun, note_run
from engine.ledger.store import open_store
from engine.report.model import Cell, Report, Table


def run_month(
    workspace: Workspace, request: MonthRequest, language: Language, show: Show, by: str = ""
) -> Result:
    """Compute and show. No payslip is stored: the journal only tells that the month was run."""
    selected = select(workspace, request)
    if selected.value is None:
        return Result(report=Report(command="run"), diagnostics=selected.diagnostics)
    selection, bound = selected.value
    stored = stored_month(workspace, request.shop, request.month, bound)
    paid = pay(bound, stored, request.month, show)
    if paid.value is None:
        facts = selection_facts(selection, language)
        report = Report(command="run", facts=facts)
        return Result(report=report, diagnostics=paid.diagnostics)
    report = _report(selection, paid.value, language)
    notes = _noted(workspace, selection, paid.value, by, language)
    return Result(report=replace(report, notes=notes), diagnostics=paid.diagnostics)


def _noted(
    workspace: Workspace, selection: Selection, paid: PaidMonth, by: str, language: Language
) -> tuple[str, ...]:
    """Write the run into the journal; a store that cannot be written to is said, not fatal."""
    policy = selection.policy
    run = PastRun(
        ran_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), shop=policy.shop,
        policy=policy.name, month=str(selection.month), version=f"v{policy.version}",
        policy_digest=policy.bytes_digest, data_digest=data_digest(paid.dataset),
        agents=len(paid.dataset.agents), total=money(paid.total), ran_by=by,
    )  # fmt: skip
    try:
        with open_store(workspace.root, writes=True) as store:
            note_run(store, run)
    except EngineError as error:
        problem = message(error.diagnostics[0], language)
        return (say(language, "run.not_noted", problem=problem),)
    return ()


def selection_facts(selection: Selection, language: Language) -> tuple[tuple[str, Cell], ...]:
    """Which version pays, and why that one."""
    policy = selection.policy
    end = policy.effective.end
    why = say(
        language,
        "run.why_open" if end is None else "run.why_until",
        month=selection.month,
        start=policy.effective.start,
        end=end or "",
        others=len(selection.others),
    )
    return (
        ("shop", policy.shop),
        ("month", str(selection.month)),
        ("policy", policy.name),
        ("version", policy.version),
        ("title", policy.title),
        ("why", why),
        ("policy_file", policy.span.file),
        ("policy_digest", policy.bytes_digest),
    )


def _report(selection: Selection, paid: PaidMonth, language: Language) -> Report:
    facts = (
        *selection_facts(selection, language),
        ("agents", len(paid.dataset.agents)),
        ("replayed", len(paid.traces)),
        ("batches", len(paid.dataset.batches)),
        ("total", money(paid.total)),
    )
    return Report(
        command="run",
        facts=facts,
        tables=(payout_table(paid), line_table(paid), note_table(paid), notice_table(paid)),
        views=(*payslip_views(paid, language), *_notices(paid)),
    )


def _notices(paid: PaidMonth) -> tuple[Table, ...]:
    """Shown only where there is any."""
    notices = notice_table(paid)
    return (notices,) if notices.rows else ()
