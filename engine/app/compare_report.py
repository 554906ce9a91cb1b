"""A comparison as report tables, under documented keys."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from engine.app.compare_views import compare_views
from engine.app.payouts import money, shown_amount
from engine.compare.differences import Moved, Pair, moved, moved_lines, pairs, total_of
from engine.compare.migration import migration
from engine.compare.model import Comparison, Side, SideMonth
from engine.compare.ranks import ranks
from engine.compare.spread import PLACES, spread
from engine.compare.unfair import Beside, unfair
from engine.core.number import fixed
from engine.core.text import Language, say
from engine.report.model import Cell, Report, Table

Rows = tuple[tuple[Cell, ...], ...]
Pairs = dict[int, tuple[Pair, ...]]
NUMBERS = frozenset({
    "payslips", "total", "before", "after", "difference", "gaining", "losing", "gained", "lost",
    "rank_before", "rank_after", "rise", "least", "median", "greatest", "ratio", "gini",
    "other_total", "gap", "agents",
})  # fmt: skip


def compare_report(comparison: Comparison, language: Language, command: str = "compare") -> Report:
    """Facts, every table, the views of a terminal, and in words where nothing differs."""
    found = {side.number: pairs(comparison, side) for side in comparison.others}
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
    return money(one.before), money(one.after), money(one.difference)


# -- facts -----------------------------------------------------------------------------------------


def _facts(comparison: Comparison, found: Pairs) -> tuple[tuple[str, Cell], ...]:
    months = comparison.months
    when = ("month", str(months[0])) if len(months) == 1 else ("months", span_of(comparison))
    if len(comparison.sides) != 2:
        return (("shop", comparison.shop), when, ("side_count", len(comparison.sides)))
    first, second = comparison.sides
    gaining, losing = movers(found[second.number])
    return (
        ("shop", comparison.shop),
        when,
        ("before_side", label(first)),
        ("after_side", label(second)),
        ("total_before", money(cost_of(comparison, first))),
        ("total_after", money(cost_of(comparison, second))),
        ("difference", difference_of(found[second.number])),
        ("gaining", len(gaining)),
        ("losing", len(losing)),
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


def difference_of(found: tuple[Pair, ...]) -> str:
    """Of all that is compared; nothing is no difference of 0."""
    return money(total_of(found).difference) if found else ""


def movers(found: tuple[Pair, ...]) -> tuple[list[Decimal], list[Decimal]]:
    """What each agent gains over all months, and what each loses."""
    by_agent = moved(found, lambda pair: pair.agent).values()
    differences = [one.difference for one in by_agent]
    return [d for d in differences if d > 0], [d for d in differences if d < 0]


def _notes(comparison: Comparison, found: Pairs, language: Language) -> Iterator[str]:
    first = comparison.first.title
    for side in comparison.others:
        lines = moved_lines(found[side.number], lambda pair, line: (pair.month, pair.agent, line))
        if found[side.number] and not any(one.difference for one in lines.values()):
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
    mine = found.get(side.number, ())
    gaining, losing = movers(mine)
    months = comparison.months_of(side)
    is_first = side is comparison.first
    compared_with = ("", "", "", "", "", "", "") if is_first or not mine else (
        *amounts(total_of(mine)), len(gaining), money(sum(gaining, Decimal(0))), len(losing),
        money(sum(losing, Decimal(0))),
    )  # fmt: skip
    payslips = sum(len(month.payslips) for month in months)
    policies = dict.fromkeys(month.policy for month in months)
    return (
        side.number, side.title, side.policy or ", ".join(policies), len(months), payslips,
        money(cost_of(comparison, side)), *compared_with,
    )  # fmt: skip


def _month_rows(comparison: Comparison, found: Pairs) -> Iterator[tuple[Cell, ...]]:
    by_month = {number: moved(mine, lambda pair: pair.month) for number, mine in found.items()}
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
    sides = list(found.items())
    people = {p.agent: (p.name, p.before.role) for mine in found.values() for p in mine}
    agents = tuple(
        (agent, *people[agent], number, *amounts(one))
        for number, mine in sides
        for agent, one in moved(mine, lambda p: p.agent).items()
    )
    agent_months = tuple(
        (str(month), agent, name, role, number, *amounts(one))
        for number, mine in sides
        for (month, agent, name, role), one in moved(
            mine, lambda p: (p.month, p.agent, p.name, p.before.role)
        ).items()
    )
    lines = tuple(
        (agent, line, number, *amounts(one))
        for number, mine in sides
        for (agent, line), one in moved_lines(mine, lambda p, line: (p.agent, line)).items()
    )
    line_totals = tuple(
        (line, number, *amounts(one))
        for number, mine in sides
        for line, one in moved_lines(mine, lambda p, line: line).items()
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
        table_of("agent_months", f"month agent name role {both}", agent_months),
        table_of("lines", f"agent line {both}", lines),
        table_of("line_totals", f"line {both}", line_totals),
        table_of("grades", f"role grade {counted}", grades),
        table_of("roles", f"role {counted}", roles),
    )


# -- order ---------------------------------------------------------------------------------------


def order_tables(comparison: Comparison, found: Pairs) -> tuple[Table, ...]:
    """Grades that change, places that change, and how far apart each side pays."""
    moves = tuple(
        (number, m.role, m.before, m.after, m.moved.count, money(m.moved.difference))
        for side in comparison.others
        for number in (side.number,)
        for m in migration(comparison, side, found[number])
    )
    places = tuple(
        (number, r.role, r.agent, r.name, r.before, r.after, r.rise)
        for number, mine in found.items()
        for r in ranks(mine)
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
    everybody = [total for totals in by_role.values() for total in totals]
    for role, totals in (*by_role.items(), ("", everybody)):
        one_spread = spread(totals)
        if one_spread is None or (not role and len(by_role) == 1):
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
