"""The `cases` section: the policy's own worked examples."""

from __future__ import annotations

from collections.abc import Iterator

from engine.policy.case import Case, CaseAgent, Expectation, PastMonth
from engine.policy.model import Quantity, Reference
from engine.policy.proration import CaseState
from engine.policy.reading import Reading, entries, mappings, month_of, pairs, reference, text_of
from engine.source.document import Mapping, Node, Scalar

SOLE_AGENT = "agent"


def build_cases(node: Node | None, reading: Reading) -> tuple[Case, ...]:
    return tuple(_case(body, reading) for body in entries(node) if isinstance(body, Mapping))


def _case(body: Mapping, reading: Reading) -> Case:
    agents = tuple(_agent(key.text, entry, reading) for key, entry in mappings(body.get("agents")))
    if not agents:
        agents = (_agent(SOLE_AGENT, body, reading),)
        expect = _expected(SOLE_AGENT, body.get("expect"))
    else:
        per_agent = mappings(body.get("expect"))
        expect = tuple(e for key, entry in per_agent for e in _expected(key.text, entry))
    title = body.get("case") or body
    return Case(
        title=text_of(title),
        why=text_of(body.get("why")).strip(),
        shows=tuple(text_of(n) for n in entries(body.get("shows"))),
        agents=agents,
        shop_figures=_figures(body.get("shop"), reading),
        expect=expect,
        month=month_of(body.get("month"), reading),
        span=title.span,
    )


def _agent(name: str, body: Mapping, reading: Reading) -> CaseAgent:
    years = text_of(body.get("seniority_years"))
    role = body.get("role")
    return CaseAgent(
        name=name,
        role=reference(role) if isinstance(role, Scalar) else Reference("", body.span),
        level=text_of(body.get("level")),
        seniority_years=int(years) if years else None,
        figures=_figures(body.get("given"), reading),
        past=tuple(_past(body.get("earlier"), reading)),
        states=tuple(_state(n) for n in entries(body.get("states")) if isinstance(n, Mapping)),
    )


def _state(body: Mapping) -> CaseState:
    role = body.get("role")
    return CaseState(
        role=reference(role) if role else None,
        level=text_of(body.get("level")),
        days=int(text_of(body.get("days"))),
    )


def _past(node: Node | None, reading: Reading) -> Iterator[PastMonth]:
    for key, body in mappings(node):
        month = month_of(key, reading)
        if month is not None:
            values = tuple((Reference(n.text, n.span), text_of(v)) for n, v in body.pairs)
            yield PastMonth(month=month, values=values, span=key.span)


def _figures(node: Node | None, reading: Reading) -> tuple[tuple[Reference, Quantity], ...]:
    return tuple(
        (Reference(key.text, key.span), reading.quantity(amount)) for key, amount in pairs(node)
    )


def _expected(agent: str, node: Node | None) -> tuple[Expectation, ...]:
    return tuple(
        Expectation(
            agent=agent, name=Reference(key.text, key.span), text=text_of(value), span=value.span
        )
        for key, value in pairs(node)
    )
