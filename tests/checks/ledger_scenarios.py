"""What is done with posted months: approvals, corrections, adjustments, and forged entries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal

from engine.app.adjusting import AdjustRequest, adjust
from engine.app.correcting import RerunRequest, rerun
from engine.app.importing import ImportRequest, import_files
from engine.app.month import MonthRequest
from engine.app.posting import PostRequest, post
from engine.app.signing import CloseRequest, VerdictRequest, approve, close, withdraw
from engine.app.verifying import VerifyRequest, verify
from engine.catalog.row_file import ROWS
from engine.core.period import Month
from engine.ledger.contents import AdjustmentKind
from engine.ledger.entries import GENESIS, append
from engine.ledger.rows import KEY
from engine.ledger.store import open_store
from tests.checks.examples import BASE, Example, Found
from tests.checks.shop import FIGURES, MAY, SHOP, Opened, batch_of, quiet, refused, shop

JUNE = MAY.plus(1)
TWO_NAMES = f"{BASE}approvals: 2\n"
Action = Callable[[Opened], Found]


@contextmanager
def with_may(policy: str) -> Iterator[Opened]:
    """A shop whose May is posted by 会计."""
    with shop(policy) as opened:
        opened.save(batch_of(FIGURES))
        request = PostRequest(month=opened.request(), by="会计")
        assert not post(opened.workspace, request, "zh", quiet).diagnostics
        yield opened


def after_may(action: Action, policy: str = BASE) -> Callable[[Example], Found]:
    def scenario(example: Example) -> Found:
        found = []
        with with_may(policy) as opened, refused(found):
            found.extend(action(opened))
        return tuple(found)

    return scenario


def rerun_may(opened: Opened) -> Found:
    request = RerunRequest(month=opened.request(), by="会计", reason="x")
    return rerun(opened.workspace, request, "zh", quiet).diagnostics


def rerun_by(version: str) -> Action:
    def action(opened: Opened) -> Found:
        for number in (2, 3):
            text = BASE.replace("version: 1", f"version: {number}")
            text = text.replace("{from: 2024-01}", f"{{from: {2024 + number}-01}}")
            (opened.policy.parent / f"v{number}.yaml").write_text(text, "utf-8")
        request = RerunRequest(month=opened.request(), by="会计", reason="x", version=version)
        return rerun(opened.workspace, request, "zh", quiet).diagnostics

    return action


def rerun_by_another_policy(opened: Opened) -> Found:
    other = opened.policy.parent.parent / "bonus" / "v1.yaml"
    other.parent.mkdir()
    other.write_text(BASE.replace("policy: pay", "policy: bonus"), "utf-8")
    month = MonthRequest(shop=SHOP, month=MAY, policy="pay")
    version = "policies/demo/bonus/v1.yaml"
    request = RerunRequest(month=month, by="会计", reason="x", version=version)
    return rerun(opened.workspace, request, "zh", quiet).diagnostics


def with_messages(change: Callable[[Opened], None]) -> Action:
    """A chat log is imported, something happens, and it is imported once more and verified."""

    def action(opened: Opened) -> Found:
        import_messages(opened, MESSAGES[0])
        change(opened)
        import_messages(opened, MESSAGES[1])
        return verify(opened.workspace, VerifyRequest(), "zh", quiet).diagnostics

    return action


HEAD = "时间,客服账号,买家,方向,内容\n"
MESSAGES = [f"{HEAD}2024-05-0{day} 10:00:00,小美,小花,接收,在吗\n" for day in (1, 2)]


def import_messages(opened: Opened, text: str) -> Found:
    path = opened.workspace.root / "聊天记录.csv"
    path.write_text(text, "utf-8")
    request = ImportRequest(
        files=(path,), mapping="chat_log", shop=SHOP, month=None, replace=False, language="zh"
    )
    return import_files(opened.workspace, request, quiet).diagnostics


def cut_rows(opened: Opened) -> None:
    for path in (opened.workspace.root / ROWS).glob("*/*.parquet"):
        path.write_bytes(path.read_bytes()[:-1])


def approved_by(name: str) -> Action:
    request = VerdictRequest(entry=1, by=name)
    return lambda opened: approve(opened.workspace, request, "zh").diagnostics


def withdrawn(opened: Opened) -> Found:
    return withdraw(opened.workspace, VerdictRequest(entry=1, by="会计"), "zh").diagnostics


def closed_in(month: Month) -> Action:
    def action(opened: Opened) -> Found:
        request = CloseRequest(month=opened.request(month), by="会计")
        return close(opened.workspace, request, "zh").diagnostics

    return action


def _to_come() -> Month:
    return Month(dt.datetime.now(dt.UTC).year + 1, 12)


def adjusted(kind: AdjustmentKind, amount: int, *, pays: Month = JUNE) -> Action:
    def action(opened: Opened) -> Found:
        month = opened.request(pays)
        releases = 2 if kind == "release" else None
        request = AdjustRequest(
            month=month, agent="小美", kind=kind, amount=Decimal(amount), by="会计", reason="x",
            evidence="工单 1", releases=releases,
        )  # fmt: skip
        return adjust(opened.workspace, request, "zh").diagnostics

    return action


def held_then_released(amount: int) -> Action:
    def action(opened: Opened) -> Found:
        assert not adjusted("hold", -50)(opened)
        return adjusted("release", amount)(opened)

    return action


def verified(opened: Opened, *anchors: str) -> Found:
    return verify(opened.workspace, VerifyRequest(anchors=anchors), "zh", quiet).diagnostics


def forged_approval(opened: Opened) -> Found:
    """Somebody who knows how digests are made adds the second name of an entry that needs none."""
    posted = {"kind": "approve", "shop": SHOP, "policy": "pay", "month": str(MAY)}
    body = {"by": "x", "note": "", "posted_at": "x", "entry": 1, "entry_digest": "sha256:x"}
    with open_store(opened.workspace.root, writes=True) as store, store.writing():
        append(store, posted, body)
    return verified(opened)


LEDGER_SCENARIOS: Mapping[str, Callable[[Example], Found]] = {
    "ledger: a row file altered": after_may(with_messages(cut_rows)),
    "ledger: the key of the pseudonyms removed": after_may(
        with_messages(lambda opened: (opened.workspace.root / KEY).unlink())
    ),
    "ledger: rerun before the approval": after_may(rerun_may, TWO_NAMES),
    "ledger: rerun": after_may(rerun_may),
    "ledger: rerun by another policy": after_may(rerun_by_another_policy),
    "cli: tianping rerun --version v1,v2 of a month that one version has paid": after_may(
        rerun_by("v1,v2")
    ),
    "cli: tianping rerun --version v2 of a month that one version has paid": after_may(
        rerun_by("v2")
    ),
    "ledger: adjust a posted month": after_may(adjusted("other", 50, pays=MAY)),
    "ledger: adjust an open month": after_may(adjusted("other", 50)),
    "ledger: hold a gain": after_may(adjusted("hold", 50)),
    "ledger: adjust in another year": after_may(adjusted("hold", -50, pays=Month(2042, 6))),
    "ledger: close a month to come": after_may(closed_in(_to_come())),
    "ledger: close": after_may(closed_in(MAY)),
    "ledger: release too much": after_may(held_then_released(60)),
    "ledger: release": after_may(held_then_released(50)),
    "ledger: approve by the same name": after_may(approved_by("会计"), TWO_NAMES),
    "ledger: approve": after_may(approved_by("店长"), TWO_NAMES),
    "ledger: withdraw what holds": after_may(withdrawn),
    "ledger: withdraw": after_may(withdrawn, TWO_NAMES),
    "ledger: forged approval": after_may(forged_approval),
    "ledger: another ledger": after_may(lambda opened: verified(opened, GENESIS)),
}
