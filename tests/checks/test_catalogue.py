"""The catalogue of texts: both languages say the same, and nothing in it is unused."""

from __future__ import annotations

import ast
import re
import string
from functools import cache

import pytest

from engine.app.all_checks import ALL_CHECKS
from engine.core.diagnostic import Check
from engine.core.text import LANGUAGES, catalogue
from tests.pipeline import ENGINE

CODES = {check.code for check in ALL_CHECKS}
TEXTS_OF_A_CODE = {"message", "hint", "hint_near"}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@cache
def written() -> tuple[frozenset[str], frozenset[str]]:
    """Every string in the engine's code: plain ones, and f-strings as regular expressions."""
    plain: set[str] = set()
    patterns: set[str] = set()
    for path in sorted(ENGINE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                plain.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(part.value) if isinstance(part, ast.Constant) else "(.+)"
                    for part in node.values
                ]
                patterns.add("".join(parts))
    # a pattern without words of its own would fit every key
    return frozenset(plain), frozenset(p for p in patterns if re.search(r"[a-z]+\\\.", p))


def is_used(key: str) -> bool:
    plain, patterns = written()
    if key in plain:
        return True
    matches = (re.fullmatch(pattern, key) for pattern in patterns)
    words = {word for entry in plain for word in (entry, *entry.split())}
    return any(match and all(g in words for g in match.groups()) for match in matches)


@pytest.mark.parametrize("check", ALL_CHECKS, ids=lambda c: c.code)
def test_a_code_has_message_and_hint_in_both_languages(check: Check) -> None:
    for language in LANGUAGES:
        assert catalogue(language)[f"{check.code}.message"].strip()
        assert catalogue(language)[f"{check.code}.hint"].strip()


@pytest.mark.parametrize("check", ALL_CHECKS, ids=lambda c: c.code)
def test_a_message_is_one_sentence_without_a_full_stop(check: Check) -> None:
    for language in LANGUAGES:
        assert not catalogue(language)[f"{check.code}.message"].endswith((".", "。"))


def test_both_languages_have_the_same_texts() -> None:
    assert set(catalogue("zh")) == set(catalogue("en"))


@pytest.mark.parametrize("key", sorted(catalogue("en")))
def test_both_languages_fill_in_the_same_values(key: str) -> None:
    assert placeholders(catalogue("zh")[key]) == placeholders(catalogue("en")[key])


def test_no_text_is_unused() -> None:
    keys = [k.rpartition(".") for k in catalogue("en")]
    of_codes = {f"{c}.{part}" for c, _, part in keys if c in CODES and part in TEXTS_OF_A_CODE}
    others = sorted(set(catalogue("en")) - of_codes)
    # what a column of machine-readable output means: the reference prints it beside the label
    asked = [k.replace(".help", ".label") if k.startswith("column.") else k for k in others]
    unused = [key for key in asked if not is_used(key)]
    assert not unused
