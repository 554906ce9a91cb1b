"""Sums, averages, headcounts and places over the agents of a role → typed expressions."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from engine.bind.checks.b301_unknown_name import UNKNOWN_NAME
from engine.bind.checks.b318_people_argument import PEOPLE_ARGUMENT
from engine.bind.expression import Ranked, Read, Typed
from engine.bind.formulas import FormulaBinder, quotient
from engine.bind.model import AverageOf, Item, OverPeople, Place, RankOf, computed
from engine.bind.scope import Items
from engine.bind.types import number_type
from engine.core.closest import closest
from engine.core.span import Span
from engine.core.unit import Unit
from engine.formula import nodes
from engine.formula.checks.b306_wrong_arguments import WRONG_ARGUMENTS
from engine.formula.functions import BY_NAME, TIE_WORDS

MOST_AGENTS = Decimal(100_000)


def over_people(items: Items, call: nodes.Call) -> Typed | None:
    """average, total, headcount: over the agents of a role, or of every role."""
    function = call.function.text
    arguments = list(call.arguments)
    if BY_NAME[function].kind == "rank":
        return _rank(items, call, arguments)
    if function == "headcount":
        role = _role_argument(items, call, arguments)
        return None if role is None else _people(items, call, "headcount", None, role)
    item = _people_item(items, call, arguments[0])
    role = _role_argument(items, call, arguments[1:])
    if item is None or role is None:
        return None
    if function == "total":
        return _people(items, call, "total", item, role)
    return _average(items, call, item, role)


def _people_item(items: Items, call: nodes.Call, argument: nodes.Expression) -> str | None:
    if not isinstance(argument, nodes.Name | nodes.ColumnOf):
        items.found.append(PEOPLE_ARGUMENT.at(call.span, function=call.function.text))
        return None
    bound = FormulaBinder(items, items.found).bind(argument)
    if bound is None:
        return None
    if not isinstance(bound, Read) or not bound.type.is_number:
        items.found.append(PEOPLE_ARGUMENT.at(call.span, function=call.function.text))
        return None
    return bound.key


def _role_argument(items: Items, call: nodes.Call, rest: list[nodes.Expression]) -> str | None:
    """'' = every role; None = a mistake, reported."""
    if not rest:
        return ""
    known = [r.heading.name for r in items.policy.roles]
    if isinstance(rest[0], nodes.Name) and rest[0].text in known:
        return rest[0].text
    text = rest[0].text if isinstance(rest[0], nodes.Name) else "?"
    items.found.append(UNKNOWN_NAME.at(rest[0].span, name=text, closest=closest(text, known)))
    return None


def _people(items: Items, call: nodes.Call, function: str, item: str | None, role: str) -> Typed:
    return summed(items, call.span, (function, item, role))


def summed(items: Items, span: Span, what: tuple[str, str | None, str]) -> Read:
    """The item of a sum or count over people: its function, what is counted, and the role."""
    function, item, role = what
    inside = ", ".join(part for part in (item, role) if part)
    key = f"{function}({inside})"
    if key not in items.items:
        if item is None or function == "count":
            type_ = number_type(Unit.COUNT, 0, Decimal(1), MOST_AGENTS)
        else:
            one = items.items[item].type
            low, high = min(one.low, one.low * MOST_AGENTS), one.high * MOST_AGENTS
            type_ = number_type(one.unit, one.places, low, high)
        definition = OverPeople(function, item, role or None)  # type: ignore[arg-type]
        items.add(
            Item(
                key=key,
                kind="people",
                type=type_,
                definition=definition,
                expression=None,
                reads=(item,) if item else (),
                path=key,
                span=span,
            )
        )
    return Read(key, items.items[key].type)


def _average(items: Items, call: nodes.Call, item: str, role: str) -> Typed:
    total = _people(items, call, "total", item, role)
    count = _people(items, call, "count", item, role)
    key = f"average({', '.join(part for part in (item, role) if part)})"
    if key not in items.items:
        one = items.items[item].type
        expression = quotient(total, count, one.unit)
        type_ = number_type(one.unit, expression.type.places, one.low, one.high)
        place = Place(path=key, span=call.span)
        made = computed(key, "people", AverageOf(item, role or None), expression, place)
        items.add(replace(made, type=type_))
    return Read(key, items.items[key].type)


def _rank(items: Items, call: nodes.Call, arguments: list[nodes.Expression]) -> Typed | None:
    """rank(name, shared|dense[, role]): 1 is the highest, or with rank_from_low the lowest."""
    item = _people_item(items, call, arguments[0])
    word = arguments[1].text if isinstance(arguments[1], nodes.Name) else ""
    ties = TIE_WORDS.get(word)
    role = _role_argument(items, call, arguments[2:])
    if ties is None:
        usage = BY_NAME[call.function.text].usage
        count = str(len(arguments))
        items.found.append(
            WRONG_ARGUMENTS.at(arguments[1].span, name=call.function.text, count=count, usage=usage)
        )
    if item is None or role is None or ties is None:
        return None
    name = call.function.text
    key = f"{name}({', '.join(part for part in (item, ties, role) if part)})"
    if key not in items.items:
        type_ = number_type(Unit.COUNT, 0, Decimal(1), MOST_AGENTS)
        from_low = name == "rank_from_low"
        definition = RankOf(item, ties, from_low, role or None)  # type: ignore[arg-type]
        ranked = Ranked(item, role or None, definition.ties, from_low, type_)
        items.add(computed(key, "rank", definition, ranked, Place(path=key, span=call.span)))
    return Read(key, items.items[key].type)
