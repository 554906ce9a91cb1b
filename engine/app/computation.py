"""A paid month as the ledger keeps it: all that computes it again, and what came out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import engine
from engine.app.comparing import amounts_of
from engine.app.engine_digest import engine_digest
from engine.app.month import MonthRequest, PaidMonth, select
from engine.app.policies import compile_policy, load_file
from engine.app.provenance import Provenance
from engine.app.stored import days_form, stored_form
from engine.app.workspace import Workspace, catalog, schema
from engine.audit.cases import shown
from engine.bind.version_days import Payer, VersionDays
from engine.bind.versions import Selection, paying
from engine.core.diagnostic import Diagnostic, Outcome
from engine.core.digest import digest
from engine.core.number import fixed, plain
from engine.core.period import Days
from engine.core.record import record
from engine.core.text import Language, say
from engine.core.unit import Unit
from engine.ledger.fingerprints import batch_fingerprints
from engine.ledger.store import Store
from engine.policy.file import PolicyFile
from engine.report.model import Cell


@record
class Chosen:
    """What pays a month, bound from the very bytes that will be stored: a file per version."""

    selection: Selection
    payer: Payer
    files: tuple[PolicyFile, ...]


def choose(workspace: Workspace, request: MonthRequest) -> Outcome[Chosen]:
    """The version in force, or those that share the month, with their texts."""
    selected = select(workspace, request)
    if selected.value is None:
        return Outcome(None, selected.diagnostics)
    selection, _ = selected.value
    parts = paying(selection)
    files = tuple(load_file(workspace.root / one.policy.span.file, workspace) for one in parts)
    payer = payer_of(files, [one.days for one in parts])
    return payer.then(lambda found: Outcome(Chosen(selection, found, files)))


def payer_of(files: Sequence[PolicyFile], days: Sequence[Days]) -> Outcome[Payer]:
    """What these texts pay on these days."""
    found: list[Diagnostic] = []
    parts: list[VersionDays] = []
    for file, of_month in zip(files, days, strict=True):
        bound = compile_policy(file, schema("policy"), catalog())
        found.extend(bound.diagnostics)
        if bound.value is not None:
            parts.append(VersionDays(bound=bound.value, days=of_month))
    return Outcome(Payer(parts=tuple(parts)) if len(parts) == len(files) else None, tuple(found))


@record
class Source:
    """A policy's text, and where Git says that it is from."""

    file: PolicyFile
    commit: Provenance | None


def computed_body(store: Store, paid: PaidMonth, sources: Sequence[Source]) -> Mapping[str, object]:
    """Policy texts, digests, batches and payouts; of several versions, first those of the last."""
    of_file = {source.file.name: source for source in sources}
    *earlier, last = [
        {**_version(part.paid, of_file), "days": days_form(part.days)} for part in paid.parts
    ] or [dict(_version(paid, of_file))]
    batches = list(paid.dataset.batches)
    return {
        **last,
        **({"earlier_versions": earlier} if earlier else {}),
        "engine_version": engine.__version__,
        "engine_digest": engine_digest(),
        "data_digest": paid.data_digest,
        "batches": batches,
        "batch_digests": batch_fingerprints(store, batches),
        "items": kept_items(paid),
        "payouts": _payouts(paid),
        "total": fixed(paid.total, 2),
    }


def _version(paid: PaidMonth, of_file: Mapping[str, Source]) -> Mapping[str, object]:
    """What is kept of one version that pays."""
    policy = paid.bound.policy
    source = of_file[policy.span.file]
    return {
        "version": policy.version,
        **stored_form(source.file),
        "policy_commit": _commit(source.commit),
        "policy_digest": policy.bytes_digest,
        "meaning_digest": policy.meaning_digest,
        "paying_digest": policy.paying_digest,
        "script_digest": digest("script", 1, paid.script.text),
    }


def _commit(found: Provenance | None) -> Mapping[str, object] | None:
    if found is None:
        return None
    return {
        "commit": found.commit,
        "author": found.author,
        "committed_at": found.committed_at,
        "changed_files": list(found.dirty_files),
    }


def commit_facts(found: Provenance | None, language: Language) -> tuple[tuple[str, Cell], ...]:
    """Commit and author of the policy, and whether files differ from it; nothing without Git."""
    if found is None:
        return ()
    known = f"{found.commit[:12]} {found.author} {found.committed_at}"
    text = known if found.commit else say(language, "commit.none")
    if found.is_dirty:
        text = say(language, "commit.dirty", commit=text, files=", ".join(found.dirty_files))
    return (("policy_commit", text),)


def signed_body(by: str, note: str, approvals: int = 1) -> Mapping[str, object]:
    """Who, when, why, and how many names it takes."""
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    return {"by": by, "note": note, "posted_at": now, "approvals": approvals}


def _payouts(paid: PaidMonth) -> list[object]:
    amounts, kept = amounts_of(paid), kept_items(paid)
    return [
        {
            "agent": figures.agent,
            "name": figures.name,
            "role": figures.role,
            "lines": [[line, plain(amount)] for line, amount in amounts[figures.agent].items()],
            "values": {
                key: shown(value)
                for key, value in paid.run.rows[figures.agent].items()
                if value is not None and key in kept
            },
        }
        for figures in paid.dataset.agents
    ]


def kept_items(paid: PaidMonth) -> dict[str, str]:
    """What later months may look back to: every value of an agent's own, and how to read it."""
    units = {Unit.TEXT: "text", Unit.TRUTH: "truth"}
    return {
        item.key: units.get(item.type.unit, "number")
        for item in paid.bound.items
        if item.kind not in ("people", "past")
    }
