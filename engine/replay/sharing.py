"""One agent's share of a pool and row of a distribution, from the values of all who take part."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from typing import Protocol

from engine.bind.dataset import AgentFigures, Amount
from engine.bind.model import BoundPolicy, DistributionPart, Item, PoolPart
from engine.core.errors import EngineBug
from engine.core.number import EXACT, quantize
from engine.policy.model import FormulaText
from engine.policy.sharing import Distribution, Pool
from engine.replay.evaluator import Value
from engine.replay.pools import Parted, parted
from engine.replay.trace import Finding, NoValueError, Refusal

Seen = dict[str, Amount | bool]


class People(Protocol):
    """The shop: figures of everybody, and values that are worked out when asked for."""

    bound: BoundPolicy
    rows: Mapping[str, AgentFigures]

    def finding(self, agent: str, key: str) -> Finding: ...
    def held(self, agent: str, key: str) -> Amount | bool: ...
    def value(self, agent: str, text: str, seen: Seen) -> Value: ...


@dataclass
class Sharing:
    """What is shared in one shop; a pool is parted once for everybody."""

    people: People
    _parted: dict[tuple[str, Decimal], Parted | None] = field(default_factory=dict)
    _in_order: dict[str, list[Decimal]] = field(default_factory=dict)
    _everybody: dict[str, dict[str, Decimal]] = field(default_factory=dict)

    def finding(self, agent: str, item: Item) -> Finding:
        match item.definition:
            case PoolPart(pool=pool, what="pool"):
                return self._formula(agent, item.key, pool.amount)
            case PoolPart(pool=pool, what="weight"):
                return self._weight(agent, item.key, pool)
            case PoolPart(pool=pool, what=what):
                return self._share(agent, item.key, pool, is_cut=what == "cut")
            case DistributionPart(distribution=part, what="ranked"):
                return self._ranked(agent, item.key, part)
            case DistributionPart(distribution=part, what="place"):
                place, operands = self._place(agent, part)
                return Finding(key=item.key, amount=place, operands=operands)
            case DistributionPart(distribution=part, column=column):
                return self._column(agent, item.key, part, column)
            case _:
                raise EngineBug(f"{item.key} is not shared")

    def _formula(self, agent: str, key: str, text: FormulaText) -> Finding:
        seen: Seen = {}
        amount = self.people.value(agent, text.text, seen)
        return Finding(key=key, amount=amount, formula=text.text, operands=tuple(seen.items()))

    def _is_in(self, agent: str, when: FormulaText | None, seen: Seen) -> bool:
        return when is None or self.people.value(agent, when.text, seen) is True

    def _weight(self, agent: str, key: str, pool: Pool) -> Finding:
        seen: Seen = {}
        if not self._is_in(agent, pool.when, seen):
            formula = pool.when.text if pool.when else ""
            return Finding(
                key=key, amount=Decimal(0), formula=formula, operands=tuple(seen.items()),
                reason="condition_false",
            )  # fmt: skip
        if pool.by is None:
            return Finding(key=key, amount=Decimal(1))
        amount = self.people.value(agent, pool.by.text, seen)
        return Finding(key=key, amount=amount, formula=pool.by.text, operands=tuple(seen.items()))

    def _share(self, agent: str, key: str, pool: Pool, *, is_cut: bool) -> Finding:
        name = pool.heading.name
        own = self._number(agent, f"{name}[weight]")
        amount = self._number(agent, f"{name}[pool]")
        if (name, amount) not in self._parted:
            weights = self._of_everybody(f"{name}[weight]")
            self._parted[name, amount] = parted(amount, weights, pool.places, pool.remainder)
        parts = self._parted[name, amount]
        if parts is None:
            raise NoValueError(Refusal(key=name, reason="nobody_shares", detail=str(amount)))
        cut, added = parts.cut[agent], parts.added[agent]
        operands = (
            ("pool", amount), ("part", own), ("parts", parts.total),
            ("cut", cut), ("rest", parts.rest), ("added", added),
        )  # fmt: skip
        with localcontext(EXACT):
            share = cut if is_cut else cut + added
        return Finding(key=key, amount=share, operands=operands)

    def _ranked(self, agent: str, key: str, part: Distribution) -> Finding:
        seen: Seen = {}
        if not self._is_in(agent, part.when, seen):
            formula = part.when.text if part.when else ""
            operands = tuple(seen.items())
            return Finding(
                key=key, amount=None, formula=formula, operands=operands, reason="not_ranked"
            )
        amount = self.people.value(agent, part.lookup.text, seen)
        return Finding(
            key=key, amount=amount, formula=part.lookup.text, operands=tuple(seen.items())
        )

    def _place(
        self, agent: str, part: Distribution
    ) -> tuple[Decimal | None, tuple[tuple[str, Amount | bool], ...]]:
        """The place, 1 for the best, and the figures that it comes from."""
        ranked = f"{part.heading.name}[ranked]"
        own = self.people.finding(agent, ranked).amount
        if not isinstance(own, Decimal):
            return None, ()
        if ranked not in self._in_order:
            self._in_order[ranked] = sorted(self._of_everybody(ranked).values())
        others = self._in_order[ranked]
        lower, not_higher = bisect_left(others, own), bisect_right(others, own)
        better = len(others) - not_higher if part.first == "highest" else lower
        alike = not_higher - lower if part.ties == "worse" else 1
        return Decimal(better + alike), (("figure", own), ("people", Decimal(len(others))))

    def _column(self, agent: str, key: str, part: Distribution, column: str) -> Finding:
        index = [output.name for output in part.outputs].index(column)
        place, operands = self._place(agent, part)
        if place is None:
            cell = part.otherwise[index]
            amount = cell if isinstance(cell, str) else cell.amount
            return Finding(key=key, amount=amount, reason="not_ranked")
        people = dict(operands)["people"]
        if not isinstance(people, Decimal):
            raise EngineBug(f"{people!r} people")
        for row in part.rows:
            with localcontext(EXACT):
                reach = row.reach * people
            heads = quantize(reach, places=0, mode=part.headcounts)
            if place <= heads:
                cell = row.gives[index]
                amount = cell if isinstance(cell, str) else cell.amount
                shown = (("place", place), *operands, ("heads", heads))
                return Finding(key=key, amount=amount, operands=shown)
        raise EngineBug(f"{key}: nobody's place is {place} of {people}")

    def _number(self, agent: str, key: str) -> Decimal:
        amount = self.people.finding(agent, key).amount
        if not isinstance(amount, Decimal):
            raise NoValueError(Refusal(key=key, reason="missing", detail="not_eligible"))
        return amount

    def _of_everybody(self, key: str) -> dict[str, Decimal]:
        """Who has the value: the roles that share, as far as they take part."""
        if key not in self._everybody:
            holders = self.people.bound.by_key[key].roles
            found = {
                agent: self.people.held(agent, key)
                for agent, row in self.people.rows.items()
                if row.role in holders
            }
            amounts = {a: amount for a, amount in found.items() if isinstance(amount, Decimal)}
            self._everybody[key] = amounts
        return self._everybody[key]
