"""What was typed → the use case; imports are late, so that `--help` stays fast."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable

from engine.app.result import Result
from engine.cli.asked import maybe_workspace as _maybe_workspace
from engine.cli.asked import month_request as _request
from engine.cli.asked import workspace_of as _workspace
from engine.cli.flag_verbs import flags
from engine.core.text import Language

Show = Callable[[str], None]


def perform(arguments: Namespace, language: Language, show: Show) -> Result:
    """Call the use case of the verb."""
    return _VERBS[arguments.verb](arguments, language, show)


def _init(arguments: Namespace, language: Language, show: Show) -> Result:
    from engine.app.starting import init

    return init(arguments.folder, language)


def _check(arguments: Namespace, language: Language, show: Show) -> Result:
    if arguments.deep or arguments.headcount or arguments.html:
        return _check_deep(arguments, language, show)
    workspace = _maybe_workspace(arguments) if arguments.paths else _workspace(arguments)
    if arguments.resolved:
        from engine.app.resolved_text import check_resolved

        return check_resolved(workspace, arguments.paths, language)
    from engine.app.checking import check

    return check(workspace, arguments.paths, language)


def _fmt(arguments: Namespace, language: Language, show: Show) -> Result:
    from engine.app.formatting import fmt

    workspace = _maybe_workspace(arguments) if arguments.paths else _workspace(arguments)
    return fmt(workspace, arguments.paths, language, only_check=arguments.check)


def _check_deep(arguments: Namespace, language: Language, show: Show) -> Result:
    from engine.app.deep import DeepRequest, check_deep

    workspace = _maybe_workspace(arguments) if arguments.paths else _workspace(arguments)
    request = DeepRequest(
        paths=tuple(arguments.paths),
        heads=dict(arguments.headcount),
        page=arguments.html,
        language=language,
    )
    return check_deep(workspace, request, show)


def _new_version(arguments: Namespace, language: Language, show: Show) -> Result:
    from engine.app.new_version import VersionRequest, new_version
    from engine.app.workspace import start_of

    request = VersionRequest(
        shop=arguments.shop,
        start=start_of(arguments.month),
        policy=arguments.policy,
        rule=arguments.mid_month,
    )
    return new_version(_workspace(arguments), request, language)


def _sql(arguments: Namespace, language: Language, show: Show) -> Result:
    from engine.app.script import sql

    return sql(_maybe_workspace(arguments), arguments.path)


def _import(arguments: Namespace, language: Language, show: Show) -> Result:
    from engine.app.importing import ImportRequest, import_files
    from engine.app.workspace import month_of

    request = ImportRequest(
        files=tuple(arguments.files),
        mapping=arguments.mapping,
        shop=arguments.shop,
        month=month_of(arguments.month) if arguments.month else None,
        replace=arguments.replace,
        language=language,
    )
    return import_files(_workspace(arguments), request, show)


def _run(arguments: Namespace, language: Language, show: Show) -> Result:
    from engine.app.running import run_month

    request = _request(arguments)
    return run_month(_workspace(arguments), request, language, show, arguments.by)


def _explain(arguments: Namespace, language: Language, show: Show) -> Result:
    if arguments.order or arguments.measure:
        return _explain_rows(arguments, language, show)
    from engine.app.explaining import ExplainRequest, explain

    request = ExplainRequest(
        month=_request(arguments),
        agent=arguments.agent,
        line=arguments.line,
        entry=arguments.entry,
        as_posted=arguments.as_posted,
        with_current=arguments.with_current,
    )
    return explain(_workspace(arguments), request, language, show)


def _explain_rows(arguments: Namespace, language: Language, show: Show) -> Result:
    from engine.app.explaining_rows import RowsRequest, explain_rows

    request = RowsRequest(
        month=_request(arguments),
        agent=arguments.agent or "",
        measure=arguments.measure or "",
        order=arguments.order or "",
        with_current=arguments.with_current,
    )
    return explain_rows(_workspace(arguments), request, language, show)


def _diff(arguments: Namespace, language: Language, show: Show) -> Result:
    from engine.app.diffing import diff
    from engine.app.month import MonthRequest
    from engine.core.period import Month

    workspace = _workspace(arguments)
    # a difference in words needs no month
    request = MonthRequest(shop=arguments.shop, month=Month(1, 1), policy=arguments.policy)
    return diff(workspace, request, tuple(arguments.sides), language, arguments.html)


def _compare(arguments: Namespace, language: Language, show: Show) -> Result:
    from engine.app.comparing_sides import CompareRequest, compare
    from engine.app.spans import months_of

    request = CompareRequest(
        shop=arguments.shop,
        months=months_of(arguments.months or arguments.month),
        sides=_sides(arguments),
        policy=arguments.policy,
    )
    if arguments.by_clause:
        from engine.app.by_clause import compare_by_clause

        return compare_by_clause(_workspace(arguments), request, language, show, _files(arguments))
    return compare(_workspace(arguments), request, language, show, _files(arguments))


def _backtest(arguments: Namespace, language: Language, show: Show) -> Result:
    from engine.app.backtesting import BacktestRequest, backtest

    (side,) = _sides(arguments)
    request = BacktestRequest(shop=arguments.shop, side=side, policy=arguments.policy)
    return backtest(_workspace(arguments), request, language, show, _files(arguments))


def _files(arguments: Namespace):  # type: ignore[no-untyped-def]  # imported late
    from engine.app.story_files import StoryFiles

    return StoryFiles(page=arguments.html, workbook=arguments.xlsx)


def _sides(arguments: Namespace):  # type: ignore[no-untyped-def]  # imported late
    from engine.app.sides import SideWords

    return tuple(SideWords(words=word, settings=settings) for word, settings in arguments.sides)


def _sweep_request(arguments: Namespace):  # type: ignore[no-untyped-def]  # imported late
    from engine.app.spans import months_of
    from engine.app.sweeping import SweepRequest

    months = months_of(arguments.months or arguments.month)
    return SweepRequest(
        side=arguments.side,
        shop=arguments.shop,
        policy=arguments.policy,
        months=months,
        varied=tuple(arguments.vary),
        balance=arguments.balance,
        with_agents=getattr(arguments, "agents", False),
    )


def _sweep(arguments: Namespace, language: Language, show: Show) -> Result:
    from engine.app.sweeping import sweep

    request = _sweep_request(arguments)
    return sweep(_workspace(arguments), request, language, show, _files(arguments))


def _seek(arguments: Namespace, language: Language, show: Show) -> Result:
    from engine.app.seeking import SeekRequest, seek

    request = SeekRequest(
        sweep=_sweep_request(arguments), cost=arguments.cost, share=arguments.share
    )
    return seek(_workspace(arguments), request, language, show)


def _post(arguments: Namespace, language: Language, show: Show) -> Result:
    from engine.app.posting import PostRequest, post

    request = PostRequest(month=_request(arguments), by=arguments.by, note=arguments.note)
    return post(_workspace(arguments), request, language, show)


def _approve(arguments: Namespace, language: Language, show: Show) -> Result:
    from engine.app.signing import VerdictRequest, approve

    request = VerdictRequest(entry=arguments.entry, by=arguments.by, note=arguments.note)
    return approve(_workspace(arguments), request, language)


def _withdraw(arguments: Namespace, language: Language, show: Show) -> Result:
    from engine.app.signing import VerdictRequest, withdraw

    request = VerdictRequest(entry=arguments.entry, by=arguments.by, note=arguments.note)
    return withdraw(_workspace(arguments), request, language)


def _close(arguments: Namespace, language: Language, show: Show) -> Result:
    from engine.app.signing import CloseRequest, close

    request = CloseRequest(month=_request(arguments), by=arguments.by, note=arguments.note)
    return close(_workspace(arguments), request, language)


def _rerun(arguments: Namespace, language: Language, show: Show) -> Result:
    from engine.app.correcting import RerunRequest, rerun
    from engine.app.workspace import month_of

    request = RerunRequest(
        month=_request(arguments),
        by=arguments.by,
        reason=arguments.reason or "",
        into=month_of(arguments.into) if arguments.into else None,
        version=arguments.version,
    )
    return rerun(_workspace(arguments), request, language, show)


def _adjust(arguments: Namespace, language: Language, show: Show) -> Result:
    from engine.app.adjusting import AdjustRequest, adjust
    from engine.app.workspace import month_of

    request = AdjustRequest(
        month=_request(arguments),
        agent=arguments.agent,
        kind=arguments.kind,
        amount=arguments.amount,
        by=arguments.by,
        reason=arguments.reason,
        evidence=arguments.evidence,
        concerns=month_of(arguments.concerns) if arguments.concerns else None,
        line=arguments.line,
        releases=arguments.releases,
    )
    return adjust(_workspace(arguments), request, language)


def _history(arguments: Namespace, language: Language, show: Show) -> Result:
    from engine.app.history import HistoryRequest, history
    from engine.app.workspace import month_of

    month = month_of(arguments.month) if arguments.month else None
    request = HistoryRequest(shop=arguments.shop, month=month, agent=arguments.agent)
    return history(_workspace(arguments), request, language)


def _payslip(arguments: Namespace, language: Language, show: Show) -> Result:
    from engine.app.payslips import PayslipRequest, payslip

    request = PayslipRequest(
        month=_request(arguments),
        agent=arguments.agent,
        folder=arguments.out,
        forms=getattr(arguments, "forms", ()),
    )
    return payslip(_workspace(arguments), request, language, show)


def _verify(arguments: Namespace, language: Language, show: Show) -> Result:
    from engine.app.verifying import VerifyRequest, verify
    from engine.app.workspace import month_of

    request = VerifyRequest(
        shop=arguments.shop,
        month=month_of(arguments.month) if arguments.month else None,
        anchors=tuple(arguments.anchor),
    )
    if arguments.export is not None:
        from engine.app.verifying_export import verify_export

        return verify_export(arguments.export, request, language, show)
    return verify(_workspace(arguments), request, language, show)


def _export(arguments: Namespace, language: Language, show: Show) -> Result:
    from engine.app.exporting import ExportRequest, export
    from engine.app.workspace import month_of
    from engine.ledger.scope import Scope

    month = month_of(arguments.month) if arguments.month else None
    scope = Scope(shop=arguments.shop, policy=arguments.policy, month=month)
    request = ExportRequest(scope=scope, folder=arguments.out)
    return export(_workspace(arguments), request, language, show)


def _restore(arguments: Namespace, language: Language, show: Show) -> Result:
    from engine.app.restoring import restore

    return restore(_workspace(arguments), arguments.folders, language, show)


_VERBS: dict[str, Callable[[Namespace, Language, Show], Result]] = {
    "init": _init,
    "check": _check,
    "fmt": _fmt,
    "new-version": _new_version,
    "sql": _sql,
    "import": _import,
    "run": _run,
    "explain": _explain,
    "diff": _diff,
    "compare": _compare,
    "backtest": _backtest,
    "sweep": _sweep,
    "seek": _seek,
    "flags": flags,
    "post": _post,
    "approve": _approve,
    "withdraw": _withdraw,
    "rerun": _rerun,
    "adjust": _adjust,
    "close": _close,
    "history": _history,
    "payslip": _payslip,
    "verify": _verify,
    "export": _export,
    "restore": _restore,
}
