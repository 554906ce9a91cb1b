"""Which sets have to be run so that every game is known; one run serves many games at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from engine.compare.attribution import placed, set_of

Players = tuple[int, ...]


def sets_to_run(games: Iterable[Players]) -> tuple[int, ...]:
    """For every game, each of its sets is what some run has of the game's players.

    Games without a player in common do not see each other's players, so that a run holds one set
    of each: together they take no more runs than the largest of them. Small sets come first.
    """
    together = [_sets(group) for group in _connected(sorted(set(games)))]
    runs = (sum(one) for one in zip_longest(*together, fillvalue=0))
    return tuple(dict.fromkeys(joined for joined in runs if joined))


def _sets(games: Sequence[Players]) -> list[int]:
    found = {placed(index, game) for game in games for index in range(1 << len(game))}
    return sorted(found, key=lambda joined: (joined.bit_count(), joined))


def _connected(games: Sequence[Players]) -> list[list[Players]]:
    """Games in groups that share no player."""
    groups: list[tuple[int, list[Players]]] = []
    for game in games:
        joined, members = set_of(game), [game]
        apart = []
        for players, others in groups:
            if players & joined:
                joined, members = joined | players, others + members
            else:
                apart.append((players, others))
        groups = [*apart, (joined, members)]
    return [members for _, members in groups]
