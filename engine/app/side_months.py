"""A month as one side pays it, from what was computed or from what was posted."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from engine.app.comparing import amounts_of
from engine.app.month import PaidMonth
from engine.app.payouts import grades
from engine.bind.dataset import Amount
from engine.bind.model import Attribute, BoundPolicy, ColumnOfDecision, ColumnOfTable, Item, PastOf
from engine.bind.names import DIFFERENCE, TOTAL
from engine.bind.versions import versions_label
from engine.catalog.measures import Measure
from engine.compare.model import Payslip, Reading, SideMonth
from engine.core.errors import EngineBug
from engine.core.period import Month
from engine.ledger.contents import MonthComputed
from engine.ledger.history import posted_month

# the role is what agents are told apart by, and a month is the same for all of them
_SAME_FOR_ALL = ("role", "month_number", "days_in_month")
Lines = Mapping[str, Mapping[str, Decimal]]


def computed_month(side: int, month: Month, paid: PaidMonth) -> SideMonth:
    """What both evaluators agree on."""
    bound, amounts = paid.bound, amounts_of(paid)
    readings = {role.name: readings_of(bound, role.name) for role in bound.roles}
    keys = {role: tuple(r.key for r in own) for role, own in readings.items()}
    words = grade_keys(bound)
    payslips = []
    for figures in paid.dataset.agents:
        row, lines = paid.run.rows[figures.agent], amounts[figures.agent]
        total = lines.pop(TOTAL)
        payslips.append(
            Payslip(
                agent=figures.agent,
                name=figures.name,
                role=figures.role,
                grade=_grade(words[figures.role], row),
                lines=lines,
                total=total,
                figures={key: figures.figures.get(key) for key in keys[figures.role]},
            )
        )
    return SideMonth(
        side=side, month=month, policy=_label(paid), payslips=tuple(payslips),
        readings=readings, grades=_grades(bound),
    )  # fmt: skip


def _label(paid: PaidMonth) -> str:
    """The policy, with every version that pays the month."""
    policy = paid.bound.policy
    versions = versions_label(bound.policy.version for bound in paid.bounds)
    return policy.label.removesuffix(f"v{policy.version}") + versions


def ledger_month(
    side: int, month: Month, computed: MonthComputed, paid: Lines, bound: BoundPolicy | None
) -> SideMonth:
    """What the ledger paid for a month; `bound`: the policy of its entry, if it still binds.

    `paid` by agent and line; who is not in the last computation any more stands there without a
    name.
    """
    values = posted_month(computed).values
    people = {one.agent: one for one in computed.payouts}
    readings = {r.name: readings_of(bound, r.name) for r in bound.roles} if bound else {}
    words = grade_keys(bound) if bound else {}
    payslips = []
    for agent, lines in paid.items():
        one = people.get(agent)
        role = one.role if one else ""
        row: Mapping[str, Amount | bool] = values.get(agent, {})
        own = {line: amount for line, amount in lines.items() if line != TOTAL}
        payslips.append(
            Payslip(
                agent=agent,
                name=one.name if one else "",
                role=role,
                grade=_grade(words.get(role, ""), row),
                lines=own,
                total=sum(own.values(), Decimal(0)),
                figures={r.key: _figure(row.get(r.key)) for r in readings.get(role, ())},
            )
        )
    return SideMonth(
        side=side, month=month, policy=computed.versions, payslips=tuple(payslips),
        readings=readings, grades=_grades(bound) if bound else {},
    )  # fmt: skip


def _figure(amount: Amount | bool) -> Amount:
    return None if isinstance(amount, bool) else amount


def grade_keys(bound: BoundPolicy) -> dict[str, str]:
    """By role the item with the word that its score picks; empty for roles without such a table."""
    return {role.name: next(iter(grades(bound, role.name)), "") for role in bound.roles}


def _grade(key: str, row: Mapping[str, Amount | bool]) -> str:
    word = row.get(key)
    return word if isinstance(word, str) else ""


def _grades(bound: BoundPolicy) -> dict[str, tuple[str, ...]]:
    named = {role.name: grades(bound, role.name) for role in bound.roles}
    return {role: _words(bound.by_key[keys[0]]) for role, keys in named.items() if keys}


def _words(item: Item) -> tuple[str, ...]:
    """The words of a column from the first row to the last, as the file has them."""
    match item.definition:
        case ColumnOfTable(table=table, column=column):
            index = [own.name for own in table.own_columns].index(column)
            rows = sorted(table.rows, key=lambda row: (row.span.line, row.span.column))
            return tuple(dict.fromkeys(str(row.cells[index]) for row in rows))
        case ColumnOfDecision(decision=decision, column=column):
            index = [own.name for own in decision.outputs].index(column)
            return tuple(dict.fromkeys(str(row.gives[index]) for row in decision.rows))
        case _:
            return ()


def readings_of(bound: BoundPolicy, role: str) -> tuple[Reading, ...]:
    """What the lines of a role read in the end, in the order of the policy's items."""
    reached: set[str] = set()
    todo = [*bound.role_of[role].lines, *bound.role_of[role].rules]
    todo.extend([DIFFERENCE] if DIFFERENCE in bound.by_key else [])
    while todo:
        key = todo.pop()
        item = bound.by_key.get(key)
        if item is None or key in reached or (item.roles and role not in item.roles):
            continue
        reached.add(key)
        todo.extend(item.reads)
    inputs = [i.item for i in bound.inputs if i.item.key in reached]
    return tuple(r for r in (_reading(bound, item) for item in inputs) if r is not None)


def _reading(bound: BoundPolicy, item: Item) -> Reading | None:
    """None for what is the same for every agent of a role."""
    name = bound.spelled.get(item.key, item.key)
    match item.definition:
        case Measure(grain="shop_month"):
            return None
        case Measure(better=better):
            return Reading(key=item.key, name=name, is_measure=True, better=better)
        case Attribute(name=attribute) if attribute in _SAME_FOR_ALL:
            return None
        case Attribute() | PastOf():
            return Reading(key=item.key, name=name, is_measure=False)
        case _:
            raise EngineBug(f"{item.key!r} is no input")
