"""`explain`: one payout, as it was posted, as it would be now, or both side by side."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import localcontext
from difflib import SequenceMatcher

from engine.app.checks.w912_nothing_posted import NOTHING_POSTED
from engine.app.explaining_steps import COLUMNS, Explained, explained
from engine.app.measuring import with_worked
from engine.app.month import MonthRequest, PaidMonth, Show, select, stored_month
from engine.app.payouts import money
from engine.app.posting import ADJUSTMENTS
from engine.app.result import Result
from engine.app.running import selection_facts, stored_days
from engine.app.standing import opened_book, policy_named
from engine.app.verifying import recomputed
from engine.app.version_month import pay_by
from engine.app.workspace import Workspace
from engine.core.diagnostic import Outcome
from engine.core.errors import EngineError
from engine.core.number import EXACT, parse_decimal
from engine.core.record import record
from engine.core.span import whole_file
from engine.core.text import Language, say
from engine.ledger.book import Book, Place, Standing, computed_of, taken_of
from engine.ledger.month import StoredMonth, read_month
from engine.ledger.store import FILE, Store, open_store
from engine.report.model import Cell, Report, Table

SIDES = (
    "depth", "item", "posted", "now", "difference", "formula_posted", "formula_now",
    "values_posted", "values_now", "clause_posted", "clause_now",
)  # fmt: skip


@record(kw_only=True)
class ExplainRequest:
    """`entry` None: the month's own posting. Neither flag: as posted, if it is, else as a draft."""

    month: MonthRequest
    agent: str
    line: str | None = None
    entry: int | None = None
    as_posted: bool = False
    with_current: bool = False


@record
class _Side:
    """One way of working the month out, explained. `facts` tell which way it was."""

    explained: Explained
    facts: tuple[tuple[str, Cell], ...]


def explain(
    workspace: Workspace, request: ExplainRequest, language: Language, show: Show
) -> Result:
    """Every line with its formula, the values put in, the row that hit, rounding and clause."""
    with open_store(workspace.root, writes=False) as store:
        book = opened_book(store)
        shop = request.month.shop
        policy = policy_named(workspace, book, shop, request.month.policy)
        place = Place(shop=shop, policy=policy, month=request.month.month)
        standing = _standing(book, place, request)
        wants_posted = request.as_posted or request.entry is not None or not request.with_current
        posted: Outcome[_Side] | None = None
        if standing is not None and wants_posted:
            posted = _as_posted(store, book, standing, request, language, show)
        beside = _beside(book, place, request.agent, language)
    if posted is not None and posted.value is None:
        return Result(report=Report(command="explain"), diagnostics=posted.diagnostics)
    if posted is not None and posted.value is not None and not request.with_current:
        return _one_side(posted.value, beside)
    now = _with_current(workspace, request, language, show)
    if now.value is None:
        return Result(report=Report(command="explain"), diagnostics=now.diagnostics)
    if posted is None or posted.value is None:
        return _one_side(now.value, beside)
    return _both_sides(posted.value, now.value, beside)


def _standing(book: Book, place: Place, request: ExplainRequest) -> Standing | None:
    """The entry to explain: the one that was named, else the month's posting."""
    if request.entry is None:
        found = book.posting(place)
    else:
        named = book.by_number.get(request.entry)
        is_of = named is not None and book.place_of(named.entry) == place
        found = named if named is not None and is_of and computed_of(named) else None
    if found is None and (request.as_posted or request.entry is not None):
        number = "" if request.entry is None else f" {request.entry}"
        what = f"{place.shop} {place.month}{number}"
        raise EngineError(NOTHING_POSTED.at(whole_file(FILE), what=what))
    return found


def _as_posted(  # one entry, read from one store
    store: Store, book: Book, standing: Standing, request: ExplainRequest, language: Language,
    show: Show,
) -> Outcome[_Side]:  # fmt: skip
    """From the stored policy text and the stored data alone."""
    paid, _ = recomputed(store, book, standing, show)
    computed = computed_of(standing)
    if paid.value is None or computed is None:
        return Outcome(None, paid.diagnostics)
    entry = standing.entry
    stored = read_month(store, entry.shop, standing.month, computed.batches)
    stored = with_worked(paid.value.bound, stored, standing.month).value or stored
    corrections = book.corrections(book.place_of(entry))
    corrected = (str(one.entry.number) for one in corrections if one.state == "in_force")
    facts: tuple[tuple[str, Cell], ...] = (
        ("shop", entry.shop),
        ("month", entry.month),
        ("policy", entry.policy),
        ("version", computed.version),
        *stored_days(computed),
        ("basis", say(language, "explain.as_posted")),
        ("entry", entry.number),
        ("state", say(language, f"state.{standing.state}")),
        ("by", ", ".join(standing.names)),
        ("posted_at", standing.content.signed.at),
        ("corrected_by", ", ".join(corrected)),
        ("policy_file", str(computed.body["policy_file"])),
        ("policy_digest", str(computed.body["policy_digest"])),
        ("entry_digest", entry.digest),
    )
    return Outcome(_side(paid.value, stored, request, language, facts))


