"""`post` a month to the ledger, and `verify` what was posted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import engine
from engine.app.checks.w912_nothing_posted import NOTHING_POSTED
from engine.app.comparing import amounts_of
from engine.app.frozen import edited_versions
from engine.app.month import MonthRequest, PaidMonth, Show, pay, pay_dataset, select
from engine.app.payouts import money
from engine.app.policies import compile_policy, load_file
from engine.app.result import Result
from engine.app.running import selection_facts
from engine.app.stored import stored_file, stored_form
from engine.app.workspace import Workspace, catalog, schema
from engine.audit.cases import shown
from engine.bind.dataset import Dataset
from engine.core.diagnostic import Diagnostic, in_order
from engine.core.digest import digest
from engine.core.errors import EngineError
from engine.core.number import fixed, plain
from engine.core.period import Month, parse_month
from engine.core.record import record
from engine.core.span import whole_file
from engine.core.text import Language
from engine.core.unit import Unit
from engine.ledger.chain import chain_breaks, written_count
from engine.ledger.checks.l701_already_posted import ALREADY_POSTED
from engine.ledger.checks.l702_recomputed_differs import RECOMPUTED_DIFFERS
from engine.ledger.checks.l703_chain_broken import CHAIN_BROKEN
from engine.ledger.checks.l705_figures_gone import FIGURES_GONE
from engine.ledger.entries import GENESIS, Entry, append, entries
from engine.ledger.month import Place, dataset_for, read_month, with_history
from engine.ledger.store import FILE, Store, open_store
from engine.policy.file import PolicyFile
from engine.report.model import Cell, Report, Table


@record(kw_only=True)
class PostRequest:
    month: MonthRequest
    by: str
    note: str = ""


def post(workspace: Workspace, request: PostRequest, language: Language, show: Show) -> Result:
    """Compute the month and append it to the chain, in one transaction; once."""
    selected = select(workspace, request.month)
    if selected.value is None:
        return Result(report=Report(command="post"), diagnostics=selected.diagnostics)
    selection, bound = selected.value
    month, shop = request.month.month, request.month.shop
    with open_store(workspace.root, writes=True) as store, store.writing():
        found = tuple(_forbidden(store, shop, selection.policy.name, month, workspace))
        if found:
            return Result(report=Report(command="post"), diagnostics=found)
        place = Place(shop=shop, month=month)
        stored = with_history(store, read_month(store, shop, month), bound, place)
        paid = pay(bound, stored, month, show)
        if paid.value is None:
            return Result(report=Report(command="post"), diagnostics=paid.diagnostics)
        file = load_file(workspace.root / bound.policy.span.file, workspace)
        content = _content(paid.value, file, request)
        posted = {"kind": "post", "shop": shop, "policy": bound.policy.name, "month": str(month)}
        entry = append(store, posted, content)
    facts = (
        *selection_facts(selection, language),
        ("entry", entry.number),
        ("by", request.by),
        ("total", money(paid.value.total)),
        ("entry_digest", entry.digest),
    )
    return Result(report=Report(command="post", facts=facts))


def _forbidden(
    store: Store, shop: str, policy: str, month: Month, workspace: Workspace
) -> Iterator[Diagnostic]:
    where = whole_file(FILE)
    for entry in entries(store):
        if (entry.shop, entry.policy, entry.month) == (shop, policy, str(month)):
            yield ALREADY_POSTED.at(where, shop=shop, month=str(month), entry=str(entry.number))
    yield from edited_versions(store, workspace, shop)


def _content(paid: PaidMonth, file: PolicyFile, request: PostRequest) -> Mapping[str, object]:
    """Everything that is needed to compute the month again, and what came out."""
    policy = paid.bound.policy
    return {
        "version": policy.version,
        **stored_form(file),
        "policy_digest": policy.bytes_digest,
        "meaning_digest": policy.meaning_digest,
        "paying_digest": policy.paying_digest,
        "script_digest": digest("script", 1, paid.script.text),
        "engine_version": engine.__version__,
        "engine_digest": engine_digest(),
        "data_digest": data_digest(paid.dataset),
        "batches": list(paid.dataset.batches),
        "by": request.by,
        "note": request.note,
        "posted_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "items": _items(paid),
        "payouts": _payouts(paid),
        "total": fixed(paid.total, 2),
    }


def _payouts(paid: PaidMonth) -> list[object]:
    amounts, kept = amounts_of(paid), _items(paid)
    return [
        {
            "agent": figures.agent,
            "name": figures.name,
            "role": figures.role,
            "lines": [[line, plain(amount)] for line, amount in amounts[figures.agent].items()],
            "values": {
                key: shown(value)
                for key, value in paid.run.rows[figures.agent].items()
                if value is not None and key in kept
            },
        }
        for figures in paid.dataset.agents
    ]


def _items(paid: PaidMonth) -> dict[str, str]:
    """What later months may look back to: every value of an agent's own, and how to read it."""
    units = {Unit.TEXT: "text", Unit.TRUTH: "truth"}
    return {
        item.key: units.get(item.type.unit, "number")
        for item in paid.bound.items
        if item.kind not in ("people", "past")
    }


