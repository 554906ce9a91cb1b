"""A month that several versions pay by their days: each as if it had lasted, then weighed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from engine.app.month import Beside, PaidMonth, PaidPart, Show, pay
from engine.audit.agreement import (
    REPLAY_ALL_UP_TO,
    agents_to_replay,
    disagreements,
    part_disagreements,
    refusals,
)
from engine.audit.checks.r501_figure_missing import FIGURE_MISSING
from engine.backends.duckdb import TOTALS, Row, Run
from engine.backends.weighing import Weighted, weigh
from engine.bind.dataset import AgentFigures, Amount, Dataset
from engine.bind.mid_month import paying_parts, too_wide_line
from engine.bind.model import BoundPolicy
from engine.bind.version_days import (
    InVersion,
    Payer,
    Share,
    VersionDays,
    not_by_days,
    shares,
    together,
    weighed_lines,
)
from engine.core.diagnostic import Diagnostic, Outcome, in_order
from engine.core.period import Month
from engine.core.record import record
from engine.core.unit import Unit
from engine.ledger.month import Post, StoredMonth, on_days, states_of
from engine.policy.proration import DAYS_EMPLOYED
from engine.replay.by_versions import Paying, trace_of_versions
from engine.replay.from_bound import evaluate
from engine.replay.trace import Trace
from engine.sql.by_versions import together as weighing


def pay_by(
    payer: Payer, stored: StoredMonth, month: Month, show: Show, beside: Beside | None = None,
    most: int = REPLAY_ALL_UP_TO,
) -> Outcome[PaidMonth]:  # fmt: skip
    """Compute by one policy, or by each version over the figures of the whole month.

    A version sees the shop as it was on its days: who was there, in their last states.
    """
    there = [(part, on_days(stored, part.days)) for part in payer.parts]
    there = [(part, own) for part, own in there if own.posts]
    if len(payer.parts) == 1 or len(there) < 2:
        bound = there[0][0].bound if there else payer.last
        return pay(bound, stored, month, show, beside, most)
    refused = in_order((*not_by_days([part for part, _ in there]), *_undated(payer, stored)))
    if refused:
        return Outcome(None, refused)
    outcomes = [(part, own, pay(part.bound, own, month, show, None, most)) for part, own in there]
    paid = [_part(part, own, one.value) for part, own, one in outcomes if one.value is not None]
    if len(paid) < len(there):
        return Outcome(None, in_order(d for _, _, one in outcomes for d in one.diagnostics))
    return _weighed(tuple(paid), month, most)


def _undated(payer: Payer, stored: StoredMonth) -> Iterator[Diagnostic]:
    """Whoever began on a day that nobody knows has no days that could weigh."""
    lacking = dict.fromkeys(f"{p.agent} (hired?)" for p in stored.posts if not p.is_dated)
    if lacking:
        yield FIGURE_MISSING.at(
            payer.last.policy.span, measure=DAYS_EMPLOYED, agents=", ".join(lacking),
            used="mid_month.version",
        )  # fmt: skip


def _part(part: VersionDays, own: StoredMonth, paid: PaidMonth) -> PaidPart:
    posts: dict[str, list[Post]] = {}
    for post in own.posts:
        posts.setdefault(post.agent, []).append(post)
    held = {agent: _in_version(part.bound, of_agent) for agent, of_agent in posts.items()}
    return PaidPart(days=part.days, paid=paid, held=held)


def _in_version(bound: BoundPolicy, posts: Sequence[Post]) -> InVersion:
    days = sum(post.days for post in posts)
    states = paying_parts(bound.policy.mid_month, states_of(posts))
    if len(states) == 1:
        states = (replace(states[0], days=days),)
    return InVersion(version=f"v{bound.policy.version}", days=days, states=states)


@record(kw_only=True)
class _Agent:
    """Someone whom several versions pay, and what each state under them weighs."""

    parts: tuple[PaidPart, ...]
    shares: tuple[tuple[Share, ...], ...]

    @property
    def lines(self) -> set[str]:
        return {
            line
            for part, of in zip(self.parts, self.shares, strict=True)
            for share in of
            for line in part.paid.bound.role_of[share.part.role].lines
        }

    @property
    def weight(self) -> int:
        return sum(share.weight for of in self.shares for share in of)


def _weighed(parts: tuple[PaidPart, ...], month: Month, most: int) -> Outcome[PaidMonth]:
    """Each agent's versions together; who is paid by one of them keeps what that one comes to."""
    everybody = sorted({agent for part in parts for agent in part.held})
    of_agent = {agent: tuple(p for p in parts if agent in p.held) for agent in everybody}
    changing = {
        agent: _Agent(parts=own, shares=shares([p.held[agent] for p in own]))
        for agent, own in of_agent.items()
        if len(own) > 1
    }
    by_sql = _by_sql(changing)
    if by_sql.value is None:
        return Outcome(None, by_sql.diagnostics)
    whole = together([part.paid.bound for part in parts])
    run, dataset = _run(whole, of_agent, changing, by_sql.value), _dataset(of_agent, changing)
    agents = agents_to_replay(dataset, f"{whole.policy.label} {month}", most)
    traced, found = _traced(parts, agents)
    traces = {
        agent: _trace(agent, changing.get(agent), of_agent[agent], traced) for agent in agents
    }
    paid = PaidMonth(
        bound=whole, script=parts[-1].paid.script, dataset=dataset, run=run, traces=traces,
        parts=parts,
    )  # fmt: skip
    found.extend(_differing(paid, traces))
    return Outcome(None, in_order(found)) if found else Outcome(paid)


