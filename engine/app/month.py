"""One shop's month, computed twice: the heart of run, explain, post, compare and verify."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from engine.app.measuring import service_of, with_worked
from engine.app.policies import compiled, in_force, policy_name
from engine.app.standing import opened_book
from engine.app.workspace import Workspace
from engine.audit.agreement import (
    REPLAY_ALL_UP_TO,
    agents_to_replay,
    disagreements,
    missing_figures,
    out_of_bounds,
    part_disagreements,
    refusals,
    unpaid,
)
from engine.audit.history import history_mistakes
from engine.audit.roster import month_mistakes
from engine.backends.duckdb import Run, Session, run
from engine.bind.dataset import Dataset, data_digest
from engine.bind.model import BoundPolicy
from engine.bind.names import TOTAL
from engine.bind.version_days import InVersion, Payer, VersionDays, together
from engine.bind.versions import Selection, paying
from engine.core.diagnostic import Diagnostic, Outcome, in_order
from engine.core.digest import digest
from engine.core.period import Days, Month
from engine.core.record import record
from engine.ledger.book import Place
from engine.ledger.month import StoredMonth, dataset_for, read_month, with_history
from engine.ledger.store import open_store
from engine.plan.from_bound import plan
from engine.replay.from_bound import evaluate
from engine.replay.trace import Finding, Trace
from engine.replay.unchanged import known_findings
from engine.sql.from_plan import Script, emit

Show = Callable[[str], None]


@record(kw_only=True)
class PaidMonth:
    """A month that both evaluators agree on. `traces` are of the agents who were replayed.

    `parts`: where several versions pay by their days, what each comes to as if it had lasted;
    `bound` is then the last of them with what only earlier ones have, and `script` the last one's.
    """

    bound: BoundPolicy
    script: Script
    dataset: Dataset
    run: Run
    traces: Mapping[str, Trace]
    parts: tuple[PaidPart, ...] = ()

    def seen(self, agent: str) -> PaidMonth:
        """The month by the versions that pay the agent; by one alone, it is just that one's."""
        own = [part.paid for part in self.parts if agent in part.paid.run.rows]
        if len(own) == len(self.parts):
            return self
        return own[0] if len(own) == 1 else replace(self, bound=together([p.bound for p in own]))

    def version(self, name: str) -> PaidMonth:
        """What one of several versions came to by itself, by the name that states have."""
        named = (part.paid for part in self.parts if part.name == name)
        return next(named, self)

    @property
    def data_digest(self) -> str:
        """Of every figure that went in; of several versions, by the days that each of them pays."""
        if not self.parts:
            return data_digest(self.dataset)
        read = [[str(p.days), data_digest(p.paid.dataset)] for p in self.parts]
        return digest("dataset", 1, read)

    @property
    def approvals(self) -> int:
        """How many names the month needs: as many as any version wants that pays it."""
        return max(bound.policy.approvals for bound in self.bounds)

    @property
    def bounds(self) -> tuple[BoundPolicy, ...]:
        """Every version that pays the month, in the order of the days."""
        return tuple(part.paid.bound for part in self.parts) or (self.bound,)

    @property
    def total(self) -> Decimal:
        totals = (row[TOTAL] for row in self.run.rows.values())
        return sum((t for t in totals if isinstance(t, Decimal)), Decimal(0))


@record(kw_only=True)
class PaidPart:
    """A version, the days that it pays, and what it comes to. `held`: by agent, the days in it."""

    days: Days
    paid: PaidMonth
    held: Mapping[str, InVersion]

    @property
    def name(self) -> str:
        return f"v{self.paid.bound.policy.version}"


@record(kw_only=True)
class Beside:
    """Where several policies pay one month: their database, and the first of them that is paid."""

    session: Session
    paid: PaidMonth | None


@record(kw_only=True)
class MonthRequest:
    shop: str
    month: Month
    policy: str | None = None


def script_of(bound: BoundPolicy) -> Outcome[Script]:
    """The SQL of a bound policy."""
    return plan(bound).then(emit)


def select(workspace: Workspace, request: MonthRequest) -> Outcome[tuple[Selection, Payer]]:
    """The version in force, or those that share the month, and what they bind to."""
    shop = workspace.shop(request.shop)
    name = policy_name(workspace, shop, request.policy)
    selected = in_force(workspace, shop, name, request.month)
    if selected.value is None:
        return Outcome(None, selected.diagnostics)
    selection = selected.value
    parts: list[VersionDays] = []
    found: list[Diagnostic] = []
    for part in paying(selection):
        bound = compiled(workspace.root / part.policy.span.file, workspace)
        found.extend(bound.diagnostics)
        if bound.value is not None:
            parts.append(VersionDays(bound=bound.value, days=part.days))
    if any(d.is_error for d in found) or not parts:
        return Outcome(None, tuple(found))
    return Outcome((selection, Payer(parts=tuple(parts))), tuple(found))


