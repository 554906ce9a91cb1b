"""A version that takes over within a month: every day is paid once, and both evaluators agree."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.app.month import PaidMonth, pay
from engine.app.version_month import pay_by
from engine.bind.dataset import Part
from engine.bind.model import BoundPolicy
from engine.bind.names import DIFFERENCE, TOTAL
from engine.bind.version_days import InVersion, Payer, VersionDays, shares
from engine.bind.versions import paying, version_in_force
from engine.catalog.measures import Measure
from engine.core.number import divide, quantize
from engine.core.period import Days, Effective, Month, days_of
from engine.ledger.month import Cell, Post, StoredMonth, dataset_for, on_days
from engine.policy.model import Line
from engine.policy.proration import MidMonth, StateRule
from engine.replay.from_bound import evaluate
from engine.replay.trace import Trace
from tests.pipeline import bind_policy, bound_from, shown
from tests.properties.conftest import EXAMPLES
from tests.properties.figures import figure
from tests.properties.policies import LEVELS, ROLES, MadePolicy, policies
from tests.properties.test_parts_of_a_month import SHARES, with_share

JUNE = Month(2024, 6)
RULES: tuple[StateRule, ...] = ("first_state", "last_state", "by_days")
BY_DAYS = "mid_month: {role: by_days, level: by_days, version: by_days}"
PLAIN = """\
format: 1
policy: pay
shop: demo
version: 1
title: made up
effective: {from: 2024-01}
currency: CNY
sources: {tests: "1"}
roles: {clerk: {pay: [fixed]}}
pay: {fixed: {amount: 1}}
"""


def quiet(step: str) -> None:
    """Progress that nobody watches."""


# -- which version pays which day ------------------------------------------------------------------


@given(
    days=st.lists(st.integers(2, 30), min_size=1, max_size=4, unique=True),
    rules=st.lists(st.sampled_from(RULES), min_size=4, max_size=4),
)
def test_every_day_of_the_month_is_paid_by_one_version(
    days: list[int], rules: list[StateRule]
) -> None:
    starts = [dt.date(2024, 1, 1), *(dt.date(2024, 6, day) for day in sorted(days))]
    ends = [*starts[1:], None]
    plain = bound_from(PLAIN.encode()).policy
    versions = [
        replace(plain, version=n, effective=Effective(start, end), mid_month=MidMonth(version=rule))
        for n, (start, end, rule) in enumerate(zip(starts, ends, [*rules, rules[0]], strict=False))
    ]
    selection = version_in_force(versions, JUNE).value
    assert selection is not None
    paid = paying(selection)
    assert JUNE.start == paid[0].days.start
    assert days_of(JUNE).end == paid[-1].days.end
    assert all(one.days.end == other.days.start for one, other in itertools.pairwise(paid))
    assert selection.policy is paid[-1].policy
    assert {p.version for p in versions} == {
        p.version for p in (*selection.others, *(one.policy for one in paid))
    }
    last = versions[len(starts) - 1]
    if last.mid_month.version == "last_state":
        assert [last] == [one.policy for one in paid]
    if last.mid_month.version == "first_state":
        assert last not in [one.policy for one in paid]


@given(day=st.integers(1, 29), months=st.integers(1, 30))
def test_a_version_is_shown_with_the_last_day_on_which_it_holds(day: int, months: int) -> None:
    start = dt.date(2024, 1, day)
    end = start + dt.timedelta(days=months)
    told = str(Effective(start, end)).rpartition(" – ")[2]
    last = end - dt.timedelta(days=1)
    assert last.isoformat().startswith(told)
    assert Effective(start, end).within(Month(last.year, last.month)) is not None


# -- what each state weighs ------------------------------------------------------------------------

states = st.lists(
    st.builds(Part, role=st.sampled_from(ROLES), level=st.just("1"), days=st.integers(1, 15)),
    min_size=1, max_size=3,
)  # fmt: skip


@given(held=st.lists(st.tuples(states, st.integers(0, 5)), min_size=2, max_size=3))
def test_a_version_weighs_as_many_days_as_it_has(held: list[tuple[list[Part], int]]) -> None:
    versions = [
        InVersion(version=f"v{n}", days=sum(p.days for p in parts) + more, states=tuple(parts))
        for n, (parts, more) in enumerate(held)
    ]
    found = shares(versions)
    whole = sum(share.weight for of in found for share in of)
    days = sum(one.days for one in versions)
    for one, of in zip(versions, found, strict=True):
        assert sum(share.weight for share in of) * days == one.days * whole
        for share, other in itertools.pairwise(of):
            assert share.weight * other.part.days == other.weight * share.part.days
    if all(more == 0 for _, more in held):
        assert [p.days for parts, _ in held for p in parts] == [
            s.weight for of in found for s in of
        ]


# -- what comes out --------------------------------------------------------------------------------


def as_version(made: MadePolicy, number: int, data: st.DataObject) -> BoundPolicy | None:
    """One of two versions of a policy, with shares of a month on some of its lines."""
    head, pay = made.text.rsplit("\npay:\n", 1)
    lines = [with_share(line, data.draw(st.sampled_from(SHARES))) for line in pay.splitlines()]
    head = re.sub(r"^version: \d+$", f"version: {number}", head, flags=re.MULTILINE)
    text = "\n".join((head, BY_DAYS, "pay:", *lines)) + "\n"
    return bind_policy(text.encode(), f"v{number}.yaml").value


@st.composite
def posts(draw: st.DrawFn, agent: str) -> list[Post]:
    """One to three posts, one after the other, of the whole month or of a part of it."""
    edges = draw(st.lists(st.integers(1, 31), min_size=2, max_size=4, unique=True))
    if draw(st.booleans()):
        edges = [1, *(e for e in edges if 1 < e < 31), 31]
    days = [JUNE.start + dt.timedelta(days=edge - 1) for edge in sorted(edges)]
    return [
        Post(
            agent=agent, name=agent, role=draw(st.sampled_from(ROLES)),
            level=draw(st.sampled_from(LEVELS)), hired="2020-01-01", start=start, end=end,
            is_dated=True,
        )
        for start, end in itertools.pairwise(days)
    ]  # fmt: skip


@st.composite
def stored_months(draw: st.DrawFn, sides: tuple[BoundPolicy, ...], made: MadePolicy) -> StoredMonth:
    held: list[Post] = []
    cells: dict[tuple[str, str], Cell] = {}
    inputs = {i.item.key: i for side in sides for i in side.inputs}
    for number in range(draw(st.integers(1, 4))):
        own = draw(posts(f"agent{number}"))
        held.extend(own)
        for wanted in inputs.values():
            measure = wanted.item.definition
            if isinstance(measure, Measure):
                amount = draw(figure(wanted, own[0].role, made.constants))
                owner = "" if measure.grain == "shop_month" else own[0].agent
                if isinstance(amount, Decimal):
                    cells[owner, measure.id] = Cell(
                        state="value", amount=amount, unit=measure.unit.value, author="tests"
                    )
    return StoredMonth(posts=tuple(held), cells=cells, batches=())


def test_every_line_is_the_mean_of_its_days() -> None:
    """Day by day what the payslip of the month would be then: an oracle that knows no weights."""
    tried: Counter[str] = Counter()

    @settings(max_examples=EXAMPLES // 2)
    @given(first=policies(), second=policies(), day=st.integers(2, 30), data=st.data())
    def search(first: MadePolicy, second: MadePolicy, day: int, data: st.DataObject) -> None:
        sides = tuple(as_version(made, n, data) for n, made in enumerate((first, second), 1))
        bounds = tuple(side for side in sides if side is not None)
        assume(len(bounds) == 2)
        cut = dt.date(2024, 6, day)
        spans = (Days(JUNE.start, cut), Days(cut, days_of(JUNE).end))
        stored = data.draw(stored_months(bounds, second))
        parts = [VersionDays(bound=b, days=d) for b, d in zip(bounds, spans, strict=True)]
        outcome = pay_by(Payer(parts=tuple(parts)), stored, JUNE, quiet)
        codes = {d.check.code for d in outcome.diagnostics}
        assert not codes & {"R503"}, shown(outcome.diagnostics)
        tried["paid" if outcome.value else "refused"] += 1
        if outcome.value is not None:
            tried["by two"] += check(outcome.value, parts, stored)

    search()
    assert tried["by two"] > EXAMPLES // 20, tried


def check(paid: PaidMonth, parts: list[VersionDays], stored: StoredMonth) -> bool:
    traces = {
        part.bound.policy.version: evaluate(
            part.bound, dataset_for(part.bound, on_days(stored, part.days), JUNE)
        )
        for part in parts
        if on_days(stored, part.days).posts
    }
    is_by_two = False
    for agent in {post.agent for post in stored.posts}:
        own = [post for post in stored.posts if post.agent == agent]
        if len({p.version for p in held_by(parts, own)}) < 2:
            continue
        is_by_two = True
        lines = expected_lines(parts, own, traces, agent)
        row = paid.run.rows[agent]
        assert lines == {key: row[key] for key in lines}
        total = sum(lines.values(), Decimal(0))
        difference = row.get(DIFFERENCE)
        assert row[TOTAL] == total + (difference if isinstance(difference, Decimal) else 0)
    return is_by_two


def held_by(parts: list[VersionDays], own: list[Post]) -> list[Part]:
    """What pays each day: version, role and level."""
    found = []
    for post in own:
        for number in range(post.days):
            day = post.start + dt.timedelta(days=number)
            part = next(p for p in parts if p.days.start <= day < p.days.end)
            version = str(part.bound.policy.version)
            found.append(Part(role=post.role, level=post.level, days=1, version=version))
    return found


def expected_lines(
    parts: list[VersionDays], own: list[Post], traces: dict[int, dict[str, Trace]], agent: str
) -> dict[str, Decimal]:
    bounds = {str(part.bound.policy.version): part.bound for part in parts}
    days = held_by(parts, own)
    sums: dict[str, Fraction] = {}
    for day in days:
        trace = traces[int(day.version)][agent]
        states = {(part.role, part.level): of for part, of in trace.parts}
        of_state = states.get((day.role, day.level), trace)
        for line in bounds[day.version].role_of[day.role].lines:
            amount = of_state.amount(line)
            assert isinstance(amount, Decimal)
            sums[line] = sums.get(line, Fraction(0)) + Fraction(amount)
    return {line: mean(bounds, line, whole, len(days)) for line, whole in sums.items()}


def mean(bounds: dict[str, BoundPolicy], line: str, whole: Fraction, days: int) -> Decimal:
    bound = next(b for b in reversed(bounds.values()) if line in b.by_key)
    definition = bound.by_key[line].definition
    own = definition.round if isinstance(definition, Line) else None
    rounding = own or bound.policy.line_round
    amount = divide(Decimal(whole.numerator) / Decimal(whole.denominator), Decimal(days))
    return quantize(amount, places=rounding.places, mode=rounding.mode) if rounding else amount


def test_two_versions_that_pay_alike_pay_what_one_would() -> None:
    """Where everybody is there all month in one state, a version that changes nothing does so."""
    tried: Counter[bool] = Counter()

    @settings(max_examples=EXAMPLES // 4)
    @given(made=policies(), day=st.integers(2, 30), data=st.data())
    def search(made: MadePolicy, day: int, data: st.DataObject) -> None:
        first = bind_policy(made.text.encode(), "v1.yaml").value
        assume(first is not None)
        assert first is not None
        second = replace(first, policy=replace(first.policy, version=2))
        held = data.draw(stored_months((first,), made))
        whole = {post.agent: post for post in held.posts}
        all_month = tuple(
            replace(post, start=JUNE.start, end=JUNE.plus(1).start) for post in whole.values()
        )
        stored = replace(held, posts=all_month)
        cut = dt.date(2024, 6, day)
        payer = Payer(
            parts=(
                VersionDays(bound=first, days=Days(JUNE.start, cut)),
                VersionDays(bound=second, days=Days(cut, days_of(JUNE).end)),
            )
        )
        one, two = pay(first, stored, JUNE, quiet), pay_by(payer, stored, JUNE, quiet)
        assert (one.value is None) == (two.value is None), shown(two.diagnostics)
        tried[one.value is not None] += 1
        if one.value is not None and two.value is not None:
            assert one.value.run.rows == two.value.run.rows

    search()
    assert tried[True], tried
