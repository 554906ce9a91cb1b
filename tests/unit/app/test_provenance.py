"""Which commit a policy comes from, asked of real repositories, some of which mean harm."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.app import provenance as module
from engine.app.policies import load_file
from engine.app.provenance import Provenance, provenance
from engine.app.starting import make_workspace
from engine.app.workspace import Workspace

NAME, TABLE = "policies/店/pay/v1.yaml", "policies/店/pay/评级　表.csv"
BASE, BASE_TABLE = "bases/firm/v1.yaml", "bases/firm/比例.csv"
TEXTS = {
    NAME: "extends: {base: firm, version: 1}\ntables:\n  评级:\n    csv: {file: 评级　表.csv}\n",
    TABLE: "得分,金额\n90,100\n",
    BASE: "base: firm\ntables:\n  比例:\n    csv: {file: 比例.csv}\n",
    BASE_TABLE: "起,比例\n0,1%\n",
}
WHEN = "2024-06-01T08:30:00+08:00"


class Repository:
    """A workspace under Git, as a person keeps it."""

    def __init__(self, root: Path, above: Path | None = None) -> None:
        make_workspace(root)
        self.workspace = Workspace(root)
        self.home = above or root
        for name, text in TEXTS.items():
            self.write(name, text.encode())

    def write(self, name: str, content: bytes) -> None:
        path = self.workspace.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def git(self, *words: str, author: str = "老林", when: str = WHEN) -> str:
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("GIT_")},
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_AUTHOR_NAME": author, "GIT_AUTHOR_EMAIL": "a@example.com",
            "GIT_COMMITTER_NAME": "c", "GIT_COMMITTER_EMAIL": "c@example.com",
            "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when,
        }  # fmt: skip
        done = subprocess.run(
            ["git", *words], cwd=self.home, env=environment, check=True, capture_output=True
        )
        return done.stdout.decode().strip()

    def commit(self, author: str = "老林", when: str = WHEN) -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "x", author=author, when=when)
        return self.git("rev-parse", "HEAD")

    def asked(self) -> Provenance | None:
        file = load_file(self.workspace.root / NAME, self.workspace)
        assert (NAME, BASE) == (file.name, file.base.name if file.base else "")
        return provenance(self.workspace, file)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "shop")
    made.git("init", "--quiet")
    return made


def clean(commit: str, author: str = "老林", when: str = WHEN) -> Provenance:
    return Provenance(
        commit=commit, author=author, committed_at=when, is_dirty=False, dirty_files=()
    )


def test_a_committed_policy_names_its_commit_author_and_time(repository: Repository) -> None:
    commit = repository.commit()
    assert clean(commit) == repository.asked()


def test_the_commit_is_the_last_that_touched_what_the_policy_is_read_from(
    repository: Repository,
) -> None:
    repository.commit()
    later = "2024-07-01T09:00:00+08:00"
    repository.write(BASE_TABLE, "起,比例\n0,2%\n".encode())
    commit = repository.commit("阿美", later)
    repository.write("policies/店/pay/v2.yaml", b"x: 1\n")
    assert commit != repository.commit("别人")
    assert clean(commit, "阿美", later) == repository.asked()


@pytest.mark.parametrize("name", TEXTS)
def test_a_file_that_was_changed_since_is_named(repository: Repository, name: str) -> None:
    commit = repository.commit()
    repository.write(name, TEXTS[name].encode() + b"# later\n")
    for _ in ("in the folder", "in the index"):
        asked = repository.asked()
        assert asked is not None
        assert (commit, True, (name,)) == (asked.commit, asked.is_dirty, asked.dirty_files)
        repository.git("add", "--all")


@pytest.mark.parametrize("is_committed_with", ["\n", "\r\n"])
def test_ends_of_lines_are_no_change(repository: Repository, is_committed_with: str) -> None:
    other = "\r\n" if is_committed_with == "\n" else "\n"
    for name, text in TEXTS.items():
        repository.write(name, text.replace("\n", is_committed_with).encode())
    repository.git("config", "core.autocrlf", "false")
    commit = repository.commit()
    for name, text in TEXTS.items():
        repository.write(name, text.replace("\n", other).encode())
    assert clean(commit) == repository.asked()


def test_before_the_first_commit_nothing_is_committed(repository: Repository) -> None:
    asked = repository.asked()
    assert asked is not None
    assert ("", "", "", True) == (asked.commit, asked.author, asked.committed_at, asked.is_dirty)
    assert set(TEXTS) == set(asked.dirty_files)


def test_a_policy_that_was_never_committed_says_so(repository: Repository) -> None:
    for text in ("new", "index"):
        repository.git("rm", "--quiet", "--cached", "--ignore-unmatch", NAME)
        repository.write(".gitignore", NAME.encode())
        repository.write("note", text.encode())
        repository.commit()
        asked = repository.asked()
        assert asked is not None
        assert ("", True, (NAME,)) == (asked.commit, asked.is_dirty, asked.dirty_files)
        repository.git("add", "--force", NAME)


def test_a_workspace_deep_in_a_repository_is_found(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "firm" / "[pay]" / "shop", above=tmp_path / "firm")
    repository.git("init", "--quiet")
    assert clean(repository.commit()) == repository.asked()


def test_without_a_repository_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert Repository(tmp_path / "shop").asked() is None


def test_within_the_folder_of_git_itself_there_is_nothing_to_say(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "firm" / ".git" / "shop", above=tmp_path / "firm")
    repository.git("init", "--quiet")
    assert repository.asked() is None


def test_a_repository_that_the_environment_names_is_not_asked(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = repository.commit()
    other = Repository(tmp_path / "other")
    other.git("init", "--quiet")
    other.commit("别人")
    monkeypatch.setenv("GIT_DIR", str(other.home / ".git"))
    assert clean(commit) == repository.asked()


# -- a Git that gives no answer -------------------------------------------------------------


def script(folder: Path, text: str, name: str = "git") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_where_git_is_not_installed_there_is_nothing_to_say(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit()
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert repository.asked() is None


@pytest.mark.parametrize("text", ["exit 1", "echo true", "echo nonsense", "exec sleep 9"])
def test_a_git_that_fails_or_hangs_means_nothing_and_raises_nothing(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    repository.commit()
    script(tmp_path / "bin", text)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(module, "SECONDS", 1)
    assert repository.asked() is None


def test_a_damaged_repository_means_nothing(repository: Repository) -> None:
    commit = repository.commit()
    (repository.home / ".git" / "objects" / commit[:2] / commit[2:]).unlink()
    asked = repository.asked()
    assert asked is None or asked.commit == ""


# -- repositories that mean harm ------------------------------------------------------------


@pytest.fixture
def trap(tmp_path: Path) -> Callable[[], bool]:
    """A program that leaves a trace when it runs, and whether it did."""
    script(tmp_path / "evil", f'touch "{tmp_path}/trace"\ncat', "run")
    return lambda: (tmp_path / "trace").exists()


def test_the_trap_works(repository: Repository, tmp_path: Path, trap: Callable[[], bool]) -> None:
    repository.git("config", "filter.x.clean", str(tmp_path / "evil" / "run"))
    repository.write(".gitattributes", b"* filter=x\n")
    repository.commit()
    assert trap()


def test_no_program_that_the_repository_names_is_run(
    repository: Repository, tmp_path: Path, trap: Callable[[], bool]
) -> None:
    commit = repository.commit()
    evil = tmp_path / "evil" / "run"
    for key in (
        "core.fsmonitor", "core.pager", "pager.log", "core.editor", "core.sshCommand",
        "core.askPass", "core.alternateRefsCommand", "gpg.program", "gpg.ssh.program",
        "diff.external", "diff.x.textconv", "diff.x.command", "filter.x.clean", "filter.x.smudge",
        "filter.x.process", "credential.helper", "alias.log", "alias.cat-file",
    ):  # fmt: skip
        repository.git("config", key, f"!{evil}" if key.startswith("alias") else str(evil))
    repository.git("config", "core.hooksPath", str(evil.parent))
    repository.git("config", "log.showSignature", "true")
    for hook in ("post-checkout", "post-index-change", "reference-transaction"):
        script(repository.home / ".git" / "hooks", f'"{evil}"', hook)
        script(evil.parent, f'"{evil}"', hook)
    repository.write(".gitattributes", b"* filter=x diff=x text working-tree-encoding=x\n")
    repository.write(TABLE, TEXTS[TABLE].encode() + b"1,2\n")
    asked = repository.asked()
    assert asked is not None
    assert (commit, (TABLE,)) == (asked.commit, asked.dirty_files)
    assert not trap()


def test_a_signed_commit_calls_nobody_to_check_it(
    repository: Repository, tmp_path: Path, trap: Callable[[], bool]
) -> None:
    signer = script(
        tmp_path / "sign",
        'cat >/dev/null; echo "[GNUPG:] SIG_CREATED D" >&2; echo "-----BEGIN PGP SIGNATURE-----"',
    )
    repository.git("config", "gpg.program", str(signer))
    repository.git("config", "commit.gpgSign", "true")
    commit = repository.commit()
    assert "PGP SIGNATURE" in repository.git("cat-file", "commit", commit)
    repository.git("config", "gpg.program", str(tmp_path / "evil" / "run"))
    repository.git("config", "log.showSignature", "true")
    assert clean(commit) == repository.asked()
    assert not trap()


@pytest.mark.parametrize("kind", ["ext", "ssh"])
def test_an_object_that_is_not_there_is_not_fetched(
    repository: Repository, tmp_path: Path, trap: Callable[[], bool], kind: str
) -> None:
    repository.commit()
    evil = script(tmp_path / "evil", f'touch "{tmp_path}/trace"\nexit 1', "fetch")
    url = f"ext::{evil}" if kind == "ext" else "ssh://nowhere.invalid/x"
    for key, text in (
        ("core.repositoryFormatVersion", "1"), ("extensions.partialClone", "origin"),
        ("remote.origin.url", url), ("remote.origin.promisor", "true"),
        ("protocol.allow", "always"), ("protocol.ext.allow", "always"),
        ("core.sshCommand", str(evil)),
    ):  # fmt: skip
        repository.git("config", key, text)
    blob = repository.git("rev-parse", f"HEAD:{TABLE}")
    (repository.home / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    asked = repository.asked()
    assert asked is None or TABLE in asked.dirty_files
    assert not trap()
    with pytest.raises(subprocess.CalledProcessError):
        repository.git("cat-file", "blob", blob)
    assert trap()


def test_a_program_called_git_in_the_workspace_is_not_run(
    repository: Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    trap: Callable[[], bool],
) -> None:
    repository.commit()
    script(repository.home / "bin", f'"{tmp_path}/evil/run"')
    folder = repository.home / "bin"
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    assert repository.asked() is None
    assert not trap()


def test_a_replaced_commit_does_not_speak_for_the_real_one(repository: Repository) -> None:
    commit = repository.commit()
    repository.write("note", b"1")
    forged = repository.commit("别人")
    repository.git("reset", "--quiet", "--hard", commit)
    repository.git("replace", commit, forged)
    assert clean(commit) == repository.asked()


def test_a_name_cannot_speak_to_the_terminal(repository: Repository) -> None:
    commit = repository.commit("老\x1b[31m\u202e　林")
    assert clean(commit, "老[31m　林") == repository.asked()