def _differing(paid: PaidMonth, traces: Mapping[str, Trace]) -> Iterator[Diagnostic]:
    for agent, trace in traces.items():
        bound = paid.seen(agent).bound
        yield from refusals(bound, {agent: trace})
        yield from disagreements(bound, paid.run.rows, {agent: trace})


# -- by SQL ------------------------------------------------------------------------------------


def _by_sql(changing: Mapping[str, _Agent]) -> Outcome[Mapping[str, Row]]:
    """One query for all whom the same versions pay: the last of these says how to round."""
    groups: dict[tuple[str, ...], dict[str, _Agent]] = {}
    for agent, one in changing.items():
        groups.setdefault(tuple(part.name for part in one.parts), {})[agent] = one
    rows: dict[str, Row] = {}
    for group in groups.values():
        bounds = [part.paid.bound for part in next(iter(group.values())).parts]
        lines, last = weighed_lines(bounds), bounds[-1].policy
        most = Decimal(max(one.weight for one in group.values()))
        found = in_order(d for line in lines for d in too_wide_line(line, last.span, most))
        if found:
            return Outcome(None, found)
        script = weighing(f"{last.shop}_{last.name}", lines, last.total_round, most, last.span)
        rows.update(weigh(script, {agent: _states(agent, one) for agent, one in group.items()}))
    return Outcome(rows)


def _states(agent: str, one: _Agent) -> list[Weighted]:
    found: list[Weighted] = []
    for part, of in zip(one.parts, one.shares, strict=True):
        for share, row in zip(of, _rows(part.paid.run, agent), strict=True):
            lines = part.paid.bound.role_of[share.part.role].lines
            found.append((share.weight, {line: _number(row.get(line)) for line in lines}))
    return found


def _rows(run: Run, agent: str) -> tuple[Row, ...]:
    """What the payslip would be in every state under one version."""
    return run.parts.get(agent) or (run.rows[agent],)


def _number(amount: Amount | bool) -> Decimal | None:
    return amount if isinstance(amount, Decimal) else None


