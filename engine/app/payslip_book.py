"""The payslips of a month as the ledger has them: lines, what is paid beside them, what proves it.

Nothing here reads a file of policies: texts, figures and amounts are those that were posted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from decimal import Decimal

from engine.app.checks.w909_unknown_agent import UNKNOWN_AGENT
from engine.app.checks.w912_nothing_posted import NOTHING_POSTED
from engine.app.explaining_steps import Explained, explained
from engine.app.measuring import with_worked
from engine.app.month import PaidMonth, Show
from engine.app.payouts import (
    category_of,
    grades,
    line_clause,
    note_table,
    notice_table,
    shown_amount,
)
from engine.app.running import stored_days
from engine.app.stored import stored_versions
from engine.app.verifying import proven
from engine.bind.dataset import AgentFigures
from engine.bind.model import BoundPolicy
from engine.bind.names import DIFFERENCE, OWN_SCORE
from engine.core.closest import closest
from engine.core.diagnostic import Outcome
from engine.core.errors import EngineBug, EngineError
from engine.core.record import record
from engine.core.span import whole_file
from engine.core.text import Language, say
from engine.ledger.book import Book, PeriodState, Place, Standing, taken_of
from engine.ledger.contents import Adjustment, Correction, Payout, Posting, Taken, Verdict
from engine.ledger.month import StoredMonth, read_month
from engine.ledger.store import FILE, Store
from engine.report.model import Cell

Cells = tuple[Cell, ...]


@record(kw_only=True)
class PaidLine:
    line: str
    category: str
    clause: str
    amount: Decimal


@record(kw_only=True)
class Beside:
    """An amount of a correction or adjustment, with what its entry says of it.

    `concerned`: the entry that a release gives back. `before` and `after`: of a correction.
    """

    taken: Taken
    concerned: int | None = None
    before: Decimal | None = None
    after: Decimal | None = None
    reason: str = ""
    evidence: str = ""
    names: tuple[str, ...] = ()
    pays_in: str = ""


@record(kw_only=True)
class Payslip:
    """One agent's month. `total` is the ledger's own; `later`: what other months pay for this."""

    agent: str
    name: str
    role: str = ""
    score: str = ""
    grade: str = ""
    total: Decimal = Decimal(0)
    lines: tuple[PaidLine, ...] = ()
    beside: tuple[Beside, ...] = ()
    later: tuple[Beside, ...] = ()
    explained: Explained | None = None
    notes: tuple[Cells, ...] = ()
    notices: tuple[Cells, ...] = ()

    @property
    def adjusted(self) -> Decimal:
        return sum((one.taken.amount for one in self.beside), Decimal(0))

    @property
    def payable(self) -> Decimal:
        return self.total + self.adjusted


@record(kw_only=True)
class Signature:
    """Which entry makes the month hold: the posting, else the closing; who signed it, and when."""

    entry: int
    digest: str
    by: str
    at: str
    approved_by: str = ""


@record(kw_only=True)
class MonthSlips:
    """All payslips of a month. `awaiting`: what is meant for it and counts nowhere yet."""

    place: Place
    state: PeriodState
    missing_names: int = 0
    signature: Signature | None = None
    policy_facts: tuple[tuple[str, Cell], ...] = field(default=())
    slips: tuple[Payslip, ...]
    awaiting: tuple[Beside, ...]
    is_narrowed: bool = False

    def only(self, *slips: Payslip) -> MonthSlips:
        """The same with these payslips alone."""
        accounts = {slip.agent for slip in slips}
        awaiting = tuple(one for one in self.awaiting if one.taken.agent in accounts)
        return replace(self, slips=slips, awaiting=awaiting, is_narrowed=True)

    @property
    def holds(self) -> bool:
        """Whether money may be sent: a month that is open or awaits a name pays nobody yet."""
        return self.signature is not None and self.missing_names <= 0

    @property
    def total(self) -> Decimal:
        return sum((slip.total for slip in self.slips), Decimal(0))

    @property
    def adjusted(self) -> Decimal:
        return sum((slip.adjusted for slip in self.slips), Decimal(0))

    @property
    def payable(self) -> Decimal:
        return self.total + self.adjusted


def month_slips(
    store: Store, book: Book, place: Place, language: Language, show: Show
) -> Outcome[MonthSlips]:
    """The payslips of a month that was posted, or of what is paid in one that was not."""
    due = book.payable_in(place)
    awaiting = tuple(_beside(book, taken_of(one for one in due if one.state == "awaiting")))
    posting = book.posting(place)
    if posting is not None:
        return _posted(store, book, posting, language, show).then(
            lambda month: Outcome(replace(month, awaiting=awaiting))
        )
    if not due:
        what = f"{place.shop} {place.month}"
        raise EngineError(NOTHING_POSTED.at(whole_file(FILE), what=what))
    taken = taken_of(one for one in due if one.state == "in_force")
    return Outcome(
        MonthSlips(
            place=place,
            state=book.state(place),
            signature=_closing(book, place),
            slips=_all_slips((), _beside(book, taken)),
            awaiting=awaiting,
        )
    )


def of_agent(month: MonthSlips, wanted: str) -> MonthSlips:
    """Only the payslips of an account, or of a name; an account goes before a name."""
    slips = month.slips
    found = [s for s in slips if s.agent == wanted] or [s for s in slips if s.name == wanted]
    if not found:
        values = {
            "agent": wanted,
            "known": ", ".join(slip.agent for slip in slips),
            "closest": closest(wanted, [w for s in slips for w in (s.agent, s.name) if w]),
        }
        raise EngineError(UNKNOWN_AGENT.at(whole_file(FILE), **values))
    return month.only(*found)


def _posted(
    store: Store, book: Book, posting: Standing, language: Language, show: Show
) -> Outcome[MonthSlips]:
    paid = proven(store, book, posting, show)
    content = posting.content
    if paid.value is None or not isinstance(content, Posting):
        return Outcome(None, paid.diagnostics)
    place = book.place_of(posting.entry)
    stored = read_month(store, place.shop, place.month, content.computed.batches)
    stored = with_worked(paid.value.bound, stored, place.month).value or stored
    maker = _Maker(
        paid=paid.value,
        figures={row.agent: row for row in paid.value.dataset.agents},
        stored=stored,
        language=language,
        notes=_by_agent((row[0], row[1:]) for row in note_table(paid.value).rows),
        notices=_by_agent((row[0], row[2:]) for row in notice_table(paid.value).rows),
    )
    made = [maker.slip(payout) for payout in content.computed.payouts]
    slips = _all_slips(made, _beside(book, content.taken), tuple(_later(book, place)))
    policy, versions = paid.value.bound.policy, stored_versions(content.computed.body)
    month = MonthSlips(
        place=place,
        state=book.state(place),
        missing_names=posting.missing_names,
        signature=_signature(book, posting),
        policy_facts=(
            ("version", content.computed.version),
            *stored_days(content.computed),
            ("title", policy.title),
            ("policy_file", "; ".join(one.file.name for one in versions)),
        ),
        slips=slips,
        awaiting=(),
    )
    if month.payable != content.payable:
        raise EngineBug(f"payslips of entry {posting.entry.number} do not come to what it pays")
    return Outcome(month)


@record(kw_only=True)
class _Maker:
    """One agent's payslip after the other, from the same month."""

    paid: PaidMonth
    figures: Mapping[str, AgentFigures]
    stored: StoredMonth
    language: Language
    notes: Mapping[Cell, tuple[Cells, ...]]
    notices: Mapping[Cell, tuple[Cells, ...]]

    def slip(self, payout: Payout) -> Payslip:
        agent = payout.agent
        bound, row = self.paid.seen(agent).bound, self.paid.run.rows[agent]
        grade = next((shown_amount(row.get(key)) for key in grades(bound, payout.role)), "")
        return Payslip(
            agent=agent,
            name=payout.name,
            role=payout.role,
            score=shown_amount(row.get(OWN_SCORE)),
            grade=grade,
            total=payout.total,
            lines=tuple(self._line(bound, agent, *pair) for pair in payout.lines),
            explained=explained(self.paid, self.stored, (agent, None), self.language),
            notes=self.notes.get(agent, ()),
            notices=self.notices.get(agent, ()),
        )

    def _line(self, bound: BoundPolicy, agent: str, line: str, amount: Decimal) -> PaidLine:
        item = bound.by_key[line]
        name = bound.spelled.get(line, line)
        if line == DIFFERENCE:
            name = say(self.language, "item.rounding_difference")
        cited = line_clause(self.paid, self.figures[agent], line)
        return PaidLine(line=name, category=category_of(item), clause=cited, amount=amount)


