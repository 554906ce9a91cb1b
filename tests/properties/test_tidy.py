"""Laying out changes no value, no comment and no order, and a second time nothing at all."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.app.formatting import tidied
from engine.policy.meaning import meaning_digest, paying_digest
from engine.source.document import Mapping, Node, Scalar, Sequence
from engine.source.read import read
from engine.source.write import write
from tests.pipeline import CONFORMANCE, ENGINE, ROOT, SHIPPED, relative, shown
from tests.properties.conftest import EXAMPLES
from tests.properties.policies import policies

FILES = (
    *SHIPPED,
    *CONFORMANCE,
    *sorted((ROOT / "schemas").rglob("*.yaml")),
    *sorted(ENGINE.rglob("*.yaml")),
    *sorted((ROOT / "docs").rglob("*.yaml")),
)
NAMES = st.sampled_from(["a", "rows", "等级", "pay line", '"q: #"', "'it''s'", "x1", "率", "-b"])
PLAIN = st.sampled_from(
    [
        "1",
        "1.10",
        "∞",
        "95%",
        "甲，乙",
        "a b",
        "sales × 1%",
        "no",
        "22:22",
        "x>=1",
        "-",
        "''",
        '"# , {"',
    ]
)
REMARKS = ("# 备注", "#", "# a: [b,  c]  x", "#  二  blanks")


def root_of(content: bytes) -> Mapping:
    outcome = read("policy.yaml", content)
    assert outcome.value is not None and not outcome.diagnostics, shown(outcome.diagnostics)
    return outcome.value.root


def laid_out(content: bytes) -> bytes:
    """Laid out, with every promise held against the two texts."""
    outcome = tidied("policy.yaml", content)
    assert outcome.value is not None, shown(outcome.diagnostics)
    after = outcome.value.after
    before_root, after_root = root_of(content), root_of(after)
    assert before_root == after_root
    assert meaning_digest(before_root) == meaning_digest(after_root)
    assert paying_digest(before_root) == paying_digest(after_root)
    again = tidied("policy.yaml", after)
    assert again.value is not None and again.value.after == after
    assert after.endswith(b"\n") or not content.endswith(b"\n")
    assert not after.startswith(b"\n")
    return after


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_every_shipped_file_keeps_its_values_and_comments(path: Path) -> None:
    content = path.read_bytes()
    after = laid_out(content)
    words = [re.findall(r"#.*", text.decode()) for text in (content, after)]
    assert [w.rstrip() for w in words[0]] == [w.rstrip() for w in words[1]]


@given(policies())
@settings(max_examples=max(EXAMPLES // 2, 10))
def test_a_random_policy_keeps_its_meaning(made: object) -> None:
    laid_out(made.text.encode())  # type: ignore[attr-defined]


@dataclass
class Untidy:
    """A text in the making, as nobody should write one, and the comments put into it."""

    draw: st.DrawFn
    lines: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    def pick(self, *choices: str) -> str:
        return self.draw(st.sampled_from(choices))

    def blanks(self, most: int = 4) -> str:
        return " " * self.draw(st.integers(1, most))

    def remark(self) -> str:
        """The end of a line: nothing, blanks, or a comment."""
        said = self.pick("", "", "  ", *REMARKS)
        if not said.startswith("#"):
            return said
        self.comments.append(said)
        return self.blanks() + said

    def loose_lines(self, indent: str) -> None:
        """Empty lines and comments between two entries."""
        for _ in range(self.draw(st.integers(0, 2))):
            said = self.pick("", "   ", *REMARKS)
            if said.startswith("#"):
                self.comments.append(said)
                said = self.pick(indent, "", indent + " ") + said
            self.lines.append(said)

    def mapping(self, indent: str, depth: int, first: str = "") -> None:
        names = self.draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
        for number, name in enumerate(names):
            if number or not first:
                self.loose_lines(indent)
            start = first if first and not number else indent
            self.entry(f"{start}{name}:", indent, depth)

    def entry(self, head: str, indent: str, depth: int) -> None:
        kind = self.pick("plain", "plain", "flow", "block", "mapping", "list", "next", "none")
        inner = indent + self.blanks(5)
        if kind in ("mapping", "list") and depth < 4:
            self.lines.append(head + self.remark())
            deeper = self.mapping if kind == "mapping" else self.list
            deeper(inner if kind == "mapping" else self.pick(indent, inner), depth + 1)
        else:
            self.value(kind, head, indent, inner)

    def value(self, kind: str, head: str, indent: str, inner: str) -> None:
        match kind:
            case "flow":
                self.lines.append(head + self.blanks() + self.flow(indent, 0) + self.remark())
            case "block":
                self.lines.append(head + " " + self.pick("|", "|-"))
                body = self.draw(
                    st.lists(st.sampled_from(["甲 # x", "  y", "", "z: {  "]), max_size=3)
                )
                self.lines.extend(inner + line if line else "" for line in ["x", *body])
            case "next":
                self.lines.append(head + self.remark())
                self.lines.append(inner + self.draw(PLAIN) + self.remark())
            case "none":
                self.lines.append(head + self.remark())
            case _:
                self.lines.append(head + self.blanks() + self.draw(PLAIN) + self.remark())

    def list(self, indent: str, depth: int) -> None:
        for _ in range(self.draw(st.integers(1, 3))):
            self.loose_lines(indent)
            head = f"{indent}-{self.blanks()}"
            kind = self.pick("plain", "row", "row", "mapping")
            if kind == "mapping" and depth < 4:
                self.mapping(" " * len(head), depth + 1, first=head)
            elif kind == "plain":
                self.lines.append(head + self.draw(PLAIN) + self.remark())
            else:
                self.lines.append(head + self.flow(indent, 0) + self.remark())

    def flow(self, indent: str, depth: int) -> str:
        def gap() -> str:
            return self.pick("", " ", "   ", "\n" + indent + " " if not depth else " ")

        cells = []
        for _ in range(self.draw(st.integers(0, 4))):
            inner = depth < 2 and self.pick("", "", "x")
            cell = self.flow(indent, depth + 1) if inner else self.draw(PLAIN)
            cells.append(f"{gap()}{cell} ")
        if self.pick("list", "pairs") == "list":
            return "[" + ",".join(cells) + gap() + "]"
        pairs = (f" k{n}:{self.blanks()}{cell.lstrip()}" for n, cell in enumerate(cells))
        return "{" + ",".join(pairs) + "}"


@st.composite
def untidy(draw: st.DrawFn) -> tuple[str, list[str]]:
    text = Untidy(draw)
    text.mapping("", 0)
    return "\n".join(text.lines) + draw(st.sampled_from(["", "\n", "\n\n  \n"])), text.comments


@given(untidy())
@settings(max_examples=EXAMPLES * 5)
def test_any_untidy_text_keeps_its_values_and_comments(made: tuple[str, list[str]]) -> None:
    text, comments = made
    outcome = read("policy.yaml", text.encode())
    assume(outcome.value is not None and not outcome.diagnostics)
    after = laid_out(text.encode()).decode()
    place = 0
    for comment in comments:
        place = after.index(comment.rstrip(), place) + len(comment.rstrip())


def plain(node: Node) -> object:
    """Without the way it was quoted."""
    match node:
        case Mapping():
            return [(key.text, plain(value)) for key, value in node.pairs]
        case Sequence():
            return [plain(item) for item in node.items]
        case Scalar():
            return node.text if node.quoted or node.number is None else node.number
    raise AssertionError(node)


@pytest.mark.parametrize("path", [*SHIPPED, *CONFORMANCE], ids=relative)
def test_a_policy_that_is_printed_reads_as_before(path: Path) -> None:
    root = root_of(path.read_bytes())
    printed = write(root, lambda path, node: f"{node.span}")
    assert plain(root) == plain(root_of(printed.encode()))
    assert meaning_digest(root) == meaning_digest(root_of(printed.encode()))
