"""Shares and interactions against their definitions, over all orders of random games."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest

from engine.compare.attribution import interactions, members, placed, set_of, shares
from engine.compare.cents import in_cents
from engine.compare.games import sets_wanted, share_out
from engine.compare.sampling import SEED, averages, orders_of, sets_on_the_way, standard_error
from engine.compare.schedule import sets_to_run

RANDOM = random.Random(20240501)


def game(players: int) -> list[int]:
    amounts = [RANDOM.choice([0, RANDOM.randint(-5000, 5000)]) for _ in range(1 << players)]
    return [0, *amounts[1:]]


def by_all_orders(amounts: Sequence[int]) -> tuple[Fraction, ...]:
    """The definition: what each player adds, averaged over every order of joining."""
    count = len(amounts).bit_length() - 1
    orders = list(permutations(range(count)))
    adds = [0] * count
    for order in orders:
        joined = 0
        for player in order:
            adds[player] += amounts[joined | 1 << player] - amounts[joined]
            joined |= 1 << player
    return tuple(Fraction(one, len(orders)) for one in adds)


def interaction(amounts: Sequence[int], one: int, other: int) -> Fraction:
    """The definition: the pair joins as one player at each place of every order of the others."""
    count = len(amounts).bit_length() - 1
    both = 1 << one | 1 << other
    others = [p for p in range(count) if p not in (one, other)]
    orders = list(permutations([*others, count]))
    found = 0
    for order in orders:
        joined = sum(1 << p for p in order[: order.index(count)])
        found += (
            amounts[joined | both]
            - amounts[joined | 1 << one]
            - amounts[joined | 1 << other]
            + amounts[joined]
        )
    return Fraction(found, len(orders))


@pytest.mark.parametrize("count", range(6))
def test_shares_are_what_all_orders_come_to(count: int) -> None:
    for _ in range(40):
        amounts = game(count)
        found = shares(amounts)
        assert by_all_orders(amounts) == found
        # efficiency
        assert amounts[-1] - amounts[0] == sum(found, Fraction(0))


@pytest.mark.parametrize("count", range(2, 6))
def test_interactions_are_what_their_definition_says(count: int) -> None:
    for _ in range(20):
        amounts = game(count)
        found = interactions(amounts)
        for one in range(count):
            for other in range(one + 1, count):
                assert interaction(amounts, one, other) == found.get((one, other), 0)


def test_players_who_add_the_same_have_equal_shares() -> None:
    for _ in range(100):
        by_size = [0, *(RANDOM.randint(-900, 900) for _ in range(4))]
        amounts = [by_size[joined.bit_count()] for joined in range(16)]
        assert len(set(shares(amounts))) == 1


def test_who_adds_nothing_has_nothing() -> None:
    for _ in range(100):
        small = game(3)
        amounts = [small[joined & 0b111] for joined in range(16)]
        assert shares(amounts) == (*shares(small), 0)
        assert not any(3 in pair for pair in interactions(amounts))


def test_shares_of_a_sum_are_sums_of_shares() -> None:
    for _ in range(100):
        one, other = game(4), game(4)
        both = [a + b for a, b in zip(one, other, strict=True)]
        sums = tuple(a + b for a, b in zip(shares(one), shares(other), strict=True))
        assert sums == shares(both)


def test_cents_add_up_and_none_is_off_by_a_cent() -> None:
    for _ in range(5000):
        count = RANDOM.randint(1, 9)
        parts = [Fraction(RANDOM.randint(-9999, 9999), RANDOM.randint(1, 60)) for _ in range(count)]
        parts.append(-(sum(parts, Fraction(0)) % 1))
        whole = sum(parts, Fraction(0))
        found = in_cents(parts, whole.numerator)
        assert whole == sum(found)
        assert all(abs(part - cents) < 1 for part, cents in zip(parts, found, strict=True))
        assert all(cents == part for part, cents in zip(parts, found, strict=True) if part % 1 == 0)


def test_shares_out_of_many_games_add_up_to_the_cent() -> None:
    for _ in range(1000):
        players = tuple(sorted(RANDOM.sample(range(6), RANDOM.randint(0, 4))))
        amounts = game(len(players))
        runs = {
            joined: {"line": Decimal(amounts[index]).scaleb(-2)} if amounts[index] else {}
            for index in range(1 << len(players))
            for joined in [placed(index, players)]
        }
        shared = share_out({"line": players}, runs)
        parts = shared.parts.get("line", {})
        assert Decimal(amounts[-1]).scaleb(-2) == sum(parts.values(), Decimal(0))
        assert shared.sampled is None


def test_each_game_finds_all_its_sets_and_games_apart_share_the_runs() -> None:
    for _ in range(200):
        games = [tuple(sorted(RANDOM.sample(range(8), RANDOM.randint(1, 4)))) for _ in range(4)]
        runs = (0, *sets_to_run(games))
        for players in games:
            seen = {joined & set_of(players) for joined in runs}
            assert {placed(n, players) for n in range(1 << len(players))} == seen
    assert len(sets_to_run([(0, 1), (2, 3), (4, 5)])) == 3


def test_orders_are_drawn_by_the_seed_each_beside_its_reverse() -> None:
    orders = orders_of(range(12))
    assert orders == orders_of(range(12), SEED)
    assert orders != orders_of(range(12), SEED + 1)
    assert all(forth == tuple(reversed(back)) for forth, back in orders)
    assert all(members(joined) for joined in sets_on_the_way(orders))


def test_an_average_over_orders_adds_up_and_is_as_near_as_it_says() -> None:
    """Of 12 players each pair brings something together; the exact shares are known by hand."""
    bonus = {(a, b): RANDOM.randint(-300, 300) for a in range(12) for b in range(a)}

    def worth(joined: int) -> int:
        return sum(v for (a, b), v in bonus.items() if joined >> a & 1 and joined >> b & 1) ** 2

    drawn = averages(orders_of(range(12)), worth, 12)
    assert all(worth((1 << 12) - 1) == sum(one) for one in drawn)
    exact = shares([worth(joined) for joined in range(1 << 12)])
    for player in range(12):
        column = [one[player] for one in drawn]
        error = standard_error(column, 0)
        assert abs(sum(column, Fraction(0)) / len(column) - exact[player]) <= 5 * Fraction(error)


def test_a_game_of_many_players_is_averaged_and_still_adds_up() -> None:
    players = tuple(range(11))
    sets = (0, *sets_wanted({"line": players}))
    worth = {s: Decimal(s.bit_count() ** 2 * 100 + (s % 7)).scaleb(-2) for s in sets if s}
    shared = share_out({"line": players}, {s: {"line": worth[s]} if s else {} for s in sets})
    assert worth[(1 << 11) - 1] == sum(shared.parts["line"].values(), Decimal(0))
    assert shared.sampled is not None
    assert set(players) == set(shared.sampled.errors)
    assert not shared.interactions
