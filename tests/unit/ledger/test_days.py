"""The days of a post that lie in a month, from the dates of the roster."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.audit.agreement import missing_figures
from engine.bind.dataset import AgentFigures
from engine.ledger.month import StoredMonth, dataset_for, read_month
from engine.ledger.store import open_store
from tests.checks.examples import BASE
from tests.checks.shop import FIGURES, MAY, SHOP, batch_of, shop
from tests.pipeline import bound_from, codes

POLICY = BASE.replace("销售额 × 1%", "在职天数 ÷ 当月天数 × 1000")


def stored(*posts: dict[str, str]) -> StoredMonth:
    """May as it is stored, with these posts of one agent."""
    with shop(POLICY) as opened:
        batch = batch_of(FIGURES)
        base = replace(batch.roster[0], hired="2022-01-01", start="2022-01")
        roster = tuple(replace(base, **post) for post in posts)
        opened.save(replace(batch, roster=roster))
        with open_store(opened.workspace.root, writes=False) as store:
            return read_month(store, SHOP, MAY)


def figures(*posts: dict[str, str]) -> AgentFigures:
    (row,) = dataset_for(bound_from(POLICY.encode()), stored(*posts), MAY).agents
    return row


@pytest.mark.parametrize(
    ("post", "days"),
    [
        ({}, 31),
        ({"hired": "2024-05-01"}, 31),
        ({"hired": "2024-05-02"}, 30),
        ({"hired": "2024-05-31"}, 1),
        # the day of leaving is still worked
        ({"left": "2024-05-01"}, 1),
        ({"left": "2024-05-12"}, 12),
        ({"left": "2024-05-31"}, 31),
        ({"hired": "2024-05-10", "left": "2024-05-12"}, 3),
        # the end of a post is the first day on which it no longer holds
        ({"start": "2024-05-16"}, 16),
        ({"end": "2024-05-16"}, 15),
        ({"start": "2024-05", "end": "2024-06"}, 31),
        ({"start": "2024-05-10", "hired": "2024-05-20"}, 12),
    ],
    ids=str,
)
def test_the_days_of_one_post(post: dict[str, str], days: int) -> None:
    row = figures(post)
    assert (days, 31) == (row.figures["在职天数"], row.figures["当月天数"])


@pytest.mark.parametrize(
    "post",
    [
        {"left": "2024-04-30"},
        {"hired": "2024-06-01"},
        {"start": "2024-06"},
        {"end": "2024-05"},
        {"start": "2024-05-20", "left": "2024-05-19"},
    ],
    ids=str,
)
def test_a_post_without_a_day_in_the_month_is_none(post: dict[str, str]) -> None:
    assert () == stored(post).posts


def test_who_comes_back_is_there_for_both_times() -> None:
    row = figures(
        {"left": "2024-05-10"}, {"hired": "2024-05-22", "start": "2024-05-22", "level": ""}
    )
    assert (20, ()) == (row.figures["在职天数"], row.parts)


def test_the_day_of_a_bare_month_is_not_known_without_the_day_of_hiring() -> None:
    bound = bound_from(POLICY.encode())
    dataset = dataset_for(bound, stored({"hired": "", "start": "2024-05"}), MAY)
    assert ["R501"] == codes(tuple(missing_figures(bound, dataset)))
    assert 31 == figures({"hired": "", "start": "2024-04"}).figures["在职天数"]
    assert 22 == figures({"hired": "", "start": "2024-05-10"}).figures["在职天数"]
