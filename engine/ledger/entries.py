"""The chain of posted months: each entry holds the digest of the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal

from engine.core.digest import digest
from engine.core.number import plain
from engine.core.record import record
from engine.ledger.body import read_body
from engine.ledger.store import Store

GENESIS = "sha256:" + hashlib.sha256(b"tianping ledger").hexdigest()
ENTRY_VERSION = 1


@record(kw_only=True)
class Entry:
    """One posted month. `body` is canonical JSON: payouts, policy text, digests, batches."""

    number: int
    kind: str
    shop: str
    policy: str
    month: str
    body: str
    previous: str
    digest: str

    def content(self) -> Mapping[str, object]:
        return read_body(str(self.number), self.body)

    def recomputed(self) -> str:
        """The digest that the stored content must have."""
        return entry_digest(self.kind, self.shop, self.policy, self.month, self.body, self.previous)


def entry_digest(kind: str, shop: str, policy: str, month: str, body: str, previous: str) -> str:
    return digest("entry", ENTRY_VERSION, [kind, shop, policy, month, body, previous])


def body_text(content: Mapping[str, object]) -> str:
    """One canonical text: sorted keys, no blanks, amounts as strings."""
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_text
    )


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    raise TypeError(f"{type(value).__name__} cannot be posted")


def entries(store: Store) -> Iterator[Entry]:
    rows = store.rows(
        """
        SELECT number, kind, shop, policy, month, body, previous, digest
        FROM entries ORDER BY number
        """
    )
    for number, *texts in rows:
        kind, shop, policy, month, body, previous, own = (str(t) for t in texts)
        yield Entry(
            number=int(str(number)), kind=kind, shop=shop, policy=policy, month=month, body=body,
            previous=previous, digest=own,
        )  # fmt: skip


def append(store: Store, posted: Mapping[str, str], content: Mapping[str, object]) -> Entry:
    """Add one entry while writing. `posted` names kind, shop, policy and month."""
    last = list(entries(store))[-1:]
    previous = last[0].digest if last else GENESIS
    number = last[0].number + 1 if last else 1
    body = body_text(content)
    kind, shop, policy, month = (posted[k] for k in ("kind", "shop", "policy", "month"))
    own = entry_digest(kind, shop, policy, month, body, previous)
    entry = Entry(
        number=number, kind=kind, shop=shop, policy=policy, month=month, body=body,
        previous=previous, digest=own,
    )  # fmt: skip
    store.write(
        "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [number, kind, shop, policy, month, body, previous, own],
    )
    # counted on, not counted anew: an entry that was taken away stays missing
    store.write("UPDATE meta SET entry_count = entry_count + 1")
    return entry
