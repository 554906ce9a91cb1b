"""Binds names on demand: each item once, after everything that it reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from engine.bind import names as words
from engine.bind.cards import own_score_item, points_item, score_item
from engine.bind.checks.b301_unknown_name import UNKNOWN_NAME
from engine.bind.checks.b309_circular import CIRCULAR
from engine.bind.checks.b311_too_many_digits import TOO_MANY_DIGITS
from engine.bind.checks.b319_wrong_use import WRONG_USE
from engine.bind.checks.b366_per_key import PER_KEY
from engine.bind.columns import named_column
from engine.bind.digits import most_digits
from engine.bind.expression import Read, Typed
from engine.bind.formulas import FormulaBinder, rounded
from engine.bind.keyed import sum_over_keys
from engine.bind.limits import limit_item
from engine.bind.lookups import column_expression, lookup_expression
from engine.bind.model import (
    Attribute,
    AttributeName,
    ColumnOfTable,
    Definition,
    Item,
    Kind,
    Place,
    computed,
)
from engine.bind.names import Declared, Names
from engine.bind.over_months import over_months
from engine.bind.pay import line_expression
from engine.bind.people import over_people
from engine.bind.pools import share_item
from engine.bind.prorate import factor_key
from engine.bind.types import MOST_DIGITS, ValueType, number_type
from engine.catalog.measures import Measure
from engine.core.closest import closest
from engine.core.diagnostic import Diagnostic
from engine.core.span import Span
from engine.core.unit import Unit
from engine.formula import nodes
from engine.formula.parse import parse
from engine.policy.model import (
    FormulaText,
    Kpi,
    KpiItem,
    Limit,
    Line,
    NamedFormula,
    Policy,
    Table,
)
from engine.policy.proration import DAYS_EMPLOYED, DAYS_IN_MONTH
from engine.policy.sharing import Pool

_ATTRIBUTES: Mapping[str, AttributeName] = {
    words.ROLE: "role",
    words.LEVEL: "level",
    words.SENIORITY: "seniority_years",
    words.MONTH_NUMBER: "month_number",
    DAYS_EMPLOYED: "days_employed",
    DAYS_IN_MONTH: "days_in_month",
}


@dataclass
class Binder:
    """Items by key in the order in which they were finished, which is the order of use."""

    policy: Policy
    names: Names
    items: dict[str, Item] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)
    resolved: dict[str, str] = field(default_factory=dict)
    tables_used: set[str] = field(default_factory=set)
    _open: list[str] = field(default_factory=list)
    _failed: set[str] = field(default_factory=set)
    _own_score_roles: tuple[str, ...] = ()

    # -- the scope of formulas ------------------------------------------------------------

    def has_name(self, text: str) -> bool:
        return text in self.names.declared or text in self.names.measures or text in words.BUILT_IN

    def read_name(self, name: nodes.Name) -> Typed | None:
        if name.text in words.BUILT_IN:
            return self._read(name.text, self.built_in(words.BUILT_IN[name.text], name.span))
        declared = self.names.declared.get(name.text)
        if declared is not None:
            return self._read(name.text, self.declared(declared, name.span))
        measure = self.names.measures.get(name.text)
        if measure is not None and measure.by:
            self.found.append(PER_KEY.at(name.span, name=name.text, by=measure.by))
            return None
        if measure is not None:
            return self._read(name.text, self._measure(measure, name.text))
        if name.text in self.names.unstated:
            return None
        if name.text in self.names.tables:
            known = ", ".join(
                f"{name.text}.{c}" for c in self._columns(self.names.tables[name.text])
            )
            self.found.append(WRONG_USE.at(name.span, name=name.text, instead=known))
            return None
        near = closest(name.text, self.names.all_names())
        self.found.append(UNKNOWN_NAME.at(name.span, name=name.text, closest=near))
        return None

    def read_column(self, column: nodes.ColumnOf) -> Typed | None:
        name = column.table.text
        part = self.names.part_of(name)
        if part is not None:
            return self._read(f"{name}.{column.column.text}", named_column(self, part, column))
        table = self.names.tables.get(column.table.text)
        if table is None:
            near = closest(column.table.text, self.names.tables)
            self.found.append(
                UNKNOWN_NAME.at(column.table.span, name=column.table.text, closest=near)
            )
            return None
        text = column.column.text
        known = self._columns(table)
        if text not in known and not (text in words.AMOUNT_NAMES and words.AMOUNT in known):
            near = closest(text, known)
            self.found.append(UNKNOWN_NAME.at(column.column.span, name=text, closest=near))
            return None
        key = self.column(table, text, column.span)
        return self._read(f"{column.table.text}.{text}", key)

    def over_people(self, call: nodes.Call) -> Typed | None:
        return over_people(self, call)

    def open_line(self, name: str) -> Line | None:
        """The pay line of that name if it is being bound just now: it may read its own past."""
        declared = self.names.declared.get(name)
        part = declared.part if declared is not None else None
        if not isinstance(part, Line) or part.heading.name not in self._open:
            return None
        self.resolved[name] = part.heading.name
        return part

    def over_months(self, call: nodes.Call) -> Typed | None:
        return over_months(self, call)

    # -- items ----------------------------------------------------------------------------

    def _read(self, spelled: str, key: str | None) -> Typed | None:
        if key is None:
            return None
        self.resolved[spelled] = key
        return Read(key, self.items[key].type)

    def add(self, item: Item) -> str:
        """Finish an item; everything that it reads is finished already."""
        digits = most_digits(item.expression) if item.expression is not None else 0
        if digits > MOST_DIGITS:
            most = str(MOST_DIGITS)
            self.found.append(TOO_MANY_DIGITS.at(item.span, digits=str(digits), most=most))
        self.items[item.key] = item
        return item.key

    def _measure(self, measure: Measure, spelled: str) -> str:
        key = measure.labels.get("zh", measure.id)
        if key not in self.items:
            type_ = number_type(measure.unit, measure.places, measure.least, measure.greatest)
            note = self.names.notes.get(measure.id)
            span = note.heading.span if note else self.policy.span
            self.add(_given(key, "measure", type_, measure, span))
        self.resolved[spelled] = key
        return key

    def built_in(self, name: str, span: Span) -> str | None:
        if name == words.OWN_SCORE:
            return self.own_score(span)
        if name not in self.items:
            type_ = {
                words.ROLE: ValueType(
                    Unit.TEXT, words=tuple(r.heading.name for r in self.policy.roles)
                ),
                words.LEVEL: ValueType(Unit.TEXT),
                words.SENIORITY: number_type(Unit.COUNT, 0, Decimal(0), Decimal(80)),
                words.MONTH_NUMBER: number_type(Unit.COUNT, 0, Decimal(1), Decimal(12)),
                DAYS_EMPLOYED: number_type(Unit.DAYS, 0, Decimal(1), Decimal(31)),
                DAYS_IN_MONTH: number_type(Unit.DAYS, 0, Decimal(28), Decimal(31)),
            }[name]
            self.add(_given(name, "attribute", type_, Attribute(_ATTRIBUTES[name]), span))
        return name

    def _guarded(self, key: str, span: Span) -> bool:
        """Whether the item may be bound now; a circle is reported once, where it closes."""
        if key in self._open:
            circle = " → ".join([*self._open[self._open.index(key) :], key])
            self.found.append(CIRCULAR.at(span, circle=circle))
            return False
        return key not in self._failed

    def declared(self, declared: Declared, span: Span) -> str | None:
        part = declared.part
        if isinstance(part, Measure):
            return self._measure(part, declared.name)
        return self.opened(part.heading.name, span, lambda: self._added(part))

    def _added(self, part: Line | Limit | NamedFormula | Pool) -> str | None:
        if isinstance(part, Pool):
            return share_item(self, part)
        item = limit_item(self, part) if isinstance(part, Limit) else self._own(part)
        return None if item is None else self.add(item)

    def _own(self, part: Line | NamedFormula) -> Item | None:
        expression = self._formula(part) if isinstance(part, NamedFormula) else self._line(part)
        if expression is None:
            return None
        key = part.heading.name
        kind: Kind = "formula" if isinstance(part, NamedFormula) else "line"
        section = "formulas" if kind == "formula" else "pay"
        place = Place(path=f"{section}.{key}", span=part.heading.span, cite=part.heading.cite)
        made = computed(key, kind, part, expression, place)
        if factor_key(key) in self.items and kind == "line":
            # it shows how the line came about, though the line divides only once, by itself
            made = replace(made, reads=(*made.reads, factor_key(key)))
        return made

    def formula(self, text: FormulaText) -> Typed | None:
        """Parse and bind one formula; its mistakes are noted here."""
        outcome = parse(text.text, text.span)
        self.found.extend(outcome.diagnostics)
        return (
            None if outcome.value is None else FormulaBinder(self, self.found).bind(outcome.value)
        )

    def truth(self, text: FormulaText) -> Typed | None:
        """Parse and bind one condition."""
        outcome = parse(text.text, text.span)
        self.found.extend(outcome.diagnostics)
        if outcome.value is None:
            return None
        return FormulaBinder(self, self.found).truth(outcome.value)

    def opened(self, key: str, span: Span, bind: Callable[[], str | None]) -> str | None:
        """Bind what must not be read while it is bound, once."""
        if key in self.items:
            return key
        if not self._guarded(key, span):
            return None
        self._open.append(key)
        made = bind()
        self._open.pop()
        if made is None:
            self._failed.add(key)
        return made

    def _formula(self, part: NamedFormula) -> Typed | None:
        expression = self.formula(part.formula)
        if expression is None or part.round is None:
            return expression
        return rounded(expression, part.round.places, part.round.mode)

    def _line(self, part: Line) -> Typed | None:
        return line_expression(self, part)

    def column(self, table: Table, column: str, span: Span) -> str | None:
        """The item of one column of a table; the lookup is bound first, once."""
        name = table.heading.name
        own = {c.name for c in table.own_columns}
        is_amount = column not in own
        column = words.AMOUNT if is_amount else column
        key = f"{name}.{column}"
        if key in self.items:
            return key
        if not self._guarded(key, span):
            return None
        self._open.append(key)
        self.tables_used.add(name)
        expression = self._of_row(table, column, is_amount=is_amount)
        self._open.pop()
        if expression is None:
            self._failed.add(key)
            return None
        place = Place(
            path=f"tables.{name}.{column}", span=table.heading.span, cite=table.heading.cite
        )
        definition = ColumnOfTable(table, column, is_amount)
        return self.add(computed(key, "column", definition, expression, place))

    def _of_row(self, table: Table, column: str, *, is_amount: bool) -> Typed | None:
        if table.each is not None:
            return sum_over_keys(self, table, table.each)
        lookup = lookup_expression(self, table)
        if lookup is None:
            return None
        return column_expression(self, table, column, lookup, is_amount=is_amount)

    def figure_of_key(self, measure: Measure, key: str, spelled: str) -> Typed:
        """The figure of one key of a measure that has many, as an item of its own."""
        one = replace(measure, key=key)
        item = f"{measure.labels.get('zh', measure.id)}[{key}]"
        type_ = number_type(measure.unit, measure.places, measure.least, measure.greatest)
        if item not in self.items:
            span = self.names.notes[measure.id].heading.span
            self.add(_given(item, "measure", type_, one, span))
        self.resolved[f"{spelled}.{key}"] = item
        return Read(item, type_)

    def lookup_item(self, table: Table, expression: Typed) -> Typed:
        """The value that picks the row, as an item of its own, so that it can be shown."""
        name = table.heading.name
        key = f"{name}[lookup]"
        if key not in self.items:
            place = Place(path=f"tables.{name}", span=table.heading.span, cite=table.heading.cite)
            self.add(computed(key, "lookup", table, expression, place))
        return Read(key, expression.type)

    def _columns(self, table: Table) -> list[str]:
        amounts = [words.AMOUNT] if table.unit is not None else []
        return [c.name for c in table.own_columns] + amounts

    def own_score(self, span: Span) -> str | None:
        if words.OWN_SCORE in self.items:
            return words.OWN_SCORE
        if not self._guarded(words.OWN_SCORE, span):
            return None
        self._open.append(words.OWN_SCORE)
        key = own_score_item(self, span)
        self._open.pop()
        if key is None:
            self._failed.add(words.OWN_SCORE)
        return key

    def score(self, kpi: Kpi) -> str | None:
        key = f"{words.OWN_SCORE}[{kpi.heading.name}]"
        return key if key in self.items else score_item(self, kpi, key)

    def points(self, kpi: Kpi, item: KpiItem) -> str | None:
        key = f"{item.heading.name}[{kpi.heading.name}]"
        return key if key in self.items else points_item(self, kpi, item, key)


def _given(key: str, kind: Kind, type_: ValueType, definition: Definition, span: Span) -> Item:
    """An item that the data gives."""
    return Item(
        key=key,
        kind=kind,
        type=type_,
        definition=definition,
        expression=None,
        reads=(),
        path=key,
        span=span,
    )
