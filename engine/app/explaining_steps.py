"""One payout as steps: every line with its formula, values, row, rounding and clause."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from engine.app.checks.w910_unknown_line import UNKNOWN_LINE
from engine.app.evidence import evidence_table
from engine.app.explaining_shares import inside, is_shared, share_formula
from engine.app.month import PaidMonth
from engine.app.naming import agent_named
from engine.app.payouts import clause, lines_of, shown_amount
from engine.app.version_month import trace_in
from engine.bind.dataset import AgentFigures, Amount, Part
from engine.bind.model import BoundPolicy, ColumnOfTable, Factor, Item, OwnScore, PointsOf
from engine.bind.names import DIFFERENCE, TOTAL, TOTAL_NAMES
from engine.core.closest import closest
from engine.core.errors import EngineError
from engine.core.number import plain
from engine.core.record import record
from engine.core.span import whole_file
from engine.core.text import Language, say
from engine.ledger.month import StoredMonth
from engine.policy.model import Kpi, Quantity, Row
from engine.policy.model import Table as PolicyTable
from engine.policy.proration import DAYS_EMPLOYED, DAYS_IN_MONTH
from engine.replay.from_bound import evaluate
from engine.replay.tables import parts_of
from engine.replay.trace import Finding, Trace
from engine.report.model import Cell, Table

COLUMNS = (
    "depth", "item", "amount", "formula", "values", "row", "rounding", "reason", "clause",
    "place", "sql_amount",
)  # fmt: skip


# Items that the data gives: shown as values, not as steps.
_GIVEN = ("measure", "attribute", "past")
# Items that no policy names: they are called what the reader calls them.
_OURS = {TOTAL: "total", DIFFERENCE: "rounding_difference"}
_ROSTER_DAYS = {DAYS_EMPLOYED: "days_employed", DAYS_IN_MONTH: "days_in_month"}


@record(kw_only=True)
class Explained:
    """One agent's payslip, or one line of it, down to the figures."""

    agent: str
    steps: tuple[tuple[Cell, ...], ...]
    evidence: Table


def explained(
    paid: PaidMonth, stored: StoredMonth, wanted: tuple[str, str | None], language: Language
) -> Explained:
    """`wanted`: an agent by account or name, and a line or all of them."""
    names = {row.agent: row.name for row in paid.dataset.agents}
    agent = agent_named(wanted[0], names, paid.bound.policy.span.file)
    paid = paid.seen(agent)
    row = next(f for f in paid.dataset.agents if f.agent == agent)
    lines = _lines(paid, row, wanted[1])
    proofs = evidence_table(_bounds(paid, row), stored, (agent, lines))
    return Explained(agent=agent, steps=_walked(paid, row, lines, language), evidence=proofs)


def payslip_steps(
    paid: PaidMonth, agents: Container[str], language: Language
) -> dict[str, tuple[tuple[Cell, ...], ...]]:
    """All lines of the payslips of these agents, without who stated the figures."""
    rows = [row for row in paid.dataset.agents if row.agent in agents]
    unknown = [row.agent for row in rows if row.agent not in paid.traces]
    if unknown and not paid.parts:
        traces = {**paid.traces, **evaluate(paid.bound, paid.dataset, unknown)}
        paid = replace(paid, traces=traces)
    found: dict[str, tuple[tuple[Cell, ...], ...]] = {}
    for row in rows:
        seen = paid.seen(row.agent)
        own = next(f for f in seen.dataset.agents if f.agent == row.agent) if paid.parts else row
        found[row.agent] = _walked(seen, own, _lines(seen, own, None), language)
    return found


def _walked(
    paid: PaidMonth, row: AgentFigures, lines: tuple[str, ...], language: Language
) -> tuple[tuple[Cell, ...], ...]:
    agent = row.agent
    trace = trace_in(paid, agent)
    steps = _Steps(paid, trace, language, row.role, paid.run.rows[agent])
    steps.walk(lines)
    return tuple(steps.rows)


def _bounds(paid: PaidMonth, row: AgentFigures) -> tuple[BoundPolicy, ...]:
    """Every version that pays the agent; the figures of each may be others."""
    names = dict.fromkeys(part.version for part in row.parts if part.version)
    return tuple(paid.version(name).bound for name in names) or (paid.bound,)


