"""A comparison as report tables, under documented keys."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from engine.app.compare_views import compare_views
from engine.app.payouts import money, shown_amount
from engine.compare.differences import Against, Moved, line_sums, moved, pairs
from engine.compare.migration import migration
from engine.compare.model import Comparison, Side, SideMonth
from engine.compare.ranks import ranks
from engine.compare.spread import PLACES, spread
from engine.compare.unfair import Beside, unfair
from engine.core.number import fixed
from engine.core.text import Language, say
from engine.report.model import Cell, Report, Table

Rows = tuple[tuple[Cell, ...], ...]
Pairs = dict[int, Against]
NUMBERS = frozenset({
    "payslips", "total", "before", "after", "difference", "gaining", "losing", "gained", "lost",
    "rank_before", "rank_after", "rise", "least", "median", "greatest", "ratio", "gini",
    "other_total", "gap", "agents",
})  # fmt: skip


def compare_report(comparison: Comparison, language: Language, command: str = "compare") -> Report:
    """Facts, every table, the views of a terminal, and in words where nothing differs."""
    found = {side.number: Against(pairs(comparison, side)) for side in comparison.others}
    tables = (
        *side_tables(comparison, found),
        *amount_tables(comparison, found),
        *order_tables(comparison, found),
        unfair_table(comparison),
        not_compared_table(comparison, language),
    )
    return Report(
        command=command,
        facts=_facts(comparison, found),
        tables=tables,
        views=compare_views(comparison, {table.key: table for table in tables}),
        notes=tuple(_notes(comparison, found, language)),
    )


def table_of(key: str, columns: str, rows: Rows) -> Table:
    names = tuple(columns.split())
    return Table(key=key, columns=names, rows=rows, numbers=NUMBERS & set(names))


def amounts(one: Moved) -> tuple[Cell, ...]:
    return _cells(one.before, one.after)


def _cells(before: Decimal, after: Decimal) -> tuple[Cell, ...]:
    shown = money(before)
    if before == after:
        return shown, shown, _NO_MONEY
    return shown, money(after), money(after - before)


_NO_MONEY = money(Decimal(0))


# -- facts -----------------------------------------------------------------------------------------


def _facts(comparison: Comparison, found: Pairs) -> tuple[tuple[str, Cell], ...]:
    months = comparison.months
    when = ("month", str(months[0])) if len(months) == 1 else ("months", span_of(comparison))
    if len(comparison.sides) != 2:
        return (("shop", comparison.shop), when, ("side_count", len(comparison.sides)))
    first, second = comparison.sides
    against = found[second.number]
    return (
        ("shop", comparison.shop),
        when,
        ("before_side", label(first)),
        ("after_side", label(second)),
        ("total_before", money(cost_of(comparison, first))),
        ("total_after", money(cost_of(comparison, second))),
        ("difference", difference_of(against)),
        ("gaining", len(against.gains)),
        ("losing", len(against.losses)),
    )


def span_of(comparison: Comparison) -> str:
    months = comparison.months
    return f"{months[0]}..{months[-1]}" if months else ""


def label(side: Side) -> str:
    return f"{side.title} ({side.policy})" if side.policy else side.title


def cost_of(comparison: Comparison, side: Side) -> Decimal | None:
    """All that a side pays, with those who cannot be compared; None where it pays no month."""
    months = comparison.months_of(side)
    return sum((month.total for month in months), Decimal(0)) if months else None


def difference_of(against: Against) -> str:
    """Of all that is compared; nothing is no difference of 0."""
    return money(against.total.difference) if against.pairs else ""


def _notes(comparison: Comparison, found: Pairs, language: Language) -> Iterator[str]:
    first = comparison.first.title
    for side in comparison.others:
        mine = found[side.number].pairs
        if mine and not any(pair.differs for pair in mine):
            yield say(language, "compare.no_difference", side=side.title, first=first)
        refused = any(
            n.side in (side.number, comparison.first.number) and n.reason == "refused"
            for n in comparison.not_compared
        )
        if refused:
            yield say(language, "compare.refused", side=side.title, first=first)


# -- sides and months --------------------------------------------------------------------------


def side_tables(comparison: Comparison, found: Pairs) -> tuple[Table, ...]:
    """What was compared, and what each side costs over all months and in each."""
    settings = tuple(
        (side.number, s.path, s.before, s.after) for side in comparison.sides for s in side.settings
    )
    return (
        table_of(
            "compared_sides",
            "side side_words policy months_paid payslips total before after difference "
            "gaining gained losing lost",
            tuple(_side_row(comparison, side, found) for side in comparison.sides),
        ),
        table_of("settings", "side path before after", settings),
        table_of(
            "month_totals", "month side policy payslips total before after difference",
            tuple(_month_rows(comparison, found)),
        ),
    )  # fmt: skip


def _side_row(comparison: Comparison, side: Side, found: Pairs) -> tuple[Cell, ...]:
    against = found.get(side.number, Against(()))
    gains, losses = against.gains, against.losses
    months = comparison.months_of(side)
    compared_with = ("", "", "", "", "", "", "") if not against.pairs else (
        *amounts(against.total), len(gains), money(sum(gains, Decimal(0))), len(losses),
        money(sum(losses, Decimal(0))),
    )  # fmt: skip
    payslips = sum(len(month.payslips) for month in months)
    policies = dict.fromkeys(month.policy for month in months)
    return (
        side.number, side.title, side.policy or ", ".join(policies), len(months), payslips,
        money(cost_of(comparison, side)), *compared_with,
    )  # fmt: skip


def _month_rows(comparison: Comparison, found: Pairs) -> Iterator[tuple[Cell, ...]]:
    by_month = {n: moved(against.pairs, lambda pair: pair.month) for n, against in found.items()}
    for month in comparison.months:
        for side in comparison.sides:
            paid = comparison.of(side, month)
            if paid is None:
                continue
            both = by_month.get(side.number, {}).get(month)
            yield (
                str(month), side.number, paid.policy, len(paid.payslips), money(paid.total),
                *(amounts(both) if both else ("", "", "")),
            )  # fmt: skip


# -- amounts -------------------------------------------------------------------------------------


def amount_tables(comparison: Comparison, found: Pairs) -> tuple[Table, ...]:
    """The differences by agent, line, grade and role; each table adds up to the same."""
    sides = [(number, against.pairs) for number, against in found.items()]
    people = {p.agent: (p.name, p.before.role) for _, mine in sides for p in mine}
    agents = tuple(
        (agent, *people[agent], number, *amounts(one))
        for number, against in found.items()
        for agent, one in against.people.items()
    )
    is_one = len(comparison.months) == 1
    by_month = (
        tuple((str(comparison.months[0]), *row) for row in agents)
        if is_one
        else _agent_months(found)
    )
    line_totals = tuple(
        (line, number, *_cells(before, after))
        for number, mine in sides
        for line, (before, after, _) in line_sums(mine, lambda p, line: line).items()
    )
    grades = tuple(
        (role, grade, number, one.count, *amounts(one))
        for number, mine in sides
        for (role, grade), one in moved(mine, lambda p: (p.before.role, p.before.grade)).items()
    )
    roles = tuple(
        (role, number, one.count, *amounts(one))
        for number, mine in sides
        for role, one in moved(mine, lambda p: p.before.role).items()
    )
    both = "side before after difference"
    counted = "side payslips before after difference"
    return (
        table_of("agents", f"agent name role {both}", agents),
        table_of("agent_months", f"month agent name role {both}", by_month),
        table_of("lines", f"agent line {both}", _lines(found, is_one=is_one)),
        table_of("line_totals", f"line {both}", line_totals),
        table_of("grades", f"role grade {counted}", grades),
        table_of("roles", f"role {counted}", roles),
    )


def _lines(found: Pairs, *, is_one: bool) -> Rows:
    """Of one month there is nothing to add up."""
    return tuple(
        (agent, line, number, *_cells(before, after))
        for number, against in found.items()
        for agent, line, before, after in (_each_line if is_one else _line_sums)(against)
    )


def _each_line(against: Against) -> Iterator[tuple[str, str, Decimal, Decimal]]:
    nothing = Decimal(0)
    for pair in against.pairs:
        agent, before, after = pair.agent, pair.before.lines, pair.after.lines
        for line in pair.lines:
            yield agent, line, before.get(line, nothing), after.get(line, nothing)


def _line_sums(against: Against) -> Iterator[tuple[str, str, Decimal, Decimal]]:
    sums = line_sums(against.pairs, lambda pair, line: (pair.agent, line))
    for (agent, line), (before, after, _) in sums.items():
        yield agent, line, before, after


def _agent_months(found: Pairs) -> Rows:
    return tuple(
        (str(pair.month), pair.agent, pair.name, pair.before.role, number,
         *amounts(Moved(pair.before.total, pair.after.total)))
        for number, against in found.items()
        for pair in against.pairs
    )  # fmt: skip


# -- order ---------------------------------------------------------------------------------------


def order_tables(comparison: Comparison, found: Pairs) -> tuple[Table, ...]:
    """Grades that change, places that change, and how far apart each side pays."""
    moves = tuple(
        (number, m.role, m.before, m.after, m.moved.count, money(m.moved.difference))
        for side in comparison.others
        for number in (side.number,)
        for m in migration(comparison, side, found[number].pairs)
    )
    places = tuple(
        (number, r.role, r.agent, r.name, r.before, r.after, r.rise)
        for number, against in found.items()
        for r in ranks(against)
    )
    return (
        table_of("migration", "side role grade_before grade_after payslips difference", moves),
        table_of("ranks", "side role agent name rank_before rank_after rise", places),
        table_of(
            "spread", "side role payslips least median greatest ratio gini",
            tuple(row for side in comparison.sides for row in _spreads(comparison, side)),
        ),
    )  # fmt: skip


def _spreads(comparison: Comparison, side: Side) -> Iterator[tuple[Cell, ...]]:
    """Of the payslips of each role, and of all."""
    by_role: dict[str, list[Decimal]] = {}
    for month in comparison.months_of(side):
        for one in month.payslips:
            by_role.setdefault(one.role, []).append(one.total)
    groups = [(role, totals) for role, totals in by_role.items() if role or len(by_role) > 1]
    if len(by_role) > 1:
        groups.append(("", [total for _, totals in groups for total in totals]))
    for role, totals in groups:
        one_spread = spread(totals)
        if one_spread is None:
            continue
        quotients = (one_spread.ratio, one_spread.gini)
        yield (
            side.number, role, one_spread.count, money(one_spread.least),
            money(one_spread.median), money(one_spread.greatest),
            *("" if q is None else fixed(q, PLACES) for q in quotients),
        )  # fmt: skip


def unfair_table(comparison: Comparison) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for month in comparison.computed:
        rows.extend(_unfair_rows(month))
    columns = (
        "side month role agent name other_agent other_name total other_total gap measures lines "
        "also_differs"
    )
    return table_of("unfair", columns, tuple(sorted(rows, key=lambda row: (row[0], row[1]))))


def _unfair_rows(month: SideMonth) -> Iterator[tuple[Cell, ...]]:
    for one in unfair(month):
        lines = ", ".join(f"{n} {money(a)} < {money(b)}" for n, a, b in one.lines)
        yield (
            one.side, str(one.month), one.role, one.better.agent, one.better.name,
            one.worse.agent, one.worse.name, money(one.better.total), money(one.worse.total),
            money(one.gap), ", ".join(map(_beside, one.measures)), lines,
            ", ".join(map(_beside, one.beside)),
        )  # fmt: skip


def _beside(one: Beside) -> str:
    better, worse = (shown_amount(a) or "—" for a in (one.better, one.worse))
    return f"{one.reading.name} {better} : {worse}"


def not_compared_table(comparison: Comparison, language: Language) -> Table:
    rows = tuple(
        (n.side, str(n.month or ""), n.agent, n.reason, n.said(language))
        for n in comparison.not_compared
    )
    return table_of("not_compared", "side month agent reason text", rows)
