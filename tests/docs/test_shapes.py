"""Every shape of rule has a page, and a faulty file of `docs/shapes` makes none."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from docs import build
from docs.made import shapes as made
from docs.made.shapes import CODES, FaultyShape, shape_from, shapes, without_cases
from tests.pipeline import CONFORMANCE, ROOT, all_findings, relative, shown

RIGHT = """\
code: J
title: {en: Tiers, zh: 分段}
boss: {en: One percent., zh: 百分之一。}
how: {en: A table., zh: 一张表。}
case: tests/cases/shapes/j_marginal.yaml
"""


def test_there_are_29_shapes() -> None:
    assert 29 == len(CODES) == len(set(CODES))


@pytest.mark.parametrize("code", CODES)
def test_the_shape_has_a_page_in_both_languages(code: str) -> None:
    assert code in shapes()
    for name in (f"{code}.md", f"{code}.zh-CN.md"):
        assert (ROOT / "docs" / "shapes" / name).is_file()


def test_every_case_file_of_a_shape_is_run() -> None:
    run = {relative(path) for path in CONFORMANCE}
    assert [shape.case for shape in shapes().values() if shape.case not in run] == []


@pytest.mark.parametrize("shape", shapes().values(), ids=lambda shape: shape.code)
def test_the_policy_of_a_shape_is_in_order(shape: made.Shape) -> None:
    found = all_findings(shape.policy.encode(), shape.case)
    assert not found, shown(found)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("boss: {en: One percent., zh: 百分之一。}\n", "", "missing keys ['boss']"),
        ("how:", "note: 1\nhow:", "unknown keys ['note']"),
        ("{en: Tiers, zh: 分段}", "{en: Tiers}", "title: missing keys ['zh']"),
        ("{en: Tiers, zh: 分段}", "Tiers", "title: keys and values are expected"),
        ("en: A table.", 'en: ""', "how.en is not a text"),
        ("code: J", "code: AD", "no shape is called 'AD'"),
        ("code: J", "code: K", "not called K.yaml"),
        ("j_marginal", "j_nothing", "there is no case file"),
        ("tests/cases/shapes/j_marginal", "policies/yunfan/pay/v1", "there is no case file"),
        ("code: J", "code: J\ncode: J", "J.yaml:2:1"),
    ],
)
def test_a_faulty_file_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "J.yaml"
    path.write_text(RIGHT.replace(old, new), encoding="utf-8")
    with pytest.raises(FaultyShape, match=re.escape(said)):
        shape_from(path)


def test_a_faulty_file_fails_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "J.yaml").write_text(RIGHT.replace("code: J", "code: K"), encoding="utf-8")
    monkeypatch.setattr(made, "FOLDER", tmp_path)
    monkeypatch.setattr(made, "shapes", made.shapes.__wrapped__)
    assert build.main(["--check"]) == 1
    assert "J.yaml" in capsys.readouterr().err


def test_a_page_that_nothing_makes_fails_the_build(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build, "left_over", lambda: ["docs/shapes/OLD.md"])
    assert build.main(["--check"]) == 1
    assert "docs/shapes/OLD.md" in capsys.readouterr().err


def test_the_page_shows_the_policy_without_its_cases() -> None:
    assert without_cases("a: 1\ncases:\n  - case: x\npay: 2\n") == "a: 1\npay: 2\n"


@pytest.mark.parametrize("language", made.LANGUAGES)
def test_a_case_for_several_agents_lists_each(
    language: str, shape_of_two: Callable[[], made.Shape]
) -> None:
    page = made.shape_page(shape_of_two(), language)
    assert "  - agents\n    - ann" in page
    assert "sales 400" in page


@pytest.fixture
def shape_of_two() -> Callable[[], made.Shape]:
    policy = (
        "format: 1\ncases:\n  - case: two\n    why: because\n"
        "    agents: {ann: {role: agent, given: {sales: 400}}}\n    expect: {ann: {place: 2}}\n"
    )
    both = {"en": "text", "zh": "字"}
    texts = {"title": both, "boss": both, "how": both}
    return lambda: made.Shape(code="J", texts=texts, case="x.yaml", policy=policy)
