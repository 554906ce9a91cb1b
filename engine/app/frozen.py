"""Policy versions that have paid are frozen: the ledger knows what they pay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from engine.app.policies import build_policy, load_file, words_for
from engine.app.stored import stored_versions
from engine.app.workspace import Workspace, schema
from engine.core.diagnostic import Diagnostic
from engine.core.period import Effective, Month, month_with, parse_start, shown_start
from engine.core.record import record
from engine.core.span import whole_file
from engine.ledger.book import Book, computed_of
from engine.ledger.checks.l704_policy_has_paid import POLICY_HAS_PAID
from engine.ledger.checks.l706_base_has_paid import BASE_HAS_PAID
from engine.policy.file import PolicyFile
from engine.policy.model import Policy
from engine.policy.reading import text_of
from engine.source.document import Mapping
from engine.source.read import read


@record
class _Paid:
    """What a version paid by, and the months that it paid.

    `in_force`: those of them for which it held, each with its text of then.
    """

    digest: str
    stored: PolicyFile
    in_force: list[tuple[Month, bytes]]
    months: list[Month]


def edited_versions(
    book: Book, workspace: Workspace, shop: str | None = None
) -> Iterator[Diagnostic]:
    """Files that have paid and no longer pay the same, or not for the days that they held for.

    Comments, worked examples and an end after the last paid month are free. A base counts as
    part of every policy that extends it. A version that corrected a month was chosen for it by
    name, and need not hold for it.
    """
    paid: dict[str, _Paid] = {}
    for standing in book.standings:
        computed = computed_of(standing)
        if shop not in (None, standing.entry.shop) or computed is None or standing.is_withdrawn:
            continue
        for version in stored_versions(computed.body):
            one = _Paid(str(version.body["paying_digest"]), version.file, [], [])
            known = paid.setdefault(version.file.name, one)
            known.months.append(standing.month)
            if standing.entry.kind == "post":
                known.in_force.append((standing.month, version.file.content))
    for name, one in paid.items():
        path = workspace.root / name
        # a file that is gone changes nothing: the ledger holds its text
        if path.is_file():
            beside = [m for n, o in paid.items() if _folder(n) == _folder(name) for m in o.months]
            yield from _changed(workspace, path, one, beside)


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _changed(
    workspace: Workspace, path: Path, paid: _Paid, beside: list[Month]
) -> Iterator[Diagnostic]:
    """`beside` are the months that all versions of the policy have paid."""
    now = load_file(path, workspace)
    if _is_same(now, paid):
        return
    listed = ", ".join(str(m) for m in sorted(set(paid.months)))
    if _is_same(replace(now, base=paid.stored.base), paid):
        for base in _changed_bases(now, paid.stored):
            values = {"base": base, "policy": now.name, "months": listed}
            yield BASE_HAS_PAID.at(whole_file(base), **values)
        return
    start = first_free(_newest(workspace, path.parent), beside)
    options = words_for(workspace, path.parent.parent.name, path.parent.name)
    yield POLICY_HAS_PAID.at(
        whole_file(now.name), policy=now.name, months=listed,
        arguments=f"{options} --month {shown_start(start)}",
    )  # fmt: skip


def _newest(workspace: Workspace, folder: Path) -> Policy | None:
    """The version with the highest number, if it can be read."""
    path = max(folder.glob("v*.yaml"), key=_number)
    return build_policy(load_file(path, workspace), schema("policy")).value


def first_free(newest: Policy | None, paid: Iterable[Month]) -> dt.date:
    """The first day of the first month that a next version can begin with.

    Where the newest one ends, or else after its own start and after every month that was paid.
    """
    if newest is not None and newest.effective.end is not None:
        return newest.effective.end
    begun = [month_with(newest.effective.start)] if newest else []
    return max((*begun, *paid)).plus(1).start


def _changed_bases(now: PolicyFile, stored: PolicyFile) -> Iterator[str]:
    """The bases whose bytes, or whose tables' bytes, are not those that paid."""
    here = {base.name: (base.content, base.companions) for base in now.bases}
    for base in stored.bases:
        if here.get(base.name) != (base.content, base.companions):
            yield base.name


def _is_same(file: PolicyFile, paid: _Paid) -> bool:
    policy: Policy | None = build_policy(file, schema("policy")).value
    if policy is None or policy.paying_digest not in (paid.digest, _digest_now(paid)):
        return False
    held = {text: _effective(text) for text in {text for _, text in paid.in_force}}
    return all(_holds_alike(policy.effective, held[text], month) for month, text in paid.in_force)


def _holds_alike(now: Effective, then: Effective | None, month: Month) -> bool:
    """On the same days of a month that it paid, as far as the text of then says."""
    days = now.within(month)
    return days is not None and (then is None or then.within(month) == days)


def _effective(content: bytes) -> Effective | None:
    """When a stored text held; a base says nothing of it."""
    document = read("", content).value
    body = document.root.get("effective") if document else None
    if not isinstance(body, Mapping):
        return None
    start, end = (parse_start(text_of(body.get(key))) for key in ("from", "to"))
    return Effective(start, end) if start else None


def _digest_now(paid: _Paid) -> str:
    """What an earlier engine may have digested otherwise, digested as it is today."""
    stored = build_policy(paid.stored, schema("policy")).value
    return "" if stored is None else stored.paying_digest


def _number(path: Path) -> int:
    digits = path.stem.removeprefix("v")
    return int(digits) if digits.isdigit() else 0
