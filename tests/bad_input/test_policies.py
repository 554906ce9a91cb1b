"""Files that are broken, hostile or by mistake: each gives one clear code, and quickly."""

from __future__ import annotations

import time

import pytest

from engine.source.read import DEEPEST_NESTING, LARGEST_FILE, read
from tests.checks.examples import BASE
from tests.pipeline import all_findings, codes, shown

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
)
FILES = {
    "not YAML": (b"format: 1\npay: {line: {amount: 1\n", {"Y101"}),
    "a tab for an indent": (b"pay:\n\tline: 1\n", {"Y101"}),
    "empty": (b"", {"Y102"}),
    "blanks and comments": (b"\n\n# nothing\n", {"Y102"}),
    "binary": (bytes(range(256)), {"Y103"}),
    "an image": (b"\x89PNG\r\n\x1a\n" + bytes(64), {"Y103"}),
    "zero bytes": (b"format: 1\0", {"Y103"}),
    "another encoding, GBK": ("format: 1\ntitle: 客服工资\n".encode("gbk"), {"Y103"}),
    "another encoding, UTF-16": ("format: 1\n".encode("utf-16"), {"Y103"}),
    "more than 4 MB": (b"#" * (LARGEST_FILE + 1), {"Y107"}),
    "a duplicate key": (b"title: a\ntitle: b\n", {"Y104"}),
    "an alias bomb": (BOMB.encode(), {"Y105"}),
    "a merge": (b"a: &x {b: 1}\nc: {<<: *x}\n", {"Y105"}),
    "code in a tag": (b"a: !!python/object/apply:os.system ['true']\n", {"Y106"}),
    "deep lists": (b"a: " + b"[" * 10_000 + b"]" * 10_000, {"Y108"}),
    "deep mappings": (b"{a: " * 10_000 + b"1" + b"}" * 10_000, {"Y108"}),
    "deep by indent": (
        "\n".join(" " * n + "a:" for n in range(DEEPEST_NESTING + 9)).encode(),
        {"Y108"},
    ),
    "a list": (b"- a\n- b\n", {"Y109"}),
    "one value": (b"hello\n", {"Y109"}),
    "two documents": (b"title: a\n---\ntitle: b\n", {"Y110"}),
    "a list as a key": (b"? [a, b]\n: 1\n", {"Y111"}),
}
FORMULAS = {
    "an attribute": ("销售额.__class__", {"B301"}),
    "an attribute of an attribute": ("评级.岗位工资.real", {"B303"}),
    "an attribute of a number": ("1 .real", {"B303"}),
    "a call": ("__import__(销售额)", {"B305"}),
    "a call of a call": ("min(1, 2)(3)", {"B303"}),
    "eval": ("eval(销售额)", {"B305"}),
    "a named argument": ("round(销售额, 2, mode=half_up)", {"B306"}),
    "a starred argument": ("min(*销售额)", {"B302", "B303"}),
    "a power": ("销售额 ** 2", {"B303"}),
    "a power that would fill the memory": ("9 ** 9 ** 9 ** 9", {"B303"}),
    "a whole division": ("销售额 // 2", {"B303"}),
    "a modulo": ("销售额 % 2", {"B303"}),
    "a text": ("'rm -rf'", {"B303"}),
    "an index": ("销售额[0]", {"B303"}),
    "a list": ("[x for x in 销售额]", {"B303"}),
    "a lambda": ("lambda: 1", {"B302", "B303"}),
    "an assignment": ("(x := 1)", {"B303"}),
    "an exponent": ("1e5", {"B303"}),
    "a hexadecimal": ("0x10", {"B303"}),
    "an underscore in a number": ("1_000", {"B303"}),
    "bits": ("销售额 | 1", {"B303"}),
    "a comment": ("销售额 # 1", {"B303"}),
    "a line break": ("销售额 ; 1", {"B303"}),
    "10 000 brackets": ("(" * 10_000 + "销售额" + ")" * 10_000, {"B304"}),
    "31 brackets": ("(" * 31 + "销售额" + ")" * 31, {"B304"}),
    "900 signs": ("-" * 900 + "销售额", {"B304"}),
    "a long sum": (" + ".join(["销售额"] * 400), {"B304"}),
    "nothing": ("", {"Y154"}),
    "blanks": ("   ", {"B302"}),
    "an open bracket": ("(销售额", {"B302"}),
    "two names": ("销售额 销售额", {"B302"}),
    "a sign alone": ("×", {"B302"}),
    "a division by 0": ("销售额 ÷ 0", {"B310"}),
    "not a number": ("nan", {"B301"}),
    "infinity": ("∞", {"B303"}),
}


def codes_soon(content: bytes) -> set[str]:
    """What is found; a file must not keep anybody waiting."""
    start = time.monotonic()
    found = all_findings(content, "policy.yaml")
    assert time.monotonic() - start < 5
    assert found, "nothing was found"
    assert shown(found)
    return set(codes(found))


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_policy_is_refused(name: str) -> None:
    content, expected = FILES[name]
    assert expected == codes_soon(content)


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_that_is_no_arithmetic_is_refused(name: str) -> None:
    formula, expected = FORMULAS[name]
    typed = "'" + formula.replace("'", "''") + "'"
    found = codes_soon(BASE.replace("销售额 × 1%", typed).encode())
    assert found
    assert found <= expected


def test_a_huge_file_is_not_looked_into() -> None:
    """100 MB are refused by their size; reading them would take seconds and memory."""
    huge = bytes(100 * 2**20)
    start = time.monotonic()
    outcome = read("policy.yaml", huge)
    assert time.monotonic() - start < 0.5
    assert ["Y107"] == codes(outcome.diagnostics)


def test_a_mark_of_the_byte_order_is_no_mistake() -> None:
    assert not all_findings(b"\xef\xbb\xbf" + BASE.encode(), "policy.yaml")


def test_windows_line_ends_are_no_mistake() -> None:
    assert not all_findings(BASE.replace("\n", "\r\n").encode(), "policy.yaml")


def test_all_mistakes_are_found_at_once() -> None:
    text = BASE.replace("销售额 × 1%", "销售客 × 1%").replace("评级.岗位工资", "评级.岗位工姿")
    assert ["B301", "B301"] == codes(all_findings(text.encode(), "policy.yaml"))