def _run(
    whole: BoundPolicy, of_agent: Mapping[str, tuple[PaidPart, ...]],
    changing: Mapping[str, _Agent], by_sql: Mapping[str, Row],
) -> Run:  # fmt: skip
    rows: dict[str, Row] = {}
    states: dict[str, tuple[Row, ...]] = {}
    for agent, parts in of_agent.items():
        last = parts[-1].paid.run
        kept = {k: v for k, v in last.rows[agent].items() if _fits(whole, k, v)}
        if agent in changing:
            own = changing[agent].lines
            weighed = {k: v for k, v in by_sql[agent].items() if k in own or k in TOTALS}
            rows[agent] = {**kept, **weighed}
            states[agent] = tuple(row for p in parts for row in _rows(p.paid.run, agent))
        else:
            rows[agent] = kept
            states.update({agent: last.parts[agent]} if agent in last.parts else {})
    return Run(rows, states)


def _fits(bound: BoundPolicy, key: str, amount: Amount | bool) -> bool:
    """Whether a value of an earlier version reads as the item of that name does in the last."""
    item = bound.by_key.get(key)
    if item is None or amount is None:
        return True
    if isinstance(amount, bool) or item.type.unit is Unit.TRUTH:
        return isinstance(amount, bool) and item.type.unit is Unit.TRUTH
    return isinstance(amount, str) == (item.type.unit is Unit.TEXT)


def _dataset(
    of_agent: Mapping[str, tuple[PaidPart, ...]], changing: Mapping[str, _Agent]
) -> Dataset:
    rows: list[AgentFigures] = []
    parts = {part.name: part for of in of_agent.values() for part in of}
    known = {n: {f.agent: f for f in p.paid.dataset.agents} for n, p in parts.items()}
    for agent, of in of_agent.items():
        figures = known[of[-1].name][agent]
        if agent in changing:
            states = tuple(share.part for of in changing[agent].shares for share in of)
            figures = replace(figures, parts=states)
        rows.append(figures)
    read = [part.paid.dataset for part in parts.values()]
    batches = tuple(sorted({batch for one in read for batch in one.batches}))
    return Dataset(agents=tuple(rows), batches=batches, month=read[0].month)


# -- by replay ---------------------------------------------------------------------------------

Traced = Mapping[str, Mapping[str, Trace]]


def _traced(parts: Sequence[PaidPart], agents: Sequence[str]) -> tuple[Traced, list[Diagnostic]]:
    """Every version's trace of these agents, also of those that its own sample left out."""
    traced: dict[str, Mapping[str, Trace]] = {}
    found: list[Diagnostic] = []
    for part in parts:
        paid = part.paid
        missing = [a for a in agents if a in part.held and a not in paid.traces]
        more = evaluate(paid.bound, paid.dataset, missing) if missing else {}
        found.extend(disagreements(paid.bound, paid.run.rows, more))
        found.extend(part_disagreements(paid.bound, paid.run.parts, more))
        traced[part.name] = {**paid.traces, **more}
    return traced, found


def _trace(
    agent: str, changing: _Agent | None, parts: tuple[PaidPart, ...], traced: Traced
) -> Trace:
    if changing is None:
        return traced[parts[-1].name][agent]
    paying: list[Paying] = []
    for part, of in zip(parts, changing.shares, strict=True):
        trace = traced[part.name][agent]
        states = [own for _, own in trace.parts] or [trace]
        for share, own in zip(of, states, strict=True):
            paying.append(
                Paying(part=share.part, weight=share.weight, bound=part.paid.bound, trace=own)
            )
    return trace_of_versions(paying)


def trace_in(paid: PaidMonth, agent: str) -> Trace:
    """The trace of an agent, worked out now if the sample left the agent out."""
    if agent in paid.traces:
        return paid.traces[agent]
    if not paid.parts:
        return evaluate(paid.bound, paid.dataset, [agent])[agent]
    parts = tuple(part for part in paid.parts if agent in part.held)
    one = _Agent(parts=parts, shares=shares([part.held[agent] for part in parts]))
    traced, _ = _traced(parts, [agent])
    return _trace(agent, one if len(parts) > 1 else None, parts, traced)
