"""Fenced blocks of a page, and the session that plays them in a folder of its own.

What a block does stands in the HTML comment above it:

- `<!-- file: PATH -->` the block is written to that file;
- `<!-- edit: PATH -->` a diff block: each run of `-` lines is replaced by the `+` lines after it;
- `<!-- policy -->` sections of the page's own policy, later ones in place of earlier ones;
- `<!-- save policy: PATH -->` (no block) that policy is written to the file;
- `<!-- variant -->` sections laid over the base policy, in which nothing may be found;
- `<!-- refused: CODE … -->` the same, and exactly these codes must be found.
"""

from __future__ import annotations

import io
import re
import shlex
import subprocess
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

from engine.cli.main import main
from tests.pipeline import all_findings, codes, shown

OMITTED = "…"
_FENCE = re.compile(r"^```(\w*)$")
_DIRECTIVE = re.compile(
    r"^<!-- (?P<verb>file|edit|policy|save policy|variant|refused)(?:: (?P<rest>.*))? -->$"
)
_KEY = re.compile(r"(?P<key>[^\s#:?\-][^:]*):")


@dataclass(frozen=True)
class Block:
    """One fenced block, or a directive without one; `line` is where its text begins."""

    language: str
    verb: str
    rest: str
    text: str
    line: int


def blocks_of(page: str) -> list[Block]:
    found: list[Block] = []
    verb = rest = ""
    lines = page.split("\n")
    number = 0
    while number < len(lines):
        line = lines[number]
        directive, fence = _DIRECTIVE.match(line), _FENCE.match(line)
        if directive:
            verb, rest = directive["verb"], directive["rest"] or ""
            if verb == "save policy":
                found.append(Block("", verb, rest, "", number + 1))
                verb = rest = ""
        elif fence:
            end = next(n for n in range(number + 1, len(lines)) if lines[n] == "```")
            text = "".join(f"{one}\n" for one in lines[number + 1 : end])
            found.append(Block(fence[1], verb, rest, text, number + 2))
            verb = rest = ""
            number = end
        elif line:
            verb = rest = ""
        number += 1
    return found


def sections(text: str) -> dict[str, str]:
    """The text cut before every top-level key; comments before the first are under ''."""
    cut: dict[str, str] = {}
    key = ""
    for line in text.splitlines(keepends=True):
        match = _KEY.match(line)
        key = match["key"] if match else key
        cut[key] = cut.get(key, "") + line
    return cut


def laid_over(base: str, fragment: str) -> str:
    """The base with the fragment's sections in place of its own, at the end."""
    own = sections(fragment)
    kept = [text for key, text in sections(base).items() if key not in own]
    return "".join((*kept, *own.values()))


@dataclass
class Session:
    """Plays the blocks of one page in order; `trouble` is what was not as the page says."""

    root: Path
    base: str
    policy: str = ""
    trouble: list[str] = field(default_factory=list)
    fragments: list[Block] = field(default_factory=list)
    folder: Path = field(init=False)

    def __post_init__(self) -> None:
        self.folder = self.root

    def play(self, block: Block) -> None:
        if block.language == "console":
            self._console(block)
        elif block.verb == "file":
            self._write(block.rest, block.text)
        elif block.verb == "edit":
            self._edit(block)
        elif block.verb == "policy":
            self.fragments.append(block)
            self.policy = laid_over(self.policy, block.text)
        elif block.verb == "save policy":
            self._write(block.rest, self.policy)
        elif block.verb in ("variant", "refused"):
            self._check(block, laid_over(self.base, block.text), block.rest.split())
        elif block.language in ("yaml", "csv", "diff"):
            self.trouble.append(f"line {block.line}: a {block.language} block that nothing tests")

    def finish(self) -> None:
        """Every fragment stands in the finished policy, also those replaced later."""
        for block in self.fragments:
            self._check(block, laid_over(self.policy, block.text), [])

    def _check(self, block: Block, policy: str, expected: list[str]) -> None:
        found = all_findings(policy.encode())
        if sorted(set(codes(found))) != sorted(expected):
            said = shown(found)
            self.trouble.append(
                f"line {block.line}: expected {expected or 'nothing'}, found {said}"
            )

    def _write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def _edit(self, block: Block) -> None:
        path = self.folder / block.rest
        text = path.read_text("utf-8")
        for old, new in _changes(block.text):
            if text.count(old) != 1:
                self.trouble.append(f"line {block.line}: {text.count(old)} times in {path}: {old}")
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")

    def _console(self, block: Block) -> None:
        for command, expected in commands_of(block.text):
            actual = self.run(command)
            if expected and not is_like(expected, actual):
                said = "\n".join(actual)
                self.trouble.append(f"line {block.line}: $ {command}\n{said}")

    def run(self, command: str) -> list[str]:
        words = shlex.split(command)
        if words[0] == "cd":
            self.folder = (self.folder / words[1]).resolve()
            return []
        with chdir(self.folder):
            said = _tianping(words[1:]) if words[0] == "tianping" else _shell(command)
        return [line.rstrip() for line in said.rstrip("\n").split("\n")]


def _tianping(words: list[str]) -> str:
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        main(words)
    return said.getvalue()


def _shell(command: str) -> str:
    return subprocess.run(command, shell=True, check=True, capture_output=True, text=True).stdout


def commands_of(text: str) -> list[tuple[str, list[str]]]:
    """Each command with the lines that are shown below it."""
    found: list[tuple[str, list[str]]] = []
    for line in text.rstrip("\n").split("\n"):
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line.rstrip())
    return found


def _changes(text: str) -> list[tuple[str, str]]:
    """Runs of removed lines, each with the added lines that follow it."""
    found: list[tuple[str, str]] = []
    previous = ""
    for line in text.splitlines(keepends=True):
        sign, rest = line[0], line[1:]
        if sign == "-" and previous != "-":
            found.append((rest, ""))
        elif sign == "-":
            found[-1] = (found[-1][0] + rest, "")
        elif sign == "+":
            found[-1] = (found[-1][0], found[-1][1] + rest)
        previous = sign
    return found


def is_like(expected: list[str], actual: list[str]) -> bool:
    """Equal line by line; `…` alone stands for any lines, in a line for any text."""
    if not expected:
        return not any(actual)
    first, *rest = expected
    if first == OMITTED:
        return any(is_like(rest, actual[n:]) for n in range(len(actual) + 1))
    if not actual:
        return False
    return _is_same(first, actual[0]) and is_like(rest, actual[1:])


def _is_same(expected: str, actual: str) -> bool:
    pattern = ".*".join(re.escape(part) for part in expected.split(OMITTED))
    return re.fullmatch(pattern, actual) is not None
