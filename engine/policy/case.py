"""Worked examples: what an agent did, what earlier payslips said, what must come out."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from engine.core.period import Month
from engine.core.record import record
from engine.core.span import Span
from engine.policy.proration import CaseState

if TYPE_CHECKING:  # the model holds these examples, and they hold its parts
    from engine.policy.model import Quantity, Reference


@record(kw_only=True)
class PastMonth:
    """What an earlier month's payslip said of an agent, by the names that the author used."""

    month: Month
    values: tuple[tuple[Reference, str], ...]
    span: Span = field(compare=False)


@record(kw_only=True)
class CaseAgent:
    """An agent of a worked example, with figures by the names that the author used."""

    name: str
    role: Reference
    level: str
    seniority_years: int | None
    figures: tuple[tuple[Reference, Quantity], ...]
    past: tuple[PastMonth, ...] = ()
    states: tuple[CaseState, ...] = ()


@record(kw_only=True)
class Expectation:
    """What one agent of a case must come out at: names and the texts expected."""

    agent: str
    name: Reference
    text: str
    span: Span = field(compare=False)


@record(kw_only=True)
class Case:
    """A worked example of the policy itself."""

    title: str
    why: str
    shows: tuple[str, ...]
    agents: tuple[CaseAgent, ...]
    shop_figures: tuple[tuple[Reference, Quantity], ...]
    expect: tuple[Expectation, ...]
    month: Month | None = None
    span: Span = field(compare=False)
