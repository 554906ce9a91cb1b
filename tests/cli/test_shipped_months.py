"""Every month of the shipped shops' files pays, not the one that the demo shows alone."""

from __future__ import annotations

import pytest

from engine.app.demo import demo
from engine.app.month import MonthRequest
from engine.app.running import run_month
from engine.app.workspace import Workspace
from engine.core.period import Month
from fixtures.made.writing import MONTHS
from tests.checks.shop import quiet


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("shipped") / "demo"
    for scene in demo(root, "en"):
        scene.play(quiet)
        if scene.title == "demo.import":
            break
    return Workspace(root)


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("shop", ["baihe", "dashu", "lanting", "qinghe", "songhe", "yunfan"])
def test_a_month_pays_without_a_finding(
    workspace: Workspace, shop: str, month: tuple[int, int]
) -> None:
    request = MonthRequest(shop=shop, month=Month(*month))
    result = run_month(workspace, request, "en", quiet)
    assert not result.diagnostics
    assert dict(result.report.facts)["total"] not in ("", "0.00")
