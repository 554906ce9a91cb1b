"""`bind`: Policy + Catalog → `BoundPolicy`."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from engine.bind import names as words
from engine.bind.binder import Binder
from engine.bind.checks.b314_unknown_part import UNKNOWN_PART
from engine.bind.checks.b320_no_score import NO_SCORE
from engine.bind.checks.b323_unused import UNUSED
from engine.bind.checks.b324_paid_without_score import PAID_WITHOUT_SCORE
from engine.bind.checks.b325_rank_of_others import RANK_OF_OTHERS
from engine.bind.checks.b364_share_of_others import SHARE_OF_OTHERS
from engine.bind.expression import Read, Typed
from engine.bind.formulas import FormulaBinder, arithmetic, constant
from engine.bind.model import (
    AverageOf,
    BoundPolicy,
    BoundRole,
    DistributionPart,
    Input,
    Item,
    OverPeople,
    OwnScore,
    Place,
    PointsOf,
    PoolPart,
    RankOf,
    Total,
    computed,
)
from engine.bind.names import Declared, collect_names, same_letters
from engine.bind.sharing import is_for_participants, shared_by, unknown_roles, unpaid_roles
from engine.bind.types import ValueType, joined, number_type
from engine.catalog.measures import Catalog, Measure
from engine.core.closest import closest
from engine.core.diagnostic import Diagnostic, Outcome, in_order
from engine.core.unit import Unit
from engine.formula.parse import parse
from engine.policy.model import Eligibility, Heading, Policy, Reference, Role


def bind(policy: Policy, catalog: Catalog) -> Outcome[BoundPolicy]:
    """Resolve every name, type every value, and order the items by use."""
    names, found = collect_names(policy, catalog)
    binder = Binder(policy, names)
    binder.found.extend(found)
    binder.built_in(words.ROLE, policy.span)
    for rule in policy.eligibility:
        _bind_rule(binder, rule)
    for line in policy.lines:
        binder.declared(Declared(line.heading.name, line, line.heading.span), line.heading.span)
    if any(role.kpi for role in policy.roles):
        binder.own_score(policy.span)
    roles = tuple(_bind_role(binder, role) for role in policy.roles)
    _show_whole_rows(binder)
    binder.found.extend(unknown_roles(policy))
    if not any(d.is_error for d in binder.found):
        binder.found.extend(same_letters((i.key, i.span) for i in binder.items.values()))
        binder.found.extend(_unused(binder))
    if any(d.is_error for d in binder.found):
        return Outcome(None, in_order(binder.found))
    reach = _Reach(binder, roles).spread()
    scored = _scored(binder)
    always = _always(binder, roles, reach, scored)
    binder.found.extend(_paid_without_score(binder, scored))
    binder.found.extend(unpaid_roles(policy, reach.needed))
    items = [_placed(item, reach, scored) for item in binder.items.values()]
    items = [item for item in items if item.roles]
    if any(d.is_error for d in binder.found):
        return Outcome(None, in_order(binder.found))
    items.extend(_totals(policy, roles, items))
    bound = BoundPolicy(
        policy=policy,
        items=tuple(items),
        inputs=tuple(_inputs(binder, items, reach, always)),
        roles=roles,
        names=dict(binder.resolved),
    )
    return Outcome(bound, in_order(binder.found))


def _bind_rule(binder: Binder, rule: Eligibility) -> None:
    outcome = parse(rule.when.text, rule.when.span)
    binder.found.extend(outcome.diagnostics)
    for role in rule.roles:
        _known(binder, role, [r.heading.name for r in binder.policy.roles], "roles")
    if outcome.value is None:
        return
    condition = FormulaBinder(binder, binder.found).truth(outcome.value)
    if condition is not None:
        name = rule.heading.name
        place = Place(path=f"eligibility.{name}", span=rule.heading.span, cite=rule.heading.cite)
        binder.add(computed(name, "rule", rule, condition, place))


def _known(binder: Binder, name: Reference, known: list[str], section: str) -> bool:
    if name.name in known:
        return True
    near = closest(name.name, known)
    binder.found.append(UNKNOWN_PART.at(name.span, name=name.name, section=section, closest=near))
    return False


def _bind_role(binder: Binder, role: Role) -> BoundRole:
    lines = [line.heading.name for line in binder.policy.lines]
    paid = tuple(r.name for r in role.pay if _known(binder, r, lines, "pay"))
    rules = tuple(
        rule.heading.name
        for rule in binder.policy.eligibility
        if not rule.roles or role.heading.name in {r.name for r in rule.roles}
    )
    kpi = None
    if role.kpi and _known(binder, role.kpi, [k.heading.name for k in binder.policy.kpis], "kpi"):
        kpi = role.kpi.name
    return BoundRole(name=role.heading.name, kpi=kpi, lines=paid, rules=rules)


def _show_whole_rows(binder: Binder) -> None:
    """A table of which one column pays is shown with its whole row: grade, training, promotion."""
    policy, used = binder.policy, binder.tables_used
    for table in [t for t in policy.tables if t.heading.name in used]:
        for column in table.own_columns:
            binder.column(table, column.name, table.heading.span)
    for decision in [d for d in policy.decisions if d.heading.name in used]:
        for output in decision.outputs:
            binder.decision(decision, output.name, decision.heading.span)
    for part in [d for d in policy.distributions if d.heading.name in used]:
        for output in part.outputs:
            binder.distribution(part, output.name, part.heading.span)


def _unused(binder: Binder) -> Iterator[Diagnostic]:
    """Parts that are defined and read nowhere."""
    policy = binder.policy
    read = {key for item in binder.items.values() for key in item.reads}
    paid = {r.name for role in policy.roles for r in role.pay}
    cards = {role.kpi.name for role in policy.roles if role.kpi}
    definitions = [item.definition for item in binder.items.values()]
    measures = {d.id for d in definitions if isinstance(d, Measure)}
    sections: tuple[tuple[str, list[Heading], set[str]], ...] = (
        ("pay", [line.heading for line in policy.lines], paid | read),
        ("kpi", [kpi.heading for kpi in policy.kpis], cards),
        ("tables", [table.heading for table in policy.tables], binder.tables_used),
        ("decisions", [decision.heading for decision in policy.decisions], binder.tables_used),
        ("pools", [pool.heading for pool in policy.pools], set(binder.items)),
        ("distributions", [d.heading for d in policy.distributions], binder.tables_used),
        ("formulas", [formula.heading for formula in policy.formulas], set(binder.items)),
    )
    for section, headings, used in sections:
        for heading in headings:
            if heading.name not in used:
                yield UNUSED.at(heading.span, name=heading.name, section=section)
    for id_, note in binder.names.notes.items():
        if id_ not in measures:
            yield UNUSED.at(note.heading.span, name=note.heading.name, section="measures")


@dataclass
class _Reach:
    """Which roles need each item, and for which of them a missing figure is no excuse.

    `only_always`: what those need who do not take part, and what others count of them.
    """

    binder: Binder
    roles: tuple[BoundRole, ...]
    only_always: bool = False
    needed: dict[str, set[str]] = field(default_factory=dict)
    required: dict[str, set[str]] = field(default_factory=dict)

    def spread(self) -> _Reach:
        self._follow(deque((k, role.name, True) for role in self.roles for k in self._roots(role)))
        self._follow(deque(self._rest_of_rows()))
        return self

    def _roots(self, role: BoundRole) -> Iterator[str]:
        yield words.ROLE
        yield from role.rules
        if not self.only_always:
            yield from role.lines
            if role.kpi is not None:
                yield words.OWN_SCORE
            return
        kept = {
            rule.heading.name: {r.name for r in rule.otherwise}
            for rule in self.binder.policy.eligibility
        }
        yield from (k for k in role.lines if all(k in kept[rule] for rule in role.rules))

    def _rest_of_rows(self) -> Iterator[tuple[str, str, bool]]:
        """A role that is paid by one column of a row is shown the row: grade, training."""
        rows: dict[str, list[str]] = {}
        for item in self.binder.items.values():
            if item.kind == "column":
                rows.setdefault(item.key.rpartition(".")[0], []).append(item.key)
        for beside in rows.values():
            for used in beside:
                for role in sorted(self.needed.get(used, ())):
                    required = role in self.required.get(used, ())
                    yield from ((key, role, required) for key in beside)

    def follow_from(self, key: str, roles: list[str]) -> None:
        self._follow(deque((key, role, True) for role in roles))

    def _follow(self, queue: deque[tuple[str, str, bool]]) -> None:
        while queue:
            key, role, required = queue.popleft()
            if not self._mark(key, role, required=required):
                continue
            queue.extend(self._onward(self.binder.items[key], role, required=required))

    def _mark(self, key: str, role: str, *, required: bool) -> bool:
        seen = self.required if required else self.needed
        if role in seen.setdefault(key, set()):
            return False
        seen[key].add(role)
        self.needed.setdefault(key, set()).add(role)
        return True

    def _own(
        self, item: Item, score: OwnScore, role: str, *, required: bool
    ) -> Iterator[tuple[str, str, bool]]:
        card = score.kpi_of_role.get(role)
        if card is None:
            self.binder.found.append(NO_SCORE.at(item.span, role=role))
            return
        yield (card, role, required)
        yield (words.ROLE, role, required)

    def _ranked(
        self, item: Item, rank: RankOf, role: str, *, required: bool
    ) -> Iterator[tuple[str, str, bool]]:
        if rank.role not in (None, role):
            found = RANK_OF_OTHERS.at(item.span, role=role, ranked=rank.role or "")
            self.binder.found.append(found)
        targets = self._counted(rank.item) if rank.role is None else [rank.role]
        yield from ((rank.item, target, required) for target in targets)

    def _shared(self, item: Item, role: str, *, required: bool) -> Iterator[tuple[str, str, bool]]:
        """Everybody's part counts in everybody's share."""
        among = shared_by(item) or ()
        if role not in among:
            self.binder.found.append(SHARE_OF_OTHERS.at(item.span, role=role, name=item.path))
        for key in item.reads:
            is_counted = shared_by(self.binder.items[key]) is not None
            yield from ((key, r, required) for r in (among if is_counted else (role,)))

    def _counted(self, key: str) -> list[str]:
        """The roles that have a value at all: a line's own, a score's those with a card."""
        sharing = shared_by(self.binder.items[key])
        if sharing is not None:
            return list(sharing)
        if self.binder.items[key].kind == "line":
            return [r.name for r in self.roles if key in r.lines]
        needs_card = words.OWN_SCORE in _reached(self.binder, key)
        return [r.name for r in self.roles if r.kpi is not None or not needs_card]

    def _onward(self, item: Item, role: str, *, required: bool) -> Iterator[tuple[str, str, bool]]:
        match item.definition:
            case OverPeople(item=counted, role=of) | AverageOf(item=counted, role=of):
                if counted is not None:
                    targets = self._counted(counted) if of is None else [of]
                    yield from ((counted, t, required) for t in targets)
                yield from ((k, role, required) for k in item.reads if k != counted)
            case PoolPart() | DistributionPart() if shared_by(item) is not None:
                yield from self._shared(item, role, required=required)
            case RankOf():
                yield from self._ranked(item, item.definition, role, required=required)
            case OwnScore():
                yield from self._own(item, item.definition, role, required=required)
            case PointsOf(item=card_item):
                demands = required and card_item.missing == "refuse"
                yield from ((k, role, demands) for k in item.reads)
            case _:
                for key in item.reads:
                    # the score reads a left-out item's figures only to see whether they are there
                    is_input = self.binder.items[key].kind in ("measure", "attribute")
                    is_peek = item.kind == "score" and is_input
                    yield (key, role, required and not is_peek)


def _reached(binder: Binder, key: str) -> set[str]:
    reached: set[str] = set()
    queue = [key]
    while queue:
        current = queue.pop()
        if current not in reached:
            reached.add(current)
            queue.extend(binder.items[current].reads)
    return reached


def _scored(binder: Binder) -> set[str]:
    """Items that exist only for agents who meet the eligibility rules."""
    if not binder.policy.eligibility:
        return set()
    scored: set[str] = set()
    for key, item in binder.items.items():
        own = item.kind in ("points", "score", "own_score") or is_for_participants(item)
        if own or (item.kind != "people" and any(r in scored for r in item.reads)):
            scored.add(key)
    return scored


def _paid_without_score(binder: Binder, scored: set[str]) -> Iterator[Diagnostic]:
    lines = [line.heading.name for line in binder.policy.lines]
    for rule in binder.policy.eligibility:
        for paid in rule.otherwise:
            if _known(binder, paid, lines, "pay") and paid.name in scored:
                yield PAID_WITHOUT_SCORE.at(paid.span, line=paid.name)


def _placed(item: Item, reach: _Reach, scored: set[str]) -> Item:
    holders = reach.needed.get(item.key, set())
    names = tuple(role.name for role in reach.roles if role.name in holders)
    return replace(item, roles=names, is_scored=item.key in scored)


def _totals(policy: Policy, roles: tuple[BoundRole, ...], items: list[Item]) -> Iterator[Item]:
    """The sum of each role's lines; a rounding of the total stands as a difference of its own."""
    by_key = {item.key: item for item in items}
    names = tuple(role.name for role in roles)
    sums = [_sum_of(role, by_key).type for role in roles]
    type_ = joined(sums, Unit.MONEY)
    if policy.total_round is not None:
        difference = number_type(Unit.MONEY, type_.places, Decimal(-1), Decimal(1))
        yield _total(policy, words.DIFFERENCE, Total("difference"), difference, names)
        type_ = number_type(
            Unit.MONEY, min(type_.places, policy.total_round.places), type_.low - 1, type_.high + 1
        )
    yield _total(policy, words.TOTAL, Total("sum"), type_, names)


