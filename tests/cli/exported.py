"""A ledger of two months with a correction, an adjustment, second names and a closed month."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from engine.app.adjusting import AdjustRequest, adjust
from engine.app.correcting import RerunRequest, rerun
from engine.app.posting import PostRequest, post
from engine.app.result import Result
from engine.app.signing import CloseRequest, VerdictRequest, approve, close
from engine.ledger.batches import RejectedCell, save_batch
from engine.ledger.store import open_store
from tests.checks.examples import BASE
from tests.checks.export_scenarios import JUNE, MAY
from tests.checks.shop import FIGURES, Opened, batch_of, quiet, shop, with_amount

REJECTED = "13800138000 张三"
# May is the first month that counts, so June looks back to it and May to none
POLICY = (
    BASE.replace("currency: CNY\n", "currency: CNY\napprovals: 2\n") + "history: {from: 2024-05}\n"
    "streaks:\n  连好: {while: 考核得分 >= 80, absent: skip}\n"
    "notices:\n  表扬: {when: 连好.月数 >= 2}\n"
)


@contextmanager
def ledger() -> Iterator[Opened]:
    """Nine entries: see `_fill`."""
    with shop(POLICY) as opened:
        _fill(opened)
        yield opened


def _fill(opened: Opened) -> None:
    cell = RejectedCell(row=9, column="电话", text=REJECTED, code="I801", reason=f"“{REJECTED}”")
    first = replace(batch_of(FIGURES), rejects=(cell,))
    opened.save(first)
    _sure(post(opened.workspace, PostRequest(month=opened.request(), by="会计"), "zh", quiet))
    approved(opened, 1)  # entry 2
    with open_store(opened.workspace.root, writes=True) as store:
        save_batch(store, with_amount(batch_of(FIGURES), Decimal(50)), replace=True, show=quiet)
    request = RerunRequest(month=opened.request(), by="会计", reason="退货晚到")
    _sure(rerun(opened.workspace, request, "zh", quiet))  # 3
    approved(opened, 3)  # 4
    _sure(adjust(opened.workspace, dispute(opened), "zh"))  # 5
    approved(opened, 5)  # 6
    closing = CloseRequest(month=opened.request(), by="会计")
    _sure(close(opened.workspace, closing, "zh"))  # 7
    opened.save(batch_of(FIGURES, JUNE))
    _sure(post(opened.workspace, PostRequest(month=opened.request(JUNE), by="会计"), "zh", quiet))
    approved(opened, 8)  # 9


def approved(opened: Opened, entry: int) -> None:
    request = VerdictRequest(entry=entry, by="店长")
    _sure(approve(opened.workspace, request, "zh"))


def dispute(opened: Opened) -> AdjustRequest:
    """Fifty for a line of May, paid with June."""
    return AdjustRequest(
        month=opened.request(JUNE), agent="小美", kind="dispute", amount=Decimal(50), by="会计",
        reason="漏记一单", evidence="工单 8101", concerns=MAY, line="提成",
    )  # fmt: skip


def _sure(result: Result) -> None:
    assert not result.diagnostics, result.diagnostics


def manifest_of(folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
    return loaded
