"""The body of an entry as it must be: what is read from it is there, and of its kind."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from engine.core.errors import EngineError
from engine.core.span import whole_file
from engine.ledger.checks.l703_chain_broken import CHAIN_BROKEN
from engine.ledger.store import FILE

_TEXTS = (
    "policy_file", "policy_text", "policy_digest", "paying_digest", "data_digest", "by", "note",
    "posted_at", "total",
)  # fmt: skip
_PERSON_TEXTS = ("agent", "name", "role")
_KINDS = ("number", "truth", "text")


def read_body(entry: str, text: str) -> Mapping[str, object]:
    """The content of an entry; one that was not written by `post` is an error that names it."""
    content = _loaded(text)
    fault = "body" if content is None else next(_faults(content), None)
    if content is None or fault is not None:
        raise EngineError(CHAIN_BROKEN.at(whole_file(FILE), entry=entry, what=str(fault)))
    return content


def _loaded(text: str) -> dict[str, object] | None:
    try:
        loaded = json.loads(text, parse_float=Decimal)
        if "\\ud" in text.lower():
            # an escaped half of a character is JSON, but no text that can be stored or shown
            json.dumps(loaded, ensure_ascii=False, default=str).encode()
    except (ValueError, RecursionError):
        return None
    return loaded if isinstance(loaded, dict) else None


def _faults(content: Mapping[str, object]) -> Iterator[str]:
    """The keys that are missing, or hold another kind of value."""
    yield from (key for key in _TEXTS if not isinstance(content.get(key), str))
    if not isinstance(content.get("version"), int):
        yield "version"
    if not _is_amount(content.get("total")):
        yield "total"
    if not _are_texts(content.get("policy_tables")):
        yield "policy_tables"
    if not all(_is_base(one) for one in _listed(content.get("policy_bases", []))):
        yield "policy_bases"
    batches = content.get("batches")
    if not isinstance(batches, list) or not all(isinstance(one, str) for one in batches):
        yield "batches"
    items = content.get("items", {})
    if not isinstance(items, dict) or not all(kind in _KINDS for kind in items.values()):
        yield "items"
        return
    payouts = content.get("payouts")
    if not isinstance(payouts, list) or not all(_is_payout(one, items) for one in payouts):
        yield "payouts"


def _listed(found: object) -> list[object]:
    """The list; what is no list is one thing that fits nothing."""
    return found if isinstance(found, list) else [found]


def _are_texts(found: object) -> bool:
    return isinstance(found, dict) and all(isinstance(one, str) for one in found.values())


def _is_base(base: object) -> bool:
    if not isinstance(base, dict) or not _are_texts(base.get("tables")):
        return False
    return isinstance(base.get("file"), str) and isinstance(base.get("text"), str)


def _is_payout(payout: object, items: Mapping[str, str]) -> bool:
    if not isinstance(payout, dict):
        return False
    if not all(isinstance(payout.get(key), str) for key in _PERSON_TEXTS):
        return False
    lines, values = payout.get("lines"), payout.get("values", {})
    return (
        isinstance(lines, list)
        and all(_is_line(line) for line in lines)
        and isinstance(values, dict)
        and all(_is_value(items.get(key), one) for key, one in values.items())
    )


def _is_line(line: object) -> bool:
    return (
        isinstance(line, list) and len(line) == 2 and isinstance(line[0], str)
        and _is_amount(line[1])
    )  # fmt: skip


def _is_value(kind: str | None, found: object) -> bool:
    match kind:
        case "number":
            return _is_amount(found)
        case "truth":
            return found in ("true", "false")
        case _:
            return kind is not None and isinstance(found, str)


def _is_amount(found: object) -> bool:
    if not isinstance(found, str):
        return False
    try:
        return Decimal(found).is_finite()
    except InvalidOperation:
        return False
