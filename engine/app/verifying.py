"""`verify`: walk the chain, compute every month again by both evaluators, name what differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from engine.app.checks.w912_nothing_posted import NOTHING_POSTED
from engine.app.comparing import amounts_of
from engine.app.computation import payer_of
from engine.app.measuring import with_worked
from engine.app.month import PaidMonth, Show, pay_dataset
from engine.app.policies import compile_policy
from engine.app.result import Result
from engine.app.stored import stored_versions
from engine.app.version_month import pay_by
from engine.app.workspace import Workspace, catalog, schema
from engine.bind.dataset import data_digest
from engine.bind.model import BoundPolicy
from engine.bind.names import TOTAL
from engine.bind.version_days import Payer
from engine.core.diagnostic import Diagnostic, Outcome, in_order
from engine.core.errors import EngineError
from engine.core.number import plain
from engine.core.period import Month, days_of
from engine.core.record import record
from engine.core.span import whole_file
from engine.core.text import Language, say
from engine.ledger.book import Book, Standing, book_of, computed_of
from engine.ledger.chain import chain_breaks, written_count
from engine.ledger.checks.l702_recomputed_differs import RECOMPUTED_DIFFERS
from engine.ledger.checks.l703_chain_broken import CHAIN_BROKEN
from engine.ledger.checks.l705_figures_gone import FIGURES_GONE
from engine.ledger.checks.l709_anchor_missing import ANCHOR_MISSING
from engine.ledger.consistency import inconsistencies
from engine.ledger.contents import KINDS, MonthComputed
from engine.ledger.entries import GENESIS, Entry, entries
from engine.ledger.fingerprints import batch_fingerprints
from engine.ledger.month import dataset_for, read_month, with_history
from engine.ledger.rows import altered_rows
from engine.ledger.store import FILE, Store, open_store
from engine.report.model import Cell, Report, Table

COLUMNS = ("entry", "entry_kind", "shop", "month", "policy", "entry_digest", "is_sound")


@record(kw_only=True)
class VerifyRequest:
    """What is asked for; None leaves it open. `anchors`: digests that must be in the chain."""

    shop: str | None = None
    month: Month | None = None
    anchors: tuple[str, ...] = ()


def verify(workspace: Workspace, request: VerifyRequest, language: Language, show: Show) -> Result:
    """Everything that can be checked without trusting the ledger."""
    with open_store(workspace.root, writes=False) as store:
        chain = tuple(entries(store))
        found = list(chain_breaks(chain, written_count(store)))
        found.extend(_anchors(chain, request.anchors))
        broken = {d.values["entry"] for d in found if "entry" in d.values}
        whole = tuple(entry for entry in chain if str(entry.number) not in broken)
        book = book_of(whole)
        if len(whole) == len(chain):
            found.extend(inconsistencies(book))
        found.extend(altered_rows(store, workspace.root))
        asked = [entry for entry in chain if is_asked(entry, request)]
        unsure: set[int] = set()
        for entry in asked:
            standing = book.by_number.get(entry.number)
            if standing is None or computed_of(standing) is None:
                continue
            if broken and looks_back(standing):
                # what it looked back at is not what was written, so nothing can be said of it
                unsure.add(entry.number)
                continue
            show(f"{entry.shop} {entry.month}")
            found.extend(recheck(store, book, standing, show))
    if not asked and not found:
        what = " ".join(str(x) for x in (request.shop, request.month) if x) or workspace.root.name
        raise EngineError(NOTHING_POSTED.at(whole_file(FILE), what=what))
    named = {d.values.get("entry") for d in found}
    rows = tuple(
        (*row[:-1], None) if row[0] in unsure else row
        for row in (entry_row(entry, named, language) for entry in asked)
    )
    facts = (("entry_count", len(asked)), ("head", chain[-1].digest if chain else GENESIS))
    table = Table(key="entries", columns=COLUMNS, rows=rows)
    report = Report(command="verify", facts=facts, tables=(table,))
    return Result(report=report, diagnostics=in_order(found))


def looks_back(standing: Standing) -> bool:
    """Whether the month's rules read earlier payslips."""
    computed = computed_of(standing)
    assert computed is not None, "asked only of months"
    bounds = (
        compile_policy(version.file, schema("policy"), catalog()).value
        for version in stored_versions(computed.body)
    )
    return any(bound is not None and _reads_past(bound, standing.month) for bound in bounds)


def _reads_past(bound: BoundPolicy, month: Month) -> bool:
    first = bound.policy.history_from or month
    return first < month and any(item.kind == "past" for item in bound.items)


def is_asked(entry: Entry, request: VerifyRequest) -> bool:
    is_shop = request.shop in (None, entry.shop)
    return is_shop and str(request.month or entry.month) == entry.month


def entry_row(entry: Entry, named: set[str | None], language: Language) -> tuple[Cell, ...]:
    """`named`: the numbers of entries of which something was found."""
    kind = say(language, f"entry.{entry.kind}") if entry.kind in KINDS else entry.kind
    is_sound = str(entry.number) not in named
    where = (entry.shop, entry.month, entry.policy)
    return (entry.number, kind, *where, entry.digest, is_sound)


