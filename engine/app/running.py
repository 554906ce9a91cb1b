"""`run`: a month of a shop as a draft, by the version in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from engine.app.month import MonthRequest, PaidMonth, Show, select, stored_month
from engine.app.payouts import (
    line_table,
    money,
    note_table,
    notice_table,
    payout_table,
    payslip_views,
)
from engine.app.result import Result
from engine.app.stored import stored_versions
from engine.app.version_month import pay_by
from engine.app.workspace import Workspace
from engine.bind.versions import Selection, paying, versions_label
from engine.core.errors import EngineError
from engine.core.period import Days, shown_last, shown_start
from engine.core.text import Language, message, say
from engine.ledger.contents import MonthComputed
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
    selection, payer = selected.value
    stored = stored_month(workspace, request.shop, request.month, *payer.bounds)
    paid = pay_by(payer, stored, request.month, show)
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
    versions = versions_label(one.policy.version for one in paying(selection))
    run = PastRun(
        ran_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), shop=policy.shop,
        policy=policy.name, month=str(selection.month), version=versions,
        policy_digest=policy.bytes_digest, data_digest=paid.data_digest,
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
    return (
        ("shop", policy.shop),
        ("month", str(selection.month)),
        ("policy", policy.name),
        ("version", policy.version),
        *version_days([(one.policy.version, one.days) for one in selection.parts]),
        ("title", policy.title),
        ("why", _why(selection, language)),
        ("policy_file", policy.span.file),
        ("policy_digest", policy.bytes_digest),
    )


def version_days(parts: Iterable[tuple[int, Days]]) -> tuple[tuple[str, Cell], ...]:
    """Which versions pay which days; nothing where one pays the whole month."""
    text = "; ".join(f"v{version}: {days}" for version, days in parts)
    return (("version_days", text),) if text else ()


def stored_days(computed: MonthComputed) -> tuple[tuple[str, Cell], ...]:
    """The same of a month that was posted."""
    return version_days(
        (int(str(one.body["version"])), one.days)
        for one in stored_versions(computed.body)
        if one.days is not None
    )


def _why(selection: Selection, language: Language) -> str:
    taking_over = (
        say(
            language, f"run.why_{one.mid_month.version}", version=f"v{one.version}",
            start=one.effective.start,
        )
        for one in selection.taking_over
    )  # fmt: skip
    changes = " ".join(taking_over)
    if changes:
        return changes
    effective = selection.policy.effective
    return say(
        language,
        "run.why_open" if effective.end is None else "run.why_until",
        month=selection.month,
        start=shown_start(effective.start),
        last=shown_last(effective.end) if effective.end else "",
        others=len(selection.others),
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
