"""Shapley's shares of a game: what each player adds, averaged over every order of joining.

A game is a table of whole amounts, one for every set of players: bit `n` of the index says whether
player `n` has joined. It is read through its dividends (Harsanyi): what a set brings that no
smaller set of it brings. A player's share is then its even part of every dividend it has a hand in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

# 1,024 sets: an exact table above that takes minutes, because each set is a policy to be run
MOST_EXACT = 10


def dividends(amounts: Sequence[int]) -> list[int]:
    """What every set brings beyond all its smaller sets, by the index of the set."""
    found = list(amounts)
    bit = 1
    while bit < len(found):
        for joined in range(len(found)):
            if joined & bit:
                found[joined] -= found[joined ^ bit]
        bit <<= 1
    return found


def shares(amounts: Sequence[int]) -> tuple[Fraction, ...]:
    """Each player's share; together they are the amount of all less the amount of nobody."""
    count = players_of(amounts)
    # sets of one size share by the same number, so that only whole amounts are added up
    by_size = [[0] * (count + 1) for _ in range(count)]
    for joined, dividend in enumerate(dividends(amounts)):
        if dividend:
            for player in members(joined):
                by_size[player][joined.bit_count()] += dividend
    return tuple(
        sum((Fraction(sums[size], size) for size in range(1, count + 1)), Fraction(0))
        for sums in by_size
    )


def interactions(amounts: Sequence[int]) -> Mapping[tuple[int, int], Fraction]:
    """By pair: how much more the two bring together than each alone, averaged as the shares are.

    This is the Shapley interaction index (Grabisch and Roubens); pairs that come to 0 are left out.
    """
    found: dict[tuple[int, int], Fraction] = {}
    for joined, dividend in enumerate(dividends(amounts)):
        size = joined.bit_count()
        if not dividend or size < 2:
            continue
        players = members(joined)
        for first, one in enumerate(players):
            for other in players[first + 1 :]:
                found[one, other] = found.get((one, other), Fraction(0)) + Fraction(
                    dividend, size - 1
                )
    return {pair: index for pair, index in found.items() if index}


def players_of(amounts: Sequence[int]) -> int:
    return len(amounts).bit_length() - 1


def members(joined: int) -> list[int]:
    """The players of a set, in order."""
    return [player for player in range(joined.bit_length()) if joined >> player & 1]


def set_of(players: Sequence[int]) -> int:
    """The index of the set."""
    return sum(1 << player for player in players)


def placed(index: int, players: Sequence[int]) -> int:
    """The set of a game among some players as a set of all: bit `n` is the `n`th of them."""
    return sum(1 << player for place, player in enumerate(players) if index >> place & 1)
