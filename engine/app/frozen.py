"""Policy versions that have paid are frozen: the ledger knows what they pay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from engine.app.policies import build_policy, load_file
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
            yield from _changed(path, load_file(path, workspace), one)


def _changed(path: Path, now: PolicyFile, paid: _Paid) -> Iterator[Diagnostic]:
    if _is_same(now, paid):
        return
    listed = ", ".join(str(m) for m in sorted(set(paid.months)))
    if _is_same(replace(now, base=paid.stored.base), paid):
        for base in _changed_bases(now, paid.stored):
            values = {"base": base, "policy": now.name, "months": listed}
            yield BASE_HAS_PAID.at(whole_file(base), **values)
        return
    following = max(_number(p) for p in path.parent.glob("v*.yaml")) + 1
    yield POLICY_HAS_PAID.at(
        whole_file(now.name), policy=now.name, months=listed, next=str(following)
    )


def _changed_bases(now: PolicyFile, stored: PolicyFile) -> Iterator[str]:
    """The bases whose bytes, or whose tables' bytes, are not those that paid."""
    here = {base.name: (base.content, base.companions) for base in now.bases}
    for base in stored.bases:
        if here.get(base.name) != (base.content, base.companions):
            yield base.name


def _is_same(file: PolicyFile, paid: _Paid) -> bool:
    policy: Policy | None = build_policy(file, schema("policy")).value
    if policy is None or policy.paying_digest != paid.digest:
        return False
    return all(policy.effective.covers(month) for month in paid.in_force)


def _number(path: Path) -> int:
    digits = path.stem.removeprefix("v")
    return int(digits) if digits.isdigit() else 0
