"""`check`: everything that is wrong with policy files, at once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from engine.app.checks.w902_file_unreadable import FILE_UNREADABLE
from engine.app.checks.w914_no_policies import NO_POLICIES
from engine.app.checks.w915_stray_policy import STRAY_POLICY
from engine.app.policies import base_paths, compile_policy, load_file, policy_paths
from engine.app.resolving import base_place, resolve_base
from engine.app.result import Result
from engine.app.workspace import Workspace, catalog, schema
from engine.audit.cliffs import cliff_findings
from engine.bind.model import BoundPolicy
from engine.bind.versions import version_mistakes
from engine.core.diagnostic import Diagnostic, in_order
from engine.core.errors import EngineError
from engine.core.record import record
from engine.core.span import whole_file
from engine.core.text import Language, say
from engine.ledger.store import FILE as LEDGER
from engine.policy.file import PolicyFile
from engine.policy.model import Policy
from engine.policy.reading import text_of
from engine.report.model import Cell, Report, Table


def check(workspace: Workspace | None, paths: Iterable[Path], language: Language) -> Result:
    """Check the named files or folders; without any, every policy of the workspace."""
    named = list(paths)
    files = files_to_check(workspace, named)
    found: list[Diagnostic] = list(_strays(workspace, named))
    checked = [_checked(path, workspace) for path in files]
    found.extend(d for one in checked for d in one.found)
    found.extend(_versions([one.policy for one in checked if one.policy is not None]))
    if workspace is not None and (workspace.root / LEDGER).exists():
        found.extend(_frozen(workspace))
    ordered = in_order(found)
    return Result(report=_report(checked, ordered, language), diagnostics=ordered)


@record(kw_only=True)
class _Checked:
    """One file. `found` may lie in its base, and is a finding of this file as well."""

    name: str
    title: str
    policy: Policy | None
    found: tuple[Diagnostic, ...]


def _checked(path: Path, workspace: Workspace | None) -> _Checked:
    file = load_file(path, workspace)
    place = base_place(file)
    if place is not None:
        outcome = resolve_base(file, place)
        root = outcome.value.document.root if outcome.value else None
        title = text_of(root.get("title")) if root else ""
        return _Checked(name=file.name, title=title, policy=None, found=outcome.diagnostics)
    bound, found = check_policy(file)
    policy = bound.policy if bound else None
    title = policy.title if policy else ""
    return _Checked(name=file.name, title=title, policy=policy, found=found)


def files_to_check(workspace: Workspace | None, named: Iterable[Path]) -> tuple[Path, ...]:
    """The named files, those in named folders, or every policy and base of the workspace."""
    paths = tuple(named)
    if not paths and workspace is not None:
        return (*base_paths(workspace), *policy_paths(workspace))
    return tuple(f for path in paths for f in _files_of(path))


def check_file(
    path: Path, workspace: Workspace | None = None
) -> tuple[BoundPolicy | None, tuple[Diagnostic, ...]]:
    """One policy file; a base pays nobody by itself, so it is bound with the policies over it."""
    file = load_file(path, workspace)
    return (None, ()) if base_place(file) is not None else check_policy(file)


def check_policy(file: PolicyFile) -> tuple[BoundPolicy | None, tuple[Diagnostic, ...]]:
    """One policy through all stages, its worked examples, its cliffs, and what the law says."""
    outcome = compile_policy(file, schema("policy"), catalog())
    bound = outcome.value
    if bound is None or outcome.has_errors:
        return bound, outcome.diagnostics
    own = (
        *_case_findings(bound), *cliff_findings(bound), *_law_findings(bound),
        *_flag_findings(bound),
    )  # fmt: skip
    return bound, (*outcome.diagnostics, *own)


def _case_findings(bound: BoundPolicy) -> tuple[Diagnostic, ...]:
    if not bound.policy.cases:
        return ()
    from engine.audit.cases import check_cases  # late: a check without cases starts sooner

    return tuple(check_cases(bound, catalog()))


def _law_findings(bound: BoundPolicy) -> tuple[Diagnostic, ...]:
    policy = bound.policy
    acknowledges = any(part.accept for part in (*policy.lines, *policy.roles))
    if not policy.jurisdiction and not acknowledges:
        return ()
    from engine.audit.law import law_findings  # late, for the same reason

    return tuple(law_findings(bound))


def _flag_findings(bound: BoundPolicy) -> tuple[Diagnostic, ...]:
    if bound.flags is None or not bound.flags.cases:
        return ()
    from engine.audit.flag_cases import flag_case_findings  # late, for the same reason

    return tuple(flag_case_findings(bound.flags))


def _strays(workspace: Workspace | None, named: list[Path]) -> Iterable[Diagnostic]:
    """A workspace without a policy, and files under policies/ that no month would ever find."""
    if named or workspace is None:
        return
    known = set(policy_paths(workspace))
    if not known:
        yield NO_POLICIES.at(whole_file(workspace.shown(workspace.policies)))
    known.update(base_paths(workspace))
    for folder in (workspace.policies, workspace.bases):
        for path in sorted(folder.rglob("*.y*ml")):
            if path not in known:
                yield STRAY_POLICY.at(whole_file(workspace.shown(path)))


def _frozen(workspace: Workspace) -> tuple[Diagnostic, ...]:
    """Versions that have paid and were edited since; the database is loaded only here."""
    from engine.app.frozen import edited_versions
    from engine.app.standing import opened_book
    from engine.ledger.store import open_store

    with open_store(workspace.root, writes=False) as store:
        book = opened_book(store)
    return tuple(edited_versions(book, workspace))


def _files_of(path: Path) -> tuple[Path, ...]:
    if path.is_dir():
        return tuple(sorted(path.rglob("*.yaml")))
    if not path.exists():
        raise EngineError(FILE_UNREADABLE.at(whole_file(path.as_posix()), problem="not found"))
    return (path,)


def _versions(policies: list[Policy]) -> Iterable[Diagnostic]:
    groups: dict[tuple[str, str, str], list[Policy]] = {}
    for policy in policies:
        folder = policy.span.file.rpartition("/")[0]
        groups.setdefault((folder, policy.shop, policy.name), []).append(policy)
    for (folder, _, _), group in groups.items():
        if folder.split("/")[-3:-2] == ["policies"]:
            yield from version_mistakes(group)


def _report(checked: list[_Checked], found: tuple[Diagnostic, ...], language: Language) -> Report:
    rows: list[tuple[Cell, ...]] = []
    lines = []
    for one in checked:
        here = in_order((*one.found, *(d for d in found if d.span.file == one.name)))
        errors = sum(d.is_error for d in here)
        effective = str(one.policy.effective) if one.policy else ""
        cases = _count_cases(one.policy)
        rows.append((one.name, one.title, effective, cases, errors, len(here) - errors))
        if not here:
            values = {"file": one.name, "title": one.title, "effective": effective}
            lines.append(
                say(language, "check.line", cases=cases, **values)
                if one.policy
                else say(language, "check.base_line", file=one.name, title=one.title)
            )
    columns = ("file", "title", "effective", "cases", "errors", "warnings")
    table = Table(
        key="policies",
        columns=columns,
        rows=tuple(rows),
        numbers=frozenset({"cases", "errors", "warnings"}),
    )
    # plain lines: a table printer would take longer to load than all the checking
    return Report(command="check", tables=(table,), text="".join(f"{line}\n" for line in lines))


def _count_cases(policy: Policy | None) -> int:
    if policy is None:
        return 0
    return len(policy.cases) + (len(policy.flags.cases) if policy.flags else 0)
