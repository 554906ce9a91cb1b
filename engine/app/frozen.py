"""Policy versions that have paid are frozen: the ledger knows their bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engine.app.workspace import Workspace
from engine.core.diagnostic import Diagnostic
from engine.core.digest import digest_bytes
from engine.core.span import whole_file
from engine.ledger.checks.l704_policy_has_paid import POLICY_HAS_PAID
from engine.ledger.entries import entries
from engine.ledger.store import Store


def edited_versions(
    store: Store, workspace: Workspace, shop: str | None = None
) -> Iterator[Diagnostic]:
    """Policy files that have paid and are no longer what they were."""
    paid: dict[str, tuple[str, list[str]]] = {}
    for entry in entries(store):
        if shop in (None, entry.shop):
            content = entry.content()
            known = paid.setdefault(
                str(content["policy_file"]), (str(content["policy_digest"]), [])
            )
            known[1].append(entry.month)
    for name, (known_digest, months) in paid.items():
        path = workspace.root / name
        # a file that is gone changes nothing: the ledger holds its text
        if path.is_file() and digest_bytes(path.read_bytes()) != known_digest:
            following = max(_number(p) for p in path.parent.glob("v*.yaml")) + 1
            yield POLICY_HAS_PAID.at(
                whole_file(name), policy=name, months=", ".join(months), next=str(following)
            )


def _number(path: Path) -> int:
    digits = path.stem.removeprefix("v")
    return int(digits) if digits.isdigit() else 0
