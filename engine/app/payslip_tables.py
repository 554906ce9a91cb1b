"""The payslips of a month as tables: for programs, for a terminal, for sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from engine.app import evidence, explaining_steps
from engine.app.payouts import money
from engine.app.payslip_book import Beside, Cells, MonthSlips, PaidLine, Payslip
from engine.core.text import Language, say
from engine.report.model import Cell, Table

_DIGITS = len("0123456789ab")
_PROGRAMS_ONLY = ("place", "sql_amount")
STEPS = tuple(c for c in explaining_steps.COLUMNS if c not in _PROGRAMS_ONLY)


def summary(month: MonthSlips) -> Table:
    columns = ("agent", "name", "role", "score", "grade", "total", "adjusted", "payable")
    rows = ((*_who(slip), slip.score, slip.grade, *_sums(slip)) for slip in month.slips)
    return _table("summary", columns, rows, ("score", "total", "adjusted", "payable"))


def summary_across(month: MonthSlips, language: Language) -> Table:
    """The same with a column for each line of the month, in the order of the payslips."""
    lines = tuple(dict.fromkeys(one.line for slip in month.slips for one in slip.lines))
    keys = ("agent", "name", "role", *(f"line {line}" for line in lines), "total", "adjusted",
            "payable")  # fmt: skip
    rows = (
        (*_who(slip), *(_amount_of(slip, line) for line in lines), *_sums(slip))
        for slip in month.slips
    )
    table = _table("summary", keys, rows, keys[3:])
    heads = dict(zip((f"line {line}" for line in lines), lines, strict=True))
    titles = (heads[k] if k in heads else say(language, f"column.{k}.label") for k in keys)
    return replace(table, titles=tuple(titles))


def sums_across(month: MonthSlips, language: Language) -> Cells:
    """The last row of a summary: every column of amounts added up."""
    lines: dict[str, Decimal] = {}
    for one in (one for slip in month.slips for one in slip.lines):
        lines[one.line] = lines.get(one.line, Decimal(0)) + one.amount
    totals = (money(month.total), money(month.adjusted), money(month.payable))
    return (say(language, "item.total"), "", "", *(money(a) for a in lines.values()), *totals)


def line_table(month: MonthSlips, say_category: Callable[[str], str] = str) -> Table:
    """Every line of every payslip, one below the other."""
    columns = ("agent", "name", "role", "line", "category", "clause", "amount")
    rows = (
        (*_who(slip), one.line, say_category(one.category), one.clause, money(one.amount))
        for slip in month.slips
        for one in slip.lines
    )
    return _table("lines", columns, rows, ("amount",))


def adjustment_table(month: MonthSlips, language: Language) -> Table:
    """Corrections and adjustments that are paid with the month."""
    columns = (
        "entry", "agent", "name", "entry_kind", "line", "concerns", "concerned", "paid", "now",
        "reason", "evidence", "by", "amount",
    )  # fmt: skip
    found = (one for slip in month.slips for one in slip.beside)
    rows = (_adjustment(one, language) for one in found)
    return _table("adjustments", columns, rows, ("paid", "now", "amount"))


def awaiting_table(month: MonthSlips, language: Language) -> Table:
    """What is meant for the month and lacks a name: it is counted nowhere."""
    columns = ("entry", "agent", "name", "entry_kind", "reason", "by", "amount")
    rows = (
        (one.taken.entry, one.taken.agent, one.taken.name, _kind(one, language), one.reason,
         ", ".join(one.names), money(one.taken.amount))
        for one in month.awaiting
    )  # fmt: skip
    return _table("awaiting", columns, rows, ("amount",))


def later_table(month: MonthSlips, language: Language) -> Table:
    """What other months pay for this one."""
    columns = ("entry", "agent", "name", "entry_kind", "line", "pays_in", "amount")
    rows = (
        (one.taken.entry, slip.agent, slip.name, _kind(one, language), one.taken.line,
         one.pays_in, money(one.taken.amount))
        for slip in month.slips
        for one in slip.later
    )  # fmt: skip
    return _table("later_payments", columns, rows, ("amount",))


def bank(month: MonthSlips) -> Table:
    """Who is sent how much. Nobody, as long as the month does not hold."""
    columns = ("agent", "name", "payable", "reference")
    due = (slip for slip in month.slips if month.holds and slip.payable > 0)
    rows = ((s.agent, s.name, money(s.payable), reference(month)) for s in due)
    return _table("bank", columns, rows, ("payable",))


def nothing_to_pay(month: MonthSlips) -> Table:
    """Who is on no bank list, so that nobody is missing."""
    due = (slip for slip in month.slips if month.holds and slip.payable <= 0)
    rows = ((slip.agent, slip.name, money(slip.payable)) for slip in due)
    return _table("nothing_to_pay", ("agent", "name", "payable"), rows, ("payable",))


def reference(month: MonthSlips) -> str:
    """Shop, month and the first digits of the digest: enough to find the entry again."""
    digest = month.signature.digest if month.signature else ""
    return f"{month.place.shop} {month.place.month} {digest.partition(':')[2][:_DIGITS]}".strip()


def step_table(month: MonthSlips) -> Table:
    """How every line was worked out."""
    columns = ("agent", *STEPS)
    rows = ((slip.agent, *step) for slip in month.slips for step in steps_of(slip))
    return _table("steps", columns, rows, ("amount",))


def steps_of(slip: Payslip) -> Iterator[Cells]:
    """Without the place in a file that may be gone, and without the figure told twice."""
    for step in slip.explained.steps if slip.explained else ():
        kept = zip(explaining_steps.COLUMNS, step, strict=True)
        yield tuple(cell for key, cell in kept if key not in _PROGRAMS_ONLY)


def evidence_table(month: MonthSlips) -> Table:
    columns = ("agent", *evidence.COLUMNS)
    explained = ((slip.agent, slip.explained) for slip in month.slips)
    rows = ((agent, *row) for agent, one in explained if one for row in one.evidence.rows)
    return _table("evidence", columns, rows, ("amount",))


def note_table(month: MonthSlips) -> Table:
    rows = ((slip.agent, *note) for slip in month.slips for note in slip.notes)
    return _table("notes", ("agent", "item", "text", "clause"), rows)


def notice_table(month: MonthSlips) -> Table:
    rows = ((slip.agent, *notice) for slip in month.slips for notice in slip.notices)
    return _table("notices", ("agent", "notice", "text", "clause"), rows)


def category_in(language: Language) -> Callable[[str], str]:
    """What a category is called by its readers."""
    return lambda key: say(language, f"category.{key}") if key else ""


def without(table: Table, *columns: str) -> Table:
    """The table with these columns left out, and those in which no row says anything."""
    kept = [
        n
        for n, key in enumerate(table.columns)
        if key not in columns and any(row[n] not in (None, "") for row in table.rows)
    ]
    return replace(
        table,
        columns=tuple(table.columns[n] for n in kept),
        rows=tuple(tuple(row[n] for n in kept) for row in table.rows),
    )


def _adjustment(one: Beside, language: Language) -> Cells:
    taken = one.taken
    paid, now = ("" if amount is None else money(amount) for amount in (one.before, one.after))
    return (
        taken.entry, taken.agent, taken.name, _kind(one, language), taken.line, taken.concerns,
        one.concerned, paid, now, one.reason, one.evidence, ", ".join(one.names),
        money(taken.amount),
    )  # fmt: skip


def _kind(one: Beside, language: Language) -> str:
    return say(language, f"adjust.{one.taken.kind}")


def _who(slip: Payslip) -> Cells:
    return (slip.agent, slip.name, slip.role)


def _sums(slip: Payslip) -> Cells:
    return (money(slip.total), money(slip.adjusted), money(slip.payable))


def _amount_of(slip: Payslip, line: str) -> str:
    """Nothing where the line is not on the payslip, which is not the same as 0."""
    found: list[PaidLine] = [one for one in slip.lines if one.line == line]
    return money(found[0].amount) if found else ""


def _table(
    key: str,
    columns: tuple[str, ...],
    rows: Iterable[tuple[Cell, ...]],
    numbers: Iterable[str] = (),
) -> Table:
    return Table(key=key, columns=columns, rows=tuple(rows), numbers=frozenset(numbers))
