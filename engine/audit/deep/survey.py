"""The items of a bound policy over a box of figures, for a shop of stated headcounts.

Agents of one group have equal figures. All figures of the month are given: what a policy says of
missing ones is not looked at here. What earlier payslips say are figures like all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, localcontext
from functools import cached_property

from engine.audit.deep import spread as on
from engine.audit.deep.nodes import over
from engine.audit.deep.spread import NOTHING, ONE, ZERO, Spread, Variable
from engine.audit.deep.totals import together
from engine.bind.expression import Missing, Ranked, Typed
from engine.bind.model import (
    Attribute,
    BoundPolicy,
    DistributionPart,
    Item,
    LimitOf,
    OverPeople,
    OwnScore,
    PastOf,
    PoolPart,
    Total,
)
from engine.bind.names import ROLE
from engine.bind.types import ValueType
from engine.catalog.measures import Measure
from engine.core.number import EXACT
from engine.core.record import record
from engine.core.unit import Unit
from engine.policy.model import Line

SHOP = ""


@record
class Group:
    """Agents of one role with equal figures."""

    name: str
    role: str
    count: int = 1


@record
class Range:
    """The figures that one input has in a box: between two bounds, or one of some words."""

    low: Decimal = ZERO
    high: Decimal = ZERO
    words: tuple[str, ...] = ()

    @property
    def is_point(self) -> bool:
        return len(self.words) == 1 if self.words else self.low == self.high


Box = Mapping[Variable, Range]


@dataclass(frozen=True)
class Survey:
    """A policy and the groups of agents that it is looked at with."""

    bound: BoundPolicy
    groups: tuple[Group, ...]
    _reach: dict[tuple[str, str], frozenset[Variable]] = field(default_factory=dict)

    @cached_property
    def group_of(self) -> Mapping[str, Group]:
        return {group.name: group for group in self.groups}

    @cached_property
    def inputs(self) -> frozenset[str]:
        """What data give and figures can state; a truth that is given is known to nobody."""
        given = (wanted.item for wanted in self.bound.inputs)
        return frozenset(item.key for item in given if item.type.unit is not Unit.TRUTH)

    def is_past(self, variable: Variable) -> bool:
        return isinstance(self.bound.by_key[variable[1]].definition, PastOf)

    @cached_property
    def may_lack(self) -> frozenset[str]:
        """Values of an earlier month, which may have been paid without them."""
        given = ((wanted.item.key, wanted.item.definition) for wanted in self.bound.inputs)
        return frozenset(k for k, d in given if isinstance(d, PastOf) and d.instead is None)

    def variable(self, group: str, key: str) -> Variable:
        return (SHOP if self.is_of_shop(key) else group, key)

    def is_of_shop(self, key: str) -> bool:
        """Whether a figure is one and the same for everybody."""
        match self.bound.by_key[key].definition:
            case Measure(grain=grain):
                return grain == "shop_month"
            case Attribute(name=name):
                return name in ("month_number", "days_in_month")
        return False

    def variables(self, groups: Iterable[str] | None = None) -> tuple[Variable, ...]:
        """Every figure that the groups' pay and scores can need; roles are not figures."""
        found: dict[Variable, None] = {}
        for name in self.group_of if groups is None else groups:
            role = self.group_of[name].role
            for item in self.bound.items:
                if item.kind in ("line", "score", "points") and role in item.roles:
                    found.update(dict.fromkeys(sorted(self.reach(name, item.key))))
        return tuple(found)

    def reach(self, group: str, key: str) -> frozenset[Variable]:
        """The figures that the value of an item can depend on."""
        known = self._reach.get((group, key))
        if known is None:
            self._reach[group, key] = frozenset()
            known = self._reach[group, key] = self._reached(group, key)
        return known

    def _reached(self, group: str, key: str) -> frozenset[Variable]:
        item = self.bound.by_key[key]
        if key in self.inputs:
            return frozenset() if key == ROLE else frozenset((self.variable(group, key),))
        found: set[Variable] = set()
        if isinstance(item.definition, PoolPart | DistributionPart):
            found |= self._of_shop(item)
        rules = self.bound.role_of[self.group_of[group].role].rules if group else ()
        if item.kind == "line" or item.is_scored:
            for rule in rules:
                found |= self.reach(group, rule)
        everywhere = item.kind in ("people", "rank")
        for other in self.group_of if everywhere else (group,):
            for read in self._reads(other, item):
                found |= self.reach(other, read)
        return frozenset(found)

    def _of_shop(self, item: Item) -> set[Variable]:
        """Figures of the shop behind a share, also through colleagues of roles not looked at."""
        seen: set[str] = set()
        queue = [item.key, *(rule for role in self.bound.roles for rule in role.rules)]
        while queue:
            key = queue.pop()
            if key not in seen:
                seen.add(key)
                queue.extend(self.bound.by_key[key].reads)
        return {(SHOP, key) for key in seen & self.inputs if self.is_of_shop(key)}

    def _reads(self, group: str, item: Item) -> tuple[str, ...]:
        """What an item reads of one group; a score or total depends on its role."""
        role = self.bound.role_of[self.group_of[group].role]
        match item.definition:
            case OwnScore(kpi_of_role=cards):
                return (cards[role.name],) if role.name in cards else ()
            case Total():
                return role.lines
        return tuple(k for k in item.reads if role.name in self.bound.by_key[k].roles)

    def over(self, box: Box) -> View:
        return View(self, dict(box))


