"""Who shares: what pools and distributions demand of roles, eligibility and pay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from engine.bind.checks.b314_unknown_part import UNKNOWN_PART
from engine.bind.checks.b365_share_not_paid import SHARE_NOT_PAID
from engine.bind.model import DistributionPart, Item, PoolPart
from engine.core.closest import closest
from engine.core.diagnostic import Diagnostic
from engine.policy.model import Policy
from engine.policy.sharing import Distribution, Pool


def shared_by(item: Item) -> tuple[str, ...] | None:
    """The roles among whom the item is shared or ranked; None for everything else."""
    match item.definition:
        case PoolPart(what="pool"):
            return None
        case PoolPart(pool=part) | DistributionPart(distribution=part):
            return tuple(role.name for role in part.among)
        case _:
            return None


def is_for_participants(item: Item) -> bool:
    """Who does not meet the eligibility rules neither shares nor is ranked."""
    definition = item.definition
    return isinstance(definition, PoolPart | DistributionPart) and definition.what in (
        "weight",
        "ranked",
    )


def unpaid_roles(policy: Policy, needed: Mapping[str, Set[str]]) -> Iterator[Diagnostic]:
    """A role that has a share which no line of it pays: that part would stay with nobody."""
    for pool in policy.pools:
        paid = needed.get(pool.heading.name, set())
        for role in pool.among:
            if paid and role.name not in paid:
                yield SHARE_NOT_PAID.at(role.span, pool=pool.heading.name, role=role.name)


def unknown_roles(policy: Policy) -> Iterator[Diagnostic]:
    known = [role.heading.name for role in policy.roles]
    parts: tuple[Pool | Distribution, ...] = (*policy.pools, *policy.distributions)
    for part in parts:
        for role in part.among:
            if role.name not in known:
                near = closest(role.name, known)
                yield UNKNOWN_PART.at(role.span, name=role.name, section="roles", closest=near)
