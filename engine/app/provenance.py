"""Which Git commit the text of a policy comes from, and whether it was changed since.

A workspace may come from anywhere, and a repository's own settings can name programs to run. So
only commands that read objects are asked, every such setting is overruled, and files are compared
here, byte by byte: `git status` would run filters and monitors.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from engine.app.workspace import Workspace
from engine.core.record import record
from engine.policy.file import PolicyFile

SECONDS = 5

_OPTIONS = (
    "--no-pager", "--no-optional-locks", "--no-replace-objects", "--literal-pathspecs",
    "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null",
    "-c", "log.showSignature=false", "-c", "core.pager=cat", "-c", "diff.external=",
    "-c", "protocol.allow=never",
)  # fmt: skip
_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    # a clone that lacks objects would fetch them, by programs that the repository names
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
}
_LOG = ("log", "-1", "--no-show-signature", "--encoding=UTF-8", "--format=%H%x00%an%x00%cI", "HEAD")


@record(kw_only=True)
class Provenance:
    """The last commit that touched a policy, its tables or its bases.

    `commit` empty: the repository's HEAD does not have the policy file. `dirty_files` are those
    that differ from HEAD, or that it does not have; ends of lines do not count.
    """

    commit: str
    author: str
    committed_at: str
    is_dirty: bool
    dirty_files: tuple[str, ...]


class _NoAnswerError(Exception):
    """Git is not there, failed, or took too long."""


def provenance(workspace: Workspace, file: PolicyFile) -> Provenance | None:
    """None where there is no Git, no work tree, or no answer from it; nothing is raised."""
    files = dict(_files(file))
    try:
        if _git(workspace, "rev-parse", "--is-inside-work-tree").strip() != b"true":
            return None
        kept = {name: _blob(found) for name, found in _found(workspace, list(files)).items()}
        same = [name for name, blob in kept.items() if blob and _has(workspace, blob, files[name])]
        dirty = tuple(name for name in files if name not in same)
        if kept.get(file.name) is None:
            return Provenance(
                commit="", author="", committed_at="", is_dirty=True, dirty_files=dirty
            )
        commit, author, committed_at = _commit(workspace, list(kept))
    except _NoAnswerError:
        return None
    return Provenance(
        commit=commit,
        author=author,
        committed_at=committed_at,
        is_dirty=bool(dirty),
        dirty_files=dirty,
    )


def _files(file: PolicyFile) -> Iterator[tuple[str, bytes]]:
    """Everything that the policy is read from, by the name that it has in the workspace."""
    for one in (file, *file.bases):
        yield one.name, one.content
        folder = PurePosixPath(one.name).parent
        for name, content in one.companions.items():
            yield (folder / name).as_posix(), content


@record
class _Blob:
    name: str
    size: int


def _found(workspace: Workspace, names: list[str]) -> Mapping[str, str]:
    """What HEAD has under each name: `ID blob SIZE`, or that it is missing."""
    asked = [name for name in names if _is_inside(name)]
    lines = "".join(f"HEAD:./{name}\n" for name in asked)
    answer = _git(workspace, "cat-file", "--batch-check", typed=lines.encode())
    said = answer.decode("utf-8", "replace").splitlines()
    if len(said) != len(asked):
        raise _NoAnswerError
    return dict(zip(asked, said, strict=True))


def _is_inside(name: str) -> bool:
    """A name of the workspace that fits on one line of a question."""
    path = PurePosixPath(name)
    return "\n" not in name and not path.is_absolute() and ".." not in path.parts


def _blob(said: str) -> _Blob | None:
    match said.split(" "):
        case [name, "blob", size] if size.isdecimal():
            return _Blob(name, int(size))
    return None


def _has(workspace: Workspace, blob: _Blob, content: bytes) -> bool:
    # a blob of quite another size is not even read, however large somebody made it
    if abs(blob.size - len(content)) > max(content.count(b"\n"), content.count(b"\r\n")):
        return False
    kept = _git(workspace, "cat-file", "blob", blob.name)
    return _with_plain_ends(kept) == _with_plain_ends(content)


def _with_plain_ends(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n")


def _commit(workspace: Workspace, names: list[str]) -> tuple[str, str, str]:
    """Commit, author and time, as text that a terminal can show."""
    said = _git(workspace, *_LOG, "--", *names).decode("utf-8", "replace").rstrip("\n")
    parts = said.split("\0")
    if len(parts) != 3:
        raise _NoAnswerError
    commit, author, committed_at = (_shown(part) for part in parts)
    return commit, author, committed_at


def _shown(text: str) -> str:
    return "".join(sign for sign in text if not unicodedata.category(sign).startswith("C"))


def _git(workspace: Workspace, *words: str, typed: bytes = b"") -> bytes:
    try:
        done = subprocess.run(
            [_program(workspace), *_OPTIONS, *words],
            cwd=workspace.root, env=_environment(), input=typed, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, timeout=SECONDS, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        raise _NoAnswerError from None
    return done.stdout


def _program(workspace: Workspace) -> str:
    """Git as it is installed; a program of that name that came with the workspace is not it."""
    found = shutil.which("git")
    path = Path(found).resolve() if found else None
    if path is None or path.is_relative_to(workspace.root.resolve()):
        raise _NoAnswerError
    return str(path)


def _environment() -> Mapping[str, str]:
    """The caller's without what it says to Git: a hook's GIT_DIR would name another repository."""
    kept = {name: text for name, text in os.environ.items() if not name.upper().startswith("GIT_")}
    return {**kept, **_ENVIRONMENT}
