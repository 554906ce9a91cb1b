"""A comparison on a terminal: fewer columns, shorter names, only what moves; 100 columns wide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from engine.compare.model import Comparison
from engine.core.width import width
from engine.report.model import Cell, Table

NAME, WORDS, TEXT = 16, 36, 56
_ZERO = "0.00"


def compare_views(comparison: Comparison, tables: Mapping[str, Table]) -> tuple[Table, ...]:
    """Tables that have something to say."""
    names = short_names({p.agent: p.name for m in comparison.computed for p in m.payslips})
    keeps_side = len(comparison.sides) > 2
    views = list(_views(comparison, tables, names))
    return tuple(
        view if keeps_side or view.key in ALWAYS_BY_SIDE else without(view, "side")
        for view in views
        if view.rows
    )


ALWAYS_BY_SIDE = ("compared_sides", "month_totals", "spread", "unfair", "not_compared")


def _views(
    comparison: Comparison, tables: Mapping[str, Table], names: Mapping[str, str]
) -> Iterator[Table]:
    if len(comparison.sides) > 2 or any(side.settings for side in comparison.sides):
        shown = "side side_words payslips total difference gaining losing"
        yield short(only(tables["compared_sides"], shown), {"side_words": WORDS})
    if len(comparison.months) > 1:
        yield short(only(tables["month_totals"], "month side policy total difference"), {})
    people = named(tables["agents"], names)
    yield only(people, "agent side before after difference")
    yield short(named(moving(tables["lines"]), names), {"line": NAME})
    if any(row[1] for row in tables["grades"].rows):
        yield only(moving(tables["grades"]), "role grade side payslips difference")
    yield _graded(tables["migration"])
    yield only(named(moving(tables["ranks"], "rise"), names),
               "side role agent rank_before rank_after rise")  # fmt: skip
    yield short(tables["spread"], {"role": NAME})
    yield _widest(tables["unfair"])
    yield short(only(named(tables["not_compared"], names), "side month agent text"), {"text": TEXT})


def only(table: Table, columns: str) -> Table:
    """The named columns."""
    wanted = tuple(columns.split())
    places = [table.columns.index(name) for name in wanted]
    rows = tuple(tuple(row[n] for n in places) for row in table.rows)
    return Table(
        key=table.key, columns=wanted, rows=rows, numbers=table.numbers & frozenset(wanted)
    )


def without(table: Table, column: str) -> Table:
    return only(table, " ".join(name for name in table.columns if name != column))


def moving(table: Table, column: str = "difference") -> Table:
    """The rows in which something changes."""
    place = table.columns.index(column)
    rows = tuple(row for row in table.rows if row[place] not in (_ZERO, 0, ""))
    return Table(key=table.key, columns=table.columns, rows=rows, numbers=table.numbers)


def once(table: Table) -> Table:
    """One row for each side, month and agent: all else that refuses a month is a finding, too."""
    rows: dict[tuple[Cell, ...], tuple[Cell, ...]] = {}
    for row in table.rows:
        rows.setdefault(row[:3], row)
    return Table(
        key=table.key, columns=table.columns, rows=tuple(rows.values()), numbers=table.numbers
    )


def short_names(names: Mapping[str, str]) -> dict[str, str]:
    """People by their names, as far as those tell them apart."""
    often = Counter(names.values())
    return {
        agent: cut(name if name and often[name] == 1 else agent, NAME)
        for agent, name in names.items()
    }


def named(table: Table, names: Mapping[str, str]) -> Table:
    """Whoever has no name here stands as before."""
    place = table.columns.index("agent")

    def shown(agent: Cell) -> str:
        text = str(agent)
        return names[text] if text in names else cut(text, NAME)

    rows = tuple((*row[:place], shown(row[place]), *row[place + 1 :]) for row in table.rows)
    return Table(key=table.key, columns=table.columns, rows=rows, numbers=table.numbers)


def short(table: Table, widths: Mapping[str, int]) -> Table:
    """Long texts over several lines."""
    rows = table.rows
    for name, most in widths.items():
        place = table.columns.index(name)
        texts = {row[place]: wrapped(str(row[place]), most) for row in rows}
        rows = tuple((*row[:place], texts[row[place]], *row[place + 1 :]) for row in rows)
    return Table(key=table.key, columns=table.columns, rows=rows, numbers=table.numbers)


def cut(text: str, most: int) -> str:
    """At most so many places of a terminal."""
    if 2 * len(text) <= most or width(text) <= most:
        return text
    while width(text) >= most:
        text = text[:-1]
    return f"{text}…"


def wrapped(text: str, most: int) -> str:
    """The same text in lines of at most so many places; a sign of Chinese takes two."""
    if 2 * len(text) <= most:
        return text
    lines, line = [], ""
    for sign in text:
        if width(line + sign) > most:
            head, blank, tail = line.rpartition(" ")
            lines.append(head if blank else line)
            line = tail if blank else ""
        line += sign
    return "\n".join([*lines, line])


def _graded(table: Table) -> Table:
    """Only who changes grade; nothing is shown where all stay."""
    rows = tuple(row for row in table.rows if row[2] != row[3])
    kept = Table(key=table.key, columns=table.columns, rows=rows, numbers=table.numbers)
    return only(kept, "side role grade_before grade_after payslips difference")


def _widest(table: Table) -> Table:
    """Of each agent the colleague who is paid most above."""
    wanted = "side month agent name other_agent other_name total other_total lines gap"
    widest: dict[tuple[Cell, ...], tuple[Cell, ...]] = {}
    order = sorted(only(table, wanted).rows, key=lambda row: (len(str(row[-1])), str(row[-1])))
    for side, month, agent, name, other, other_name, total, more, lines, _ in order:
        shown, beside = cut(str(name or agent), NAME), cut(str(other_name or other), NAME)
        line = cut(str(lines).partition(" ")[0], NAME)
        widest[side, month, agent] = (side, month, shown, beside, total, more, line)
    columns = ("side", "month", "agent", "other_agent", "total", "other_total", "line")
    rows = tuple(widest[key] for key in sorted(widest, key=str))
    return Table(key=table.key, columns=columns, rows=rows, numbers=table.numbers)
