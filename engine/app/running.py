"""`run`: a month of a shop as a draft, by the version in force."""

from __future__ import annotations

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
from engine.bind.versions import Selection
from engine.core.text import Language, say
from engine.report.model import Cell, Report, Table


def run_month(
    workspace: Workspace, request: MonthRequest, language: Language, show: Show
) -> Result:
    """Compute and show; nothing is stored, so nothing can be left half-written."""
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
    return Result(report=_report(selection, paid.value, language), diagnostics=paid.diagnostics)


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
