"""What the charts and matrices of a comparison show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from engine.app.compare_words import way
from engine.app.payouts import money
from engine.compare.differences import Pair, moved
from engine.compare.migration import Migration, migration
from engine.compare.model import Comparison, Side
from engine.core.number import plain
from engine.core.text import Language, say
from engine.report.charts import Bars, Chart, Curves, Waterfall
from engine.report.model import Table
from engine.report.story import Matrix

MOST_AGENTS, MOST_CLAUSES = 40, 30
Found = tuple[Pair, ...]
_DIRECTION = {"less": -1, "same": 0, "more": 1}


def gain_chart(side: Side, found: Found, language: Language) -> Iterator[Chart]:
    """Who gains most stands first; above so many agents the ones in the middle are one bar."""
    people = moved(found, lambda pair: pair.agent)
    names = {pair.agent: pair.name or pair.agent for pair in found}
    often = Counter(names.values())
    bars = [
        (names[agent] if often[names[agent]] == 1 else agent, one.difference)
        for agent, one in people.items()
    ]
    bars.sort(key=lambda bar: -bar[1])
    if not any(amount for _, amount in bars):
        return
    title = say(language, "story.gain_chart", side=side.title)
    rest = len(bars) - MOST_AGENTS + 1
    if len(bars) > MOST_AGENTS:
        kept = set(sorted(bars, key=lambda bar: -abs(bar[1]))[: MOST_AGENTS - 1])
        whole = sum((bar[1] for bar in bars if bar not in kept), Decimal(0))
        bars = [*(b for b in bars if b in kept), (say(language, "story.rest", count=rest), whole)]
        title = f"{title} {say(language, 'story.most_shown', most=MOST_AGENTS - 1, rest=rest)}"
    yield Bars(key=f"gains-{side.number}", title=title, bars=tuple(bars))


def clause_chart(
    comparison: Comparison, tables: Mapping[str, Table], language: Language
) -> tuple[Chart, ...]:
    """From the total of the first side over every clause to the total of the second."""
    table, sides = tables.get("clauses"), tables["compared_sides"]
    if table is None or not table.rows:
        return ()
    place = table.columns.index("part")
    parts = [(str(row[0]), Decimal(str(row[place]))) for row in table.rows]
    steps = [part for part in parts if part[1]]
    if len(steps) > MOST_CLAUSES:
        steps.sort(key=lambda step: -abs(step[1]))
        left = sum((amount for _, amount in steps[MOST_CLAUSES - 1 :]), Decimal(0))
        count = len(steps) - MOST_CLAUSES + 1
        steps = [
            *steps[: MOST_CLAUSES - 1],
            (say(language, "story.rest_clauses", count=count), left),
        ]
    before, after = (
        Decimal(str(sides.rows[1][sides.columns.index(k)])) for k in ("before", "after")
    )
    first, second = comparison.sides
    chart = Waterfall(
        key="waterfall",
        title=say(language, "story.clause_chart", first=first.title, second=second.title),
        first=(first.title, before),
        steps=tuple(steps),
        last=(second.title, after),
    )
    return (_titled(chart, language),)


def _titled(chart: Waterfall, language: Language) -> Waterfall:
    """Where the axis does not begin at 0, the title says so."""
    if chart.low == 0:
        return chart
    title = f"{chart.title} {say(language, 'story.axis', low=plain(chart.low))}"
    return Waterfall(
        key=chart.key, title=title, first=chart.first, steps=chart.steps, last=chart.last
    )


def month_chart(comparison: Comparison, language: Language) -> tuple[Chart, ...]:
    """What every side costs in every month."""
    series = []
    for side in comparison.sides:
        paid = [comparison.of(side, month) for month in comparison.months]
        series.append((side.title, tuple(one.total if one else None for one in paid)))
    if not any(a is not None for _, amounts in series for a in amounts):
        return ()
    return (
        Curves(
            key="months-chart",
            title=say(language, "story.month_chart"),
            values=tuple(str(month) for month in comparison.months),
            series=tuple(series),
            is_bars=True,
        ),
    )


def matrices(
    comparison: Comparison, side: Side, found: Found, language: Language
) -> Iterator[Matrix]:
    """One matrix for each role with grades."""
    by_role: dict[str, list[Migration]] = {}
    for one in migration(comparison, side, found):
        by_role.setdefault(one.role, []).append(one)
    none = say(language, "story.no_grade")
    for role, cells in by_role.items():
        order = _order(comparison, side, role)

        def place(grade: str, order: tuple[str, ...] = order) -> int:
            return order.index(grade) if grade in order else len(order)

        used = sorted({g for c in cells for g in (c.before, c.after)}, key=place)
        names = {grade: grade or none for grade in used}
        yield Matrix(
            title=say(language, "story.matrix", role=role, side=side.title),
            corner=say(language, "story.corner"),
            rows=tuple(names.values()),
            columns=tuple(names.values()),
            cells={(names[c.before], names[c.after]): _cell(c) for c in cells},
        )


def _order(comparison: Comparison, side: Side, role: str) -> tuple[str, ...]:
    grades = [
        grade
        for one in (comparison.first, side)
        for month in comparison.months_of(one)
        for grade in month.grades.get(role, ())
    ]
    return tuple(dict.fromkeys(grades))


def _cell(one: Migration) -> tuple[int, str, int]:
    difference = one.moved.difference
    text = f"{'+' if difference > 0 else ''}{money(difference)}"
    return one.moved.count, text, _DIRECTION[way(difference)]
