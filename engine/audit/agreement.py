"""SQL against replay, value by value, to the last digit."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from engine.audit.cases import shown
from engine.audit.checks.r501_figure_missing import FIGURE_MISSING
from engine.audit.checks.r502_no_row_hit import NO_ROW_HIT
from engine.audit.checks.r503_replay_differs import REPLAY_DIFFERS
from engine.audit.checks.r504_nobody_to_count import NOBODY_TO_COUNT
from engine.audit.checks.r511_figure_out_of_bounds import FIGURE_OUT_OF_BOUNDS
from engine.audit.checks.r531_nobody_shares import NOBODY_SHARES
from engine.bind.dataset import AgentFigures, Amount, Dataset
from engine.bind.model import BoundPolicy, Input, Item
from engine.bind.types import is_within
from engine.catalog.measures import Measure
from engine.core.diagnostic import Diagnostic
from engine.core.number import plain
from engine.replay.from_bound import Shop
from engine.replay.trace import NoValueError, Refusal, Trace

# Replay takes about a millisecond per agent: up to here everybody is replayed, above a sample.
REPLAY_ALL_UP_TO = 2000
SAMPLE = 500
_COMPARED = (
    "rule",
    "points",
    "score",
    "own_score",
    "lookup",
    "column",
    "formula",
    "factor",
    "pool",
    "line",
    "total",
    "notice",
)


def agents_to_replay(dataset: Dataset, seed: str, most: int = REPLAY_ALL_UP_TO) -> tuple[str, ...]:
    """Everybody, or above `most` agents a sample that the seed decides."""
    agents = tuple(row.agent for row in dataset.agents)
    if len(agents) <= most:
        return agents
    return tuple(sorted(random.Random(seed).sample(agents, min(SAMPLE, most))))


def missing_figures(bound: BoundPolicy, dataset: Dataset) -> Iterator[Diagnostic]:
    """Figures that a role needs and an agent lacks, gathered per measure."""
    standing = list(_standing(bound, dataset))
    said: set[str] = set()
    for wanted in bound.inputs:
        lacking = dict.fromkeys(
            f"{row.agent} ({row.states[wanted.item.key]})"
            if wanted.item.key in row.states
            else row.agent
            for row, takes_part in standing
            if row.role in (wanted.required if takes_part else wanted.always)
            and row.figures.get(wanted.item.key) is None
        )
        name = _measure_name(bound, wanted)
        if lacking and name not in said:
            said.add(name)
            user = _first_reader(bound, wanted)
            yield FIGURE_MISSING.at(
                user.span,
                measure=name,
                agents=", ".join(lacking),
                used=user.path,
            )


def _standing(bound: BoundPolicy, dataset: Dataset) -> Iterator[tuple[AgentFigures, bool]]:
    """Everybody in every state that pays; of whom a rule leaves out, no score is asked for."""
    rows = {row.agent: row for row in dataset.agents}
    shop = Shop(bound, rows)
    for row in dataset.agents:
        for state in row.in_every_state():
            beside = Shop(bound, {**rows, row.agent: state}) if row.parts else shop
            yield state, not bound.policy.eligibility or _takes_part(beside, row.agent)


def _takes_part(shop: Shop, agent: str) -> bool:
    try:
        return shop.takes_part(agent)
    except NoValueError:
        return True  # the rule itself lacks its figure, which is then reported


def out_of_bounds(bound: BoundPolicy, dataset: Dataset) -> Iterator[Diagnostic]:
    """Figures beyond what the policy says a measure can be: its exactness rests on that."""
    for wanted in bound.inputs:
        type_ = wanted.item.type
        if not type_.is_number:
            continue
        for row in dataset.agents:
            amount = row.figures.get(wanted.item.key)
            if not isinstance(amount, Decimal) or is_within(type_, amount):
                continue
            yield FIGURE_OUT_OF_BOUNDS.at(
                wanted.item.span,
                measure=_spelled(bound, wanted.item.key),
                agent=row.agent,
                amount=plain(amount),
                low=plain(type_.low),
                high=plain(type_.high),
                places=str(type_.places),
            )


def _measure_name(bound: BoundPolicy, wanted: Input) -> str:
    """A measure that is missing is missing under every key: it is named once, as a whole."""
    measure = wanted.item.definition
    if isinstance(measure, Measure) and measure.key:
        return measure.id
    return _spelled(bound, wanted.item.key)


def _spelled(bound: BoundPolicy, key: str) -> str:
    """The name as the author wrote it."""
    return bound.spelled.get(key, key)


def _first_reader(bound: BoundPolicy, wanted: Input) -> Item:
    readers = [i for i in bound.items if wanted.item.key in i.reads]
    return readers[0] if readers else wanted.item


def refusals(bound: BoundPolicy, traces: Mapping[str, Trace]) -> Iterator[Diagnostic]:
    """Why replay could not work out an agent's pay."""
    for agent, trace in traces.items():
        for refusal in trace.refusals:
            yield _refusal(bound, agent, refusal)


