"""`check --deep`: what a policy does to whole payslips, as a report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from engine.app.checking import check, check_file, files_to_check
from engine.app.checks.w902_file_unreadable import FILE_UNREADABLE
from engine.app.deep_tables import Named, in_keys, in_words, tables_of, without_file
from engine.app.result import Result
from engine.app.workspace import Workspace, catalog
from engine.audit.deep.from_bound import look
from engine.audit.deep.settle import settled
from engine.bind.checks.b314_unknown_part import UNKNOWN_PART
from engine.bind.model import BoundPolicy
from engine.core.closest import closest
from engine.core.diagnostic import Diagnostic, in_order
from engine.core.errors import EngineError
from engine.core.record import record
from engine.core.span import whole_file
from engine.core.text import Language, say
from engine.ledger.store import FILE as LEDGER
from engine.report.model import Report, Table

Show = Callable[[str], None]


@record(kw_only=True)
class DeepRequest:
    """`heads`: agents by role; without any, the roster's in the last month, if there is one.

    `page`: where the report is written as a page for a browser.
    """

    paths: tuple[Path, ...]
    heads: Mapping[str, int]
    page: Path | None
    language: Language


def check_deep(workspace: Workspace | None, request: DeepRequest, show: Show) -> Result:
    """The ordinary check, and for every policy without an error the deep one."""
    shallow = check(workspace, request.paths, request.language)
    found: list[Diagnostic] = []
    looked: list[Named] = []
    for path in files_to_check(workspace, request.paths):
        bound, diagnostics = check_file(path, workspace)
        if bound is None or any(d.is_error for d in diagnostics):
            continue
        name = workspace.shown(path) if workspace else path.as_posix()
        show(name)
        heads = _heads_of(bound, request.heads) or _roster(workspace, bound)
        view, more = settled(bound, look(bound, catalog(), heads), diagnostics)
        found.extend(more)
        looked.append(Named(name, bound, view))
    _refuse_unknown(request.heads, looked)
    policies = tuple(_counted(table, found) for table in shallow.report.tables)
    result = Result(
        report=_report(policies, looked, request.language),
        diagnostics=in_order((*shallow.diagnostics, *found)),
    )
    if request.page is not None:
        _write(request.page, result, request.language)
    return result


def _counted(table: Table, found: Sequence[Diagnostic]) -> Table:
    """The ordinary check's table of policies with what the deep one found added."""
    rows = []
    for name, *cells, errors, warnings in table.rows:
        here = [d.is_error for d in found if d.span.file == name]
        more = (int(str(errors)) + sum(here), int(str(warnings)) + len(here) - sum(here))
        rows.append((name, *cells, *more))
    return replace(table, rows=tuple(rows))


def _report(policies: tuple[Table, ...], looked: Sequence[Named], language: Language) -> Report:
    views = tables_of(looked, in_words(language))
    if len(looked) == 1:
        views = tuple(without_file(view) for view in views)
    return Report(
        command="check",
        facts=(("payslips_tried", sum(one.view.payslips for one in looked)),),
        tables=(*policies, *tables_of(looked, in_keys(language))),
        views=(*policies, *views),
        notes=(say(language, "deep.page.intro"),),
    )


def _write(page: Path, result: Result, language: Language) -> None:
    from engine.report.html import to_html

    try:
        page.write_text(to_html(result.report, result.diagnostics, language), encoding="utf-8")
    except OSError as error:
        problem = error.strerror or str(error)
        raise EngineError(
            FILE_UNREADABLE.at(whole_file(page.as_posix()), problem=problem)
        ) from None


def _heads_of(bound: BoundPolicy, heads: Mapping[str, int]) -> Mapping[str, int]:
    return {role.name: heads[role.name] for role in bound.roles if role.name in heads}


def _refuse_unknown(heads: Mapping[str, int], looked: Iterable[Named]) -> None:
    known = [role.name for one in looked for role in one.bound.roles]
    for role in heads:
        if known and role not in known:
            near = closest(role, known)
            where = whole_file("--headcount")
            raise EngineError(UNKNOWN_PART.at(where, name=role, section="roles", closest=near))


def _roster(workspace: Workspace | None, bound: BoundPolicy) -> Mapping[str, int]:
    """Agents by role in the last month that has figures, as far as the ledger knows."""
    if workspace is None or not (workspace.root / LEDGER).exists():
        return {}
    from engine.core.period import parse_month
    from engine.ledger.month import read_month
    from engine.ledger.store import open_store

    with open_store(workspace.root, writes=False) as store:
        shop = bound.policy.shop
        rows = store.rows("SELECT max(month) FROM figures WHERE shop = ?", [shop])
        month = parse_month(str(rows[0][0])) if rows else None
        if month is None:
            return {}
        posts = read_month(store, shop, month).posts
    known = [post.role for post in posts if post.role in bound.role_of]
    return {role.name: known.count(role.name) for role in bound.roles} if known else {}
