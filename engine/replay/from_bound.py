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
    Factor,
    Item,
    LimitOf,
    OverPeople,
    OwnScore,
    PointsOf,
    PoolPart,
    RankOf,
    StateOf,
    Total,
)
from engine.catalog.measures import Measure
from engine.core.errors import EngineBug
from engine.core.number import EXACT
from engine.core.period import Month
from engine.policy.model import (
    Eligibility,
    FormulaText,
    Kpi,
    Line,
    NamedFormula,
    Rounding,
    Table,
)
from engine.policy.periods import Ladder, Notice, Streak
from engine.policy.proration import Prorate
from engine.replay.by_days import trace_of
from engine.replay.cards import formula_of, points_of, score_of, working_of
from engine.replay.earlier import Earlier
from engine.replay.evaluator import Evaluator, Value, names_in
from engine.replay.paid import limit_finding, line_finding, total_finding
from engine.replay.people import place_of, summed_up
from engine.replay.prorate import share_of
from engine.replay.rows import looked_up
from engine.replay.sharing import Sharing
from engine.replay.spelling import canonical_name
from engine.replay.states import level_value, streak_value
from engine.replay.trace import Finding, NoValueError, Refusal, Trace, instead_of, rounded

_SHOWN = (
    "rule",
    "points",
    "score",
    "own_score",
    "column",
    "factor",
    "pool",
    "line",
    "total",
    "notice",
)


def evaluate(
    bound: BoundPolicy, dataset: Dataset, agents: Iterable[str] | None = None,
    keys: Mapping[str, tuple[str, ...]] | None = None,
    known: Mapping[str, Mapping[str, Finding]] | None = None,
) -> dict[str, Trace]:  # fmt: skip
    """Traces of the named agents (all, by default); `keys` limits what is computed per agent.

    `known`: values that are worked out already, by agent and key.
    """
    shop = Shop(bound, {row.agent: row for row in dataset.agents}, dataset.month)
    shop._known.update({agent: dict(found) for agent, found in (known or {}).items()})
    wanted = list(shop.rows if agents is None else agents)
    return {agent: trace_of(shop, agent, (keys or {}).get(agent)) for agent in wanted}


@dataclass
class Shop:
    """Values by agent and key, each computed once, when it is first asked for."""

    bound: BoundPolicy
    rows: Mapping[str, AgentFigures]
    month: Month | None = None
    _known: dict[str, dict[str, Finding]] = field(default_factory=dict)
    _resting: list[Evaluator] = field(default_factory=list)
    _names: Mapping[str, str] = field(init=False)
    _sharing: Sharing = field(init=False)

    def __post_init__(self) -> None:
        self._sharing = Sharing(self)
        self._names = {canonical_name(name): key for name, key in self.bound.names.items()}

    def trace(self, agent: str, keys: tuple[str, ...] | None = None) -> Trace:
        role = self.role(agent)
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
        return tuple(i.key for i in self.bound.items if i.kind in _SHOWN and role.name in i.roles)

    def role(self, agent: str) -> BoundRole:
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
        return all(self.finding(agent, rule).amount is True for rule in self.role(agent).rules)

    def _compute(self, agent: str, item: Item) -> Finding:
        match item.definition:
            case Line() | LimitOf() | Total() | Factor():
                return self._paid(agent, item, item.definition)
            case NamedFormula(formula=formula, round=rounding):
                return self.formula(agent, item.key, formula, rounding)
            case Eligibility(when=when) | Notice(when=when):
                return self.formula(agent, item.key, when, None)
            case StateOf(state=state, column=column):
                return self._state(agent, item.key, state, column)
            case PointsOf() | Kpi() | OwnScore():
                return self._scored(agent, item, item.definition)
            case Table(lookup=lookup, lookup_round=rounding):
                return self.formula(agent, item.key, lookup, rounding)
            case ColumnOfTable() | ColumnOfDecision():
                return looked_up(self, agent, item, item.definition)
            case _:
                return self._given(agent, item)

    def _paid(self, agent: str, item: Item, part: Line | LimitOf | Total | Factor) -> Finding:
        match part:
            case Line():
                return line_finding(self, agent, item, part)
            case LimitOf():
                return limit_finding(self, agent, part)
            case Total():
                return total_finding(self, agent, item, part)
            case Factor(line=line):
                seen: dict[str, Amount | bool] = {}
                return share_of(item.key, line, lambda t: self.number(agent, t, seen), seen)

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
            amount = self._over_people(agent, function, name, role)
            seen[f"{function}({', '.join(p for p in (name, role) if p)})"] = amount
            return amount

        def months(function: str, name: str, window: str) -> Value | None:
            key, earlier = self._names[canonical_name(name)], self.earlier(agent)
            ask = earlier.value if function == "previous" else earlier.total
            amount = seen[f"{function}({name}, {window})"] = ask(key, window)
            return amount

        # a name that is asked for is a formula of its own: each takes an evaluator that rests
        evaluator = self._resting.pop() if self._resting else Evaluator()
        try:
            return evaluator.value(text, lookup, people, months)
        except ZeroDivisionError:
            raise NoValueError(Refusal(key=text, reason="division_by_zero")) from None
        finally:
            self._resting.append(evaluator)

    def _over_people(
        self, agent: str, function: str, name: str | None, role: str | None
    ) -> Decimal:
        key = None if name is None else self._names[canonical_name(name)]
        if function.startswith("rank") and key is not None:
            return self.rank(agent, function, key, role)
        return self.over_people(function, key, role)

    def named(self, agent: str, name: str) -> Decimal:
        amount = self.finding(agent, self.bound.names[name]).amount
        if not isinstance(amount, Decimal):
            raise EngineBug(f"{name!r} is no number: {amount!r}")
        return amount

    def number(self, agent: str, text: str, seen: dict[str, Amount | bool]) -> Decimal:
        amount = self.value(agent, text, seen)
        if not isinstance(amount, Decimal):
            raise EngineBug(f"{text!r} is no number: {amount!r}")
        return amount

    def formula(
        self, agent: str, key: str, formula: FormulaText, rounding: Rounding | None
    ) -> Finding:
        seen: dict[str, Amount | bool] = {}
        amount = self.value(agent, formula.text, seen)
        return rounded(key, formula.text, amount, rounding, tuple(seen.items()))

    def earlier(self, agent: str) -> Earlier:
        first = self.bound.policy.history_from or Month(1, 1)
        return Earlier(self.rows[agent].past, self.month or first, first)

    def _state(self, agent: str, key: str, state: Streak | Ladder, column: str) -> Finding:
        seen: dict[str, Amount | bool] = {}

        def holds(text: FormulaText) -> bool:
            return self.value(agent, text.text, seen) is True

        amount: Amount | bool
        if isinstance(state, Streak):
            texts: tuple[FormulaText | None, ...] = (state.condition,)
            amount = streak_value(state, column, self.earlier(agent), holds, seen)
        else:
            texts = (state.promote, state.demote)
            amount = level_value(state, column, self.earlier(agent), holds, seen)
        formula = " / ".join(text.text for text in texts if text)
        return Finding(key=key, amount=amount, formula=formula, operands=tuple(seen.items()))

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
            return self.number(agent, text, seen)

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
                case Line(amount=amount, when=when, prorate=rule):
                    by_days = (rule.days, rule.base) if isinstance(rule, Prorate) else ()
                    self._all_given(agent, (amount, when, *by_days))
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
