"""Wrong usage is told in the reader's language."""

from __future__ import annotations

import pytest

from tests.cli.command import Command

WRONG = (
    ("run",),
    ("run", "--shop"),
    ("run", "--shop", "x", "--month", "2024-05", "--formt", "json"),
    ("run", "--shop", "x", "--month", "2024-05", "--format", "yaml"),
    ("nothing",),
    ("adjust", "--shop", "x", "--month", "2024-05", "--amount", "x"),
)


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_argparse_speaks_the_language_of_the_reader(tianping: Command, words: tuple[str]) -> None:
    chinese = Command(tianping.folder, "zh")(*words)
    assert 2 == chinese.code
    last = chinese.err.splitlines()[-1]
    assert "错误：" in last
    for word in ("error", "argument", "required", "invalid", "choose", "expected", "usage"):
        assert word not in chinese.err
    english = Command(tianping.folder, "en")(*words)
    assert (2, True) == (english.code, "error: " in english.err)
