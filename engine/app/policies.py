"""Policy files on disk → policies, and the version in force for a month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from engine.app.checks.w904_no_policy import NO_POLICY
from engine.app.checks.w907_which_policy import WHICH_POLICY
from engine.app.workspace import Workspace, catalog, read_bytes, schema
from engine.bind.from_policy import bind
from engine.bind.model import BoundPolicy
from engine.bind.versions import Selection, version_in_force
from engine.catalog.measures import Catalog
from engine.core.diagnostic import Diagnostic, Outcome
from engine.core.errors import EngineError
from engine.core.period import Month
from engine.core.span import whole_file
from engine.policy.from_document import build
from engine.policy.model import Policy
from engine.source.document import Document, Scalar
from engine.source.document import Mapping as MappingNode
from engine.source.read import LARGEST_FILE, read
from engine.source.shape import shape


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFile:
    """A policy file as bytes, with the CSV tables that lie beside it."""

    name: str
    content: bytes
    companions: Mapping[str, bytes]


def compile_policy(
    file: PolicyFile, schema_: Mapping[str, Any], catalog_: Catalog
) -> Outcome[BoundPolicy]:
    """Bytes in, bound policy out; pure, so the same bytes always mean the same."""
    return build_policy(file, schema_).then(lambda policy: bind(policy, catalog_)).closed()


def build_policy(file: PolicyFile, schema_: Mapping[str, Any]) -> Outcome[Policy]:
    return (
        read(file.name, file.content)
        .then(lambda document: shape(document, schema_))
        .then(lambda document: build(document, file.companions))
    )


def load_file(path: Path, workspace: Workspace | None = None) -> PolicyFile:
    """Read a policy and the tables that it names; those must lie in its own folder."""
    name = workspace.shown(path) if workspace else path.as_posix()
    content = read_bytes(path, name, LARGEST_FILE)
    companions: dict[str, bytes] = {}
    # most policies have no table in a file of its own; only then is the file read twice
    outcome = read(name, content) if b"csv" in content else None
    if outcome is not None and outcome.value is not None:
        for wanted in _named_tables(outcome.value):
            beside = (path.parent / wanted).resolve()
            if _is_beside(wanted) and beside.is_file() and beside.parent == path.parent.resolve():
                companions[wanted] = read_bytes(beside, wanted)
    return PolicyFile(name=name, content=content, companions=companions)


def _is_beside(name: str) -> bool:
    return len(PurePosixPath(name.replace("\\", "/")).parts) == 1


def _named_tables(document: Document) -> list[str]:
    tables = document.root.get("tables")
    if not isinstance(tables, MappingNode):
        return []
    named: list[str] = []
    for _, table in tables.pairs:
        csv = table.get("csv") if isinstance(table, MappingNode) else None
        file = csv.get("file") if isinstance(csv, MappingNode) else None
        if isinstance(file, Scalar):
            named.append(file.text)
    return named


def policy_paths(workspace: Workspace) -> tuple[Path, ...]:
    """Every version of every policy of the workspace."""
    return tuple(sorted(workspace.policies.glob("*/*/v*.yaml")))


def compiled(path: Path, workspace: Workspace | None = None) -> Outcome[BoundPolicy]:
    return compile_policy(load_file(path, workspace), schema("policy"), catalog())


def policy_name(workspace: Workspace, shop: str, name: str | None) -> str:
    """The policy that was named, or the only one that the shop has."""
    folder = workspace.policies / shop
    known = sorted(p.name for p in folder.iterdir() if p.is_dir())
    where = whole_file(workspace.shown(folder))
    if name is None and len(known) == 1:
        return known[0]
    if name in known:
        return str(name)
    if not known:
        raise EngineError(NO_POLICY.at(where, shop=shop))
    raise EngineError(WHICH_POLICY.at(where, shop=shop, known=", ".join(known)))


def in_force(workspace: Workspace, shop: str, policy: str, month: Month) -> Outcome[Selection]:
    """Bind the version for a month: every version is read, exactly one must cover the month."""
    paths = sorted((workspace.policies / shop / policy).glob("v*.yaml"))
    if not paths:
        raise EngineError(NO_POLICY.at(whole_file(workspace.shown(workspace.policies)), shop=shop))
    versions: list[Policy] = []
    found: list[Diagnostic] = []
    for path in paths:
        outcome = build_policy(load_file(path, workspace), schema("policy"))
        found.extend(d for d in outcome.diagnostics if d.is_error)
        if outcome.value is not None:
            versions.append(outcome.value)
    if found or len(versions) != len(paths):
        return Outcome(None, tuple(found))
    return version_in_force(versions, month)
