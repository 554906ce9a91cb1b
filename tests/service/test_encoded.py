"""Rows that were encoded once: another credit rule reads them as they were kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.app import measuring
from engine.app.running import run_month
from tests.checks.examples import BASE
from tests.checks.rows_scenarios import with_rows
from tests.checks.shop import Opened, batch_of, quiet, shop

POLICY = BASE.replace("销售额 × 1%", "销售额 × 1% + 接待人数 × 2")
NO_CREDIT = "service:\n  sales_rule: order\n  lookback_days: 1\n  silence_seconds: 20\n"


def payouts(opened: Opened) -> list[tuple[object, ...]]:
    result = run_month(opened.workspace, opened.request(), "zh", quiet)
    assert not result.diagnostics, result.diagnostics
    (table,) = [one for one in result.report.tables if one.key == "payouts"]
    return list(table.rows)


def filled(opened: Opened) -> None:
    opened.save(batch_of({"小美": {"服务得分": "90"}, "小丽": {"服务得分": "80"}}))
    with_rows(opened)


@pytest.fixture
def keeping(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Every number of rows is kept; the function forbids to encode anything from then on."""
    monkeypatch.setattr(measuring, "KEEP_FROM", 0)

    def forbid(*_: object) -> None:
        raise AssertionError("rows were encoded again")

    return lambda: monkeypatch.setattr(measuring, "profile_of", forbid)


def test_another_rule_neither_loads_nor_sorts_and_pays_the_same(
    keeping: Callable[[], None],
) -> None:
    with shop(NO_CREDIT + POLICY) as fresh:
        filled(fresh)
        expected = payouts(fresh)
    with shop(POLICY) as opened:
        filled(opened)
        first = payouts(opened)
        folders = list((opened.workspace.root / "cache" / "encoded").iterdir())
        assert len(folders) == 1
        keeping()
        opened.policy.write_text(NO_CREDIT + POLICY, "utf-8")
        assert payouts(opened) == expected
        opened.policy.write_text(POLICY, "utf-8")
        assert payouts(opened) == first


def test_what_was_not_kept_whole_is_encoded_again(keeping: Callable[[], None]) -> None:
    with shop(POLICY) as opened:
        filled(opened)
        first = payouts(opened)
        (folder,) = (opened.workspace.root / "cache" / "encoded").iterdir()
        (folder / "lines.parquet").unlink()
        for one in (opened.workspace.root / "cache" / "figures").iterdir():
            one.unlink()
        assert payouts(opened) == first


def test_more_rows_are_encoded_anew(keeping: Callable[[], None]) -> None:
    with shop(POLICY) as opened:
        filled(opened)
        payouts(opened)
        keeping()
        late = "2024-05-09 10:00:00,店:小丽,丙,接收,在吗\n2024-05-09 10:01:00,店:小丽,丙,发送,在\n"
        from tests.checks.rows_scenarios import take

        take(opened, "聊天记录2.csv", "chat_log", "时间,客服账号,买家,方向,内容\n" + late)
        with pytest.raises(AssertionError, match="encoded again"):
            payouts(opened)
