"""A paid month as report tables: one row per agent, one row per line."""

from __future__ import annotations

from decimal import Decimal

from engine.app.month import PaidMonth
from engine.bind.dataset import AgentFigures, Amount
from engine.bind.model import BoundPolicy, Item, LimitOf
from engine.bind.names import DIFFERENCE, OWN_SCORE, TOTAL
from engine.core.number import fixed, plain
from engine.core.text import Language, say
from engine.core.unit import Unit
from engine.policy.model import Cite, Limit, Line
from engine.policy.periods import Notice
from engine.report.model import Cell, Table

MONEY_PLACES = 2


def shown_amount(amount: Amount | bool, item: Item | None = None) -> str:
    """Exact text; money always with two decimals."""
    if isinstance(amount, bool):
        return "true" if amount else "false"
    if not isinstance(amount, Decimal):
        return amount or ""
    is_money = item is not None and item.type.unit is Unit.MONEY
    return fixed(amount, MONEY_PLACES) if is_money else plain(amount)


def money(amount: Amount | bool) -> str:
    return fixed(amount, MONEY_PLACES) if isinstance(amount, Decimal) else ""


def clause(bound: BoundPolicy, cite: Cite | None) -> str:
    """`规章 第9条` as payslips show it."""
    return f"{cite.source} {cite.clause}" if cite else ""


def payout_table(paid: PaidMonth) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for figures in paid.dataset.agents:
        row = paid.run.rows[figures.agent]
        rows.append(
            (
                figures.agent,
                figures.name,
                figures.role,
                shown_amount(row.get(OWN_SCORE)),
                money(row[TOTAL]),
            )
        )
    columns = ("agent", "name", "role", "score", "total")
    return Table(
        key="payouts", columns=columns, rows=tuple(rows), numbers=frozenset({"score", "total"})
    )


def line_table(paid: PaidMonth) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for figures in paid.dataset.agents:
        bound = paid.seen(figures.agent).bound
        trace = paid.traces.get(figures.agent)
        for key in lines_of(bound, *figures.roles):
            item = bound.by_key[key]
            finding = trace.findings.get(key) if trace else None
            rows.append(
                (
                    figures.agent,
                    key,
                    money(paid.run.rows[figures.agent].get(key)),
                    category_of(item),
                    finding.reason if finding else "",
                    line_clause(paid, figures, key),
                    item.span.file,
                    item.span.line,
                )
            )
    columns = (
        "agent", "line", "amount", "category", "reason", "clause", "file", "line_number"
    )  # fmt: skip
    return Table(key="lines", columns=columns, rows=tuple(rows), numbers=frozenset({"amount"}))


def line_clause(paid: PaidMonth, figures: AgentFigures, key: str) -> str:
    """The clause that a line pays by; of several versions that pay it, each with its own."""
    view = paid.seen(figures.agent)
    names = dict.fromkeys(part.version for part in figures.parts if part.version)
    cited = {name: _own_clause(view.version(name).bound, key) for name in names}
    told = {name: text for name, text in cited.items() if text}
    if len(set(told.values())) < 2:
        return next(iter(told.values()), "") if names else _own_clause(view.bound, key)
    return "; ".join(f"{name}: {text}" for name, text in told.items())


def _own_clause(bound: BoundPolicy, key: str) -> str:
    item = bound.by_key.get(key)
    return clause(bound, item.cite) if item is not None else ""


def category_of(item: Item) -> str:
    """Earned, compensation and so on, where the policy says so; a limit is what its line is."""
    match item.definition:
        case Line(category=category) | LimitOf(limit=Limit(category=category)):
            return category or ""
        case _:
            return ""


def note_table(paid: PaidMonth) -> Table:
    """What the tables' rows say beside amounts: grade, training, promotion."""
    rows: list[tuple[Cell, ...]] = []
    for figures in paid.dataset.agents:
        bound = paid.seen(figures.agent).bound
        for item in _notes(bound):
            text = paid.run.rows[figures.agent].get(item.key)
            if text is not None and figures.role in item.roles:
                rows.append((figures.agent, item.key, shown_amount(text), clause(bound, item.cite)))
    return Table(key="notes", columns=("agent", "item", "text", "clause"), rows=tuple(rows))


def _notes(bound: BoundPolicy) -> list[Item]:
    return [i for i in bound.items if i.kind == "column" and i.type.unit is Unit.TEXT]


def notice_table(paid: PaidMonth) -> Table:
    """What the policy wants said of an agent; it pays nothing."""
    rows: list[tuple[Cell, ...]] = []
    for figures in paid.dataset.agents:
        bound = paid.seen(figures.agent).bound
        for item in bound.items:
            definition = item.definition
            is_due = paid.run.rows[figures.agent].get(item.key) is True
            if isinstance(definition, Notice) and is_due and figures.role in item.roles:
                heading = definition.heading
                text = heading.note or heading.label
                where = clause(bound, item.cite)
                rows.append((figures.agent, figures.name, heading.name, text, where))
    columns = ("agent", "name", "notice", "text", "clause")
    return Table(key="notices", columns=columns, rows=tuple(rows))


def lines_of(bound: BoundPolicy, *roles: str) -> tuple[str, ...]:
    """The lines of a payslip, in order; of several roles, what any of them pays."""
    lines = tuple(dict.fromkeys(line for role in roles for line in bound.role_of[role].lines))
    return (*lines, DIFFERENCE) if DIFFERENCE in bound.by_key else lines


def payslip_views(paid: PaidMonth, language: Language) -> tuple[Table, ...]:
    """One table per role for the terminal: agents down, pay lines across, total last."""
    views: list[Table] = []
    for role in paid.bound.roles:
        agents = [f for f in paid.dataset.agents if f.role == role.name]
        if not agents:
            continue
        lines = lines_of(paid.bound, role.name, *(r for f in agents for r in f.roles))
        words = grades(paid.bound, role.name)
        has_score = role.kpi is not None
        score, total = (say(language, f"column.{key}.label") for key in ("score", "total"))
        titles = (role.name, *([score] if has_score else []), *words, *lines, total)
        rows = []
        for figures in agents:
            row = paid.run.rows[figures.agent]
            cells: list[Cell] = [figures.name or figures.agent]
            cells.extend([shown_amount(row.get(OWN_SCORE))] if has_score else [])
            cells.extend(shown_amount(row.get(g)) for g in words)
            cells.extend(money(row.get(line)) for line in lines)
            rows.append((*cells, money(row[TOTAL])))
        columns = tuple(str(n) for n in range(len(titles)))
        views.append(
            Table(
                key="payslips", columns=columns, rows=tuple(rows), titles=titles,
                numbers=frozenset(columns[1:]),
            )
        )  # fmt: skip
    return tuple(views)


def grades(bound: BoundPolicy, role: str) -> list[str]:
    """The first word column of each table that the role's score picks a row of."""
    seen: dict[str, str] = {}
    for item in bound.items:
        if item.kind == "column" and item.type.unit is Unit.TEXT and role in item.roles:
            seen.setdefault(item.key.partition(".")[0], item.key)
    return list(seen.values())[:1]
