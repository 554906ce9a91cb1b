"""However a policy is parted into a base and the rest, the two together are the same policy."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.app.resolving import resolve
from engine.policy.extending import HEAD
from engine.policy.file import PolicyFile
from engine.policy.meaning import meaning_digest, paying_digest
from engine.source.document import Mapping
from engine.source.read import read
from engine.source.write import write
from tests.pipeline import CONFORMANCE, SHIPPED, relative, shown
from tests.properties.conftest import EXAMPLES

FEW = max(EXAMPLES // 20, 3)
BASE_HEAD = "format: 1\nbase: firm\nversion: 1\ntitle: 基础\n"


def parted(draw: st.DrawFn, node: Mapping) -> tuple[Mapping, Mapping]:
    """Two mappings that hold each value once, and a mapping in between where it is in both."""
    below, above = [], []
    for key, value in node.pairs:
        side = draw(st.sampled_from(["below", "above", "both"]))
        if side == "both" and isinstance(value, Mapping) and len(value.pairs) > 1:
            inner = parted(draw, value)
            below.extend([(key, inner[0])] if inner[0].pairs else [])
            above.extend([(key, inner[1])] if inner[1].pairs else [])
        else:
            (below if side == "below" else above).append((key, value))
    return replace(node, pairs=tuple(below)), replace(node, pairs=tuple(above))


def in_text(node: Mapping) -> str:
    return write(node, lambda path, value: "")


@pytest.mark.parametrize("path", [*SHIPPED, *CONFORMANCE], ids=relative)
@settings(max_examples=FEW)
@given(data=st.data())
def test_parted_and_put_together_it_means_the_same(path: Path, data: st.DataObject) -> None:
    document = read("x.yaml", path.read_bytes()).value
    assert document is not None
    root = document.root
    head = replace(root, pairs=tuple(p for p in root.pairs if p[0].text in HEAD))
    rest = replace(root, pairs=tuple(p for p in root.pairs if p[0].text not in HEAD))
    below, above = data.draw(sides(rest))
    base = PolicyFile(
        name="bases/firm/v1.yaml", content=(BASE_HEAD + in_text(below)).encode(), companions={}
    )
    own = in_text(head) + "extends: {base: firm, version: 1}\n" + in_text(above)
    file = PolicyFile(name="x.yaml", content=own.encode(), companions={}, base=base)
    outcome = resolve(file)
    assert outcome.value is not None and not outcome.diagnostics, shown(outcome.diagnostics)
    together = outcome.value.document.root
    assert (meaning_digest(root), paying_digest(root)) == (
        meaning_digest(together), paying_digest(together)
    )  # fmt: skip


@st.composite
def sides(draw: st.DrawFn, node: Mapping) -> tuple[Mapping, Mapping]:
    return parted(draw, node)