@dataclass
class View:
    """Every item over one box, worked out when it is asked for."""

    survey: Survey
    box: Mapping[Variable, Range]
    above: View | None = None
    changed: frozenset[Variable] = frozenset()
    _known: dict[tuple[str, str], Spread] = field(default_factory=dict)

    def but(self, changes: Box) -> View:
        """The same box with some ranges in place of others."""
        return View(self.survey, {**self.box, **changes}, self, frozenset(changes))

    def spread(self, group: str, key: str) -> Spread:
        item = self.survey.bound.by_key[key]
        with localcontext(EXACT):
            found = self.read(group, key)
            if item.is_scored and item.kind != "line" and not self.takes_part(group).low:
                return replace(found, lacks=True)
        return found

    def read(self, group: str, key: str) -> Spread:
        """As other items read it: what is scored is read only for those who take part."""
        known = self._known.get((group, key))
        if known is None:
            above = self.above
            if above is not None and not self.changed & self.survey.reach(group, key):
                known = above.read(group, key)
            else:
                known = self._compute(group, self.survey.bound.by_key[key])
            self._known[group, key] = known
        return known

    def _compute(self, group: str, item: Item) -> Spread:
        if item.is_scored and item.kind != "line" and not self.takes_part(group).high:
            return NOTHING
        match item.definition:
            case Line() | LimitOf():
                return self._line(group, item)
            case Total(part=part):
                return self._total(group, part)
            case OverPeople(function=function, item=counted, role=role):
                return self._people(item, function, counted, role)
        if item.key in self.survey.inputs:
            return self._given(group, item)
        at = At(self, group, item)
        if isinstance(item.definition, PoolPart | DistributionPart):
            return at.share()
        if item.expression is None:
            return at.unknown_type(item.type)
        return over(item.expression, at)

    def _given(self, group: str, item: Item) -> Spread:
        if item.key == ROLE:
            return on.word(self.survey.group_of[group].role)
        variable = self.survey.variable(group, item.key)
        held = self.box[variable]
        if held.words:
            answers = {} if len(held.words) == 1 else {variable: on.Move(0)}
            return Spread(ZERO, ZERO, answers, True, frozenset(held.words))
        step = ONE.scaleb(-item.type.places)
        return on.ranging(held.low, held.high, variable, step)

    def takes_part(self, group: str) -> Spread:
        rules = self.survey.bound.role_of[self.survey.group_of[group].role].rules
        return on.all_of([self.read(group, rule) for rule in rules]) if rules else on.number(ONE)

    def _is_paid(self, group: str, name: str) -> Spread:
        """A line that every failing rule names under `otherwise` is paid all the same."""
        bound = self.survey.bound
        kept = {
            rule.heading.name
            for rule in bound.policy.eligibility
            if name in {paid.name for paid in rule.otherwise}
        }
        rules = bound.role_of[self.survey.group_of[group].role].rules
        needed = [self.read(group, rule) for rule in rules if rule not in kept]
        return on.all_of(needed) if needed else on.number(ONE)

    def _line(self, group: str, item: Item) -> Spread:
        paid = self._is_paid(group, item.key)
        if not paid.high:
            return replace(on.number(ZERO), lacks=paid.lacks)
        at = At(self, group, item)
        amount = at.unknown_type(item.type)
        if item.expression is not None:
            amount = over(item.expression, at)
        return on.chosen(paid, amount, on.number(ZERO))

    def _total(self, group: str, part: str) -> Spread:
        bound = self.survey.bound
        summed = self.lines(group, bound.role_of[self.survey.group_of[group].role].lines)
        rounding = bound.policy.total_round
        whole = summed
        if rounding is not None:
            whole = on.rounded(summed, rounding.places, rounding.mode)
        return whole if part == "sum" else on.added(whole, on.negative(summed))

    def lines(self, group: str, keys: Iterable[str]) -> Spread:
        """The sum of some lines, in the order of the payslip."""
        bound, role = self.survey.bound, self.survey.group_of[group].role

        def of(limit: Item, text: Typed) -> Spread | None:
            paid = self._is_paid(group, limit.key)
            is_sure = paid.low == 1 and not paid.lacks
            return over(text, At(self, group, limit)) if is_sure else None

        items = (bound.by_key[key] for key in keys)
        return together(items, role, lambda item: self.read(group, item.key), of)

    # -- over people -------------------------------------------------------------------------

    def holders(self, key: str, role: str | None) -> list[tuple[Group, Spread]]:
        """The groups that have the item, and whether they do: only who takes part has a score."""
        item = self.survey.bound.by_key[key]
        return [
            (group, self._holds(group.name, item))
            for group in self.survey.groups
            if role in (None, group.role) and group.role in item.roles
        ]

    def _holds(self, group: str, item: Item) -> Spread:
        has = self.takes_part(group) if item.is_scored else on.number(ONE)
        if has.lacks:
            return on.vague(ZERO, ONE, has.moves)
        if not has.high or item.key in self.survey.inputs:
            return has
        value = self.read(group, item.key)
        if value.is_nothing:
            return on.number(ZERO)
        return on.vague(ZERO, ONE, value.moves) if value.lacks else has

    def _people(self, item: Item, function: str, counted: str | None, role: str | None) -> Spread:
        if function == "headcount" or counted is None:
            heads = sum(g.count for g in self.survey.groups if role in (None, g.role))
            return on.number(Decimal(heads)) if heads else NOTHING
        held = self.holders(counted, role)
        if any(has.low != has.high for _, has in held):
            free = {v for g, _ in held for v in self.free(self.survey.reach(g.name, counted))}
            return replace(on.vague(item.type.low, item.type.high, sorted(free)), lacks=True)
        there = [group for group, has in held if has.high]
        if not there:
            return NOTHING
        found = on.number(ZERO)
        for group in there:
            one = on.number(ONE) if function == "count" else self.read(group.name, counted)
            found = on.added(found, on.multiplied(on.number(Decimal(group.count)), one))
        return found

    def free(self, variables: Iterable[Variable]) -> list[Variable]:
        return [v for v in variables if v in self.box and not self.box[v].is_point]