def _by_agent(rows: Iterable[tuple[Cell, Cells]]) -> Mapping[Cell, tuple[Cells, ...]]:
    found: dict[Cell, tuple[Cells, ...]] = {}
    for agent, said in rows:
        found[agent] = (*found.get(agent, ()), said)
    return found


def _all_slips(
    made: Iterable[Payslip], beside: Iterable[Beside], later: tuple[Beside, ...] = ()
) -> tuple[Payslip, ...]:
    """Those of the month, then of agents who have nothing in it but an adjustment."""
    slips = {slip.agent: slip for slip in made}
    added: dict[str, list[Beside]] = {}
    for one in beside:
        added.setdefault(one.taken.agent, []).append(one)
    for agent, ones in added.items():
        name = next((one.taken.name for one in ones if one.taken.name), "")
        slip = slips.get(agent, Payslip(agent=agent, name=name))
        slips[agent] = replace(slip, beside=tuple(ones))
    return tuple(
        replace(slip, later=tuple(one for one in later if one.taken.agent == agent))
        for agent, slip in slips.items()
    )


def _beside(book: Book, taken: Iterable[Taken]) -> Iterator[Beside]:
    for one in taken:
        standing = book.by_number.get(one.entry)
        yield _told(one, standing) if standing is not None else Beside(taken=one)


