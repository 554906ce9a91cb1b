"""`new-version`: the next version of a policy, and the end of the one before it."""

from __future__ import annotations

import codecs
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from engine.app.checking import check_policy
from engine.app.checks.w904_no_policy import NO_POLICY
from engine.app.checks.w930_month_not_later import MONTH_NOT_LATER
from engine.app.checks.w931_months_paid import MONTHS_PAID
from engine.app.checks.w932_end_differs import END_DIFFERS
from engine.app.checks.w933_months_not_set import MONTHS_NOT_SET
from engine.app.frozen import edited_versions, first_free
from engine.app.policies import load_file, policy_name, words_for
from engine.app.result import Result
from engine.app.standing import opened_book
from engine.app.workspace import Workspace, read_bytes
from engine.app.writing import make_file, replace_file
from engine.bind.versions import version_mistakes
from engine.core.diagnostic import Diagnostic, Outcome, in_order
from engine.core.errors import EngineError
from engine.core.period import Effective, Month, month_with, shown_last, shown_start
from engine.core.record import record
from engine.core.span import whole_file
from engine.core.text import Language, say
from engine.ledger.store import FILE as LEDGER
from engine.ledger.store import Store, open_store
from engine.policy.checks.p224_start_unstated import START_UNSTATED
from engine.policy.heads import closed, next_version, with_rule
from engine.policy.model import Policy
from engine.policy.proration import StateRule
from engine.report.model import Report, Table
from engine.source.document import Document
from engine.source.pieces import NotCertainError
from engine.source.read import LARGEST_FILE, read


@record(kw_only=True)
class VersionRequest:
    """`start`: the first day. `rule`: how the month is paid if that is within one; None: as said.

    The version before may say it already, for the month in which it took over itself.
    """

    shop: str
    start: dt.date
    policy: str | None = None
    rule: StateRule | None = None


@record(kw_only=True)
class Draft:
    """The two versions as they would be. `closed` None: the old one ends there already."""

    old: Policy
    new: Policy
    path: Path
    made: bytes
    closed: bytes | None

    @property
    def target(self) -> Path:
        return self.path.with_name(f"v{self.new.version}.yaml")

    def write(self) -> None:
        """Whoever is stopped between the two leaves two versions that overlap, which B331 says."""
        make_file(self.target, self.made, like=self.path)
        if self.closed is not None:
            replace_file(self.path.resolve(), self.closed)


def new_version(workspace: Workspace, request: VersionRequest, language: Language) -> Result:
    """Copy the newest version to the next number, set its months, and close the newest."""
    name = policy_name(workspace, workspace.shop(request.shop), request.policy)
    # held open until both files are written: a month that is posted meanwhile would be replaced
    with _ledger(workspace) as store:
        outcome = draft(workspace, replace(request, policy=name), store)
        if outcome.value is None:
            report = Report(command="new-version")
            return Result(report=report, diagnostics=outcome.diagnostics)
        outcome.value.write()
    options = words_for(workspace, request.shop, name)
    return Result(report=_report(workspace, outcome.value, options, language))


@contextmanager
def _ledger(workspace: Workspace) -> Iterator[Store | None]:
    """The ledger if there is one; a workspace without it has paid nothing."""
    if not (workspace.root / LEDGER).exists():
        yield None
        return
    with open_store(workspace.root, writes=False) as store:
        yield store


def draft(workspace: Workspace, request: VersionRequest, store: Store | None) -> Outcome[Draft]:
    """Both texts, or why there cannot be such a version; nothing is written."""
    versions = _versions(workspace, request, store)
    if versions.value is None:
        return Outcome(None, versions.diagnostics)
    *earlier, newest = versions.value
    refused = in_order(_refused(newest, request, _paid(store, newest)))
    if refused:
        return Outcome(None, refused)
    drafted = _drafted(workspace, newest, request)
    if drafted.value is None:
        return drafted
    # versions that are numbered in another order than they begin may hold in the new one's months
    found = in_order(version_mistakes([*earlier, drafted.value.old, drafted.value.new]))
    return Outcome(None, found) if found else drafted


