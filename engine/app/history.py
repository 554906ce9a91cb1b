"""`history`: what was posted, by which version, by whom, when and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from engine.app.checks.w912_nothing_posted import NOTHING_POSTED
from engine.app.payouts import money
from engine.app.result import Result
from engine.app.workspace import Workspace
from engine.bind.names import TOTAL
from engine.core.errors import EngineError
from engine.core.period import Month
from engine.core.record import record
from engine.core.span import whole_file
from engine.core.text import Language, say
from engine.ledger.entries import Entry, entries
from engine.ledger.store import FILE, open_store
from engine.report.model import Cell, Report, Table

ENTRIES = (
    "entry", "shop", "month", "policy", "version", "by", "posted_at", "note", "total",
    "entry_digest",
)  # fmt: skip
PAYOUTS = ("entry", "month", "agent", "name", "role", "version", "line", "amount")


@record(kw_only=True)
class HistoryRequest:
    """What is asked for; None leaves it open. `agent` is an account or a name."""

    shop: str | None
    month: Month | None
    agent: str | None


def history(workspace: Workspace, request: HistoryRequest, language: Language) -> Result:
    """Every posting that fits, oldest first; of one agent also every line that was paid."""
    with open_store(workspace.root, writes=False) as store:
        found = [entry for entry in entries(store) if _fits(entry, request)]
    payouts = [row for entry in found for row in _lines(entry, request.agent, language)]
    if not found or (request.agent is not None and not payouts):
        asked = (request.shop, request.month, request.agent)
        what = " ".join(str(one) for one in asked if one) or workspace.root.name
        raise EngineError(NOTHING_POSTED.at(whole_file(FILE), what=what))
    if request.agent is not None:
        named = {row[0] for row in payouts}
        found = [entry for entry in found if entry.number in named]
    tables = [Table(key="entries", columns=ENTRIES, rows=tuple(_entry(e) for e in found))]
    if request.agent is not None:
        numbers = frozenset({"amount"})
        rows = tuple(payouts)
        tables.append(Table(key="paid_lines", columns=PAYOUTS, rows=rows, numbers=numbers))
    facts = (("entry_count", len(found)),)
    return Result(report=Report(command="history", facts=facts, tables=tuple(tables)))


def _fits(entry: Entry, request: HistoryRequest) -> bool:
    return request.shop in (None, entry.shop) and str(request.month or entry.month) == entry.month


def _entry(entry: Entry) -> tuple[Cell, ...]:
    content = entry.content()
    words = (content["by"], content["posted_at"], content["note"])
    return (
        entry.number,
        entry.shop,
        entry.month,
        entry.policy,
        f"v{content['version']}",
        *(str(word) for word in words),
        money(Decimal(str(content["total"]))),
        entry.digest,
    )


def _lines(entry: Entry, agent: str | None, language: Language) -> Iterable[tuple[Cell, ...]]:
    content = entry.content()
    payouts = content["payouts"]
    if agent is None or not isinstance(payouts, list):
        return
    for payout in payouts:
        if isinstance(payout, Mapping) and agent in (payout["agent"], payout["name"]):
            for line, amount in payout["lines"]:
                yield (
                    entry.number,
                    entry.month,
                    str(payout["agent"]),
                    str(payout["name"]),
                    str(payout["role"]),
                    f"v{content['version']}",
                    say(language, "item.total") if line == TOTAL else str(line),
                    money(Decimal(str(amount))),
                )
