"""Policy versions that have paid are frozen: the ledger knows what they pay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from engine.app.policies import build_policy, load_file, words_for
from engine.app.stored import stored_file
from engine.app.workspace import Workspace, schema
from engine.core.diagnostic import Diagnostic
from engine.core.period import Month
from engine.core.record import record
from engine.core.span import whole_file
from engine.ledger.book import Book, computed_of
from engine.ledger.checks.l704_policy_has_paid import POLICY_HAS_PAID
from engine.ledger.checks.l706_base_has_paid import BASE_HAS_PAID
from engine.policy.file import PolicyFile
from engine.policy.model import Policy


@record
class _Paid:
    """What a version paid by, the months it holds for that it paid, and all that it paid."""

    digest: str
    stored: PolicyFile
    in_force: list[Month]
    months: list[Month]


def edited_versions(
    book: Book, workspace: Workspace, shop: str | None = None
) -> Iterator[Diagnostic]:
    """Files that have paid and no longer pay the same, or no longer hold for what they paid.

    Comments, worked examples and an end after the last paid month are free. A base counts as
    part of every policy that extends it. A version that corrected a month was chosen for it by
    name, and need not hold for it.
    """
    paid: dict[str, _Paid] = {}
    for standing in book.standings:
        computed = computed_of(standing)
        if shop not in (None, standing.entry.shop) or computed is None or standing.is_withdrawn:
            continue
        file = stored_file(computed.body)
        one = _Paid(str(computed.body["paying_digest"]), file, [], [])
        known = paid.setdefault(file.name, one)
        known.months.append(standing.month)
        if standing.entry.kind == "post":
            known.in_force.append(standing.month)
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
    month = first_free(_newest(workspace, path.parent), beside)
    options = words_for(workspace, path.parent.parent.name, path.parent.name)
    yield POLICY_HAS_PAID.at(
        whole_file(now.name), policy=now.name, months=listed,
        arguments=f"{options} --month {month}",
    )  # fmt: skip


def _newest(workspace: Workspace, folder: Path) -> Policy | None:
    """The version with the highest number, if it can be read."""
    path = max(folder.glob("v*.yaml"), key=_number)
    return build_policy(load_file(path, workspace), schema("policy")).value


def first_free(newest: Policy | None, paid: Iterable[Month]) -> Month:
    """The first month that a next version can begin with.

    Where the newest one ends, or else after its own start and after every month that was paid.
    """
    if newest is not None and newest.effective.end is not None:
        return newest.effective.end
    begun = [newest.effective.start] if newest else []
    return max((*begun, *paid)).plus(1)


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
    return all(policy.effective.covers(month) for month in paid.in_force)


def _digest_now(paid: _Paid) -> str:
    """What an earlier engine may have digested otherwise, digested as it is today."""
    stored = build_policy(paid.stored, schema("policy")).value
    return "" if stored is None else stored.paying_digest


def _number(path: Path) -> int:
    digits = path.stem.removeprefix("v")
    return int(digits) if digits.isdigit() else 0
