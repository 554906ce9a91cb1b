"""A policy's own worked examples, evaluated and compared with what the author worked out."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from engine.audit.checks.a601_case_differs import CASE_DIFFERS
from engine.audit.checks.a602_case_unreadable import CASE_UNREADABLE
from engine.audit.checks.a605_case_figure import CASE_FIGURE
from engine.audit.checks.a606_case_month import CASE_MONTH
from engine.audit.checks.r521_change_unstated import CHANGE_UNSTATED
from engine.bind.dataset import AgentFigures, Amount, Dataset, Part, Past
from engine.bind.mid_month import paying_parts, unstated_change
from engine.bind.model import BoundPolicy, PastOf
from engine.bind.names import (
    AMOUNT,
    AMOUNT_NAMES,
    BUILT_IN,
    LEVEL,
    MONTH_NUMBER,
    ROLE,
    SENIORITY,
    STATE_COLUMNS,
    TOTAL,
    TOTAL_NAMES,
)
from engine.bind.types import is_within
from engine.catalog.measures import Catalog, Measure
from engine.core.closest import closest
from engine.core.diagnostic import Diagnostic
from engine.core.number import parse_quantity, plain
from engine.core.period import Month
from engine.core.record import record
from engine.ledger.history import past_figure
from engine.policy.case import Case, CaseAgent, Expectation
from engine.policy.model import Quantity, Reference
from engine.policy.proration import DAYS_EMPLOYED
from engine.replay.from_bound import evaluate
from engine.replay.trace import Trace


@record
class BoundCase:
    """A case as data: its agents' figures by item key, and the keys that are expected."""

    case: Case
    dataset: Dataset
    expected: tuple[tuple[Expectation, str], ...]

    def keys(self) -> dict[str, tuple[str, ...]]:
        wanted: dict[str, list[str]] = {}
        for expectation, key in self.expected:
            wanted.setdefault(expectation.agent, []).append(key)
        return {agent: tuple(keys) for agent, keys in wanted.items()}


def check_cases(bound: BoundPolicy, catalog: Catalog) -> Iterator[Diagnostic]:
    """Every expectation that replay does not meet to the last digit."""
    for case in bound.policy.cases:
        bound_case, found = bind_case(bound, catalog, case)
        yield from found
        if bound_case is None:
            continue
        keys = bound_case.keys()
        traces = evaluate(bound, bound_case.dataset, keys, keys)
        yield from differences(bound_case, traces)


def bind_case(
    bound: BoundPolicy, catalog: Catalog, case: Case
) -> tuple[BoundCase | None, tuple[Diagnostic, ...]]:
    """Names of a case → item keys; a name that is none is reported at its place."""
    found: list[Diagnostic] = []
    agents = tuple(_agent(bound, catalog, case, agent, found) for agent in case.agents)
    expected = []
    for expectation in case.expect:
        key = _expected_key(bound, expectation.name.name)
        if key is None:
            found.append(_unknown(bound, case, expectation.name))
        elif expectation.agent not in {a.name for a in case.agents}:
            found.append(
                CASE_UNREADABLE.at(
                    expectation.name.span, case=case.title, name=expectation.agent, closest=""
                )
            )
        else:
            expected.append((expectation, key))
    if found:
        return None, tuple(found)
    found.extend(case_month_mistakes(bound, case))
    if found:
        return None, tuple(found)
    month = case.month or bound.policy.history_from
    return BoundCase(case, Dataset(agents=agents, month=month), tuple(expected)), ()


def _agent(
    bound: BoundPolicy, catalog: Catalog, case: Case, agent: CaseAgent, found: list[Diagnostic]
) -> AgentFigures:
    figures: dict[str, Amount] = {i.item.key: None for i in bound.inputs}
    roles = bound.role_of
    role = agent.role.name or (next(iter(roles)) if len(roles) == 1 else "")
    if role not in roles:
        near = closest(role, roles)
        found.append(CASE_UNREADABLE.at(agent.role.span, case=case.title, name=role, closest=near))
    parts = _parts(bound, case, agent, role, found)
    role, level = (parts[-1].role, parts[-1].level) if parts else (role, agent.level)
    figures[ROLE], figures[LEVEL] = role, level or None
    if agent.states:
        figures[DAYS_EMPLOYED] = Decimal(sum(state.days for state in agent.states))
    if agent.seniority_years is not None:
        figures[SENIORITY] = Decimal(agent.seniority_years)
    stated: set[str] = set()
    for name, quantity in (*case.shop_figures, *agent.figures):
        key = _figure_key(bound, catalog, name.name)
        if key is None:
            found.append(_unknown(bound, case, name))
            continue
        figures[key] = quantity.amount
        stated.add(key)
        found.extend(_unfit(bound, case, key, quantity))
    figures.update(dict.fromkeys(_other_keys(bound, stated), Decimal(0)))
    past = _past(bound, case, agent, found)
    figures.update(_of_months(bound, case, past))
    return AgentFigures(
        agent=agent.name, name=agent.name, role=role, figures=figures, states={}, past=past,
        parts=parts if len(parts) > 1 else (),
    )  # fmt: skip


def _of_months(bound: BoundPolicy, case: Case, past: Past) -> dict[str, Amount]:
    """What depends on which month it is: its number, and what earlier months give."""
    month = case.month or bound.policy.history_from
    if month is None:
        return {}
    figures: dict[str, Amount] = {MONTH_NUMBER: Decimal(month.month)}
    for wanted in bound.inputs:
        definition = wanted.item.definition
        if isinstance(definition, PastOf):
            first = bound.policy.history_from or month
            figures[wanted.item.key] = past_figure(definition, past, month, first)
    return figures


