"""Policy versions that have paid are frozen: the ledger knows what they pay."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engine.app.policies import build_policy, load_file
from engine.app.workspace import Workspace, schema
from engine.core.diagnostic import Diagnostic
from engine.core.period import Month, parse_month
from engine.core.span import whole_file
from engine.ledger.checks.l704_policy_has_paid import POLICY_HAS_PAID
from engine.ledger.entries import entries
from engine.ledger.store import Store
from engine.policy.model import Policy


def edited_versions(
    store: Store, workspace: Workspace, shop: str | None = None
) -> Iterator[Diagnostic]:
    """Files that have paid and no longer pay the same, or no longer hold for what they paid.

    Comments, worked examples and an end after the last paid month are free.
    """
    paid: dict[str, tuple[str, list[Month]]] = {}
    for entry in entries(store):
        month = parse_month(entry.month)
        if shop in (None, entry.shop) and month is not None:
            content = entry.content()
            name, digest = str(content["policy_file"]), str(content["paying_digest"])
            paid.setdefault(name, (digest, []))[1].append(month)
    for name, (digest, months) in paid.items():
        path = workspace.root / name
        # a file that is gone changes nothing: the ledger holds its text
        if path.is_file() and not _is_same(path, workspace, digest, months):
            following = max(_number(p) for p in path.parent.glob("v*.yaml")) + 1
            listed = ", ".join(str(m) for m in sorted(set(months)))
            yield POLICY_HAS_PAID.at(
                whole_file(name), policy=name, months=listed, next=str(following)
            )


def _is_same(path: Path, workspace: Workspace, digest: str, months: list[Month]) -> bool:
    policy: Policy | None = build_policy(load_file(path, workspace), schema("policy")).value
    if policy is None or policy.paying_digest != digest:
        return False
    return all(policy.effective.covers(month) for month in months)


def _number(path: Path) -> int:
    digits = path.stem.removeprefix("v")
    return int(digits) if digits.isdigit() else 0