def _anchors(chain: tuple[Entry, ...], anchors: tuple[str, ...]) -> Iterator[Diagnostic]:
    """A digest that was kept elsewhere: a ledger that lacks it is another one, or cut short."""
    known = {entry.digest for entry in chain}
    for anchor in anchors:
        if anchor not in known:
            head = chain[-1].digest if chain else GENESIS
            yield ANCHOR_MISSING.at(whole_file(FILE), anchor=anchor, head=head)


def recomputed(
    store: Store, book: Book, standing: Standing, show: Show
) -> tuple[Outcome[PaidMonth], bool]:
    """The month of an entry from its stored policy and data, and whether the data are the same."""
    computed = computed_of(standing)
    assert computed is not None, "asked only of months"
    entry, month = standing.entry, standing.month
    gone = missing_batches(store, computed)
    if gone:
        missing = FIGURES_GONE.at(whole_file(FILE), entry=str(entry.number), batch=", ".join(gone))
        return Outcome(None, (missing,)), True
    payer = stored_payer(computed, month)
    if payer.value is None:
        return Outcome(None, payer.diagnostics), True
    bounds, kept = payer.value.bounds, computed.body["data_digest"]
    earlier = book.before(entry.number)
    stored = read_month(store, entry.shop, month, computed.batches)
    stored = with_history(earlier, stored, bounds, book.place_of(entry))
    if len(bounds) > 1:
        paid = pay_by(payer.value, stored, month, show)
        return paid, paid.value is None or paid.value.data_digest == kept
    worked = with_worked(bounds[0], stored, month)
    if worked.value is None:
        return Outcome(None, worked.diagnostics), True
    dataset = dataset_for(bounds[0], worked.value, month)
    is_same = data_digest(dataset) == kept
    return pay_dataset(bounds[0], dataset, entry.month, show), is_same


def stored_payer(computed: MonthComputed, month: Month) -> Outcome[Payer]:
    """What an entry was paid by, from the texts that it keeps."""
    versions = stored_versions(computed.body)
    days = [version.days or days_of(month) for version in versions]
    return payer_of([version.file for version in versions], days)


def missing_batches(store: Store, computed: MonthComputed) -> list[str]:
    known = {str(row[0]) for row in store.rows("SELECT batch FROM batches")}
    return [batch for batch in computed.batches if batch not in known]


def recheck(store: Store, book: Book, standing: Standing, show: Show) -> Iterator[Diagnostic]:
    """What of a computed month is not as it was: figures, digests, amounts."""
    yield from proven(store, book, standing, show).diagnostics


def proven(store: Store, book: Book, standing: Standing, show: Show) -> Outcome[PaidMonth]:
    """The month of an entry worked out anew; nothing where it is not what the entry says."""
    computed = computed_of(standing)
    assert computed is not None, "asked only of months"
    number, where = str(standing.entry.number), whole_file(FILE)
    altered = _altered_batches(store, computed)
    found = [CHAIN_BROKEN.at(where, entry=number, what=f"batch {batch}") for batch in altered]
    paid, is_same = recomputed(store, book, standing, show)
    if not is_same:
        found.append(CHAIN_BROKEN.at(where, entry=number, what="data"))
    if paid.value is None:
        return Outcome(None, (*found, *paid.diagnostics))
    found.extend(_amounts_differ(number, computed, amounts_of(paid.value)))
    return Outcome(None if found else paid.value, tuple(found))


def batch_findings(store: Store, entry: Entry, computed: MonthComputed) -> Iterator[Diagnostic]:
    """The imports that a month was worked out from: gone, or not as they were."""
    number, where = str(entry.number), whole_file(FILE)
    gone = missing_batches(store, computed)
    if gone:
        yield FIGURES_GONE.at(where, entry=number, batch=", ".join(gone))
    for batch in _altered_batches(store, computed):
        yield CHAIN_BROKEN.at(where, entry=number, what=f"batch {batch}")


def _altered_batches(store: Store, computed: MonthComputed) -> Iterator[str]:
    """Batches whose rows are not those that were read; older entries keep no such digests.

    A batch that is gone is told by itself.
    """
    prints = batch_fingerprints(store, computed.batches)
    kept = computed.body.get("batch_digests")
    for batch, wanted in kept.items() if isinstance(kept, dict) else ():
        if prints.get(batch, wanted) != wanted:
            yield batch


def _amounts_differ(
    number: str, computed: MonthComputed, now: Mapping[str, Mapping[str, Decimal]]
) -> Iterator[Diagnostic]:
    posted = {p.agent: {**dict(p.lines), TOTAL: p.total} for p in computed.payouts}
    for agent in dict.fromkeys((*posted, *now)):
        mine, theirs = posted.get(agent, {}), now.get(agent, {})
        for line in dict.fromkeys((*mine, *theirs)):
            before, after = mine.get(line), theirs.get(line)
            if before != after:
                yield RECOMPUTED_DIFFERS.at(
                    whole_file(FILE), entry=number, agent=agent, line=line,
                    posted="—" if before is None else plain(before),
                    recomputed="—" if after is None else plain(after),
                )  # fmt: skip