def _past(bound: BoundPolicy, case: Case, agent: CaseAgent, found: list[Diagnostic]) -> Past:
    """What the case says that earlier payslips said, by item."""
    past: dict[Month, dict[str, Amount | bool]] = {}
    for earlier in agent.past:
        for name, text in earlier.values:
            key = _expected_key(bound, name.name)
            if key is None:
                found.append(_unknown(bound, case, name))
                continue
            is_number = bound.by_key[key].type.is_number
            value: Amount | bool = parse_quantity(text) if is_number else text
            if value is None:
                found.append(CASE_UNREADABLE.at(name.span, case=case.title, name=text, closest=""))
            past.setdefault(earlier.month, {})[key] = value
    return past


def case_month_mistakes(bound: BoundPolicy, case: Case) -> Iterator[Diagnostic]:
    """Earlier months mean nothing without the month that is paid."""
    first = bound.policy.history_from
    for agent in case.agents:
        for earlier in agent.past:
            if first is None or case.month is None or not first <= earlier.month < case.month:
                yield CASE_MONTH.at(
                    earlier.span,
                    case=case.title,
                    month=str(earlier.month),
                    first=str(first or "—"),
                    paid=str(case.month or "—"),
                )


def _parts(
    bound: BoundPolicy, case: Case, agent: CaseAgent, role: str, found: list[Diagnostic]
) -> tuple[Part, ...]:
    """The states that pay, by the policy's rule; none where the case does not speak of states."""
    states: list[Part] = []
    for state in agent.states:
        name = state.role.name if state.role else role
        if state.role and name not in bound.role_of:
            near = closest(name, bound.role_of)
            found.append(
                CASE_UNREADABLE.at(state.role.span, case=case.title, name=name, closest=near)
            )
        states.append(Part(role=name, level=state.level or agent.level, days=state.days))
    if not states:
        return ()
    what = unstated_change(bound.policy.mid_month, states)
    if what:
        posts = ", ".join(map(str, states))
        found.append(
            CHANGE_UNSTATED.at(
                case.span, agent=agent.name, month=case.title, posts=posts, what=what
            )
        )
    return paying_parts(bound.policy.mid_month, states)


def _other_keys(bound: BoundPolicy, stated: set[str]) -> Iterator[str]:
    """Where a case gives one key of a measure, it has nothing under the others."""
    of_keys = {
        item.key: measure.id
        for item in bound.items
        if isinstance(measure := item.definition, Measure) and measure.key
    }
    given = {of_keys[key] for key in stated if key in of_keys}
    yield from (key for key, id_ in of_keys.items() if id_ in given and key not in stated)


def _unfit(bound: BoundPolicy, case: Case, key: str, quantity: Quantity) -> Iterator[Diagnostic]:
    """A figure that no import would let through proves nothing in a case."""
    type_ = bound.by_key[key].type
    if quantity.amount is None or (type_.is_number and not is_within(type_, quantity.amount)):
        low, high, places = plain(type_.low), plain(type_.high), str(type_.places)
        yield CASE_FIGURE.at(
            quantity.span,
            case=case.title,
            name=key,
            written=quantity.text,
            low=low,
            high=high,
            places=places,
        )


def _figure_key(bound: BoundPolicy, catalog: Catalog, name: str) -> str | None:
    measure = catalog.by_name.get(name)
    key = BUILT_IN.get(name) or bound.names.get(name)
    if key is None and measure is not None:
        key = measure.labels.get("zh", measure.id)
    known = {i.item.key for i in bound.inputs}
    return key if key in known else None


def _expected_key(bound: BoundPolicy, name: str) -> str | None:
    if name in TOTAL_NAMES:
        return TOTAL
    table, _, column = name.partition(".")
    if column in AMOUNT_NAMES and f"{table}.{AMOUNT}" in bound.by_key:
        return f"{table}.{AMOUNT}"
    stated = f"{table}.{STATE_COLUMNS.get(column, column)}"
    if stated in bound.by_key:
        return stated
    key = BUILT_IN.get(name) or bound.names.get(name) or name
    return key if key in bound.by_key else None


def _unknown(bound: BoundPolicy, case: Case, name: Reference) -> Diagnostic:
    near = closest(name.name, (*bound.names, *bound.by_key))
    return CASE_UNREADABLE.at(name.span, case=case.title, name=name.name, closest=near)


def differences(case: BoundCase, traces: dict[str, Trace]) -> Iterator[Diagnostic]:
    for expectation, key in case.expected:
        trace = traces[expectation.agent]
        actual = shown(trace.amount(key))
        if trace.refusals and key not in trace.findings:
            first = trace.refusals[0]
            actual = f"({first.reason}: {first.key})"
        if not is_expected(expectation.text, trace.amount(key)):
            yield CASE_DIFFERS.at(
                expectation.span, case=case.case.title, name=expectation.name.name,
                expected=expectation.text, actual=actual,
            )  # fmt: skip


def is_expected(text: str, amount: Amount | bool) -> bool:
    """Equal to the last digit; words are equal as words."""
    if isinstance(amount, Decimal):
        return parse_quantity(text) == amount
    return text == shown(amount)


def shown(amount: Amount | bool) -> str:
    if isinstance(amount, bool):
        return "true" if amount else "false"
    if isinstance(amount, Decimal):
        return plain(amount)
    return amount or ""
