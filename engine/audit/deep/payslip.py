"""One payslip for stated figures, by replay: nothing is reported that was not paid like this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from engine.audit.deep.months import fits, month_of, past_for
from engine.audit.deep.spread import Variable
from engine.audit.deep.survey import SHOP, Survey
from engine.bind.dataset import AgentFigures, Amount
from engine.bind.names import ROLE, TOTAL
from engine.core.record import record
from engine.replay.from_bound import Shop
from engine.replay.trace import NoValueError

Figures = Mapping[Variable, Decimal | str]


@record
class Payslip:
    """What one agent of a group is paid, line by line."""

    lines: tuple[tuple[str, Decimal], ...]
    total: Decimal

    @property
    def amounts(self) -> tuple[Decimal, ...]:
        return tuple(amount for _, amount in self.lines)


@dataclass
class Paymaster:
    """Pays by replay, and counts how often."""

    survey: Survey
    count: int = 0
    _known: dict[tuple[str, tuple[tuple[Variable, Decimal | str], ...]], Payslip | None] = field(
        default_factory=dict
    )

    def payslip(self, group: str, figures: Figures) -> Payslip | None:
        """None where the policy refuses such figures, or no months before can be like that."""
        place = (group, tuple(sorted(figures.items())))
        if place not in self._known:
            self.count += 1
            self._known[place] = self._paid(self.shop(figures), group)
        return self._known[place]

    def value(self, group: str, key: str, figures: Figures) -> Decimal | None:
        """Any one item of the policy."""
        self.count += 1
        try:
            shop = self.shop(figures)
            amount = shop.finding(first_of(group), key).amount if shop else None
        except NoValueError:
            return None
        return amount if isinstance(amount, Decimal) else None

    def cost(self, figures: Figures) -> Decimal | None:
        """What the whole shop is paid.

        Agents of one group are paid alike, but for the last place that a pool gives to some.
        """
        self.count += 1
        shop = self.shop(figures)
        total = Decimal(0)
        if shop is None:
            return None
        for group in self.survey.groups:
            alike = 1 if self.survey.bound.policy.pools else group.count
            for number in range(group.count // alike):
                slip = self._paid(shop, group.name, number)
                if slip is None:
                    return None
                total += slip.total * alike
        return total

    def shop(self, figures: Figures) -> Shop | None:
        bound, month = self.survey.bound, None
        rows: dict[str, AgentFigures] = {}
        for group in self.survey.groups:
            own: dict[str, Amount] = {i.item.key: None for i in bound.inputs}
            own.update({k: v for (owner, k), v in figures.items() if owner in (group.name, SHOP)})
            own[ROLE] = group.role
            past, month = past_for(bound, own), month_of(bound, own)
            if not fits(bound, own, past):
                return None
            for number in range(group.count):
                agent = f"{group.name}.{number}"
                rows[agent] = AgentFigures(
                    agent=agent, name=agent, role=group.role, figures=own, states={},
                    past=past,
                )  # fmt: skip
        return Shop(bound, rows, month)

    def _paid(self, shop: Shop | None, group: str, number: int = 0) -> Payslip | None:
        agent = f"{group}.{number}"
        role = self.survey.bound.role_of[self.survey.group_of[group].role]
        if shop is None:
            return None
        try:
            amounts = [(key, shop.finding(agent, key).amount) for key in (*role.lines, TOTAL)]
        except NoValueError:
            return None
        known = [(key, amount) for key, amount in amounts if isinstance(amount, Decimal)]
        if len(known) != len(amounts):
            return None
        return Payslip(tuple(known[:-1]), known[-1][1])


def first_of(group: str) -> str:
    return f"{group}.0"
