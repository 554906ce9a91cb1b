"""The chain of posted months: each entry holds the digest of the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal

from engine.core.digest import digest_bytes, preimage
from engine.core.number import plain
from engine.core.record import record
from engine.ledger.store import Store

GENESIS = "sha256:" + hashlib.sha256(b"tianping ledger").hexdigest()
ENTRY_VERSION = 1


@record(kw_only=True)
class Entry:
    """One link of the chain. `body` is canonical JSON; what it says is read by `contents`.

    `kind`: post, correct, adjust, approve, withdraw or close.
    """

    number: int
    kind: str
    shop: str
    policy: str
    month: str
    body: str
    previous: str
    digest: str

    def recomputed(self) -> str:
        """The digest that the stored content must have."""
        return entry_digest(self.kind, self.shop, self.policy, self.month, self.body, self.previous)

    @property
    def written(self) -> bytes:
        """The bytes whose SHA-256 is the digest: what an export keeps of the entry."""
        return entry_preimage(
            self.kind, self.shop, self.policy, self.month, self.body, self.previous
        )


def entry_digest(kind: str, shop: str, policy: str, month: str, body: str, previous: str) -> str:
    return digest_bytes(entry_preimage(kind, shop, policy, month, body, previous))


def entry_preimage(*texts: str) -> bytes:
    """`texts`: kind, shop, policy, month, body, previous."""
    return preimage("entry", ENTRY_VERSION, list(texts))


def entry_from(number: int, written: bytes) -> Entry | None:
    """The entry that was written so; None if these bytes are not exactly what an entry is."""
    try:
        _, _, (_, (kind, shop, policy, month, body, previous)) = json.loads(written)
    except (ValueError, TypeError, RecursionError):
        return None
    texts = (kind, shop, policy, month, body, previous)
    if not all(isinstance(text, str) for text in texts) or entry_preimage(*texts) != written:
        return None
    return Entry(
        number=number, kind=kind, shop=shop, policy=policy, month=month, body=body,
        previous=previous, digest=digest_bytes(written),
    )  # fmt: skip


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
    last = store.rows("SELECT number, digest FROM entries ORDER BY number DESC LIMIT 1")
    previous = str(last[0][1]) if last else GENESIS
    number = int(str(last[0][0])) + 1 if last else 1
    body = body_text(content)
    kind, shop, policy, month = (posted[k] for k in ("kind", "shop", "policy", "month"))
    own = entry_digest(kind, shop, policy, month, body, previous)
    entry = Entry(
        number=number, kind=kind, shop=shop, policy=policy, month=month, body=body,
        previous=previous, digest=own,
    )  # fmt: skip
    insert(store, entry)
    return entry


def insert(store: Store, entry: Entry) -> None:
    """Write one entry as it is. The one place where entries come into the database."""
    store.write(
        "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            entry.number, entry.kind, entry.shop, entry.policy, entry.month, entry.body,
            entry.previous, entry.digest,
        ],
    )  # fmt: skip
    # counted on, not counted anew: an entry that was taken away stays missing
    store.write("UPDATE meta SET entry_count = entry_count + 1")
