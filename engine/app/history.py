"""`history`: every run, posting and adjustment, by which version, by whom, when and why."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from engine.app.checks.w912_nothing_posted import NOTHING_POSTED
from engine.app.payouts import money
from engine.app.result import Result
from engine.app.standing import opened_book
from engine.app.workspace import Workspace
from engine.core.errors import EngineError
from engine.core.period import Month
from engine.core.record import record
from engine.core.span import whole_file
from engine.core.text import Language, say
from engine.ledger.book import Book, Place, Standing, taken_of
from engine.ledger.contents import Adjustment, Correction, Posting, Taken
from engine.ledger.entries import Entry
from engine.ledger.runs import PastRun, past_runs
from engine.ledger.store import FILE, open_store
from engine.report.model import Cell, Report, Table

ENTRIES = (
    "entry", "entry_kind", "state", "shop", "month", "policy", "version", "by", "posted_at", "note",
    "total", "pays_in", "entry_digest",
)  # fmt: skip
RUNS = (
    "ran_at", "shop", "month", "policy", "version", "by", "agents", "total", "policy_digest",
    "data_digest",
)  # fmt: skip
PAYOUTS = ("entry", "month", "agent", "name", "role", "version", "line", "amount")
# columns of a terminal that the report takes at most
_WIDTH = 100
# a day, a minute, and enough of a digest to tell it from others
_LENGTHS = {"posted_at": 10, "ran_at": 16, "entry_digest": 8}
PERIODS = ("shop", "policy", "month", "state", "total", "adjusted", "payable")


@record(kw_only=True)
class HistoryRequest:
    """What is asked for; None leaves it open. `agent` is an account or a name."""

    shop: str | None
    month: Month | None
    agent: str | None


def history(workspace: Workspace, request: HistoryRequest, language: Language) -> Result:
    """All that fits, oldest first; of one agent every line that was paid, corrected, adjusted."""
    with open_store(workspace.root, writes=False) as store:
        book = opened_book(store)
        runs = [run for run in past_runs(store) if _fits(run.shop, run.month, request)]
    found = [e for e in book.entries if _fits(e.shop, e.month, request) or _pays(book, e, request)]
    payouts = [row for e in found for row in _lines(book, e, request.agent, language)]
    is_empty = not found and not runs
    if is_empty or (request.agent is not None and not payouts):
        asked = (request.shop, request.month, request.agent)
        what = " ".join(str(one) for one in asked if one) or workspace.root.name
        raise EngineError(NOTHING_POSTED.at(whole_file(FILE), what=what))
    if request.agent is not None:
        named = {row[0] for row in payouts}
        found = [entry for entry in found if entry.number in named]
    tables = [
        Table(
            key="entries", columns=ENTRIES, rows=tuple(_entry(book, e, language) for e in found),
            numbers=frozenset({"total"}),
        ),
        _periods(book, request, language),
        Table(
            key="runs", columns=RUNS, rows=tuple(_run(run) for run in runs),
            numbers=frozenset({"agents", "total"}),
        ),
    ]  # fmt: skip
    if request.agent is not None:
        rows, numbers = tuple(payouts), frozenset({"amount"})
        tables[1:] = [Table(key="paid_lines", columns=PAYOUTS, rows=rows, numbers=numbers)]
    facts = (("entry_count", len(found)),)
    said = dict(_of_all(tables))
    report = Report(
        command="history", facts=(*facts, *said.items()), tables=tuple(tables),
        views=tuple(_views(tables, said.keys())), width=_WIDTH,
    )  # fmt: skip
    return Result(report=report)


def _views(tables: Iterable[Table], said: Container[str]) -> Iterator[Table]:
    """For a terminal: what differs from row to row, and what belongs together in one column."""
    for table in tables:
        rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
        for below, above in _STACKED:
            if below in table.columns:
                rows = [_stacked(row, below, above) for row in rows]
        columns = tuple(column for column in table.columns if _tells(column, rows, said))
        cells = tuple(tuple(row[column] for column in columns) for row in rows)
        yield replace(table, columns=columns, rows=cells, numbers=table.numbers & set(columns))


# the day stands below the name, the digest below the kind
_STACKED = (("posted_at", "by"), ("ran_at", "by"), ("entry_digest", "entry_kind"))
_ONE_FOR_ALL = ("shop", "policy")


def _stacked(row: dict[str, Cell], below: str, above: str) -> dict[str, Cell]:
    text = str(row[below] or "").removeprefix("sha256:")
    short = text[: _LENGTHS[below]].replace("T", " ")
    return {**row, above: "\n".join(t for t in (str(row[above] or ""), short) if t), below: ""}


def _tells(column: str, rows: list[dict[str, Cell]], said: Container[str]) -> bool:
    """What is the same for all stands above; digests of runs are for machines."""
    is_for_people = column not in said and column not in ("policy_digest", "data_digest")
    return is_for_people and any(row[column] not in ("", None) for row in rows)


def _of_all(tables: Iterable[Table]) -> Iterator[tuple[str, Cell]]:
    """What the rows of a table are all of, where that is the same in every table."""
    listed = list(tables)
    for column in _ONE_FOR_ALL:
        cells = {
            row[table.columns.index(column)]
            for table in listed
            if column in table.columns
            for row in table.rows
        }
        if len(cells) == 1:
            yield column, cells.pop()


def _pays(book: Book, entry: Entry, request: HistoryRequest) -> bool:
    """A correction belongs to the month that pays it, too."""
    content = book.contents[entry.number]
    pays_in = str(content.pays_in) if isinstance(content, Correction) else entry.month
    return _fits(entry.shop, pays_in, request)


def _fits(shop: str, month: str, request: HistoryRequest) -> bool:
    return request.shop in (None, shop) and str(request.month or month) == month


def _entry(book: Book, entry: Entry, language: Language) -> tuple[Cell, ...]:
    content = book.contents[entry.number]
    standing = book.by_number.get(entry.number)
    version = ""
    if isinstance(content, Posting | Correction):
        version = content.computed.versions
    return (
        entry.number,
        say(language, f"entry.{entry.kind}"),
        say(language, f"state.{standing.state}") if standing else "",
        entry.shop,
        entry.month,
        entry.policy,
        version,
        ", ".join(standing.names) if standing else content.signed.by,
        content.signed.at,
        content.signed.note,
        _total(standing),
        str(content.pays_in) if isinstance(content, Correction) else "",
        entry.digest,
    )


def _total(standing: Standing | None) -> str:
    """What an entry pays: a month with all that is beside it, a difference, an adjustment."""
    match standing.content if standing else None:
        case Posting() as posting:
            return money(posting.payable)
        case Correction(differences=differences):
            return money(sum((d.amount for d in differences), Decimal(0)))
        case Adjustment(amount=amount):
            return money(amount)
        case _:
            return ""


def _run(run: PastRun) -> tuple[Cell, ...]:
    return (
        run.ran_at, run.shop, run.month, run.policy, run.version, run.ran_by, run.agents,
        run.total, run.policy_digest, run.data_digest,
    )  # fmt: skip


def _periods(book: Book, request: HistoryRequest, language: Language) -> Table:
    """Every month that the ledger knows: open, awaiting a name, posted, closed."""
    rows: list[tuple[Cell, ...]] = []
    for shop, policy in dict.fromkeys((e.shop, e.policy) for e in book.entries):
        for month in book.months(shop, policy):
            if not _fits(shop, str(month), request):
                continue
            place = Place(shop=shop, policy=policy, month=month)
            total, beside = period_amounts(book, place)
            state = say(language, f"period.{book.state(place)}")
            amounts = (money(total), money(beside), money(total + beside))
            rows.append((shop, policy, str(month), state, *amounts))
    numbers = frozenset({"total", "adjusted", "payable"})
    return Table(key="periods", columns=PERIODS, rows=tuple(rows), numbers=numbers)


def period_amounts(book: Book, place: Place) -> tuple[Decimal, Decimal]:
    """What a month's own payslips come to, and what is paid beside them."""
    posting = book.posting(place)
    if posting is not None and isinstance(posting.content, Posting):
        content = posting.content
        return content.computed.total, content.payable - content.computed.total
    due = (one for one in book.payable_in(place) if one.state == "in_force")
    return Decimal(0), sum((one.amount for one in taken_of(due)), Decimal(0))


def _lines(
    book: Book, entry: Entry, agent: str | None, language: Language
) -> Iterator[tuple[Cell, ...]]:
    standing = book.by_number.get(entry.number)
    if agent is None or standing is None:
        return
    match standing.content:
        case Posting(computed=computed):
            for payout in computed.payouts:
                if agent in (payout.agent, payout.name):
                    head = (entry.number, entry.month, payout.agent, payout.name, payout.role)
                    version = computed.versions
                    for line, amount in payout.lines:
                        yield (*head, version, line, money(amount))
                    yield (*head, version, say(language, "item.total"), money(payout.total))
        case Correction() | Adjustment():
            yield from _beside(entry, taken_of([standing]), agent, language)


def _beside(
    entry: Entry, taken: tuple[Taken, ...], agent: str, language: Language
) -> Iterator[tuple[Cell, ...]]:
    for one in taken:
        if agent in (one.agent, one.name):
            what = " ".join(t for t in (say(language, f"adjust.{one.kind}"), one.line) if t)
            month = one.concerns or entry.month
            yield (entry.number, month, one.agent, one.name, "", "", what, money(one.amount))
