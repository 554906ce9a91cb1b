"""Shapley's shares where there are too many sets: an average over some orders of joining."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from engine.compare.attribution import MOST_EXACT
from engine.core.record import record

SEED = 1
# two orders see every player early and late; fewer pairs would give no error worth stating
FEWEST_PAIRS = 10
# no more policies are run than the largest exact table takes
MOST_RUNS = 2**MOST_EXACT

Order = tuple[int, ...]


@record(kw_only=True)
class Sampled:
    """How an approximation was made. `errors`: the standard error of each player's share."""

    seed: int
    orders: int
    errors: Mapping[int, Decimal]


def orders_of(players: Sequence[int], seed: int = SEED) -> tuple[tuple[Order, Order], ...]:
    """Orders drawn by the seed, each beside its reverse, which lessens the error."""
    source = random.Random(seed)
    pairs = max(FEWEST_PAIRS, MOST_RUNS // (2 * len(players)))
    drawn: list[tuple[Order, Order]] = []
    for _ in range(pairs):
        order = list(players)
        source.shuffle(order)
        drawn.append((tuple(order), tuple(reversed(order))))
    return tuple(drawn)


def sets_on_the_way(orders: Sequence[tuple[Order, Order]]) -> tuple[int, ...]:
    """Every set that an order passes through, each once."""
    found: dict[int, None] = {}
    for order in (one for pair in orders for one in pair):
        joined = 0
        for player in order:
            joined |= 1 << player
            found[joined] = None
    return tuple(found)


def added(order: Order, worth: Callable[[int], int], count: int) -> list[int]:
    """What each player adds in one order; together all that there is, so averages are, too."""
    adds = [0] * count
    joined, before = 0, worth(0)
    for player in order:
        joined |= 1 << player
        after = worth(joined)
        adds[player] = after - before
        before = after
    return adds


def averages(
    orders: Sequence[tuple[Order, Order]], worth: Callable[[int], int], count: int
) -> list[list[Fraction]]:
    """What each player adds in each pair of orders, pair by pair."""
    return [
        [
            Fraction(one + other, 2)
            for one, other in zip(
                added(forth, worth, count), added(back, worth, count), strict=True
            )
        ]
        for forth, back in orders
    ]


def mean(drawn: Sequence[Fraction]) -> Fraction:
    return sum(drawn, Fraction(0)) / len(drawn)


def standard_error(drawn: Sequence[Fraction], places: int = 2) -> Decimal:
    """Of the mean of independent draws, rounded up to its last place: never too small."""
    middle = mean(drawn)
    spread = sum(((one - middle) ** 2 for one in drawn), Fraction(0))
    squared = spread / (len(drawn) * (len(drawn) - 1)) * 100**places
    return Decimal(_root_above(squared)).scaleb(-places)


def _root_above(square: Fraction) -> int:
    """The least whole number whose square is not below; by whole numbers alone."""
    above = -(-square.numerator // square.denominator)
    root = math.isqrt(above)
    return root if root * root >= above else root + 1
