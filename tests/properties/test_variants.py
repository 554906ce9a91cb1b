"""Many variants by one script come to what each comes to by itself, to the last digit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given, seed, settings
from hypothesis import strategies as st

from engine.app.month import PaidMonth
from engine.app.variants import Prepared, Together, prepared, tally_of, totals_of
from engine.backends.duckdb import run
from engine.backends.variants import MonthFigures, TooWideError, amounts, opened, tallies
from engine.bind.dataset import Amount, Dataset
from engine.bind.from_policy import bind
from engine.bind.model import BoundPolicy
from engine.bind.names import TOTAL
from engine.bind.variants import shape_of, values_of
from engine.core.number import plain
from engine.core.period import Month
from engine.policy.from_document import build
from engine.source.document import Document
from engine.source.numbers import NamedNumber, values, with_text
from engine.source.read import read
from engine.source.shape import shape
from tests.pipeline import catalog, schema, script_of
from tests.properties.conftest import EXAMPLES, IS_SEARCH
from tests.properties.figures import datasets
from tests.properties.policies import MadePolicy, policies

PARTS = 2
MAY, JUNE = Month(2024, 5), Month(2024, 6)
Rows = dict[tuple[str, str], Mapping[str, Amount | bool]]


def bound_of(document: Document, changes: Mapping[NamedNumber, str]) -> BoundPolicy | None:
    root = document.root
    for number, text in changes.items():
        root = with_text(root, number.steps, text)
    changed = replace(document, root=root)
    built = shape(changed, schema()).then(lambda shaped: build(shaped, {}))
    return built.then(lambda policy: bind(policy, catalog())).closed().value


@st.composite
def written(draw: st.DrawFn, number: NamedNumber) -> str:
    """Another number in the same place: near, far, with more decimals, nothing, or below 0."""
    text = number.scalar.text
    sign = "%" if text.endswith("%") else ""
    own = Decimal(text.removesuffix("%").replace(",", ""))
    far = draw(st.integers(-50, 200))
    made = draw(
        st.sampled_from(
            [own, own + 1, own + Decimal("0.5"), own * 2, Decimal(far), own + Decimal("0.125")]
        )
    )
    return f"{plain(made)}{sign}"


@st.composite
def variants(draw: st.DrawFn, text: str) -> list[dict[NamedNumber, str]]:
    """The same one or two numbers of the policy, written in several ways."""
    document = read("policy.yaml", text.encode()).value
    assert document is not None
    known = [
        number
        for number in values(document.root)
        if number.is_number
        and number.scalar.text[-1] in "0123456789%"
        # the figures are drawn within the bounds of the measures
        and number.steps[0] != "measures"
    ]
    places = st.integers(0, len(known) - 1)
    chosen = draw(st.lists(places, min_size=1, max_size=2, unique=True))
    count = draw(st.integers(3, 7))
    return [{known[n]: draw(written(known[n])) for n in chosen} for _ in range(count)]


def ordinary(bound: BoundPolicy, months: Mapping[Month, Dataset]) -> dict[Month, PaidMonth]:
    script = script_of(bound)
    return {
        month: PaidMonth(
            bound=bound, script=script, dataset=dataset, run=run(script, dataset), traces={}
        )
        for month, dataset in months.items()
    }


def rows_of(made: Prepared, keys: list[str]) -> dict[int, Rows]:
    found: dict[int, Rows] = {}
    with opened(made.rows) as connection:
        for number, month, agent, row in amounts(connection, made.rows, keys):
            found.setdefault(number, {})[month, agent] = row
    return found


def agree(group: Together, bounds: list[BoundPolicy], months: Mapping[Month, Dataset]) -> None:
    alone = [ordinary(bound, months) for bound in bounds]
    before = totals_of(alone[0])
    figures = tuple(
        MonthFigures(
            month=str(month),
            dataset=dataset,
            before={
                row.agent: totals_of({month: alone[0][month]}).get(row.agent, Decimal(0))
                for row in dataset.agents
            },
        )
        for month, dataset in months.items()
    )
    made = prepared(group, figures, group.bound.by_key[TOTAL].type)
    if made is None:
        assert all(values_of(bound) == values_of(bounds[0]) for bound in bounds)
        return
    keys = [i.key for i in group.bound.items if i.kind not in ("attribute", "measure", "past")]
    together = rows_of(made, keys)
    with opened(made.rows) as connection:
        counted = tallies(connection, made.rows, made.query)
    for number, paid in zip(group.numbers, alone, strict=True):
        for month, by_itself in paid.items():
            for agent, row in by_itself.run.rows.items():
                found = together[number][str(month), agent]
                assert {k: row[k] for k in keys} == dict(found), (number, month, agent)
        if not counted[number].unsure:
            assert tally_of(paid, before) == counted[number]


@pytest.mark.parametrize("part", range(PARTS))
def test_variants_together_pay_what_each_pays_by_itself(part: int) -> None:
    tried: Counter[str] = Counter()

    @settings(max_examples=EXAMPLES // PARTS)
    @given(made=policies(), data=st.data())
    def search(made: MadePolicy, data: st.DataObject) -> None:
        document = read("policy.yaml", made.text.encode()).value
        assume(document is not None)
        assert document is not None
        assume(bound_of(document, {}) is not None)
        groups: dict[Hashable, tuple[Together, list[BoundPolicy]]] = {}
        for number, changes in enumerate(data.draw(variants(made.text)), 1):
            bound = bound_of(document, changes)
            if bound is None:
                tried["refused"] += 1
                continue
            group, bounds = groups.setdefault(shape_of(bound), (Together(bound), []))
            group.numbers.append(number)
            group.values.append(values_of(bound))
            bounds.append(bound)
        for group, bounds in groups.values():
            months = {MAY: data.draw(datasets(group.bound, made.constants))}
            if data.draw(st.booleans()):
                months[JUNE] = data.draw(datasets(group.bound, made.constants))
            try:
                agree(group, bounds, months)
            except TooWideError:
                tried["too wide"] += 1
            tried["together" if len(bounds) > 1 else "alone"] += 1

    if not IS_SEARCH:
        search = seed(part)(search)
    search()
    # were most variants refused or too wide together, the search would have shown nothing
    assert tried["together"] > 10 * tried["too wide"], tried
    assert tried["together"] > 20, tried