def data_digest(dataset: Dataset) -> str:
    """Of every figure that went in, by agent and item."""
    rows = [[f.agent, f.role, dict(f.figures), *map(str, f.parts)] for f in dataset.agents]
    return digest("dataset", 1, rows)


def engine_digest() -> str:
    """Of the engine's own source files: the same version with other code is another engine."""
    folder = Path(engine.__file__).parent
    files = sorted(folder.rglob("*.py"))
    listed = {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in files}
    return digest("engine", 1, listed)


def verify(workspace: Workspace, shop: str | None, month: Month | None, show: Show) -> Result:
    """Walk the chain, recompute each posted month by both evaluators, name what differs."""
    found: list[Diagnostic] = []
    rows: list[tuple[Cell, ...]] = []
    with open_store(workspace.root, writes=False) as store:
        chain = list(entries(store))
        found.extend(chain_breaks(chain, written_count(store)))
        broken = {d.values["entry"] for d in found}
        for entry in chain:
            if shop not in (None, entry.shop) or str(month or entry.month) != entry.month:
                continue
            show(f"{entry.shop} {entry.month}")
            here: list[Diagnostic] = []
            if str(entry.number) not in broken:
                here = _faults(store, entry, show)
            found.extend(here)
            is_sound = not here and str(entry.number) not in broken
            rows.append(
                (entry.number, entry.shop, entry.month, entry.policy, entry.digest, is_sound)
            )
    if not rows and not found:
        what = " ".join(str(x) for x in (shop, month) if x) or workspace.root.name
        raise EngineError(NOTHING_POSTED.at(whole_file(FILE), what=what))
    head = chain[-1].digest if chain else GENESIS
    columns = ("entry", "shop", "month", "policy", "entry_digest", "is_sound")
    report = Report(
        command="verify",
        facts=(("entry_count", len(rows)), ("head", head)),
        tables=(Table(key="entries", columns=columns, rows=tuple(rows)),),
    )
    return Result(report=report, diagnostics=in_order(found))


def _faults(store: Store, entry: Entry, show: Show) -> list[Diagnostic]:
    try:
        return list(_recompute(store, entry, show))
    except EngineError as error:
        # a month that looks back to a broken entry cannot be computed either
        return list(error.diagnostics)


def _recompute(store: Store, entry: Entry, show: Show) -> Iterator[Diagnostic]:
    content = entry.content()
    number, where = str(entry.number), whole_file(FILE)
    month = parse_month(entry.month)
    batches = [str(b) for b in _list(content["batches"])]
    known = {str(row[0]) for row in store.rows("SELECT batch FROM batches")}
    gone = [b for b in batches if b not in known]
    if gone or month is None:
        yield FIGURES_GONE.at(where, entry=number, batch=", ".join(gone))
        return
    bound = compile_policy(stored_file(content), schema("policy"), catalog())
    if bound.value is None:
        yield from bound.diagnostics
        return
    place = Place(shop=entry.shop, month=month, before=entry.number)
    stored = read_month(store, entry.shop, month, batches)
    dataset = dataset_for(bound.value, with_history(store, stored, bound.value, place), month)
    if data_digest(dataset) != content["data_digest"]:
        yield CHAIN_BROKEN.at(where, entry=number, what="data")
    paid = pay_dataset(bound.value, dataset, entry.month, show)
    if paid.value is None:
        yield from paid.diagnostics
        return
    yield from _amounts_differ(number, content, amounts_of(paid.value))


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _amounts_differ(
    number: str, content: Mapping[str, object], recomputed: Mapping[str, Mapping[str, Decimal]]
) -> Iterator[Diagnostic]:
    posted: dict[str, dict[str, str]] = {}
    for payout in _list(content["payouts"]):
        if isinstance(payout, dict):
            posted[str(payout["agent"])] = {str(k): str(v) for k, v in payout["lines"]}
    for agent in dict.fromkeys((*posted, *recomputed)):
        mine = posted.get(agent, {})
        theirs = {k: plain(v) for k, v in recomputed.get(agent, {}).items()}
        for line in dict.fromkeys((*mine, *theirs)):
            if mine.get(line) != theirs.get(line):
                yield RECOMPUTED_DIFFERS.at(
                    whole_file(FILE), entry=number, agent=agent, line=line,
                    posted=mine.get(line, "—"), recomputed=theirs.get(line, "—"),
                )  # fmt: skip
