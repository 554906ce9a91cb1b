"""What every side pays in every month, from one opening of the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from engine.app.month import Beside, PaidMonth, Show
from engine.app.policies import compile_policy
from engine.app.side_months import computed_month, ledger_month
from engine.app.sides import OpenSide, ShopPolicy, SideWords, at_side
from engine.app.standing import opened_book
from engine.app.stored import stored_versions
from engine.app.verifying import proven
from engine.app.version_month import pay_by
from engine.app.workspace import catalog, schema
from engine.backends.duckdb import Session
from engine.bind.model import BoundPolicy
from engine.bind.version_days import Payer, together
from engine.compare.model import NotCompared, SideMonth
from engine.core.diagnostic import Diagnostic, Outcome
from engine.core.number import fixed
from engine.core.period import Month
from engine.core.record import record
from engine.ledger.book import Book, Place, computed_of
from engine.ledger.contents import Adjustment, MonthComputed, Payout, Posting
from engine.ledger.history import History
from engine.ledger.month import StoredMonth, on_days, read_month, with_history
from engine.ledger.store import Store


@record(kw_only=True)
class Found:
    """A month of a side, or what is left out of it. `diagnostics` refuse it.

    `worked`: how it was worked out; of a posted month only where that is asked for and comes to
    what its entry says.
    """

    paid: SideMonth | None = None
    worked: PaidMonth | None = None
    left_out: tuple[NotCompared, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(kw_only=True)
class Pages:
    """What is stored and what was computed, each read or worked out once, when first asked for.

    `explains`: whether posted months are worked out from their entries again, to be explained.
    """

    of: ShopPolicy
    store: Store
    session: Session
    show: Show
    explains: bool = False
    _stored: dict[Month, StoredMonth] = field(default_factory=dict)
    _paid: dict[tuple[object, Month], Outcome[PaidMonth]] = field(default_factory=dict)
    _bound: dict[tuple[str, ...], BoundPolicy | None] = field(default_factory=dict)

    @cached_property
    def book(self) -> Book:
        return opened_book(self.store)

    def stored(self, month: Month) -> StoredMonth:
        if month not in self._stored:
            self._stored[month] = read_month(self.store, self.of.shop, month)
        return self._stored[month]

    def place(self, month: Month, bound: BoundPolicy | None = None) -> Place:
        name = self.of.name or (bound.policy.name if bound else "")
        return Place(shop=self.of.shop, policy=name, month=month)

    def pay(self, payer: Payer, month: Month) -> Outcome[PaidMonth]:
        """Sides that mean the same are computed once."""
        meant = tuple((part.bound.policy.meaning_digest, part.days) for part in payer.parts)
        key = (meant, month)
        if key not in self._paid:
            stored = self._known_roles(payer, month)
            if looks_back(payer):
                place = self.place(month, payer.last)
                stored = with_history(self.book, stored, payer.bounds, place)
            paid = (one.value for (_, at), one in self._paid.items() if at == month)
            first = next((one for one in paid if one is not None and not one.parts), None)
            beside = Beside(session=self.session, paid=first)
            self._paid[key] = pay_by(payer, stored, month, self.show, beside)
        return self._paid[key]

    def pay_after(self, payer: Payer, month: Month, history: History) -> Outcome[PaidMonth]:
        """The same with earlier months of one's own making."""
        stored = replace(self._known_roles(payer, month), history=history)
        beside = Beside(session=self.session, paid=None)
        return pay_by(payer, stored, month, self.show, beside)

    def strangers(self, payer: Payer, month: Month) -> dict[str, str]:
        """Agents with a role that the policy of those days does not have, and that role."""
        stored = self.stored(month)
        return {
            post.agent: post.role
            for part in payer.parts
            for post in on_days(stored, part.days).posts
            if post.role not in part.bound.role_of
        }

    def _known_roles(self, payer: Payer, month: Month) -> StoredMonth:
        gone, stored = self.strangers(payer, month), self.stored(month)
        if not gone:
            return stored
        return replace(
            stored,
            posts=tuple(p for p in stored.posts if p.agent not in gone),
            cells={k: cell for k, cell in stored.cells.items() if k[0] not in gone},
            keyed={k: cells for k, cells in stored.keyed.items() if k[0] not in gone},
        )

    def bound_of(self, computed: MonthComputed) -> BoundPolicy | None:
        """The policy of an entry, from the texts that it keeps; several versions as one."""
        versions = stored_versions(computed.body)
        digests = tuple(str(one.body.get("policy_digest")) for one in versions)
        if digests not in self._bound:
            found = [compile_policy(v.file, schema("policy"), catalog()).value for v in versions]
            bounds = [bound for bound in found if bound is not None]
            self._bound[digests] = together(bounds) if len(bounds) == len(found) else None
        return self._bound[digests]


