"""Many games among the same players: which sets they ask for, and how each is shared out.

A game is one line of one payslip; its players are the clauses that can move it, by number.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Generic, TypeVar

from engine.compare.attribution import MOST_EXACT, interactions, placed, set_of, shares
from engine.compare.cents import in_cents
from engine.compare.sampling import (
    SEED,
    Order,
    Sampled,
    averages,
    mean,
    orders_of,
    sets_on_the_way,
    standard_error,
)
from engine.compare.schedule import Players, sets_to_run
from engine.core.number import EXACT, scale_of
from engine.core.record import record

CENTS = 2

K = TypeVar("K", bound=Hashable)
Runs = Mapping[int, Mapping[K, Decimal]]
Pair = tuple[int, int]


@record(kw_only=True)
class Shared(Generic[K]):
    """Each game by player, and what pairs of players bring together, both to the last place.

    Pairs that meet in a game of too many players are left out; `sampled` says that there is one.
    """

    parts: Mapping[K, Mapping[int, Decimal]]
    interactions: Mapping[Pair, Decimal]
    sampled: Sampled | None


def sets_wanted(games: Mapping[K, Players]) -> tuple[int, ...]:
    """All sets that `share_out` will look at."""
    exact = sets_to_run(p for p in games.values() if len(p) <= MOST_EXACT)
    return tuple(dict.fromkeys((*exact, *sets_on_the_way(_orders(games)))))


def share_out(games: Mapping[K, Players], runs: Runs[K]) -> Shared[K]:
    """Every game that moves at all: shares in cents that add up to what all players bring."""
    return _Sharing(games, runs).whole()


def _orders(games: Mapping[K, Players]) -> tuple[tuple[Order, Order], ...]:
    large = sorted({p for game in games.values() if len(game) > MOST_EXACT for p in game})
    return orders_of(large) if large else ()


class _Sharing(Generic[K]):
    """The games while they are shared out; amounts are whole numbers of the last place."""

    def __init__(self, games: Mapping[K, Players], runs: Runs[K]) -> None:
        scales = (scale_of(amount) for run in runs.values() for amount in run.values())
        self.places = max(CENTS, max(scales, default=0))
        self.games = games
        self.runs = runs
        self.orders = _orders(games)
        self.whole_tables: dict[Players, list[int]] = {}
        self.sums: list[dict[int, Fraction]] = [{} for _ in self.orders]
        self._indices: dict[Players, list[int]] = {}

    def whole(self) -> Shared[K]:
        moved = {key for run in self.runs.values() for key in run}
        parts: dict[K, Mapping[int, Decimal]] = {}
        for key, players in self.games.items():
            if key in moved:
                parts[key] = self._parts(key, players)
        return Shared(parts=parts, interactions=self._interactions(), sampled=self._sampled())

    def _parts(self, key: K, players: Players) -> Mapping[int, Decimal]:
        is_exact = len(players) <= MOST_EXACT
        fractions = self._exact(key, players) if is_exact else self._by_orders(key, players)
        whole = sum(fractions, Fraction(0))
        cents = in_cents(fractions, whole.numerator)
        return {p: self._amount(c) for p, c in zip(players, cents, strict=True) if c}

    def _exact(self, key: K, players: Players) -> Sequence[Fraction]:
        amounts = [self._count(key, joined) for joined in self._sets(players)]
        known = self.whole_tables.setdefault(players, [0] * len(amounts))
        for index, amount in enumerate(amounts):
            known[index] += amount
        return shares(amounts)

    def _by_orders(self, key: K, players: Players) -> Sequence[Fraction]:
        drawn = averages(self.orders, lambda joined: self._count(key, joined), max(players) + 1)
        for sums, one in zip(self.sums, drawn, strict=True):
            for player in players:
                sums[player] = sums.get(player, Fraction(0)) + one[player]
        return [mean([one[player] for one in drawn]) for player in players]

    def _sets(self, players: Players) -> list[int]:
        """For every set of the players, a run that has just those of them."""
        if players not in self._indices:
            among = set_of(players)
            found: dict[int, int] = {}
            for joined in self.runs:
                found.setdefault(joined & among, joined)
            self._indices[players] = [
                found[placed(index, players)] for index in range(1 << len(players))
            ]
        return self._indices[players]

    def _count(self, key: K, joined: int) -> int:
        amount = self.runs[joined].get(key)
        return 0 if amount is None else int(amount.scaleb(self.places, EXACT))

    def _amount(self, count: int) -> Decimal:
        return Decimal(count).scaleb(-self.places, EXACT)

    def _interactions(self) -> Mapping[Pair, Decimal]:
        """The most first; what is less than half a cent is none."""
        found: dict[Pair, Fraction] = {}
        for players, amounts in self.whole_tables.items():
            for (one, other), index in interactions(amounts).items():
                pair = (players[one], players[other])
                found[pair] = found.get(pair, Fraction(0)) + index
        shown = {pair: self._in_cents(index) for pair, index in found.items()}
        ordered = sorted(shown.items(), key=lambda one: (-abs(one[1]), one[0]))
        return {pair: amount for pair, amount in ordered if amount}

    def _in_cents(self, count: Fraction) -> Decimal:
        """Rounded half away from zero."""
        cents = abs(count) / 10 ** (self.places - CENTS)
        rounded = int(cents + Fraction(1, 2))
        return Decimal(rounded if count > 0 else -rounded).scaleb(-CENTS, EXACT)

    def _sampled(self) -> Sampled | None:
        if not self.orders:
            return None
        scale = Fraction(1, 10**self.places)
        errors = {
            player: standard_error([sums.get(player, Fraction(0)) * scale for sums in self.sums])
            for player in sorted({player for sums in self.sums for player in sums})
        }
        return Sampled(seed=SEED, orders=2 * len(self.orders), errors=errors)