def stored_month(
    workspace: Workspace, shop: str, month: Month, *bounds: BoundPolicy
) -> StoredMonth:
    """What is stored of the month, with the earlier months that any of the policies looks at."""
    with open_store(workspace.root, writes=False) as store:
        stored = read_month(store, shop, month)
        if any(item.kind == "past" for bound in bounds for item in bound.items):
            book = opened_book(store)
            for bound in bounds:
                place = Place(shop=shop, policy=bound.policy.name, month=month)
                stored = with_history(book, stored, (bound,), place)
        return stored


def pay(
    bound: BoundPolicy, stored: StoredMonth, month: Month, show: Show,
    beside: Beside | None = None, most: int = REPLAY_ALL_UP_TO,
) -> Outcome[PaidMonth]:  # fmt: skip
    """Compute by SQL and by replay; any difference, gap or misfit refuses the whole month.

    `beside`: the same month by other policies; what both work out alike is worked out once.
    Above `most` agents a sample is replayed.
    """
    first = beside.paid if beside else None
    shared = _shared(first, bound, stored)
    mistakes = in_order(
        (
            *month_mistakes(bound, stored, month, has_fitting_inputs=shared is not None),
            *history_mistakes(bound, stored.history, month),
        )
    )
    if any(d.is_error for d in mistakes):
        return Outcome(None, mistakes)
    dataset = shared
    if dataset is None:
        worked = with_worked(bound, stored, month)
        if worked.value is None:
            return Outcome(None, (*mistakes, *worked.diagnostics))
        dataset = dataset_for(bound, worked.value, month)
    unfit = in_order(_unfit(bound, dataset, first if shared else None))
    if unfit:
        return Outcome(None, (*mistakes, *unfit))
    return pay_dataset(bound, dataset, str(month), show, beside, most)


def _unfit(bound: BoundPolicy, dataset: Dataset, first: PaidMonth | None) -> Iterator[Diagnostic]:
    """`first`: who has paid by the same inputs from the same figures, so that these fit; only
    rules of taking part may still ask for more of them.
    """
    if first is None:
        yield from out_of_bounds(bound, dataset)
    if first is None or bound.policy.eligibility or first.bound.policy.eligibility:
        yield from missing_figures(bound, dataset)


def _shared(first: PaidMonth | None, bound: BoundPolicy, stored: StoredMonth) -> Dataset | None:
    """The other policy's figures, where this one asks for the same of the same agents."""
    if first is None or stored.history or first.bound.inputs != bound.inputs:
        return None
    if first.parts or service_of(first.bound) != service_of(bound):
        return None
    is_split_alike = first.bound.policy.mid_month == bound.policy.mid_month
    has_same_agents = {p.agent for p in stored.posts} == set(first.run.rows)
    return first.dataset if is_split_alike and has_same_agents else None


def pay_dataset(
    bound: BoundPolicy, dataset: Dataset, seed: str, show: Show, beside: Beside | None = None,
    most: int = REPLAY_ALL_UP_TO,
) -> Outcome[PaidMonth]:  # fmt: skip
    """The same for figures that are at hand already."""
    script = script_of(bound)
    if script.value is None:
        return Outcome(None, script.diagnostics)
    show("sql")
    paid = (beside.session.run if beside else run)(script.value, dataset)
    show("replay")
    agents = agents_to_replay(dataset, f"{bound.policy.label} {seed}", most)
    traces = evaluate(
        bound, dataset, agents, known=_known(beside.paid if beside else None, bound, dataset)
    )
    found = in_order(_audit(bound, dataset, paid, traces))
    if found:
        return Outcome(None, found)
    return Outcome(
        PaidMonth(bound=bound, script=script.value, dataset=dataset, run=paid, traces=traces)
    )


def _known(
    first: PaidMonth | None, bound: BoundPolicy, dataset: Dataset
) -> Mapping[str, Mapping[str, Finding]]:
    if first is None:
        return {}
    return known_findings(first.traces, (first.bound, first.dataset), (bound, dataset))


def _audit(
    bound: BoundPolicy, dataset: Dataset, paid: Run, traces: Mapping[str, Trace]
) -> Iterator[Diagnostic]:
    refused = tuple(refusals(bound, traces))
    yield from refused
    if not refused:
        yield from unpaid(bound, dataset, paid.rows)
    yield from disagreements(bound, paid.rows, traces)
    yield from part_disagreements(bound, paid.parts, traces)