def looks_back(payer: Payer) -> bool:
    return any(item.kind == "past" for bound in payer.bounds for item in bound.items)


def month_of_side(pages: Pages, side: OpenSide, typed: SideWords, month: Month) -> Found:
    """One month of one side."""
    if side.kind == "posted":
        return posted_month_of(pages, side.side.number, month)
    number, outcome = side.side.number, side.payer(month)
    if outcome.value is None:
        found = outcome.diagnostics[0] if outcome.diagnostics else None
        one = NotCompared(side=number, reason="no_version", month=month, finding=found)
        return Found(left_out=(one,))
    payer = outcome.value
    strangers = tuple(strangers_of(pages, payer, number, month))
    if strangers and len(strangers) == len({p.agent for p in pages.stored(month).posts}):
        return Found(left_out=strangers)
    paid = pages.pay(payer, month)
    if paid.value is None:
        found_here = paid.diagnostics
        if typed.settings:
            found_here = tuple(at_side(found_here, typed))
        return Found(left_out=(*strangers, *refused(found_here, number, month)),
                     diagnostics=found_here)  # fmt: skip
    shown = computed_month(number, month, paid.value)
    return Found(paid=shown, worked=paid.value, left_out=strangers)


def strangers_of(pages: Pages, payer: Payer, number: int, month: Month) -> Iterator[NotCompared]:
    for agent, role in pages.strangers(payer, month).items():
        values = {"role": role, "policy": payer.last.policy.label}
        yield NotCompared(
            side=number, reason="role_unknown", month=month, agent=agent, values=values
        )


def refused(found: Iterable[Diagnostic], number: int, month: Month) -> Iterator[NotCompared]:
    for one in found:
        if one.is_error:
            yield NotCompared(side=number, reason="month_refused", month=month, finding=one)


def posted_month_of(pages: Pages, number: int, month: Month) -> Found:
    """What the ledger paid for a month: the posting and its corrections."""
    place, book = pages.place(month), pages.book
    latest = book.latest(place)
    computed = computed_of(latest) if latest is not None else None
    if latest is None or computed is None:
        return Found(left_out=(NotCompared(side=number, reason="not_posted", month=month),))
    bound = pages.bound_of(computed)
    people = _everybody(book, place, computed)
    paid = ledger_month(number, month, people, book.computed_so_far(place), bound)
    left_out = list(_beside(book, place, number))
    if bound is None:
        left_out.append(NotCompared(side=number, reason="figures_unknown", month=month))
    worked = proven(pages.store, book, latest, pages.show).value if pages.explains else None
    return Found(paid=paid, worked=worked, left_out=tuple(left_out))


def _everybody(book: Book, place: Place, computed: MonthComputed) -> MonthComputed:
    """The last computation, with those whom only the posting knows."""
    posting = book.posting(place)
    first: tuple[Payout, ...] = ()
    if posting is not None and isinstance(posting.content, Posting):
        first = posting.content.computed.payouts
    known = {one.agent for one in computed.payouts}
    gone = tuple(replace(one, texts={}) for one in first if one.agent not in known)
    return replace(computed, payouts=(*computed.payouts, *gone))


def _beside(book: Book, place: Place, number: int) -> Iterator[NotCompared]:
    """Holds and other payments that no policy works out."""
    for one in book.payable_in(place):
        content = one.content
        if isinstance(content, Adjustment) and not content.settles and one.state == "in_force":
            values = {"entry": str(one.entry.number), "amount": fixed(content.amount, 2)}
            yield NotCompared(
                side=number, reason="paid_beside", month=place.month, agent=content.agent,
                values=values,
            )  # fmt: skip
