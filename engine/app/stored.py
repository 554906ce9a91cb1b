"""A policy file as the ledger keeps it: text, tables, and the bases below it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from engine.core.period import Days
from engine.core.record import record
from engine.policy.file import PolicyFile


@record(kw_only=True)
class StoredVersion:
    """One of the versions that paid a month. `body`: what the entry says of it alone.

    `days`: those that it paid, where several versions share the month.
    """

    file: PolicyFile
    body: Mapping[str, object]
    days: Days | None


def stored_versions(body: Mapping[str, object]) -> tuple[StoredVersion, ...]:
    """All of them, in the order of their days; the last is the one that the entry names first."""
    earlier = body.get("earlier_versions")
    bodies = [*(earlier if isinstance(earlier, list) else []), body]
    return tuple(
        StoredVersion(file=stored_file(one), body=one, days=_days(one.get("days")))
        for one in bodies
    )


def days_form(days: Days) -> Mapping[str, object]:
    return {"first": days.start.isoformat(), "last": days.last.isoformat()}


def _days(kept: object) -> Days | None:
    if not isinstance(kept, dict):
        return None
    first, last = (dt.date.fromisoformat(str(kept[key])) for key in ("first", "last"))
    return Days(first, last + dt.timedelta(days=1))


def stored_form(file: PolicyFile) -> Mapping[str, object]:
    """What a posted month keeps, so that the policy can be read again without any file."""
    return {
        "policy_file": file.name,
        "policy_text": file.content.decode("utf-8"),
        "policy_tables": _texts(file),
        "policy_bases": [
            {"file": b.name, "text": b.content.decode("utf-8"), "tables": _texts(b)}
            for b in file.bases
        ],
    }


def _texts(file: PolicyFile) -> dict[str, str]:
    return {name: content.decode("utf-8") for name, content in file.companions.items()}


def stored_file(content: Mapping[str, object]) -> PolicyFile:
    """The policy file of an entry, from what `stored_form` kept."""
    file = _file(content["policy_file"], content["policy_text"], content["policy_tables"])
    return replace(file, base=_base(content.get("policy_bases")))


def _base(kept: object) -> PolicyFile | None:
    """The nearest base, on its own base and so on."""
    below = None
    for one in reversed(kept if isinstance(kept, list) else []):
        below = replace(_file(one["file"], one["text"], one["tables"]), base=below)
    return below


def _file(name: object, text: object, tables: object) -> PolicyFile:
    pairs = tables.items() if isinstance(tables, dict) else ()
    companions = {k: str(v).encode() for k, v in pairs}
    return PolicyFile(name=str(name), content=str(text).encode(), companions=companions)
