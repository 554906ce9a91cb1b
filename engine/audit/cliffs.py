"""Pay cliffs: where a table or a formula of one measure pays less for better work.

Values are exact: they are replay's own, at every edge and constant that the item knows and one
last place beside it. Between two such points tables and formulas of one measure are straight.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from engine.audit.checks.a603_pay_cliff import PAY_CLIFF
from engine.audit.checks.a604_acceptance_unused import ACCEPTANCE_UNUSED
from engine.bind.dataset import AgentFigures
from engine.bind.expression import Constant, Pick, Read, Rounded, walk
from engine.bind.model import BoundPolicy, ColumnOfTable, Item, LimitOf
from engine.bind.names import ROLE
from engine.catalog.measures import Measure
from engine.core.diagnostic import Diagnostic
from engine.core.number import EXACT, fixed, plain, scale_of
from engine.core.record import record
from engine.core.span import Span
from engine.core.unit import Unit
from engine.policy.model import Acceptance, Limit, Line, NamedFormula, Quantity, Table
from engine.replay.from_bound import Shop
from engine.replay.trace import NoValueError


@record
class Cliff:
    """`at` pays `high`; the better `beyond` pays only `low`."""

    item: Item
    measure: str
    at: Decimal
    beyond: Decimal
    high: Decimal
    low: Decimal
    span: Span


def cliff_findings(bound: BoundPolicy) -> Iterator[Diagnostic]:
    """Cliffs that nobody acknowledged, and acknowledgements of cliffs that are not there."""
    cliffs = [*_of_columns(bound), *_of_one_measure(bound)]
    for accept, name in _acceptances(bound):
        is_used = any(_covers(accept, c) and _owner(c.item) == name for c in cliffs)
        if not is_used:
            at = plain(accept.at.amount or Decimal(0)) if accept.at else ""
            yield ACCEPTANCE_UNUSED.at(accept.span, finding=accept.finding, at=at)
    accepted = list(_acceptances(bound))
    for cliff in cliffs:
        if not any(name == _owner(cliff.item) and _covers(a, cliff) for a, name in accepted):
            yield _diagnose(bound, cliff)


def _diagnose(bound: BoundPolicy, cliff: Cliff) -> Diagnostic:
    return PAY_CLIFF.at(
        cliff.span,
        name=bound.spelled.get(cliff.item.key, cliff.item.key),
        measure=bound.spelled.get(cliff.measure, cliff.measure),
        at=plain(cliff.at),
        beyond=plain(cliff.beyond),
        high=fixed(cliff.high, 2),
        low=fixed(cliff.low, 2),
    )


def _acceptances(bound: BoundPolicy) -> Iterator[tuple[Acceptance, str]]:
    policy = bound.policy
    parts: tuple[Table | NamedFormula | Line | Limit, ...] = (
        *policy.tables, *policy.formulas, *policy.lines
    )  # fmt: skip
    for part in parts:
        for accept in part.accept:
            if accept.finding == "cliff":
                yield accept, part.heading.name


def _owner(item: Item) -> str:
    match item.definition:
        case ColumnOfTable(table=table):
            return table.heading.name
        case NamedFormula(heading=heading) | Line(heading=heading):
            return heading.name
        case _:
            return item.key


def _covers(accept: Acceptance, cliff: Cliff) -> bool:
    return accept.at is not None and accept.at.amount in (cliff.at, cliff.beyond)


def _of_columns(bound: BoundPolicy) -> Iterator[Cliff]:
    """Salary or points columns that fall from one row to the next better one."""
    for item in bound.items:
        column = item.definition
        is_stated = isinstance(column, ColumnOfTable) and not column.is_amount
        if not is_stated or item.type.unit not in (Unit.MONEY, Unit.POINTS):
            continue
        assert isinstance(column, ColumnOfTable)
        if column.table.is_exact or not isinstance(item.expression, Pick):
            continue
        name, better, places = _direction(bound, item)
        if better is not None:
            yield from _falling_rows(item, column, name, better == "higher", places)


def _direction(bound: BoundPolicy, item: Item) -> tuple[str, str | None, int]:
    """What picks the row, and which way is better: of a score, more."""
    assert isinstance(item.expression, Pick)
    lookup = item.expression.lookup
    reads = [i for i in bound.items if i.key in item.reads]
    source = reads[0] if reads else item
    while source.kind == "lookup" and len(source.reads) == 1:
        source = bound.by_key[source.reads[0]]
    if isinstance(source.definition, Measure):
        return source.key, source.definition.better, lookup.type.places
    is_score = source.type.unit is Unit.POINTS
    return source.key, "higher" if is_score else None, lookup.type.places


def _falling_rows(
    item: Item, column: ColumnOfTable, name: str, is_rising: bool, places: int
) -> Iterator[Cliff]:
    index = [c.name for c in column.table.own_columns].index(column.column)
    rows = column.table.rows if is_rising else tuple(reversed(column.table.rows))
    step = Decimal(1).scaleb(-places)
    for worse, better in pairwise(rows):
        low, high = better.cells[index], worse.cells[index]
        if not isinstance(low, Quantity) or not isinstance(high, Quantity):
            continue
        edge = better.low if is_rising else better.high
        if (low.amount or 0) < (high.amount or 0) and edge.amount is not None:
            at, beyond = _beside(edge.amount, step if is_rising else -step, edge.inclusive)
            yield Cliff(
                item, name, at, beyond, high.amount or Decimal(0), low.amount or Decimal(0),
                better.span,
            )  # fmt: skip


def _beside(edge: Decimal, step: Decimal, is_in_better: bool) -> tuple[Decimal, Decimal]:
    """The last figure of the worse row and the first of the better one."""
    return (edge - step, edge) if is_in_better else (edge, edge + step)


def _of_one_measure(bound: BoundPolicy) -> Iterator[Cliff]:
    """Amounts that depend on one measure alone, probed at every corner that they have."""
    blamed: set[str] = set()
    for item in bound.items:
        # a formula is no pay by itself: it may be subtracted; the line that uses it is probed
        if item.kind not in ("column", "points", "line") or not _pays(item):
            continue
        measure = _only_measure(bound, item)
        if measure is not None and _only_rises(item, measure):
            continue
        if measure is None or blamed & _reached(bound, item):
            continue
        for cliff in _probe(bound, item, measure):
            blamed.add(item.key)
            yield cliff


def _only_rises(item: Item, measure: Item) -> bool:
    """A marginal table whose rates and fixed parts are not negative pays more for more."""
    column = item.definition
    if not isinstance(column, ColumnOfTable) or column.table.method != "marginal":
        return False
    if not isinstance(measure.definition, Measure) or measure.definition.better != "higher":
        return False
    added = [q for row in column.table.rows for q in (row.rate, row.fixed) if q is not None]
    reads_measure_itself = item.reads == (measure.key,)
    return reads_measure_itself and all((q.amount or Decimal(0)) >= 0 for q in added)


def _pays(item: Item) -> bool:
    if isinstance(item.definition, LimitOf):
        return False  # a cap takes more the better the work is; line and cap together never fall
    if isinstance(item.expression, Read):
        return False  # it only hands on what another item pays, which is probed itself
    if isinstance(item.expression, Rounded) and isinstance(item.expression.operand, Read):
        return False  # rounding keeps the order of amounts
    is_stated = isinstance(item.definition, ColumnOfTable) and not item.definition.is_amount
    return item.type.unit in (Unit.MONEY, Unit.POINTS) and not is_stated


def _reached(bound: BoundPolicy, item: Item) -> set[str]:
    reached: set[str] = set()
    queue = list(item.reads)
    while queue:
        key = queue.pop()
        if key not in reached:
            reached.add(key)
            queue.extend(bound.by_key[key].reads)
    return reached


def _only_measure(bound: BoundPolicy, item: Item) -> Item | None:
    reached = [bound.by_key[k] for k in _reached(bound, item)]
    given = [i for i in reached if i.kind in ("measure", "attribute", "people", "own_score")]
    if len(given) != 1 or not isinstance(given[0].definition, Measure):
        return None
    return given[0] if given[0].definition.better is not None else None


def _probe(bound: BoundPolicy, item: Item, measure: Item) -> Iterator[Cliff]:
    definition = measure.definition
    assert isinstance(definition, Measure)
    points = _corners(bound, item, measure)
    if definition.better == "lower":
        points.reverse()
    for (at, high), (beyond, low) in pairwise(_values_at(bound, item, measure.key, points)):
        if low < high:
            yield Cliff(item, measure.key, at, beyond, high, low, _row_span(item, at, beyond))


def _corners(bound: BoundPolicy, item: Item, measure: Item) -> list[Decimal]:
    """Every number that the item compares or cuts with, and one last place to each side."""
    step = Decimal(1).scaleb(-measure.type.places)
    low, high = measure.type.low, measure.type.high
    found = {low, high}
    for key in (item.key, *_reached(bound, item)):
        expression = bound.by_key[key].expression
        for node in walk(expression) if expression is not None else ():
            if isinstance(node, Constant):
                found.add(node.amount)
            elif isinstance(node, Pick):
                ends = [e for arm in node.arms for e in (arm.low.amount, arm.high.amount)]
                found.update(e for e in ends if e is not None)
    shifts = (-step, Decimal(0), step)
    beside = {EXACT.add(corner, shift) for corner in found for shift in shifts}
    places = measure.type.places
    return sorted(c for c in beside if low <= c <= high and scale_of(c) <= places)


def _values_at(
    bound: BoundPolicy, item: Item, key: str, points: list[Decimal]
) -> list[tuple[Decimal, Decimal]]:
    """The item's value for each figure: one agent per point, in one shop."""
    role = item.roles[0]
    rows = {
        str(number): AgentFigures(
            agent=str(number), name="", role=role, figures={key: at, ROLE: role}, states={}
        )
        for number, at in enumerate(points)
    }
    shop = Shop(bound, rows)
    values: list[tuple[Decimal, Decimal]] = []
    for agent, at in zip(rows, points, strict=True):
        try:
            amount = shop.finding(agent, item.key).amount
        except NoValueError:
            continue
        if isinstance(amount, Decimal):
            values.append((at, amount))
    return values


def _row_span(item: Item, at: Decimal, beyond: Decimal) -> Span:
    """The row behind the edge, where the item is a table's."""
    if not isinstance(item.definition, ColumnOfTable):
        return item.span
    table: Table = item.definition.table
    for row in table.rows:
        if row.low.amount is not None and row.low.amount in (at, beyond):
            return row.span
    return item.span