def _lines(paid: PaidMonth, row: AgentFigures, wanted: str | None) -> tuple[str, ...]:
    lines = (*lines_of(paid.bound, *row.roles), TOTAL)
    if wanted is None:
        return lines
    key = TOTAL if wanted in TOTAL_NAMES else paid.bound.names.get(wanted, wanted)
    if key not in paid.bound.by_key or not set(row.roles) & set(paid.bound.by_key[key].roles):
        near = closest(wanted, lines)
        known = ", ".join(lines)
        raise EngineError(
            UNKNOWN_LINE.at(
                whole_file(paid.bound.policy.span.file), line=wanted, known=known, closest=near
            )
        )
    return (key,)


@dataclass
class _Steps:
    """Rows of the explanation; what was explained once is only named again."""

    paid: PaidMonth
    trace: Trace
    language: Language
    role: str
    sql: Mapping[str, Amount | bool]
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def walk(self, keys: tuple[str, ...], depth: int = 0) -> None:
        for key in keys:
            finding = self.trace.findings.get(key)
            item = self.paid.bound.by_key.get(key)
            if finding is None or item is None:
                continue
            is_known = key in self._seen
            self._seen.add(key)
            self.rows.append(self._row(item, finding, depth, is_known=is_known))
            if not is_known and key != TOTAL:
                self._below(item, finding, depth + 1)

    def _below(self, item: Item, finding: Finding, depth: int) -> None:
        if self.trace.parts and item.kind == "line":
            self._states(item.key, depth)
        else:
            self.walk(tuple(self._inside(item, finding)), depth)

    def _states(self, key: str, depth: int) -> None:
        """What the line came to in each state of the month that pays it, each with its own way."""
        by_sql = self.paid.run.parts[self.trace.agent]
        for (part, trace), sql in zip(self.trace.parts, by_sql, strict=True):
            paid = self.paid.version(part.version) if part.version else self.paid
            bound = paid.bound
            if key not in bound.role_of[part.role].lines:
                continue
            steps = _Steps(paid, trace, self.language, part.role, sql, self.rows)
            item, finding = bound.by_key[key], trace.findings[key]
            row = steps._row(item, finding, depth, is_known=False)
            self.rows.append((row[0], f"{row[1]} ({self._state(part)})", *row[2:]))
            steps._below(item, finding, depth + 1)

    def _inside(self, item: Item, finding: Finding) -> Iterator[str]:
        """The items whose values went in, except figures, which are shown as values."""
        names = self.paid.bound.names
        if is_shared(item):
            yield from inside(item)
            return
        for name, _ in finding.operands:
            key = self._card_key(item, name) or names.get(name) or self._factor(name)
            if key is not None and self.paid.bound.by_key[key].kind not in _GIVEN:
                yield key
        if isinstance(item.definition, PointsOf) and item.expression is not None:
            yield from (k for k in item.reads if self.paid.bound.by_key[k].kind == "column")

    def _state(self, part: Part) -> str:
        return say(self.language, "explain.state", state=part.name, days=part.days)

    def _factor(self, name: str) -> str | None:
        item = self.paid.bound.by_key.get(name)
        return name if item is not None and item.kind == "factor" else None

    def _card_key(self, item: Item, name: str) -> str | None:
        cards = {k.heading.name: k for k in self.paid.bound.policy.kpis}
        definition = item.definition
        if isinstance(definition, OwnScore):
            definition = cards[self.paid.bound.role_of[self.role].kpi or ""]
        if not isinstance(definition, Kpi):
            return None
        return f"{name}[{definition.heading.name}]"

    def _row(self, item: Item, finding: Finding, depth: int, *, is_known: bool) -> tuple[Cell, ...]:
        sql = self.sql.get(item.key)
        amount = shown_amount(finding.amount, item)
        name = self._name(item.key)
        if is_known:
            return (depth, name, amount, *("" for _ in COLUMNS[3:]))
        # the score of the agent's role is explained by the card that it comes from
        source = self.paid.bound.by_key.get(finding.key, item)
        place = f"{source.span.file}:{source.span.line}" if source.kind != "total" else ""
        return (
            depth,
            name,
            amount,
            self._formula(item, finding),
            self._values(item, finding),
            self._hit(item, finding),
            self._rounding(finding),
            say(self.language, f"reason.{finding.reason}") if finding.reason else "",
            clause(self.paid.bound, source.cite),
            place,
            shown_amount(sql, item),
        )

    def _name(self, key: str) -> str:
        if key in _OURS:
            return say(self.language, f"item.{_OURS[key]}")
        definition = self.paid.bound.by_key[key].definition if self._factor(key) else None
        if isinstance(definition, Factor):
            return say(self.language, "item.factor", line=self._name(definition.line.heading.name))
        return self.paid.bound.spelled.get(key, key)

    def _formula(self, item: Item, finding: Finding) -> str:
        if isinstance(item.definition, ColumnOfTable):
            return self._table_formula(item.definition, finding)
        if isinstance(item.definition, Factor):
            return f"{self._name(item.key)} = {self._roster_words(finding.formula)}"
        if is_shared(item):
            return share_formula(item, finding, self.language)
        return f"{self._name(item.key)} = {finding.formula}" if finding.formula else ""

    def _table_formula(self, column: ColumnOfTable, finding: Finding) -> str:
        """What the row makes of the amount, or which value picks the row."""
        table, row = column.table, finding.row
        base = table.apply_to.text if table.apply_to else ""
        if table.method == "marginal":
            return self._parts(table, finding)
        if table.each is not None:
            return finding.formula
        if not column.is_amount or row is None or row.rate is None:
            method = say(self.language, f"method.{table.method}")
            return say(self.language, "explain.looks_up", lookup=table.lookup.text, method=method)
        if table.method == "over_quota" and table.quota is not None:
            base = f"({base} − {table.quota.text})"
        elif table.method == "slab" and row.of_excess and row.low.amount:
            base = f"({base} − {plain(row.low.amount)})"
        fixed = f"{row.fixed.text} + " if row.fixed and row.fixed.amount else ""
        return f"{fixed}{row.rate.text} × {base}"

    def _parts(self, table: PolicyTable, finding: Finding) -> str:
        """20000 × 1% + 10000 × 1.5%, band by band."""
        base = dict(finding.operands).get("lookup")
        parts = parts_of(table, base) if isinstance(base, Decimal) else ()
        texts = []
        for part, row in parts:
            fixed = f"{row.fixed.text} + " if row.fixed and row.fixed.amount else ""
            texts.append(f"{fixed}{plain(part)} × {row.rate.text if row.rate else 0}")
        return " + ".join(texts) or "0"

    def _values(self, item: Item, finding: Finding) -> str:
        by_key = self.paid.bound.by_key
        names = self.paid.bound.names
        parts = []
        is_ours = is_shared(item)
        states = {str(part): self._state(part) for part, _ in self.trace.parts}
        for name, amount in finding.operands:
            source = None if is_ours else by_key.get(names.get(name, ""))
            ours = is_ours or name == "lookup"
            shown = say(self.language, f"explain.{name}") if ours else name
            shown = states.get(shown, shown)
            if self._factor(name) or self._factor(finding.key):
                shown = self._name(name) if self._factor(name) else self._roster_words(shown)
            parts.append(f"{shown} = {shown_amount(amount, source) or '—'}")
        return "; ".join(parts)

    def _roster_words(self, text: str) -> str:
        """`by: calendar_days` names no formula: its days stand in the reader's language."""
        for key, name in _ROSTER_DAYS.items():
            text = text.replace(key, say(self.language, f"item.{name}"))
        return text

    def _hit(self, item: Item, finding: Finding) -> str:
        row = finding.row
        if row is None:
            return ""
        where = f"{row.span.file}:{row.span.line}"
        return f"{_band(row)}  {_amounts(row)}  ({where})".replace("    ", "  ")

    def _rounding(self, finding: Finding) -> str:
        if finding.unrounded is None or finding.rounding is None:
            return ""
        return say(
            self.language,
            "explain.rounding",
            before=plain(finding.unrounded),
            places=finding.rounding.places,
            mode=say(self.language, f"mode.{finding.rounding.mode}"),
        )


def _band(row: Row) -> str:
    """The band in interval notation, or the key of an exact row."""
    if row.key:
        return f"[{row.key}]"
    low = (
        "(-∞"
        if row.low.amount is None
        else ("[" if row.low.inclusive else "(") + plain(row.low.amount)
    )
    high = (
        "∞)"
        if row.high.amount is None
        else plain(row.high.amount) + ("]" if row.high.inclusive else ")")
    )
    return f"{low}, {high}"


def _amounts(row: Row) -> str:
    parts = [
        f"fixed {row.fixed.text}" if row.fixed else "",
        f"rate {row.rate.text}" if row.rate else "",
    ]
    parts.append(("excess" if row.of_excess else "whole") if row.rate else "")
    parts.extend(c.text if isinstance(c, Quantity) else c for c in row.cells)
    return " · ".join(p for p in parts if p)