def _with_current(
    workspace: Workspace, request: ExplainRequest, language: Language, show: Show
) -> Outcome[_Side]:
    """From the version in force and the figures as they are today."""
    selected = select(workspace, request.month)
    if selected.value is None:
        return Outcome(None, selected.diagnostics)
    selection, payer = selected.value
    stored = stored_month(workspace, request.month.shop, request.month.month, *payer.bounds)
    outcome = pay_by(payer, stored, request.month.month, show)
    if outcome.value is None:
        return Outcome(None, outcome.diagnostics)
    facts = (*selection_facts(selection, language), ("basis", say(language, "explain.current")))
    stored = with_worked(outcome.value.bound, stored, request.month.month).value or stored
    return Outcome(_side(outcome.value, stored, request, language, facts))


def _side(
    paid: PaidMonth, stored: StoredMonth, request: ExplainRequest, language: Language,
    facts: tuple[tuple[str, Cell], ...],
) -> _Side:  # fmt: skip
    one = explained(paid, stored, (request.agent, request.line), language)
    return _Side(one, (*facts, ("agent", one.agent)))


def _beside(book: Book, place: Place, agent: str, language: Language) -> Table:
    """Corrections of the month and what settles its lines, for this agent."""
    standings = [*book.corrections(place), *book.settlements(place)]
    held = [one for one in standings if one.state == "in_force"]
    rows = tuple(
        (t.entry, t.agent, t.name, say(language, f"adjust.{t.kind}"), t.line, t.concerns,
         money(t.amount))
        for t in taken_of(held)
        if agent in (t.agent, t.name)
    )  # fmt: skip
    return Table(key="adjustments", columns=ADJUSTMENTS, rows=rows, numbers=frozenset({"amount"}))


def _one_side(side: _Side, beside: Table) -> Result:
    steps = Table(key="steps", columns=COLUMNS, rows=side.explained.steps)
    tables = (steps, side.explained.evidence, beside)
    return Result(report=Report(command="explain", facts=side.facts, tables=tables))


def _both_sides(posted: _Side, now: _Side, beside: Table) -> Result:
    rows = tuple(_paired(posted.explained, now.explained))
    numbers = frozenset({"posted", "now", "difference"})
    table = Table(key="sides", columns=SIDES, rows=rows, numbers=numbers)
    later = [(_NOW[key], value) for key, value in now.facts if key in _NOW]
    evidence = posted.explained.evidence
    told = Table(key="sides", columns=_TOLD, rows=_differing(rows), numbers=frozenset())
    report = Report(
        command="explain", facts=(*posted.facts, *later), tables=(table, evidence, beside),
        views=(told, evidence, beside),
    )  # fmt: skip
    return Result(report=report)


# Facts that both sides have, under the name of the second.
_NOW = {
    "version": "version_now",
    "version_days": "version_days_now",
    "policy_file": "policy_file_now",
    "policy_digest": "policy_digest_now",
}


def _paired(posted: Explained, now: Explained) -> Iterator[tuple[Cell, ...]]:
    """Steps of the same depth and name beside each other; what one side lacks stays blank."""
    before, after = posted.steps, now.steps
    matcher = SequenceMatcher(None, [row[:2] for row in before], [row[:2] for row in after], False)
    for _, start, end, other_start, other_end in matcher.get_opcodes():
        mine, theirs = before[start:end], after[other_start:other_end]
        if [row[:2] for row in mine] == [row[:2] for row in theirs]:
            yield from (_pair(one, other) for one, other in zip(mine, theirs, strict=True))
            continue
        yield from (_pair(one, None) for one in mine)
        yield from (_pair(None, other) for other in theirs)


_TOLD = ("depth", "item", "amount", "difference", "formula", "values", "clause")


def _differing(rows: tuple[tuple[Cell, ...], ...]) -> tuple[tuple[Cell, ...], ...]:
    """For people: the steps in which anything differs, and those that they stand below."""
    kept: list[tuple[Cell, ...]] = []
    depth = 0
    for row in reversed(rows):
        one = dict(zip(SIDES, row, strict=True))
        pairs = [(one[f"{k}posted"], one[f"{k}now"]) for k in ("", "formula_", "values_")]
        is_above = int(str(one["depth"])) < depth
        if is_above or any(before != after for before, after in pairs):
            depth = int(str(one["depth"]))
            pairs.append((one["clause_posted"], one["clause_now"]))
            amount, formula, values, clause = (_told(before, after) for before, after in pairs)
            kept.append((one["depth"], one["item"], amount, one["difference"], formula, values,
                         clause))  # fmt: skip
    return tuple(reversed(kept))


def _told(before: Cell, after: Cell) -> Cell:
    return before if before == after else f"{before or '—'} → {after or '—'}"


def _pair(one: tuple[Cell, ...] | None, other: tuple[Cell, ...] | None) -> tuple[Cell, ...]:
    named = one or other or ()
    old = dict(zip(COLUMNS, one or ("",) * len(COLUMNS), strict=True))
    new = dict(zip(COLUMNS, other or ("",) * len(COLUMNS), strict=True))
    return (
        named[0], named[1], old["amount"], new["amount"], _difference(old["amount"], new["amount"]),
        old["formula"], new["formula"], old["values"], new["values"], old["clause"], new["clause"],
    )  # fmt: skip


def _difference(before: Cell, after: Cell) -> str:
    """Of two amounts; of words, or where a side lacks one, nothing."""
    one, other = parse_decimal(str(before or "")), parse_decimal(str(after or ""))
    if one is None or other is None:
        return ""
    with localcontext(EXACT):
        return f"{other - one:f}"
