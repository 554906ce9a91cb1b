"""Policy files on disk → policies, and the version in force for a month."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from engine.app.checks.w904_no_policy import NO_POLICY
from engine.app.checks.w907_which_policy import WHICH_POLICY
from engine.app.resolving import resolve
from engine.app.workspace import Workspace, catalog, read_bytes, schema
from engine.bind.from_policy import bind
from engine.bind.model import BoundPolicy
from engine.bind.versions import Selection, version_in_force
from engine.catalog.measures import Catalog
from engine.core.diagnostic import Diagnostic, Outcome
from engine.core.errors import EngineError
from engine.core.period import Month
from engine.core.span import whole_file
from engine.policy.extending import MOST_BASES, base_of
from engine.policy.file import PolicyFile
from engine.policy.from_document import build
from engine.policy.model import Policy
from engine.source.document import Document, Scalar
from engine.source.document import Mapping as MappingNode
from engine.source.read import LARGEST_FILE, read
from engine.source.shape import shape


def compile_policy(
    file: PolicyFile, schema_: Mapping[str, Any], catalog_: Catalog
) -> Outcome[BoundPolicy]:
    """Bytes in, bound policy out; pure, so the same bytes always mean the same."""
    return build_policy(file, schema_).then(lambda policy: bind(policy, catalog_)).closed()


def build_policy(file: PolicyFile, schema_: Mapping[str, Any]) -> Outcome[Policy]:
    return resolve(file).then(lambda extended: build_document(extended.document, file, schema_))


def build_document(
    document: Document, file: PolicyFile, schema_: Mapping[str, Any]
) -> Outcome[Policy]:
    """A document that lies over its base already, with the tables beside the file."""
    return shape(document, schema_).then(lambda shaped: build(shaped, file.tables))


def load_file(path: Path, workspace: Workspace | None = None, *, depth: int = 0) -> PolicyFile:
    """Read a policy, the tables that it names beside it, and the base that it extends."""
    name = workspace.shown(path) if workspace else path.as_posix()
    content = read_bytes(path, name, LARGEST_FILE)
    # most policies name no other file; only one that does is read twice
    names_others = b"csv" in content or b"extends" in content
    document = read(name, content).value if names_others else None
    if document is None:
        return PolicyFile(name=name, content=content, companions={})
    base = _base(document, workspace.root if workspace else _home(path), depth)
    return PolicyFile(
        name=name,
        content=content,
        companions=_companions(document, path.parent),
        base=load_file(base, workspace, depth=depth + 1) if base else None,
    )


def _companions(document: Document, folder: Path) -> dict[str, bytes]:
    """The tables that a file names; those must lie in its own folder."""
    found: dict[str, bytes] = {}
    for wanted in _named_tables(document):
        beside = (folder / wanted).resolve()
        if _is_beside(wanted) and beside.is_file() and beside.parent == folder.resolve():
            found[wanted] = read_bytes(beside, wanted)
    return found


def _base(document: Document, home: Path, depth: int) -> Path | None:
    """The file of the base, if it is there; a chain is followed until it is surely too long."""
    wanted = base_of(document)
    if wanted is None or depth > MOST_BASES:
        return None
    path = home / wanted.file
    is_inside = path.resolve().is_relative_to(home.resolve())
    return path if is_inside and path.is_file() else None


def _home(path: Path) -> Path:
    """Without a workspace: the folder that holds policies/ or bases/, or else the file's own."""
    parents = path.resolve().parents
    above = (p for p in parents if p.name in ("policies", "bases"))
    return next((p.parent for p in above), parents[0])


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


def base_paths(workspace: Workspace) -> tuple[Path, ...]:
    """Every version of every base, which pay nobody by themselves."""
    return tuple(sorted(workspace.bases.glob("*/v*.yaml")))


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


def words_for(workspace: Workspace, shop: str, name: str) -> str:
    """The options that name a policy on the command line, no more than it takes."""
    folder = workspace.policies / shop
    is_only = not folder.is_dir() or sum(p.is_dir() for p in folder.iterdir()) < 2
    return f"--shop {shop}" if is_only else f"--shop {shop} --policy {name}"


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