def _told(one: Taken, standing: Standing) -> Beside:
    told = Beside(taken=one, reason=standing.content.signed.note, names=standing.names)
    match standing.content:
        case Adjustment() as adjustment:
            return replace(
                told,
                evidence=adjustment.evidence,
                concerned=adjustment.releases,
                pays_in=str(standing.month),
            )
        case Correction(differences=differences, pays_in=pays_in):
            told = replace(told, pays_in=str(pays_in))
            for line in differences:
                if (line.agent, line.line) == (one.agent, one.line):
                    return replace(told, before=line.before, after=line.after)
    return told


def _later(book: Book, place: Place) -> Iterator[Beside]:
    """Corrections of the month and what settles its lines, paid with other months."""
    standings = [*book.corrections(place), *book.settlements(place)]
    held = (one for one in standings if one.state == "in_force")
    for one in _beside(book, taken_of(held)):
        if one.pays_in != str(place.month):
            yield one


def _signature(book: Book, standing: Standing) -> Signature:
    signed = standing.content.signed
    verdicts = (
        content.signed
        for entry in book.entries
        if entry.kind == "approve"
        and isinstance(content := book.contents[entry.number], Verdict)
        and content.entry == standing.entry.number
    )
    return Signature(
        entry=standing.entry.number,
        digest=standing.entry.digest,
        by=signed.by,
        at=signed.at,
        approved_by=", ".join(f"{one.by} ({one.at})" for one in verdicts),
    )


def _closing(book: Book, place: Place) -> Signature | None:
    """The entry that closed a month which was never posted."""
    number = book.closings.get((place.shop, place.policy, place.month))
    for entry in book.entries:
        if entry.number == number:
            signed = book.contents[number].signed
            return Signature(entry=number, digest=entry.digest, by=signed.by, at=signed.at)
    return None
