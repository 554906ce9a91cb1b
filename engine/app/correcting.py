"""`rerun`: what a posted month would be now, and the differences as a correction paid later."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from engine.app.checks.w912_nothing_posted import NOTHING_POSTED
from engine.app.checks.w917_reason_missing import REASON_MISSING
from engine.app.checks.w918_versions_differ import VERSIONS_DIFFER
from engine.app.comparing import amounts_of, side_path
from engine.app.computation import Source, computed_body, payer_of, signed_body
from engine.app.frozen import edited_versions
from engine.app.month import MonthRequest, PaidMonth, Show
from engine.app.payouts import money
from engine.app.policies import load_file, policy_name
from engine.app.provenance import provenance
from engine.app.result import Result
from engine.app.running import version_days
from engine.app.standing import awaiting_findings, entry_facts, opened_book
from engine.app.stored import stored_versions
from engine.app.verifying import looks_back
from engine.app.version_month import pay_by
from engine.app.workspace import Workspace
from engine.bind.model import BoundPolicy
from engine.bind.names import TOTAL
from engine.core.diagnostic import Diagnostic
from engine.core.errors import EngineError
from engine.core.number import plain
from engine.core.period import Days, Month, days_of
from engine.core.record import record
from engine.core.span import whole_file
from engine.core.text import Language, say
from engine.ledger.book import Book, Place, computed_of
from engine.ledger.checks.l721_period_not_open import PERIOD_NOT_OPEN
from engine.ledger.checks.l724_other_policy import OTHER_POLICY
from engine.ledger.contents import Difference, MonthComputed
from engine.ledger.entries import append
from engine.ledger.month import read_month, with_history
from engine.ledger.store import FILE, Store, open_store
from engine.policy.file import PolicyFile
from engine.report.model import Cell, Report, Table

_VERSIONS = re.compile(r"v\d+(,v\d+)+")
DIFFERENCES = ("agent", "name", "line", "paid", "now", "difference")


@record(kw_only=True)
class RerunRequest:
    """`by` None only shows. `into`: the month that pays the differences; `version`: by which."""

    month: MonthRequest
    by: str | None = None
    reason: str = ""
    into: Month | None = None
    version: str | None = None


@record(kw_only=True)
class _Rerun:
    """A month worked out anew beside what has been paid for it."""

    place: Place
    files: tuple[PolicyFile, ...]
    paid: PaidMonth
    differences: tuple[Difference, ...]
    pays_in: Month
    corrects: tuple[int, ...]
    later: tuple[Month, ...]


def rerun(workspace: Workspace, request: RerunRequest, language: Language, show: Show) -> Result:
    """Work a posted month out anew; with a name, post what is still different."""
    shop = workspace.shop(request.month.shop)
    policy = policy_name(workspace, shop, request.month.policy)
    place = Place(shop=shop, policy=policy, month=request.month.month)
    if request.by is not None and not request.reason:
        raise EngineError(REASON_MISSING.at(whole_file(FILE)))
    if request.by is None:
        with open_store(workspace.root, writes=False) as store:
            found, one = _worked_out(workspace, store, place, request, show)
        return _result(one, found, (), language)
    with open_store(workspace.root, writes=True) as store, store.writing():
        found, one = _worked_out(workspace, store, place, request, show)
        if one is None or found or not one.differences:
            return _result(one, found, (), language)
        entry = append(store, _posted(place), _body(workspace, store, one, request))
    approvals = one.paid.approvals
    facts = (
        *entry_facts(entry, request.by, approvals, language),
        ("reason", request.reason),
        ("entry_digest", entry.digest),
    )
    return _result(one, (), facts, language)


def _worked_out(
    workspace: Workspace, store: Store, place: Place, request: RerunRequest, show: Show
) -> tuple[tuple[Diagnostic, ...], _Rerun | None]:
    book = opened_book(store)
    latest = book.latest(place)
    pays_in = request.into or book.first_open(place)
    found = tuple(_obstacles(book, place, pays_in))
    if found:
        return found, None
    if latest is None:
        what = f"{place.shop} {place.month}"
        raise EngineError(NOTHING_POSTED.at(whole_file(FILE), what=what))
    found = tuple(edited_versions(book, workspace, place.shop))
    if found:
        return found, None
    computed = computed_of(latest)
    assert computed is not None, "what holds was computed"
    versions = _versions(workspace, request, computed)
    files = tuple(file for file, _ in versions)
    payer = payer_of(files, [days or days_of(place.month) for _, days in versions])
    if payer.value is None:
        return payer.diagnostics, None
    other = tuple(d for bound in payer.value.bounds for d in _other_policy(bound, place))
    if other:
        return other, None
    read = read_month(store, place.shop, place.month)
    stored = with_history(book, read, payer.value.bounds, place)
    paid = pay_by(payer.value, stored, place.month, show)
    if paid.value is None:
        return paid.diagnostics, None
    posting = book.posting(place)
    corrected = [one.entry.number for one in book.corrections(place)]
    return (), _Rerun(
        place=place,
        files=files,
        paid=paid.value,
        differences=tuple(differences(book.paid_so_far(place, amounts_of(paid.value)), paid.value)),
        pays_in=pays_in,
        corrects=(posting.entry.number, *corrected) if posting else (),
        later=tuple(_looking_back(book, place)),
    )


def _obstacles(book: Book, place: Place, pays_in: Month) -> Iterator[Diagnostic]:
    """What awaits a name must be decided first, and the paying month must be open."""
    target = place.at(pays_in)
    yield from awaiting_findings(book.awaiting(place))
    if book.state(target) != "open" and book.posting(place) is not None:
        state = book.state(target)
        values = {"shop": place.shop, "month": str(pays_in), "state": state}
        yield PERIOD_NOT_OPEN.at(whole_file(FILE), **values)


def _versions(
    workspace: Workspace, request: RerunRequest, computed: MonthComputed
) -> list[tuple[PolicyFile, Days | None]]:
    """What was named, else what last paid the month, from the files or as kept, on its days.

    A file that has paid and was edited is refused before, so both say the same. Several versions
    that are named, as `v1,v3`, take the days of those that last paid, in their order.
    """
    kept = stored_versions(computed.body)
    if request.version is None:
        return [(_file(workspace, version.file), version.days) for version in kept]
    is_list = _VERSIONS.fullmatch(request.version)
    names = request.version.split(",") if is_list else [request.version]
    if len(names) not in (1, len(kept)) or len(set(names)) < len(names):
        paid_by = computed.versions.replace(" + ", ",")
        raise EngineError(
            VERSIONS_DIFFER.at(whole_file(request.version), named=request.version, paid=paid_by)
        )
    files = [load_file(side_path(workspace, request.month, name), workspace) for name in names]
    days = [version.days for version in kept] if len(names) > 1 else [None]
    return list(zip(files, days, strict=True))


def _file(workspace: Workspace, stored: PolicyFile) -> PolicyFile:
    path = Path(workspace.root / stored.name)
    return load_file(path, workspace) if path.is_file() else stored


def _other_policy(bound: BoundPolicy, place: Place) -> Iterator[Diagnostic]:
    policy = bound.policy
    if (policy.shop, policy.name) != (place.shop, place.policy):
        yield OTHER_POLICY.at(
            whole_file(policy.span.file), other=policy.label, policy=f"{place.shop}/{place.policy}"
        )


def differences(
    before: Mapping[str, Mapping[str, Decimal]], paid: PaidMonth
) -> Iterator[Difference]:
    """Line by line what was not paid yet, or too much: agents as on the roster, then those gone."""
    now = amounts_of(paid)
    people = {f.agent: (f.name, f.role) for f in paid.dataset.agents}
    for agent in dict.fromkeys((*now, *before)):
        mine, fresh = before.get(agent, {}), now.get(agent, {})
        name, role = people.get(agent, ("", ""))
        for line in dict.fromkeys((*fresh, *mine)):
            old, new = mine.get(line, Decimal(0)), fresh.get(line, Decimal(0))
            if line != TOTAL and old != new:
                yield Difference(
                    agent=agent, name=name, role=role, line=line, before=old, after=new
                )


def _looking_back(book: Book, place: Place) -> Iterator[Month]:
    """Later months in force whose policies read earlier payslips: they may differ as well."""
    for month in book.months(place.shop, place.policy):
        later = book.latest(place.at(month))
        if later is not None and month > place.month and looks_back(later):
            yield month


def _posted(place: Place) -> Mapping[str, str]:
    return {
        "kind": "correct",
        "shop": place.shop,
        "policy": place.policy,
        "month": str(place.month),
    }


def _body(
    workspace: Workspace, store: Store, one: _Rerun, request: RerunRequest
) -> Mapping[str, object]:
    return {
        **computed_body(store, one.paid, [Source(f, provenance(workspace, f)) for f in one.files]),
        **signed_body(request.by or "", request.reason, one.paid.approvals),
        "pays_in": str(one.pays_in),
        "corrects": list(one.corrects),
        "differences": [
            {
                "agent": d.agent,
                "name": d.name,
                "role": d.role,
                "line": d.line,
                "before": plain(d.before),
                "after": plain(d.after),
            }
            for d in one.differences
        ],
    }


def _result(
    one: _Rerun | None,
    found: tuple[Diagnostic, ...],
    facts: tuple[tuple[str, Cell], ...],
    language: Language,
) -> Result:
    if one is None:
        return Result(report=Report(command="rerun"), diagnostics=found)
    policy = one.paid.bound.policy
    total = sum((d.amount for d in one.differences), Decimal(0))
    head: tuple[tuple[str, Cell], ...] = (
        ("shop", one.place.shop),
        ("month", str(one.place.month)),
        ("policy", policy.name),
        ("version", policy.version),
        *version_days((p.paid.bound.policy.version, p.days) for p in one.paid.parts),
        ("policy_file", policy.span.file),
        ("total_now", money(one.paid.total)),
        ("difference", money(total)),
        ("pays_in", str(one.pays_in) if one.differences else ""),
    )
    rows = tuple(
        (d.agent, d.name, d.line, money(d.before), money(d.after), money(d.amount))
        for d in one.differences
    )
    numbers = frozenset(DIFFERENCES[3:])
    tables = [Table(key="differences", columns=DIFFERENCES, rows=rows, numbers=numbers)]
    later = tuple((str(month),) for month in one.later) if one.differences else ()
    tables.append(Table(key="later_months", columns=("month",), rows=later))
    key = "rerun.nothing" if not one.differences else "rerun.shown" if not facts else ""
    notes = (say(language, key),) if key else ()
    report = Report(command="rerun", facts=(*head, *facts), tables=tuple(tables), notes=notes)
    return Result(report=report)
