"""`evaluate`: a bound policy and a shop's figures → a trace per agent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, localcontext

from engine.bind.dataset import AgentFigures, Amount, Dataset
from engine.bind.model import (
    Attribute,
    AverageOf,
    BoundPolicy,
    BoundRole,
    ColumnOfDecision,
    ColumnOfTable,
    DistributionPart,
    Item,
    OverPeople,
    OwnScore,
    PointsOf,
    PoolPart,
    RankOf,
    Total,
)
from engine.catalog.measures import Measure
from engine.core.errors import EngineBug
from engine.core.number import EXACT
from engine.policy.model import Eligibility, FormulaText, Kpi, Line, NamedFormula, Rounding, Table
from engine.replay.cards import formula_of, points_of, score_of, working_of
from engine.replay.decisions import fitting_rows, together
from engine.replay.evaluator import Evaluator, Value, names_in
from engine.replay.keyed import sum_over_keys
from engine.replay.people import place_of, summed_up
from engine.replay.sharing import Sharing
from engine.replay.spelling import canonical_name
from engine.replay.tables import amount_of, row_of
from engine.replay.trace import Finding, NoValueError, Refusal, Trace, instead_of, rounded


def evaluate(
    bound: BoundPolicy, dataset: Dataset, agents: Iterable[str] | None = None,
    keys: Mapping[str, tuple[str, ...]] | None = None,
) -> dict[str, Trace]:  # fmt: skip
    """Traces of the named agents (all, by default); `keys` limits what is computed per agent."""
    shop = Shop(bound, {row.agent: row for row in dataset.agents})
    wanted = list(shop.rows if agents is None else agents)
    return {agent: shop.trace(agent, (keys or {}).get(agent)) for agent in wanted}


@dataclass
class Shop:
    """Values by agent and key, each computed once, when it is first asked for."""

    bound: BoundPolicy
    rows: Mapping[str, AgentFigures]
    _known: dict[str, dict[str, Finding]] = field(default_factory=dict)
    _names: Mapping[str, str] = field(init=False)
    _sharing: Sharing = field(init=False)

    def __post_init__(self) -> None:
        self._sharing = Sharing(self)
        self._names = {canonical_name(name): key for name, key in self.bound.names.items()}

    def trace(self, agent: str, keys: tuple[str, ...] | None = None) -> Trace:
        role = self._role(agent)
        refusals: list[Refusal] = []
        wanted = keys if keys is not None else self._shown(role)
        for key in wanted:
            try:
                self.finding(agent, key)
            except NoValueError as error:
                refusals.append(error.refusal)
        findings = dict(self._known.get(agent, {}))
        unique = tuple(dict.fromkeys(refusals))
        return Trace(agent=agent, findings=findings, refusals=unique)

    def _shown(self, role: BoundRole) -> tuple[str, ...]:
        """Everything that the payslip of this role may show, except sums over people."""
        kinds = ("rule", "points", "score", "own_score", "column", "pool", "line", "total")
        return tuple(i.key for i in self.bound.items if i.kind in kinds and role.name in i.roles)

    def _role(self, agent: str) -> BoundRole:
        return self.bound.role_of[self.rows[agent].role]

    def finding(self, agent: str, key: str) -> Finding:
        known = self._known.setdefault(agent, {}).get(key)
        if known is None:
            item = self.bound.by_key[key]
            if item.is_scored and item.kind != "line" and not self.takes_part(agent):
                known = Finding(key=key, amount=None, reason="not_eligible")
            else:
                known = self._compute(agent, item)
            self._known[agent][key] = known
        return known

    def takes_part(self, agent: str) -> bool:
        return all(self.finding(agent, rule).amount is True for rule in self._role(agent).rules)

    def _compute(self, agent: str, item: Item) -> Finding:
        match item.definition:
            case Line() | Total():
                return self._paid(agent, item, item.definition)
            case NamedFormula(formula=formula, round=rounding):
                return self._formula(agent, item.key, formula, rounding)
            case Eligibility(when=when):
                return self._formula(agent, item.key, when, None)
            case PointsOf() | Kpi() | OwnScore():
                return self._scored(agent, item, item.definition)
            case Table(lookup=lookup, lookup_round=rounding):
                return self._formula(agent, item.key, lookup, rounding)
            case ColumnOfTable():
                return self._column(agent, item, item.definition)
            case ColumnOfDecision():
                return self._decide(agent, item, item.definition)
            case _:
                return self._given(agent, item)

    def _paid(self, agent: str, item: Item, part: Line | Total) -> Finding:
        if isinstance(part, Line):
            return self._line(agent, item, part)
        return self._total(agent, item, part)

    def _scored(self, agent: str, item: Item, part: PointsOf | Kpi | OwnScore) -> Finding:
        match part:
            case PointsOf():
                return self._points(agent, item, part)
            case Kpi():
                return self._score(agent, item, part)
            case OwnScore(kpi_of_role=cards):
                return self.finding(agent, cards[self.rows[agent].role])

    def _given(self, agent: str, item: Item) -> Finding:
        match item.definition:
            case OverPeople(function=function, item=counted, role=role):
                return Finding(key=item.key, amount=self.over_people(function, counted, role))
            case RankOf(item=counted, ties=ties, from_low=from_low, role=role):
                kind = f"{'rank_from_low' if from_low else 'rank'}:{ties}"
                return Finding(key=item.key, amount=self.rank(agent, kind, counted, role))
            case PoolPart() | DistributionPart():
                return self._sharing.finding(agent, item)
            case AverageOf(item=counted, role=role):
                return Finding(key=item.key, amount=self.over_people("average", counted, role))
            case _:
                return self._figure(agent, item)

    # -- figures and formulas -------------------------------------------------------------

    def _figure(self, agent: str, item: Item) -> Finding:
        amount = self.rows[agent].figures.get(item.key)
        if amount is not None:
            return Finding(key=item.key, amount=amount)
        wanted = next((i for i in self.bound.inputs if i.item.key == item.key), None)
        if wanted is not None and wanted.missing == "zero":
            return Finding(key=item.key, amount=Decimal(0), reason="missing_zero")
        state = self.rows[agent].states.get(item.key, "")
        raise NoValueError(Refusal(key=item.key, reason="missing", detail=state))

    def value(self, agent: str, text: str, seen: dict[str, Amount | bool]) -> Value:
        """One formula's value; `seen` collects the names that were asked for."""

        def lookup(name: str) -> Value:
            key = self._names.get(canonical_name(name))
            if key is None:
                return name  # a word, such as a grade's name or a rounding mode
            amount = self.finding(agent, key).amount
            if amount is None:
                raise NoValueError(Refusal(key=key, reason="missing", detail="not_eligible"))
            seen[name] = amount
            return amount

        def people(function: str, name: str | None, role: str | None) -> Decimal:
            key = None if name is None else self._names[canonical_name(name)]
            if function.startswith("rank") and key is not None:
                amount = self.rank(agent, function, key, role)
            else:
                amount = self.over_people(function, key, role)
            seen[f"{function}({', '.join(p for p in (name, role) if p)})"] = amount
            return amount

        try:
            return Evaluator(lookup, people).value(text)
        except ZeroDivisionError:
            raise NoValueError(Refusal(key=text, reason="division_by_zero")) from None

    def _named(self, agent: str, name: str) -> Decimal:
        amount = self.finding(agent, self.bound.names[name]).amount
        if not isinstance(amount, Decimal):
            raise EngineBug(f"{name!r} is no number: {amount!r}")
        return amount

    def _number(self, agent: str, text: str, seen: dict[str, Amount | bool]) -> Decimal:
        amount = self.value(agent, text, seen)
        if not isinstance(amount, Decimal):
            raise EngineBug(f"{text!r} is no number: {amount!r}")
        return amount

    def _formula(
        self, agent: str, key: str, formula: FormulaText, rounding: Rounding | None
    ) -> Finding:
        seen: dict[str, Amount | bool] = {}
        amount = self.value(agent, formula.text, seen)
        return rounded(key, formula.text, amount, rounding, tuple(seen.items()))

    def over_people(self, function: str, key: str | None, role: str | None) -> Decimal:
        """Only those who have the value: the roles asked for, and who takes part if scored."""
        if function == "headcount":
            agents = [a for a, row in self.rows.items() if role in (None, row.role)]
            if not agents:
                raise NoValueError(Refusal(key="headcount", reason="no_agents", detail=role or ""))
            return Decimal(len(agents))
        amounts = self._amounts(key or "", role)
        if not amounts:
            raise NoValueError(Refusal(key=key or "", reason="no_agents", detail=role or ""))
        return summed_up(function, amounts)

    def rank(self, agent: str, function: str, key: str, role: str | None) -> Decimal:
        own = self.finding(agent, key).amount
        if not isinstance(own, Decimal):
            raise NoValueError(Refusal(key=key, reason="missing", detail="not_eligible"))
        return place_of(own, self._amounts(key, role), function)

    def _amounts(self, key: str, role: str | None) -> list[Decimal]:
        holders = self.bound.by_key[key].roles
        held = [
            self.held(agent, key)
            for agent, row in self.rows.items()
            if role in (None, row.role) and row.role in holders
        ]
        return [amount for amount in held if isinstance(amount, Decimal)]

    def held(self, agent: str, key: str) -> Amount | bool:
        """None for an agent who may lack the figure: a sum is over those who have it."""
        try:
            return self.finding(agent, key).amount
        except NoValueError as error:
            lacking = next((i for i in self.bound.inputs if i.item.key == error.refusal.key), None)
            is_needed = lacking is None or self.rows[agent].role in lacking.required
            if error.refusal.reason != "missing" or is_needed:
                raise
            return None

    # -- cards, tables, lines -------------------------------------------------------------

    def _points(self, agent: str, item: Item, points: PointsOf) -> Finding:
        seen: dict[str, Amount | bool] = {}
        rule = points.item

        def compute(text: str) -> Decimal:
            return self._number(agent, text, seen)

        try:
            if rule.missing != "refuse":
                self._all_given(agent, (rule.figure, formula_of(rule.points)))
            figure = compute(rule.figure.text)
            with localcontext(EXACT):
                amount = points_of(rule.points, lambda: figure, compute)
        except NoValueError as error:
            if rule.missing == "refuse" or error.refusal.reason != "missing":
                raise
            return instead_of(item.key, rule.missing, rule.figure.text)
        return rounded(item.key, working_of(rule), amount, rule.round, tuple(seen.items()))

    def _all_given(self, agent: str, formulas: Iterable[FormulaText | None]) -> None:
        """An item that lacks any figure it is made of is missing, whichever branch is taken."""
        names = dict.fromkeys(n for f in formulas if f is not None for n in names_in(f.text))
        for name in names:
            item = self.bound.by_key.get(self._names.get(name, ""))
            match item.definition if item else None:
                case Measure() | Attribute() if item is not None:
                    self.finding(agent, item.key)
                case NamedFormula(formula=formula):
                    self._all_given(agent, (formula,))
                case Line(amount=amount, when=when):
                    self._all_given(agent, (amount, when))
                case ColumnOfTable(table=table, is_amount=is_amount):
                    picked = (table.lookup, *((table.apply_to, table.quota) if is_amount else ()))
                    self._all_given(agent, picked)

    def _score(self, agent: str, item: Item, kpi: Kpi) -> Finding:
        keys = [f"{i.heading.name}[{kpi.heading.name}]" for i in kpi.items]
        amounts = [self.finding(agent, key).amount for key in keys]
        numbers = [a if isinstance(a, Decimal) else None for a in amounts]
        with localcontext(EXACT):
            amount = score_of(kpi.items, numbers)
        working = " + ".join(f"{i.heading.name} × {i.weight.text}%" for i in kpi.items)
        operands = tuple((i.heading.name, a) for i, a in zip(kpi.items, amounts, strict=True))
        return rounded(item.key, working, amount, kpi.round, operands)

    def _column(self, agent: str, item: Item, column: ColumnOfTable) -> Finding:
        table = column.table
        if table.each is not None:
            return sum_over_keys(item.key, table, lambda name: self._named(agent, name))
        seen: dict[str, Amount | bool] = {}
        asked = self._formula(agent, item.key, table.lookup, table.lookup_round)
        lookup = asked.amount
        seen.update(asked.operands)
        if isinstance(lookup, bool) or lookup is None:
            raise EngineBug(f"{table.lookup.text!r} picks no row")
        row = row_of(table, lookup) if table.method not in ("marginal", "interpolated") else None
        amount: Amount | bool
        if column.is_amount:
            base = self._number(agent, table.apply_to.text, seen) if table.apply_to else Decimal(0)
            quota = self._number(agent, table.quota.text, seen) if table.quota else Decimal(0)
            with localcontext(EXACT):
                amount = amount_of(table, lookup, base, quota)
        else:
            index = [c.name for c in table.own_columns].index(column.column)
            cell = row.cells[index] if row else None
            amount = cell if isinstance(cell, str) or cell is None else cell.amount
        if amount is None:
            raise NoValueError(Refusal(key=table.heading.name, reason="no_row", detail=str(lookup)))
        operands = (("lookup", lookup), *seen.items())
        return Finding(
            key=item.key,
            amount=amount,
            formula=table.lookup.text,
            operands=operands,
            row=row,
            unrounded=asked.unrounded,
            rounding=asked.rounding,
        )

    def _decide(self, agent: str, item: Item, column: ColumnOfDecision) -> Finding:
        decision = column.decision
        seen: dict[str, Amount | bool] = {}
        inputs = [self.value(agent, text.text, seen) for _, text in decision.inputs]
        rows = fitting_rows(decision, inputs)
        index = [output.name for output in decision.outputs].index(column.column)
        cells = [row.gives[index] for row in rows]
        values = [c if isinstance(c, str) else c.amount or Decimal(0) for c in cells]
        with localcontext(EXACT):
            amount = together(decision.hit, values)
        if amount is None:
            tested = ", ".join(str(value) for value in inputs)
            raise NoValueError(Refusal(key=decision.heading.name, reason="no_row", detail=tested))
        operands = tuple(zip((name for name, _ in decision.inputs), inputs, strict=True))
        hit = rows if decision.hit == "sum" else rows[:1]
        tests = " + ".join(" · ".join(t.text for t in row.tests) for row in hit)
        return Finding(key=item.key, amount=amount, formula=tests, operands=operands)

    def _line(self, agent: str, item: Item, line: Line) -> Finding:
        if not self._is_paid(agent, line):
            return Finding(
                key=item.key, amount=Decimal(0), formula=line.amount.text, reason="not_eligible"
            )
        seen: dict[str, Amount | bool] = {}
        if line.when is not None and self.value(agent, line.when.text, seen) is not True:
            operands = tuple(seen.items())
            formula = f"{line.amount.text}  [{line.when.text}]"
            return Finding(
                key=item.key,
                amount=Decimal(0),
                formula=formula,
                operands=operands,
                reason="condition_false",
            )
        amount = self.value(agent, line.amount.text, seen)
        rounding = line.round or self.bound.policy.line_round
        return rounded(item.key, line.amount.text, amount, rounding, tuple(seen.items()))

    def _is_paid(self, agent: str, line: Line) -> bool:
        """A line that every failing rule names under `otherwise` is paid all the same."""
        kept = {
            rule.heading.name: {r.name for r in rule.otherwise}
            for rule in self.bound.policy.eligibility
        }
        return all(
            line.heading.name in kept[rule] or self.finding(agent, rule).amount is True
            for rule in self._role(agent).rules
        )

    def _total(self, agent: str, item: Item, total: Total) -> Finding:
        lines = self._role(agent).lines
        amounts = [(key, self.finding(agent, key).amount) for key in lines]
        with localcontext(EXACT):
            summed = sum((a for _, a in amounts if isinstance(a, Decimal)), Decimal(0))
        rounding = self.bound.policy.total_round
        working = " + ".join(lines)
        whole = rounded(item.key, working, summed, rounding, tuple(amounts))
        if total.part == "sum" or not isinstance(whole.amount, Decimal):
            return whole
        return Finding(key=item.key, amount=whole.amount - summed)
