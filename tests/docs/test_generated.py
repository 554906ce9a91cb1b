"""The generated pages are as they would be made now."""

from __future__ import annotations

from dataclasses import fields

import pytest
import yaml

from docs import build
from docs.made.codes import documented
from docs.made.rules import gathered
from engine.app.all_checks import ALL_CHECKS
from engine.formula.functions import FUNCTIONS
from engine.policy.service import Service


def test_no_generated_page_is_stale() -> None:
    assert build.stale() == []


def test_check_names_a_stale_page(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build, "PAGES", {"docs/nowhere.md": lambda: "text"})
    assert build.main(["--check"]) == 1
    assert "docs/nowhere.md" in capsys.readouterr().err


def test_every_check_is_documented() -> None:
    assert {c.code for c in ALL_CHECKS} == {d.check.code for d in documented()}


def test_rules_are_shown_by_clause_or_case() -> None:
    """A rule that policies cite is listed in docs/rules.yaml."""
    text = (build.ROOT / "docs" / "rules.yaml").read_text("utf-8")
    assert [number for number in gathered() if f"  {number}: " not in text] == []


def test_every_setting_of_the_service_rules_stands_at_a_rule() -> None:
    listed = yaml.safe_load((build.ROOT / "docs" / "rules.yaml").read_text("utf-8"))["rules"]
    named = [name for rule in listed.values() for name in rule.get("settings", ())]
    # whether rows or a report is believed, and when rows are complete, is no rule of D1 to D12
    settings = {setting.name for setting in fields(Service)} - {"prefer", "quiet_days"}
    assert sorted(named) == sorted(settings)


def test_both_guides_name_every_function() -> None:
    for function in FUNCTIONS:
        assert f"`{function.name}`" in (build.ROOT / "docs/guide.md").read_text("utf-8")
        assert f"`{function.chinese}`" in (build.ROOT / "docs/guide.zh-CN.md").read_text("utf-8")