def _total(
    policy: Policy, key: str, definition: Total, type_: ValueType, roles: tuple[str, ...]
) -> Item:
    return Item(
        key=key, kind="total", type=type_, definition=definition, expression=None, reads=(),
        roles=roles, path="pay", span=policy.span,
    )  # fmt: skip


def _sum_of(role: BoundRole, by_key: dict[str, Item]) -> Typed:
    total: Typed = constant(Decimal(0), Unit.MONEY)
    for key in role.lines:
        total = arithmetic("+", total, Read(key, by_key[key].type), Unit.MONEY)
    return total


def _always(
    binder: Binder, roles: tuple[BoundRole, ...], reach: _Reach, scored: set[str]
) -> _Reach:
    """Needed without taking part: by the rules, by lines kept, and by others' sums."""
    always = _Reach(binder, roles, only_always=True).spread()
    counted = [i.definition for i in binder.items.values() if i.kind in ("people", "rank")]
    for definition in counted:
        if isinstance(definition, OverPeople | AverageOf | RankOf):
            key = definition.item
            if key is not None and key not in scored:
                always.follow_from(key, sorted(reach.required.get(key, ())))
    return always


def _inputs(binder: Binder, items: list[Item], reach: _Reach, always: _Reach) -> Iterator[Input]:
    """Measures and attributes; required for a role unless every use there tolerates a gap."""
    for item in items:
        if item.kind not in ("measure", "attribute"):
            continue
        measure = item.definition
        note = binder.names.notes.get(measure.id) if isinstance(measure, Measure) else None
        missing = note.missing if note and note.missing else "refuse"
        demanding = reach.required.get(item.key, set()) if missing == "refuse" else set()
        required = tuple(r for r in item.roles if r in demanding)
        kept = always.required.get(item.key, set())
        yield Input(
            item=item,
            missing=missing,
            required=required,
            always=tuple(r for r in required if r in kept),
        )
