"""`bind`: Policy + Catalog → `BoundPolicy`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from engine.bind import names as words
from engine.bind.binder import Binder
from engine.bind.categories import misnamed
from engine.bind.checks.b314_unknown_part import UNKNOWN_PART
from engine.bind.checks.b323_unused import UNUSED
from engine.bind.checks.b324_paid_without_score import PAID_WITHOUT_SCORE
from engine.bind.columns import Part, column_item, columns_of
from engine.bind.expression import Read, Typed
from engine.bind.flag_model import BoundFlags
from engine.bind.flags import bind_flags
from engine.bind.formulas import arithmetic, constant
from engine.bind.limits import half_read, unscored_reads
from engine.bind.mid_month import too_wide
from engine.bind.model import (
    BoundPolicy,
    BoundRole,
    Input,
    Item,
    PastOf,
    Place,
    StateOf,
    Total,
    computed,
)
from engine.bind.names import Declared, collect_names, same_letters
from engine.bind.reach import Reach, always_needed, notice_key
from engine.bind.sharing import is_for_participants, unknown_roles, unpaid_roles
from engine.bind.types import ValueType, joined, number_type
from engine.catalog.measures import Catalog, Measure
from engine.core.closest import closest
from engine.core.diagnostic import Diagnostic, Outcome, in_order
from engine.core.unit import Unit
from engine.policy.model import Eligibility, Heading, Policy, Reference, Role
from engine.policy.periods import Ladder, Notice


def bind(policy: Policy, catalog: Catalog) -> Outcome[BoundPolicy]:
    """Resolve every name, type every value, and order the items by use."""
    names, found = collect_names(policy, catalog)
    binder = Binder(policy, names)
    binder.found.extend(found)
    flags = _bind_flags(binder, catalog)
    binder.built_in(words.ROLE, policy.span)
    for rule in policy.eligibility:
        _bind_rule(binder, rule)
    for notice in policy.notices:
        _bind_notice(binder, notice)
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
        binder.found.extend(half_read(binder.items.values(), policy))
        binder.found.extend(misnamed(binder.items.values()))
    if any(d.is_error for d in binder.found):
        return Outcome(None, in_order(binder.found))
    reach = Reach(binder, roles).spread()
    scored = _scored(binder)
    always = always_needed(binder, roles, reach, scored)
    binder.found.extend(_paid_without_score(binder, scored))
    binder.found.extend(too_wide(policy, binder.items.values()))
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
        flags=flags,
    )
    return Outcome(bound, in_order(binder.found))


def _bind_flags(binder: Binder, catalog: Catalog) -> BoundFlags | None:
    if binder.policy.flags is None:
        return None
    outcome = bind_flags(binder.policy.flags, catalog.flags)
    binder.found.extend(outcome.diagnostics)
    return outcome.value


def _bind_rule(binder: Binder, rule: Eligibility) -> None:
    for role in rule.roles:
        _known(binder, role, [r.heading.name for r in binder.policy.roles], "roles")
    condition = binder.truth(rule.when)
    if condition is not None:
        name = rule.heading.name
        place = Place(path=f"eligibility.{name}", span=rule.heading.span, cite=rule.heading.cite)
        binder.add(computed(name, "rule", rule, condition, place))


def _bind_notice(binder: Binder, notice: Notice) -> None:
    for role in notice.roles:
        _known(binder, role, [r.heading.name for r in binder.policy.roles], "roles")
    condition = binder.truth(notice.when)
    if condition is not None:
        heading = notice.heading
        place = Place(path=f"notices.{heading.name}", span=heading.span, cite=heading.cite)
        binder.add(computed(notice_key(notice), "notice", notice, condition, place))


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
    parts: tuple[Part, ...] = (
        *policy.decisions, *policy.distributions, *policy.streaks, *policy.ladders
    )  # fmt: skip
    for part in [p for p in parts if p.heading.name in used]:
        for name in columns_of(part):
            column_item(binder, part, name, part.heading.span)


def _unused(binder: Binder) -> Iterator[Diagnostic]:
    """Parts that are defined and read nowhere."""
    policy = binder.policy
    read = {key for item in binder.items.values() for key in item.reads}
    read |= {i.definition.item for i in binder.items.values() if isinstance(i.definition, PastOf)}
    paid = {r.name for role in policy.roles for r in role.pay}
    cards = {role.kpi.name for role in policy.roles if role.kpi}
    definitions = [item.definition for item in binder.items.values()]
    measures = {d.id for d in definitions if isinstance(d, Measure)}
    sections: tuple[tuple[str, list[Heading], set[str]], ...] = (
        ("pay", [line.heading for line in policy.lines], paid | read),
        ("kpi", [kpi.heading for kpi in policy.kpis], cards),
        ("tables", [table.heading for table in policy.tables], binder.tables_used),
        ("decisions", [decision.heading for decision in policy.decisions], binder.tables_used),
        ("streaks", [streak.heading for streak in policy.streaks], binder.tables_used),
        ("levels", [ladder.heading for ladder in policy.ladders], binder.tables_used),
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


def _scored(binder: Binder) -> set[str]:
    """Items that exist only for agents who meet the eligibility rules."""
    if not binder.policy.eligibility:
        return set()
    scored: set[str] = set()
    for key, item in binder.items.items():
        own = item.kind in ("points", "score", "own_score") or is_for_participants(item)
        own = own or _is_reviewed(item)
        if own or (item.kind != "people" and any(r in scored for r in unscored_reads(item))):
            scored.add(key)
    return scored


def _is_reviewed(item: Item) -> bool:
    """Streaks and moves of level are of months in which the agent takes part."""
    definition = item.definition
    if not isinstance(definition, StateOf):
        return False
    state = definition.state
    keeps_level = isinstance(state, Ladder) and state.effect == "next_month"
    return not (keeps_level and definition.column == "level")


def _paid_without_score(binder: Binder, scored: set[str]) -> Iterator[Diagnostic]:
    lines = [line.heading.name for line in binder.policy.lines]
    for rule in binder.policy.eligibility:
        for paid in rule.otherwise:
            if _known(binder, paid, lines, "pay") and paid.name in scored:
                yield PAID_WITHOUT_SCORE.at(paid.span, line=paid.name)


def _placed(item: Item, reach: Reach, scored: set[str]) -> Item:
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


def _inputs(binder: Binder, items: list[Item], reach: Reach, always: Reach) -> Iterator[Input]:
    """Measures and attributes; required for a role unless every use there tolerates a gap."""
    for item in items:
        if item.kind not in ("measure", "attribute", "past"):
            continue
        measure = item.definition
        note = binder.names.notes.get(measure.id) if isinstance(measure, Measure) else None
        missing = note.missing if note and note.missing else "refuse"
        is_asked = missing == "refuse" and item.kind != "past"
        demanding = reach.required.get(item.key, set()) if is_asked else set()
        required = tuple(r for r in item.roles if r in demanding)
        kept = always.required.get(item.key, set())
        yield Input(
            item=item,
            missing=missing,
            required=required,
            always=tuple(r for r in required if r in kept),
        )