def _versions(
    workspace: Workspace, request: VersionRequest, store: Store | None
) -> Outcome[tuple[Policy, ...]]:
    """Every version in the order of their numbers; None if one of them has an error."""
    folder = workspace.policies / request.shop / str(request.policy)
    paths = sorted(folder.glob("v*.yaml"))
    if not paths:
        where = whole_file(workspace.shown(folder))
        raise EngineError(NO_POLICY.at(where, shop=request.shop))
    found: list[Diagnostic] = []
    policies: list[Policy] = []
    for path in paths:
        bound, mistakes = check_policy(load_file(path, workspace))
        found.extend(d for d in mistakes if d.is_error)
        policies.extend([bound.policy] if bound else [])
    found.extend(version_mistakes(policies))
    if store is not None:
        names = {workspace.shown(path) for path in paths}
        edited = edited_versions(opened_book(store), workspace, request.shop)
        found.extend(d for d in edited if d.values["policy"] in names)
    if found:
        return Outcome(None, in_order(found))
    return Outcome(tuple(sorted(policies, key=lambda p: p.version)))


def _paid(store: Store | None, policy: Policy) -> list[Month]:
    """The months that any version of the policy has paid."""
    if store is None:
        return []
    mine = (s for s in opened_book(store).standings if s.is_of == (policy.shop, policy.name))
    # a correction was computed by a version that somebody chose for it, whenever that one holds
    return sorted(s.month for s in mine if s.entry.kind == "post" and not s.is_withdrawn)


def _refused(newest: Policy, request: VersionRequest, paid: list[Month]) -> Iterator[Diagnostic]:
    where, wanted = whole_file(newest.span.file), request.start
    start, end = newest.effective.start, newest.effective.end
    free, begins = shown_start(first_free(newest, paid)), shown_start(wanted)
    later = [str(m) for m in paid if m.last_day >= wanted]
    if wanted <= start:
        version = str(newest.version)
        yield MONTH_NOT_LATER.at(
            where, version=version, start=shown_start(start), month=begins, free=free
        )
    elif later:
        yield MONTHS_PAID.at(where, months=", ".join(later), month=begins, free=free)
    elif end is not None and end != wanted:
        values = {"last": shown_last(end), "end": shown_start(end), "month": begins}
        yield END_DIFFERS.at(where, file=where.file, **values)
    elif wanted.day > 1 and request.rule is None and newest.mid_month.version is None:
        month = str(month_with(wanted))
        yield START_UNSTATED.at(where, start=wanted.isoformat(), month=month)


def _drafted(workspace: Workspace, newest: Policy, request: VersionRequest) -> Outcome[Draft]:
    start = request.start
    path = workspace.root / newest.span.file
    content = read_bytes(path, newest.span.file, LARGEST_FILE)
    reading = read(newest.span.file, content)
    document, number, effective = reading.value, newest.version + 1, newest.effective
    if document is None:  # it was read a moment ago, so somebody is writing it
        return Outcome(None, reading.diagnostics)
    try:
        made = _made(document, number, request)
        end = closed(document, start) if effective.end is None else None
    except NotCertainError as error:
        return Outcome(None, (_not_set(document, str(error), start),))
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    target = workspace.shown(path.with_name(f"v{number}.yaml"))
    span = replace(newest.span, file=target)
    new = replace(newest, version=number, effective=Effective(start), span=span)
    return Outcome(
        Draft(
            old=replace(newest, effective=Effective(effective.start, start)),
            new=new,
            path=path,
            made=mark + made.encode(),
            closed=None if end is None else mark + end.encode(),
        )
    )


def _made(document: Document, number: int, request: VersionRequest) -> str:
    text = next_version(document, number, request.start)
    if request.rule is None:
        return text
    again = read(document.file, text.encode()).value
    if again is None:
        raise NotCertainError("mid_month")
    return with_rule(again, request.rule)


def _not_set(document: Document, what: str, start: dt.date) -> Diagnostic:
    key = document.root.key("effective")
    span = key.span if key else whole_file(document.file)
    return MONTHS_NOT_SET.at(span, what=what, start=shown_start(start))


def _report(workspace: Workspace, written: Draft, options: str, language: Language) -> Report:
    old, new = written.old, written.new
    rows = [(new.span.file, say(language, "new_version.made"), str(new.effective))]
    if written.closed is not None:
        rows.append((old.span.file, say(language, "new_version.closed"), str(old.effective)))
    following = say(
        language, "new_version.next", file=new.span.file, old=f"v{old.version}",
        new=f"v{new.version}", policy=options,
    )  # fmt: skip
    columns = ("file", "kind", "effective")
    table = Table(key="versions", columns=columns, rows=tuple(rows))
    return Report(command="new-version", tables=(table,), notes=(following,))
