"""A policy file as the ledger keeps it: text, tables, and the bases below it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.policy.file import PolicyFile


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
