"""Many worlds in one: every name of a world gets its number, so that nothing is shared but time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from tests.service.running import Computed
from tests.simulation.model import Result, Settings, World
from tests.simulation.reading import latest_time, without_repeats
from tests.simulation.simulate import simulate_world

WIDE = 10**9  # room for the numbers of one world


def merged(worlds: Sequence[World], settings: Settings) -> World:
    apart = [_numbered(world, number) for number, world in enumerate(worlds, start=1)]
    return World(
        messages=tuple(row for world in apart for row in world.messages),
        orders=tuple(row for world in apart for row in world.orders),
        refunds=tuple(row for world in apart for row in world.refunds),
        accounts=tuple(row for world in apart for row in world.accounts),
        settings=settings,
    )


def simulated(worlds: Sequence[World], settings: Settings) -> Computed:
    """Each world by itself, as if the others were not there; told in the merged world's names."""
    until = settings.as_of or latest(worlds)
    own = replace(settings, as_of=until)
    results = [simulate_world(replace(world, settings=own)) for world in worlds]
    return Computed(*_told(results))


def latest(worlds: Sequence[World]) -> datetime:
    """The latest time of all of them: the one that the merged world would have."""
    found = (
        latest_time(*(without_repeats(rows) for rows in (w.messages, w.orders, w.refunds)))
        for w in worlds
    )
    return max(time for time in found if time is not None)


def _told(results: Sequence[Result]) -> tuple[Mapping, Mapping, Mapping]:  # type: ignore[type-arg]
    months = {
        (named(number, agent), month): row
        for number, result in enumerate(results, start=1)
        for (agent, month), row in result.months.items()
    }
    orders = {
        id_of(number, order): {
            key: named(number, value) if key.endswith("_agent") and value else value
            for key, value in row.items()
        }
        for number, result in enumerate(results, start=1)
        for order, row in result.orders.items()
    }
    return months, {}, orders


def _numbered(world: World, number: int) -> World:
    return World(
        messages=tuple(
            replace(
                row,
                id=id_of(number, row.id),
                account=named(number, row.account),
                buyer=named(number, row.buyer),
            )
            for row in world.messages
        ),
        orders=tuple(
            replace(
                row,
                id=id_of(number, row.id),
                shop=named(number, row.shop),
                buyer=named(number, row.buyer),
            )
            for row in world.orders
        ),
        refunds=tuple(
            replace(row, id=id_of(number, row.id), order=id_of(number, row.order))
            for row in world.refunds
        ),
        accounts=tuple(
            replace(
                row,
                account=named(number, row.account),
                agent=row.agent and named(number, row.agent),
                shop=named(number, row.shop),
            )
            for row in world.accounts
        ),
    )


def named(number: int, name: object) -> str:
    return f"{number}·{name}"


def id_of(number: int, row_id: str) -> str:
    """Ids of one world keep their order: digits as numbers, with as many zeros before them."""
    if not (row_id.isascii() and row_id.isdigit()):
        return named(number, row_id)
    digits = row_id.lstrip("0") or "0"
    return row_id[: -len(digits)] + str(number * WIDE + int(digits))