@record
class At:
    """What one item of one group reads."""

    view: View
    group: str
    item: Item

    def read(self, key: str) -> Spread:
        return self.view.read(self.group, key)

    def summed(self, keys: Iterable[str]) -> Spread | None:
        """Lines that stand in one sum, with their limits; None where there are no limits."""
        paid = self.view.survey.bound.role_of[self.view.survey.group_of[self.group].role].lines
        wanted = list(keys)
        by_key = self.view.survey.bound.by_key
        has_limit = any(isinstance(by_key[key].definition, LimitOf) for key in wanted)
        if not has_limit or len(set(wanted)) != len(wanted) or not set(wanted) <= set(paid):
            return None
        return self.view.lines(self.group, [key for key in paid if key in wanted])

    def missing(self, node: Missing) -> Spread:
        """Open for what an earlier month may not have had, until its value is stated."""
        lacking = self.view.survey.may_lack.intersection(node.keys)
        variables = (self.view.survey.variable(self.group, key) for key in sorted(lacking))
        is_open = any(self.view.free(variables))
        return on.vague(ZERO, ONE, ()) if is_open else on.truth(holds=False)

    def unknown(self, node: Typed) -> Spread:
        return self.unknown_type(node.type)

    def unknown_type(self, type_: ValueType) -> Spread:
        free = self.view.free(sorted(self.view.survey.reach(self.group, self.item.key)))
        if type_.unit is Unit.TEXT:
            words = frozenset(type_.words or ("", "?"))
            return Spread(ZERO, ZERO, dict.fromkeys(free, on.Move(0)), False, words, lacks=True)
        high = ONE if type_.unit is Unit.TRUTH else type_.high
        return replace(on.vague(type_.low, high, free), lacks=True)

    def share(self) -> Spread:
        """A share or a place hangs on every colleague's own figures, which no group tells.

        Where no figure of the box goes into it, it is one unknown value throughout.
        """
        anything = self.unknown_type(self.item.type)
        is_one = not anything.moves and anything.words is None
        return replace(anything, is_straight=True, lacks=False) if is_one else anything

    def place(self, node: Ranked) -> Spread:
        """One more than those who are better; the others of one's own group are equal."""
        own = self.read(node.key)
        better: list[tuple[Group, Spread]] = []
        for group, has in self.view.holders(node.key, node.role):
            if has.low != has.high:
                return self.unknown(node)
            if has.high and group.name != self.group:
                other = self.view.read(group.name, node.key)
                better.append((group, on.compared("<" if node.from_low else ">", other, own)))
        found = on.number(ONE)
        for group, is_better in better:
            heads = Decimal(group.count) if node.ties == "shared" else ONE
            found = on.added(found, on.multiplied(on.number(heads), is_better))
        if node.ties == "dense" and better:
            return self._dense(node, own, found, [g for g, b in better if b.low])
        return replace(found, lacks=found.lacks or own.lacks)

    def _dense(self, node: Ranked, own: Spread, most: Spread, ahead: list[Group]) -> Spread:
        """Equal values ahead count once; known only where all of them are."""
        values = [self.view.read(group.name, node.key) for group in ahead]
        if most.is_point and own.is_point and all(v.is_point for v in values):
            return on.number(ONE + len({v.low for v in values}))
        return replace(on.vague(ONE, most.high, most.moves), lacks=own.lacks)
