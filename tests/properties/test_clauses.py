"""Random pairs of policies: the parts add up to the difference, and every hybrid is agreed on.

`HYPOTHESIS_PROFILE=search HYPOTHESIS_EXAMPLES=2000 pytest tests/properties/test_clauses.py` tries
thousands of new pairs. Shops have at most three agents, so that in every hybrid both evaluators
work out everybody; a difference between them ends the search.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, event, given, seed, settings
from hypothesis import strategies as st

from engine.app.clauses import Attribution, games_of, slots_of, split
from engine.app.hybrids import REPLAYED, Hybrids, Key, MonthSides, Side, less, paid_side
from engine.bind.from_policy import bind
from engine.bind.model import BoundPolicy
from engine.catalog.measures import Measure
from engine.compare.attribution import MOST_EXACT, set_of
from engine.compare.edits import edits_of, in_between
from engine.compare.influence import Influence, groups
from engine.compare.schedule import Players
from engine.core.period import Month
from engine.ledger.month import Cell, Post, StoredMonth
from engine.policy.file import PolicyFile
from engine.policy.from_document import build
from engine.source.document import Document, Mapping, Node, Scalar, Sequence
from engine.source.read import read
from engine.source.shape import shape
from tests.checks.shop import quiet
from tests.pipeline import catalog, schema
from tests.properties.conftest import EXAMPLES, IS_SEARCH
from tests.properties.figures import figure
from tests.properties.policies import MadePolicy, policies

PARTS = 4
MAY = Month(2024, 5)
_NUMBER = re.compile(r"(?<![\w.])\d+")
_MOVED = ("kpi", "tables", "formulas", "pay")


def bound_of(root: Mapping, name: str) -> BoundPolicy | None:
    document = Document(file=name, root=root, bytes_digest=name, lines=())
    return (
        shape(document, schema())
        .then(lambda whole: build(whole, {}))
        .then(lambda policy: bind(policy, catalog()))
        .closed()
        .value
    )


def numbers(node: Node, path: tuple[int, ...] = ()) -> list[tuple[int, ...]]:
    """Where a number stands, by place in the tree."""
    match node:
        case Mapping():
            inner = [n for _, n in node.pairs]
        case Sequence():
            inner = list(node.items)
        case Scalar():
            return [path] if _NUMBER.search(node.text) else []
    return [found for place, one in enumerate(inner) for found in numbers(one, (*path, place))]


def moved(node: Node, path: tuple[int, ...], by: int) -> Node:
    """The tree with one number less or more."""
    match node:
        case Mapping():
            pairs = list(node.pairs)
            key, value = pairs[path[0]]
            pairs[path[0]] = (key, moved(value, path[1:], by))
            return replace(node, pairs=tuple(pairs))
        case Sequence():
            items = list(node.items)
            items[path[0]] = moved(items[path[0]], path[1:], by)
            return replace(node, items=tuple(items))
        case Scalar():
            text = _NUMBER.sub(lambda m: str(max(0, int(m.group()) + by)), node.text, count=1)
            return replace(node, text=text)


@st.composite
def neighbours(draw: st.DrawFn, old: Mapping, other: MadePolicy) -> Mapping:
    """Another policy near by: parts taken from a third policy, and numbers moved."""
    root = draw(adopted(old, other)) if draw(st.booleans()) else old
    for _ in range(draw(st.integers(1, 5))):
        section = draw(st.sampled_from(_MOVED))
        place = next((n for n, (k, _) in enumerate(root.pairs) if k.text == section), None)
        places = [] if place is None else numbers(root.pairs[place][1], (place,))
        if places:
            by = draw(st.sampled_from([-3, -1, 1, 2, 10]))
            tried = moved(root, draw(st.sampled_from(places)), by)
            assert isinstance(tried, Mapping)
            root = tried if bound_of(tried, "new") else root
    return root


@st.composite
def adopted(draw: st.DrawFn, old: Mapping, other: MadePolicy) -> Mapping:
    """The policy with some of the clauses in which the other one differs, where that is one."""
    third = read("third.yaml", other.text.encode()).value
    assert third is not None
    bounds = bound_of(old, "old"), bound_of(third.root, "third")
    if bounds[0] is None or bounds[1] is None:
        return old
    edits = edits_of(old, third.root)
    taken: frozenset[tuple[str, ...]] = frozenset()
    root = old
    for group in draw(st.permutations(groups(edits, (bounds[0], bounds[1]))))[:4]:
        more = taken | {edits[n].path for n in group}
        tried = in_between(old, third.root, lambda edit, more=more: edit.path in more)
        if bound_of(tried, "new"):
            taken, root = more, tried
    return root


@st.composite
def months(
    draw: st.DrawFn, sides: tuple[BoundPolicy, BoundPolicy], made: MadePolicy
) -> StoredMonth:
    inputs = {i.item.key: i for side in sides for i in side.inputs}
    posts, cells = [], {}
    for number in range(draw(st.integers(1, REPLAYED))):
        agent, role = f"agent{number}", draw(st.sampled_from(["clerk", "lead"]))
        hired = dt.date(2024 - draw(st.integers(0, 9)), 1, 1)
        level = draw(st.sampled_from(["1", "2", "3"]))
        posts.append(
            Post(
                agent=agent, name=agent, role=role, level=level, hired=hired.isoformat(),
                start=MAY.start, end=MAY.plus(1).start, is_dated=True,
            )
        )  # fmt: skip
        for wanted in inputs.values():
            measure = wanted.item.definition
            if isinstance(measure, Measure):
                amount = draw(figure(wanted, role, made.constants))
                owner = "" if measure.grain == "shop_month" else agent
                if isinstance(amount, Decimal):
                    cells[owner, measure.id] = Cell(
                        state="value", amount=amount, unit=measure.unit.value, author="tests"
                    )
    return StoredMonth(posts=tuple(posts), cells=cells, batches=())


def side_of(root: Mapping, bound: BoundPolicy, stored: StoredMonth, name: str) -> Side | None:
    document = Document(file=name, root=root, bytes_digest=name, lines=())
    file = PolicyFile(name=name, content=b"", companions={})
    return paid_side(file, document, bound, [(MAY, stored)], quiet).value


def adds_up(found: Attribution, sides: tuple[Side, Side]) -> None:
    whole = less(sides[1].amounts, sides[0].amounts)
    by_line: Counter[tuple[str, str]] = Counter()
    for part in found.parts:
        assert part.amount
        by_line[part.agent, part.line] += part.amount  # type: ignore[assignment]  # exact sums
    expected = {(key.agent, key.line): amount for key, amount in whole.items()}
    assert expected == {key: amount for key, amount in by_line.items() if amount}
    assert found.difference == sum(found.of_clauses().values(), Decimal(0))
    assert found.difference == sum(found.of_agents().values(), Decimal(0))


def attribute(
    first: MadePolicy, second: MadePolicy, data: st.DataObject, tried: Counter[bool]
) -> None:
    document = read("old.yaml", first.text.encode()).value
    assert document is not None
    old = document.root
    new = data.draw(neighbours(old, second))
    edits = edits_of(old, new)
    everything = in_between(old, new, lambda _: True)
    assert not edits_of(everything, new)
    assert not edits_of(in_between(old, new, lambda _: False), old)
    bounds = bound_of(old, "old"), bound_of(new, "new")
    assume(bounds[0] is not None and bounds[1] is not None)
    assert bounds[0] is not None
    assert bounds[1] is not None
    bound = (bounds[0], bounds[1])
    stored = data.draw(months(bound, first))
    paid = (side_of(old, bound[0], stored, "old.yaml"), side_of(new, bound[1], stored, "new.yaml"))
    tried[paid[0] is not None and paid[1] is not None] += 1
    assume(paid[0] is not None and paid[1] is not None)
    assert paid[0] is not None
    assert paid[1] is not None
    sides = (paid[0], paid[1])
    # every set of a line's clauses is a policy to be run
    assume(largest(sides, stored) <= (MOST_EXACT if IS_SEARCH else 4))
    found = split(sides, (MonthSides(month=MAY, old=stored, new=stored),), quiet)
    event(f"{len(found.clauses)} clauses of {len(edits)} edits, {len(found.merged)} merged")
    adds_up(found, sides)
    moves_only_what_it_can(sides, stored, data)


def games_between(
    sides: tuple[Side, Side], stored: StoredMonth
) -> tuple[Hybrids, dict[Key, Players]]:
    months = (MonthSides(month=MAY, old=stored, new=stored),)
    bounds = (sides[0].bound, sides[1].bound)
    edits = edits_of(*(side.document.root for side in sides))
    units = [tuple(group) for group in groups(edits, bounds)]
    hybrids = Hybrids(sides=sides, months=months, edits=edits, units=units, show=quiet)
    return hybrids, games_of(slots_of(sides, months), Influence(bounds), hybrids)


def largest(sides: tuple[Side, Side], stored: StoredMonth) -> int:
    """How many clauses can move the line that most can move."""
    return max(map(len, games_between(sides, stored)[1].values()))


def moves_only_what_it_can(
    sides: tuple[Side, Side], stored: StoredMonth, data: st.DataObject
) -> None:
    """A line is the same in two hybrids that have the same of the clauses that can move it."""
    hybrids, games = games_between(sides, stored)
    every = data.draw(st.sampled_from(range(1 << min(len(hybrids.units), 10))))
    whole = hybrids.difference(every).value
    for players in sorted(set(games.values())) if whole is not None else []:
        among = hybrids.difference(every & set_of(players)).value
        for key in [key for key, own in games.items() if own == players and among is not None]:
            assert among is not None
            assert among.get(key, 0) == whole.get(key, 0), (key, every, players)
        event(f"a line without some of the clauses: {among is not None}")


@pytest.mark.parametrize("part", range(PARTS))
def test_the_parts_add_up_to_the_difference(part: int) -> None:
    tried: Counter[bool] = Counter()

    @settings(max_examples=EXAMPLES * 2 // PARTS)
    @given(first=policies(), second=policies(), data=st.data())
    def search(first: MadePolicy, second: MadePolicy, data: st.DataObject) -> None:
        attribute(first, second, data, tried)

    if not IS_SEARCH:
        search = seed(part)(search)
    search()
    # were most months refused, the search would have shown nothing
    assert tried[True] > tried[False], tried
