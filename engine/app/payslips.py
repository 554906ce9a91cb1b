"""`payslip`: what a month pays, agent by agent, from the ledger alone."""

from __future__ import annotations

from pathlib import Path

from engine.app.checks.w935_files_need_folder import FILES_NEED_FOLDER
from engine.app.month import MonthRequest, Show
from engine.app.payslip_book import month_slips, of_agent
from engine.app.payslip_files import FORMS, Form, files_of, write_files
from engine.app.payslip_pages import report_facts, report_tables, report_views, warnings
from engine.app.result import Result
from engine.app.standing import opened_book, policy_named
from engine.app.workspace import Workspace
from engine.core.errors import EngineError
from engine.core.record import record
from engine.core.span import whole_file
from engine.core.text import Language
from engine.ledger.book import Place
from engine.ledger.store import open_store
from engine.report.model import Report, Table


@record(kw_only=True)
class PayslipRequest:
    """`agent` None: all. `folder`: where files are made; `forms` none: all three."""

    month: MonthRequest
    agent: str | None = None
    folder: Path | None = None
    forms: tuple[Form, ...] = ()


def payslip(
    workspace: Workspace, request: PayslipRequest, language: Language, show: Show
) -> Result:
    """The payslips of a month as they were posted, shown or written to files."""
    only_files = [form for form in request.forms if form != "csv"]
    if request.folder is None and only_files:
        raise EngineError(FILES_NEED_FOLDER.at(whole_file("--format"), form=only_files[0]))
    with open_store(workspace.root, writes=False) as store:
        book = opened_book(store)
        shop = request.month.shop
        policy = policy_named(workspace, book, shop, request.month.policy)
        place = Place(shop=shop, policy=policy, month=request.month.month)
        found = month_slips(store, book, place, language, show)
    if found.value is None:
        return Result(report=Report(command="payslip"), diagnostics=found.diagnostics)
    month = found.value
    if request.agent is not None:
        month = of_agent(month, request.agent)
    written: tuple[str, ...] = ()
    if request.folder is not None:
        show(request.folder.as_posix())
        written = write_files(request.folder, files_of(month, request.forms or FORMS, language))
    files = Table(key="files", columns=("file",), rows=tuple((path,) for path in written))
    report = Report(
        command="payslip",
        facts=report_facts(month, language),
        tables=(*report_tables(month, language), files),
        views=(*report_views(month, language), files),
        notes=warnings(month, language),
    )
    return Result(report=report)
