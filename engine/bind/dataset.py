"""The figures of one shop and month, by item key: what both evaluators start from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from decimal import Decimal

from engine.bind.names import LEVEL, ROLE
from engine.core.digest import digest
from engine.core.period import Month
from engine.core.record import record

Amount = Decimal | str | None
Past = Mapping[Month, Mapping[str, Amount | bool]]


@record(kw_only=True)
class Part:
    """What an agent is on some days of a month; `version`: by which one, where several pay."""

    role: str
    level: str
    days: int
    version: str = ""

    @property
    def name(self) -> str:
        return " ".join(word for word in (self.version, self.role, self.level) if word)

    def __str__(self) -> str:
        return f"{self.name} · {self.days}"


@record(kw_only=True)
class AgentFigures:
    """One agent's row. `figures` has an entry per input of the policy; None = no figure.

    `states` says why a figure is not there, where the source said so. `past`: what the payslips
    of earlier months say of the agent, by item. `parts`: where the month is paid by the days of
    several states, all of them; the row itself stands in the last.
    """

    agent: str
    name: str
    role: str
    figures: Mapping[str, Amount]
    states: Mapping[str, str]
    past: Past = field(default_factory=dict)
    parts: tuple[Part, ...] = ()

    @property
    def roles(self) -> tuple[str, ...]:
        """Every role that pays the agent this month."""
        return tuple(dict.fromkeys(p.role for p in self.parts)) or (self.role,)

    def standing_in(self, part: Part) -> AgentFigures:
        """The same figures of the whole month, as if that state had lasted all of it."""
        changed: dict[str, Amount] = {ROLE: part.role, LEVEL: part.level or None}
        figures = {k: changed.get(k, v) for k, v in self.figures.items()}
        return replace(self, role=part.role, figures=figures, parts=())

    def in_every_state(self) -> tuple[AgentFigures, ...]:
        return tuple(self.standing_in(part) for part in self.parts) or (self,)


@record(kw_only=True)
class Dataset:
    """All agents of a shop in a month, sorted by agent; `batches` are the imports it comes from."""

    agents: tuple[AgentFigures, ...]
    batches: tuple[str, ...] = ()
    month: Month | None = None


def data_digest(dataset: Dataset) -> str:
    """Of every figure that went in, by agent and item."""
    rows = [[f.agent, f.role, dict(f.figures), *map(str, f.parts)] for f in dataset.agents]
    return digest("dataset", 1, rows)