def _refusal(bound: BoundPolicy, agent: str, refusal: Refusal) -> Diagnostic:
    tables = {t.heading.name: t for t in bound.policy.tables}
    match refusal.reason:
        case "no_row" if refusal.key in tables:
            span = tables[refusal.key].heading.span
            return NO_ROW_HIT.at(span, agent=agent, table=refusal.key, lookup=refusal.detail)
        case "nobody_shares":
            pool, amount = bound.by_key[refusal.key], refusal.detail
            return NOBODY_SHARES.at(pool.span, agent=agent, pool=pool.key, amount=amount)
        case "no_agents":
            return NOBODY_TO_COUNT.at(
                bound.policy.span, agent=agent, name=refusal.key, role=refusal.detail
            )
        case _:
            item = bound.by_key.get(refusal.key)
            span = item.span if item else bound.policy.span
            detail = refusal.detail or refusal.reason
            return FIGURE_MISSING.at(
                span, measure=refusal.key, agents=f"{agent} ({detail})", used=refusal.key
            )


def disagreements(
    bound: BoundPolicy, rows: Mapping[str, Mapping[str, Amount | bool]], traces: Mapping[str, Trace]
) -> Iterator[Diagnostic]:
    """Every value that the two evaluators do not share; none is too small to be named."""
    items = [item for item in bound.items if item.kind in _COMPARED]
    for agent, trace in traces.items():
        if trace.refusals:
            continue
        row = rows.get(agent, {})
        for item in items:
            finding = trace.findings.get(item.key)
            if finding is None or _is_equal(row.get(item.key), finding.amount):
                continue
            yield REPLAY_DIFFERS.at(
                item.span, agent=agent, item=item.key,
                sql=shown(row.get(item.key)), replay=shown(finding.amount),
            )  # fmt: skip


def part_disagreements(
    bound: BoundPolicy,
    parts: Mapping[str, Sequence[Mapping[str, Amount | bool]]],
    traces: Mapping[str, Trace],
) -> Iterator[Diagnostic]:
    """The same for every state of those whom several states of the month pay."""
    for agent, trace in traces.items():
        for row, (_, part) in zip(parts.get(agent, ()), trace.parts, strict=True):
            yield from disagreements(bound, {agent: row}, {agent: part})


def _is_equal(one: Amount | bool, other: Amount | bool) -> bool:
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return one.compare(other) == 0
    return one == other


def unpaid(
    bound: BoundPolicy, dataset: Dataset, rows: Mapping[str, Mapping[str, Amount | bool]]
) -> Iterator[Diagnostic]:
    """A line or total that the SQL left without a value, for agents whom nobody replayed too."""
    lines = [i for i in bound.items if i.kind in ("line", "total")]
    for figures in dataset.agents:
        row = rows.get(figures.agent, {})
        for item in lines:
            if figures.role in item.roles and row.get(item.key) is None:
                yield NO_ROW_HIT.at(item.span, agent=figures.agent, table=item.key, lookup="?")
