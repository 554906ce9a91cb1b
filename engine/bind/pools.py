"""Pools → the amount, each agent's part in it, the share cut to the cent, and the remainder."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from engine.bind.checks.b308_units_clash import UNITS_CLASH
from engine.bind.checks.b361_pool_per_agent import POOL_PER_AGENT
from engine.bind.checks.b362_pool_too_fine import POOL_TOO_FINE
from engine.bind.checks.b363_part_negative import PART_NEGATIVE
from engine.bind.expression import Choose, Cut, HandedOut, Read, Typed, reads
from engine.bind.formulas import FormulaBinder, constant
from engine.bind.model import AverageOf, Item, OverPeople, Place, PoolPart, computed
from engine.bind.people import summed
from engine.bind.scope import Items
from engine.bind.types import joined
from engine.bind.units import same
from engine.catalog.measures import Measure
from engine.core.unit import Unit
from engine.formula.parse import parse
from engine.policy.model import FormulaText
from engine.policy.sharing import Pool


def share_item(binder: Items, pool: Pool) -> str | None:
    """The agent's share, as an item; what it is made of stands as items before it."""
    amount, weight = _amount(binder, pool), _weight(binder, pool)
    if amount is None or weight is None:
        return None
    span = pool.heading.span
    total = summed(binder, span, ("total", weight.key, ""))
    # a share is anything between nothing and the whole pool
    low, high = min(amount.type.low, Decimal(0)), max(amount.type.high, Decimal(0))
    type_ = replace(amount.type, places=pool.places, low=low, high=high)
    cut = Cut(amount=amount, weight=weight, total=total, type=type_)
    first = _added(binder, pool, "cut", cut)
    cuts = summed(binder, span, ("total", first.key, ""))
    if pool.remainder == "nobody":
        return _added(binder, pool, "share", first).key
    handed = HandedOut(of=cut, cut=first, cuts=cuts, to=pool.remainder, type=type_)
    return _added(binder, pool, "share", handed).key


def _added(binder: Items, pool: Pool, what: str, expression: Typed) -> Read:
    name = pool.heading.name
    key = name if what == "share" else f"{name}[{what}]"
    place = Place(path=f"pools.{name}", span=pool.heading.span, cite=pool.heading.cite)
    definition = PoolPart(pool, what)  # type: ignore[arg-type]  # one of the four
    binder.add(computed(key, "pool", definition, expression, place))
    return Read(key, expression.type)


def _amount(binder: Items, pool: Pool) -> Read | None:
    """One amount for the shop, with no more decimals than its parts."""
    amount = binder.formula(pool.amount)
    if amount is None:
        return None
    name, span = pool.heading.name, pool.amount.span
    if not amount.type.is_number or same(amount.type.unit, Unit.MONEY) is None:
        one, other = amount.type.unit.value, Unit.MONEY.value
        binder.found.append(UNITS_CLASH.at(span, sign="pools", one=one, other=other))
        return None
    own = next((k for k in reads(amount) if not _is_of_shop(binder, binder.items[k])), None)
    if own is not None:
        binder.found.append(POOL_PER_AGENT.at(span, pool=name, name=own))
        return None
    if amount.type.places > pool.places:
        places, most = str(amount.type.places), str(pool.places)
        binder.found.append(POOL_TOO_FINE.at(span, pool=name, places=places, most=most))
        return None
    money = replace(amount, type=amount.type.with_unit(Unit.MONEY))
    return _added(binder, pool, "pool", money)


def _is_of_shop(binder: Items, item: Item) -> bool:
    """Whether the value is one and the same for every agent."""
    match item.definition:
        case OverPeople() | AverageOf():
            return True
        case Measure(grain=grain):
            return grain == "shop_month"
        case _ if item.expression is None:
            return False
        case _:
            return item.kind in ("formula", "column", "lookup") and all(
                _is_of_shop(binder, binder.items[key]) for key in item.reads
            )


def _weight(binder: Items, pool: Pool) -> Read | None:
    """What the agent's share is in proportion to; 0 for who does not take part."""
    by = constant(Decimal(1), Unit.COUNT) if pool.by is None else binder.formula(pool.by)
    condition = truth_of(binder, pool.when)
    if by is None or (condition is None and pool.when is not None):
        return None
    span = pool.by.span if pool.by else pool.heading.span
    if not by.type.is_number:
        one = by.type.unit.value
        binder.found.append(UNITS_CLASH.at(span, sign="by", one=one, other="number"))
        return None
    if by.type.low < 0:
        name = pool.by.text if pool.by else ""
        binder.found.append(PART_NEGATIVE.at(span, pool=pool.heading.name, name=name))
        return None
    if condition is not None:
        nothing = constant(Decimal(0), by.type.unit)
        by = Choose(condition, by, nothing, joined([by.type, nothing.type], by.type.unit))
    return _added(binder, pool, "weight", by)


def truth_of(binder: Items, when: FormulaText | None) -> Typed | None:
    """The condition of who takes part; None if there is none, or after a mistake."""
    if when is None:
        return None
    outcome = parse(when.text, when.span)
    binder.found.extend(outcome.diagnostics)
    if outcome.value is None:
        return None
    return FormulaBinder(binder, binder.found).truth(outcome.value)
