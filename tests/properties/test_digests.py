"""The meaning of a policy: the same however it is written down, another with any other number."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.core.number import parse_quantity
from engine.source.document import Mapping, Node, Scalar, Sequence
from engine.source.read import read
from tests.pipeline import SHIPPED, build_policy, relative, shown
from tests.properties.conftest import EXAMPLES

FEW = max(EXAMPLES // 20, 3)
_FLAG_CASES = re.compile(r"\n  cases:\n(?:    .*\n)+")
_NUMBER = re.compile(r"(?<![\w.\-])\d+(?:\.\d+)?(?![\w.\-])")


def root_of(content: bytes) -> Mapping:
    document = read("policy.yaml", content).value
    assert document is not None
    return document.root


def meaning(content: bytes) -> str:
    outcome = build_policy(content)
    assert outcome.value is not None, shown(outcome.diagnostics)
    return outcome.value.meaning_digest


@st.composite
def rewritten(draw: st.DrawFn, node: Node, keeps_order: bool = False) -> str:
    """The same document in flow style: keys in another order, texts quoted or not, comments.

    Of rules about flags the first that fits counts, so their order is meant.
    """
    match node:
        case Mapping():
            pairs = node.pairs if keeps_order else draw(st.permutations(node.pairs))
            are_rules = node.get("handled_by") is not None
            inside = [
                f"{written(draw, key)}: {draw(rewritten(value, are_rules and key.text == 'rules'))}"
                for key, value in pairs
            ]
            comment = draw(st.sampled_from(["", " # 备注", " #"]))
            return "{" + comment + "\n" + ",\n".join(inside) + "\n}"
        case Sequence():
            return "[" + ", ".join(draw(rewritten(item)) for item in node.items) + "]"
        case Scalar():
            return written(draw, node)
    raise AssertionError(node)


def written(draw: st.DrawFn, scalar: Scalar) -> str:
    """Numbers stay as typed: quoting one would make it a text to the schema."""
    if scalar.number is not None or scalar.is_null or scalar.text in ("true", "false"):
        return scalar.text
    if draw(st.booleans()) and "\\" not in scalar.text and "\n" not in scalar.text:
        return '"' + scalar.text.replace('"', '\\"') + '"'
    return "'" + scalar.text.replace("'", "''").replace("\n", "\n\n") + "'"


@pytest.mark.parametrize("path", SHIPPED, ids=relative)
@settings(max_examples=FEW)
@given(data=st.data())
def test_order_comments_and_quotes_are_no_meaning(path: Path, data: st.DataObject) -> None:
    content = path.read_bytes()
    other = data.draw(rewritten(root_of(content)))
    assert meaning(content) == meaning(other.encode())


@pytest.mark.parametrize("path", SHIPPED, ids=relative)
@settings(max_examples=FEW)
@given(data=st.data())
def test_any_other_number_is_another_meaning(path: Path, data: st.DataObject) -> None:
    text = path.read_text("utf-8")
    paying = _FLAG_CASES.sub("", text.partition("\ncases:")[0])
    lines = [n for n, line in enumerate(paying.split("\n")) if _NUMBER.search(bare(line))]
    number = data.draw(st.sampled_from(lines))
    changed = paying.split("\n")
    changed[number] = one_more(data, changed[number])
    before = read("policy.yaml", paying.encode()).value
    after = read("policy.yaml", "\n".join(changed).encode()).value
    assert before is not None
    assert after is not None
    if before.root == after.root:
        return  # a number of a comment
    first, second = build_policy(paying.encode()), build_policy("\n".join(changed).encode())
    if first.value is not None and second.value is not None:
        assert first.value.meaning_digest != second.value.meaning_digest


def bare(line: str) -> str:
    return line.partition("#")[0]


def one_more(data: st.DataObject, line: str) -> str:
    found = data.draw(st.sampled_from(list(_NUMBER.finditer(bare(line)))))
    number = parse_quantity(found.group())
    assert number is not None
    return f"{line[: found.start()]}{number + 1}{line[found.end() :]}"


def test_worked_examples_are_no_meaning() -> None:
    for path in SHIPPED:
        text = path.read_text("utf-8")
        assert meaning(text.encode()) == meaning(text.partition("\ncases:")[0].encode())
