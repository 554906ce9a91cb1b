"""Binds names on demand: each item once, after everything that it reads."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from engine.bind import names as words
from engine.bind.cards import own_score_item, points_item, score_item
from engine.bind.checks.b301_unknown_name import UNKNOWN_NAME
from engine.bind.checks.b309_circular import CIRCULAR
from engine.bind.checks.b311_too_many_digits import TOO_MANY_DIGITS
from engine.bind.checks.b318_people_argument import PEOPLE_ARGUMENT
from engine.bind.checks.b319_wrong_use import WRONG_USE
from engine.bind.digits import most_digits
from engine.bind.expression import Ranked, Read, Typed
from engine.bind.formulas import FormulaBinder, quotient, rounded
from engine.bind.lookups import column_expression, lookup_expression
from engine.bind.model import (
    Attribute,
    AverageOf,
    ColumnOfTable,
    Definition,
    Item,
    Kind,
    OverPeople,
    Place,
    RankOf,
    computed,
)
from engine.bind.names import Declared, Names
from engine.bind.pay import line_expression
from engine.bind.types import MOST_DIGITS, ValueType, number_type
from engine.catalog.measures import Measure
from engine.core.closest import closest
from engine.core.diagnostic import Diagnostic
from engine.core.span import Span
from engine.core.unit import Unit
from engine.formula import nodes
from engine.formula.checks.b306_wrong_arguments import WRONG_ARGUMENTS
from engine.formula.functions import BY_NAME, TIE_WORDS
from engine.formula.parse import parse
from engine.policy.model import FormulaText, Kpi, KpiItem, Line, NamedFormula, Policy, Table

MOST_AGENTS = Decimal(100_000)


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
        """average, total, headcount: over the agents of a role, or of every role."""
        function = call.function.text
        arguments = list(call.arguments)
        if BY_NAME[function].kind == "rank":
            return self._rank(call, arguments)
        if function == "headcount":
            role = self._role_argument(call, arguments)
            return None if role is None else self._people(call, "headcount", None, role)
        item = self._people_item(call, arguments[0])
        role = self._role_argument(call, arguments[1:])
        if item is None or role is None:
            return None
        if function == "total":
            return self._people(call, "total", item, role)
        return self._average(call, item, role)

    # -- people ---------------------------------------------------------------------------

    def _people_item(self, call: nodes.Call, argument: nodes.Expression) -> str | None:
        if not isinstance(argument, nodes.Name | nodes.ColumnOf):
            self.found.append(PEOPLE_ARGUMENT.at(call.span, function=call.function.text))
            return None
        bound = FormulaBinder(self, self.found).bind(argument)
        if bound is None:
            return None
        if not isinstance(bound, Read) or not bound.type.is_number:
            self.found.append(PEOPLE_ARGUMENT.at(call.span, function=call.function.text))
            return None
        return bound.key

    def _role_argument(self, call: nodes.Call, rest: list[nodes.Expression]) -> str | None:
        """'' = every role; None = a mistake, reported."""
        if not rest:
            return ""
        known = [r.heading.name for r in self.policy.roles]
        if isinstance(rest[0], nodes.Name) and rest[0].text in known:
            return rest[0].text
        text = rest[0].text if isinstance(rest[0], nodes.Name) else "?"
        self.found.append(UNKNOWN_NAME.at(rest[0].span, name=text, closest=closest(text, known)))
        return None

    def _people(self, call: nodes.Call, function: str, item: str | None, role: str) -> Typed:
        inside = ", ".join(part for part in (item, role) if part)
        key = f"{function}({inside})"
        if key not in self.items:
            if item is None or function == "count":
                type_ = number_type(Unit.COUNT, 0, Decimal(1), MOST_AGENTS)
            else:
                one = self.items[item].type
                low, high = min(one.low, one.low * MOST_AGENTS), one.high * MOST_AGENTS
                type_ = number_type(one.unit, one.places, low, high)
            definition = OverPeople(function, item, role or None)  # type: ignore[arg-type]
            self.add(
                Item(
                    key=key,
                    kind="people",
                    type=type_,
                    definition=definition,
                    expression=None,
                    reads=(item,) if item else (),
                    path=key,
                    span=call.span,
                )
            )
        return Read(key, self.items[key].type)

    def _average(self, call: nodes.Call, item: str, role: str) -> Typed:
        total = self._people(call, "total", item, role)
        count = self._people(call, "count", item, role)
        key = f"average({', '.join(part for part in (item, role) if part)})"
        if key not in self.items:
            one = self.items[item].type
            expression = quotient(total, count, one.unit)
            type_ = number_type(one.unit, expression.type.places, one.low, one.high)
            place = Place(path=key, span=call.span)
            made = computed(key, "people", AverageOf(item, role or None), expression, place)
            self.add(replace(made, type=type_))
        return Read(key, self.items[key].type)

    def _rank(self, call: nodes.Call, arguments: list[nodes.Expression]) -> Typed | None:
        """rank(name, shared|dense[, role]): 1 is the highest, or with rank_from_low the lowest."""
        item = self._people_item(call, arguments[0])
        word = arguments[1].text if isinstance(arguments[1], nodes.Name) else ""
        ties = TIE_WORDS.get(word)
        role = self._role_argument(call, arguments[2:])
        if ties is None:
            usage = BY_NAME[call.function.text].usage
            count = str(len(arguments))
            self.found.append(
                WRONG_ARGUMENTS.at(
                    arguments[1].span, name=call.function.text, count=count, usage=usage
                )
            )
        if item is None or role is None or ties is None:
            return None
        name = call.function.text
        key = f"{name}({', '.join(part for part in (item, ties, role) if part)})"
        if key not in self.items:
            type_ = number_type(Unit.COUNT, 0, Decimal(1), MOST_AGENTS)
            from_low = name == "rank_from_low"
            definition = RankOf(item, ties, from_low, role or None)  # type: ignore[arg-type]
            ranked = Ranked(item, role or None, definition.ties, from_low, type_)
            self.add(computed(key, "rank", definition, ranked, Place(path=key, span=call.span)))
        return Read(key, self.items[key].type)

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
            }[name]
            which = {words.ROLE: "role", words.LEVEL: "level", words.SENIORITY: "seniority_years"}
            attribute = Attribute(which[name])  # type: ignore[arg-type]  # one of the three
            self.add(_given(name, "attribute", type_, attribute, span))
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
        key = part.heading.name
        if key in self.items:
            return key
        if not self._guarded(key, span):
            return None
        self._open.append(key)
        expression = self._formula(part) if isinstance(part, NamedFormula) else self._line(part)
        self._open.pop()
        if expression is None:
            self._failed.add(key)
            return None
        kind: Kind = "formula" if isinstance(part, NamedFormula) else "line"
        section = "formulas" if kind == "formula" else "pay"
        place = Place(path=f"{section}.{key}", span=part.heading.span, cite=part.heading.cite)
        return self.add(computed(key, kind, part, expression, place))

    def formula(self, text: FormulaText) -> Typed | None:
        """Parse and bind one formula; its mistakes are noted here."""
        outcome = parse(text.text, text.span)
        self.found.extend(outcome.diagnostics)
        return (
            None if outcome.value is None else FormulaBinder(self, self.found).bind(outcome.value)
        )

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
        lookup = lookup_expression(self, table)
        expression = None
        if lookup is not None:
            expression = column_expression(self, table, column, lookup, is_amount=is_amount)
        self._open.pop()
        if expression is None:
            self._failed.add(key)
            return None
        place = Place(
            path=f"tables.{name}.{column}", span=table.heading.span, cite=table.heading.cite
        )
        definition = ColumnOfTable(table, column, is_amount)
        return self.add(computed(key, "column", definition, expression, place))

    def lookup_item(self, table: Table, expression: Typed) -> Typed:
        """The value that picks the row, as an item of its own, so that it can be shown."""
        name = table.heading.name
        key = f"{name}.lookup"
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
