"""A sign that only looks like YAML is named in the hint."""

from __future__ import annotations

import pytest

from engine.core.text import hint
from engine.source.read import read


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title: a\nroles:\n\t客服: {pay: [工资]}\n", "Tab → ␣"),
        ("effective: {from: 2024-01， to: 2024-05}\n", "， → ,"),
        ("title： 方案\npolicy: pay\n", "： → :"),
    ],
)
def test_the_sign_is_named(text: str, told: str) -> None:
    found = read("policy.yaml", text.encode()).diagnostics
    assert ["Y101"] == [one.check.code for one in found]
    assert told in hint(found[0], "zh")
    assert told in hint(found[0], "en")


def test_other_mistakes_keep_their_hint() -> None:
    (found,) = read("policy.yaml", b"title: a: b\n").diagnostics
    assert "→" not in hint(found, "en")
