"""The figures of one shop and month, by item key: what both evaluators start from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from engine.core.period import Month

Amount = Decimal | str | None
Past = Mapping[Month, Mapping[str, Amount | bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentFigures:
    """One agent's row. `figures` has an entry per input of the policy; None = no figure.

    `states` says why a figure is not there, where the source said so. `past`: what the payslips
    of earlier months say of the agent, by item.
    """

    agent: str
    name: str
    role: str
    figures: Mapping[str, Amount]
    states: Mapping[str, str]
    past: Past = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """All agents of a shop in a month, sorted by agent; `batches` are the imports it comes from."""

    agents: tuple[AgentFigures, ...]
    batches: tuple[str, ...] = ()
    month: Month | None = None
