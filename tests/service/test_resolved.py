"""`check --resolved` prints every setting of the service rules, with what it means."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from engine.app.resolved_text import check_resolved
from engine.core.text import Language
from engine.policy.service import Service
from engine.report.model import Report
from tests.checks.base_scenarios import FIRM, OWN, extending
from tests.pipeline import build_policy
from tests.service.policy_cases import BASE

SERVICE = "service:\n  gap_seconds: 1200\n  sales_rule: order\n  month_cut: false\n"
ROWS = "measures:\n  快响应: {unit: count, places: 0, min: 0, max: 9, rows: {count: responses}}\n"


def resolved(folder: Path, sections: str, language: Language = "en") -> Report:
    path = folder / "policy.yaml"
    path.write_text(BASE + sections, encoding="utf-8")
    return check_resolved(None, [path], language).report


def settings(report: Report) -> dict[str, tuple[object, ...]]:
    """Setting → group, value, origin, question, meaning."""
    table = next(table for table in report.tables if table.key == "settings")
    return {str(row[2]): (row[1], *row[3:]) for row in table.rows}


@pytest.mark.parametrize("sections", [SERVICE, ROWS])
def test_every_setting_is_told(tmp_path: Path, sections: str) -> None:
    told = settings(resolved(tmp_path, sections))
    assert [setting.name for setting in fields(Service)] == list(told)
    assert all(question for _, _, _, question, _ in told.values())


def test_what_is_written_and_what_holds_by_default(tmp_path: Path) -> None:
    told = settings(resolved(tmp_path, SERVICE))
    assert ("money", "order", "own", "who owns the sales?") == told["sales_rule"][:4]
    assert ("credit", "1200", "own") == told["gap_seconds"][:3]
    assert ("conversations", "false", "own") == told["month_cut"][:3]
    assert ("conversations", "600", "default") == told["silence_seconds"][:3]
    assert ("inquiries", "none", "default") == told["order_window_days"][:3]
    assert "no, the order comes first" == told["tie"][4]


def test_the_words_are_in_the_language_asked_for(tmp_path: Path) -> None:
    report = resolved(tmp_path, SERVICE, "zh")
    assert "不算，订单在前" == settings(report)["tie"][4]
    assert "# 消息与会话\n" in report.text
    assert "#   sales_rule: order  # 本方案写明; " in report.text


def test_the_text_is_still_the_same_policy(tmp_path: Path) -> None:
    """The settings stand in comments under it."""
    report = resolved(tmp_path, SERVICE)
    assert "#   gap_seconds: 1200  # written here; " in report.text
    assert "#   silence_seconds: 600  # default; " in report.text
    one, other = (build_policy(text.encode()).value for text in (BASE + SERVICE, report.text))
    assert one is not None and other is not None
    assert one.paying_digest == other.paying_digest
    assert one.service == other.service


def test_a_policy_of_imported_figures_prints_no_settings(tmp_path: Path) -> None:
    report = resolved(tmp_path, "")
    assert {} == settings(report)
    assert "default" not in report.text


def test_a_setting_of_the_base_says_so() -> None:
    firm = FIRM + "service: {tie: line_first, gap_seconds: 900}\n"
    with extending(OWN + "service: {gap_seconds: 1200}\n", firm) as opened:
        told = settings(check_resolved(opened.workspace, [opened.policy], "en").report)
    assert ("line_first", "base") == told["tie"][1:3]
    assert ("1200", "own") == told["gap_seconds"][1:3]
    assert "yes, the line comes first" == told["tie"][4]
