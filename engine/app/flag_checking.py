"""`flags check`: what orders have against what they should have, by agent, rule and order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from engine.app.flag_relations import order_relations
from engine.app.flag_words import assumed_words, colour_words, problem_words
from engine.app.flagging import FlaggedMonth, Relations, clause_of, flagged_month
from engine.app.month import MonthRequest, Show
from engine.app.result import Result
from engine.app.running import selection_facts
from engine.app.workspace import Workspace, catalog
from engine.core.diagnostic import Diagnostic
from engine.core.number import plain, quantize
from engine.core.record import record
from engine.core.text import Language, say
from engine.flags.checks.f105_flags_differ import FLAGS_DIFFER
from engine.flags.discipline import AgentDiscipline, counts, discipline
from engine.flags.judging import KINDS, Verdict
from engine.report.document import Page, Sheet
from engine.report.model import Cell, Report, Table

AGENTS = ("agent", "month", "handled", "right", "right_share", *KINDS, "wrong_orders")
RULES = ("rule", "clause", "severity", "handled", "right", "right_share", *KINDS, "wrong_orders")
PROBLEMS = (
    "order", "rule", "clause", "severity", "agent", "problem", "detail", "flag", "has_flag",
    "has_memo", "deadline",
)  # fmt: skip
READINGS = ("order", "rule", "has_memo", "signed", "memo_day", "assumed")
WAITING = ("order", "rule", "agent", "deadline", "detail")
VIEW = ("order", "rule", "agent", "detail")
MOST_SHOWN = 40
_PLACES = 4


@record(kw_only=True)
class FlagCheckRequest:
    month: MonthRequest
    page: Path | None = None
    figures: Path | None = None


def check_flags(
    workspace: Workspace, request: FlagCheckRequest, language: Language, show: Show,
    relations: Relations = order_relations,
) -> Result:  # fmt: skip
    """One finding if anything is wrong; the tables say what, of whom, and in which orders."""
    outcome = flagged_month(workspace, request.month, show, relations)
    if outcome.value is None:
        return Result(report=Report(command="flags"), diagnostics=outcome.diagnostics)
    month = outcome.value
    report = _report(month, language)
    if request.page is not None:
        from engine.report.page import to_page

        request.page.write_text(to_page(_page(report, language), language), encoding="utf-8")
    if request.figures is not None:
        from engine.app.flag_figures import figures_file

        request.figures.write_bytes(figures_file(discipline(month.asked), catalog(), language))
    return Result(report=report, diagnostics=(*outcome.diagnostics, *_differences(month)))


def _differences(month: FlaggedMonth) -> Iterable[Diagnostic]:
    wrong = [v for v in month.asked if v.problems and v.is_due]
    if wrong:
        due = sum(v.is_due for v in month.asked)
        yield FLAGS_DIFFER.at(month.flags.heading.span, wrong=str(len(wrong)), orders=str(due))


def _report(month: FlaggedMonth, language: Language) -> Report:
    due = [v for v in month.asked if v.is_due]
    wrong = [v for v in due if v.problems]
    facts: tuple[tuple[str, Cell], ...] = (
        *selection_facts(month.selection, language),
        ("order_count", month.orders),
        ("asked_count", len(month.asked)),
        ("due_count", len(due)),
        ("right_count", len(due) - len(wrong)),
    )
    agents = Table(
        key="flag_agents", columns=AGENTS, numbers=frozenset({"handled", "right", *KINDS}),
        rows=tuple(_agent(row, due) for row in discipline(due)),
    )  # fmt: skip
    rules = Table(
        key="flag_rules", columns=RULES, numbers=frozenset({"handled", "right", *KINDS}),
        rows=tuple(_rules(month, due)),
    )  # fmt: skip
    problems = Table(
        key="flag_problems", columns=PROBLEMS,
        rows=tuple(row for verdict in wrong for row in _problems(verdict, month, language)),
    )  # fmt: skip
    tables = (agents, rules, problems, _readings(due, language), _waiting(month, language))
    notes: tuple[str, ...] = ()
    if len(problems.rows) > MOST_SHOWN:
        notes = (say(language, "flags.more", most=MOST_SHOWN),)
    return Report(
        command="flags", facts=facts, tables=tables, views=_views(tables, language), notes=notes
    )


def _agent(row: AgentDiscipline, due: list[Verdict]) -> tuple[Cell, ...]:
    own = [v for v in due if counts(v) and v.responsible == row.agent]
    return (row.agent, str(row.month), row.handled, row.right, _share(row), *_counted(own))


def _share(row: AgentDiscipline) -> str:
    return "" if row.share is None else plain(quantize(row.share, places=_PLACES, mode="half_up"))


def _counted(verdicts: list[Verdict]) -> tuple[Cell, ...]:
    """How many orders have each problem, and the numbers of those that have any."""
    found = Counter(kind for v in verdicts for kind in {p.kind for p in v.problems})
    wrong = [v.order.id for v in verdicts if v.problems]
    return (*(found[kind] for kind in KINDS), " ".join(wrong))


def _rules(month: FlaggedMonth, due: list[Verdict]) -> Iterable[tuple[Cell, ...]]:
    """In the order of the policy; a rule that no order falls under is not told of."""
    for rule in (*month.flags.rules, None):
        under = [v for v in due if (v.rule.name if v.rule else None) == (rule and rule.name)]
        if not under:
            continue
        right = sum(not v.problems for v in under)
        created = month.selection.month
        share = _share(AgentDiscipline(agent="", month=created, handled=len(under), right=right))
        name, severity = (rule.name, rule.severity) if rule else ("", "")
        yield (name, clause_of(rule), severity, len(under), right, share, *_counted(under))


def _problems(
    verdict: Verdict, month: FlaggedMonth, language: Language
) -> Iterable[tuple[Cell, ...]]:
    rule = verdict.rule
    wanted, has = colour_words(verdict, month.flags)
    for problem in verdict.problems:
        yield (
            verdict.order.id, rule.name if rule else "", clause_of(rule),
            rule.severity if rule else "", verdict.responsible, problem.kind,
            problem_words(problem, language), wanted, has, verdict.order.memo,
            _deadline(verdict),
        )  # fmt: skip


def _deadline(verdict: Verdict) -> str:
    return verdict.deadline.isoformat(sep=" ", timespec="minutes") if verdict.deadline else ""


def _readings(due: list[Verdict], language: Language) -> Table:
    """Memos in which something was taken for granted."""
    rows = [
        (
            v.order.id, v.rule.name if v.rule else "", v.order.memo,
            v.reading.fields.get("agent", ""), v.reading.day.isoformat() if v.reading.day else "",
            assumed_words(v.reading, language),
        )
        for v in due
        if v.reading is not None and v.reading.is_read and v.reading.assumed
    ]  # fmt: skip
    return Table(key="flag_readings", columns=READINGS, rows=tuple(rows))


def _waiting(month: FlaggedMonth, language: Language) -> Table:
    """What is still missing, and still has time."""
    rows = [
        (
            v.order.id, v.rule.name if v.rule else "", v.responsible, _deadline(v),
            "; ".join(problem_words(p, language) for p in v.problems),
        )
        for v in month.asked
        if not v.is_due
    ]  # fmt: skip
    return Table(key="flag_waiting", columns=WAITING, rows=tuple(rows))


def _views(tables: tuple[Table, ...], language: Language) -> tuple[Table, ...]:
    """Per agent and rule only the problems that there are; of the orders the first few."""
    agents, rules, problems, readings, waiting = tables
    shown = [_without_empty(agents), _worded(_without_empty(rules), language)]
    places = [problems.columns.index(column) for column in VIEW]
    rows = tuple(tuple(row[p] for p in places) for row in problems.rows[:MOST_SHOWN])
    few = [replace(table, rows=table.rows[:MOST_SHOWN]) for table in (readings, waiting)]
    return (*shown, replace(problems, columns=VIEW, rows=rows), *few)


def _worded(table: Table, language: Language) -> Table:
    """With the severity in words."""
    place = table.columns.index("severity")
    rows = (
        (*row[:place], say(language, f"flags.severity.{row[place]}") if row[place] else "",
         *row[place + 1 :])
        for row in table.rows
    )  # fmt: skip
    return replace(table, rows=tuple(rows))


def _without_empty(table: Table) -> Table:
    def is_shown(index: int, column: str) -> bool:
        if column == "wrong_orders":
            return False
        return column not in KINDS or any(row[index] for row in table.rows)

    kept = [index for index, column in enumerate(table.columns) if is_shown(index, column)]
    return _narrowed(table, kept)


def _narrowed(table: Table, kept: list[int]) -> Table:
    columns = tuple(table.columns[i] for i in kept)
    rows = tuple(tuple(row[i] for i in kept) for row in table.rows)
    return replace(table, columns=columns, rows=rows)


def _page(report: Report, language: Language) -> Page:
    facts = dict(report.facts)
    agents, rules, problems, readings, waiting = report.tables
    return Page(
        title=say(language, "flags.title", shop=facts["shop"], month=facts["month"]),
        facts=report.facts,
        result=(
            say(language, "column.right_count.label"),
            f"{facts['right_count']} / {facts['due_count']}",
        ),
        sheets=tuple(
            Sheet(table=t)
            for t in (
                _without_empty(agents),
                _worded(_without_empty(rules), language),
                _worded(problems, language),
                readings,
                waiting,
            )
        ),
        is_wide=True,
    )
