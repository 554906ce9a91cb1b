"""What is read of earlier months: values, sums, streaks, levels, limits → typed expressions."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from engine.bind import names as words
from engine.bind.checks.b351_history_unstated import HISTORY_UNSTATED
from engine.bind.checks.b352_past_argument import PAST_ARGUMENT
from engine.bind.expression import (
    Cases,
    Choose,
    Combine,
    Compare,
    Missing,
    Not,
    Read,
    Typed,
    Word,
)
from engine.bind.formulas import FormulaBinder, arithmetic, constant, quotient, rounded
from engine.bind.model import Item, PastOf, Window
from engine.bind.scope import Items
from engine.bind.types import TRUTH, ValueType, joined, number_type
from engine.bind.units import same
from engine.core.span import Span
from engine.core.unit import Unit
from engine.formula import nodes
from engine.formula.functions import BY_NAME, WINDOW_WORDS
from engine.policy.model import Line
from engine.policy.periods import Ladder, Streak

MOST_MONTHS = 1200
LONGEST_WINDOW = 120
MOST_MONEY = Decimal(10) ** 9
_MONTHS_BEFORE: dict[Window, int] = {
    "quarter": 2,
    "half_year": 5,
    "year": 11,
    "always": MOST_MONTHS,
}


def over_months(items: Items, call: nodes.Call) -> Typed | None:
    """previous, earlier, to_date: of the agent's own earlier payslips."""
    read = _past_item(items, call)
    if read is None:
        return None
    if call.function.text == "previous":
        return _previous(items, call, read)
    window = _window(items, call, call.arguments[1])
    if window is None:
        return None
    if not read.type.is_number:
        items.found.append(PAST_ARGUMENT.at(call.span, usage=_usage(call)))
        return None
    before = _summed(items, call.span, read, window)
    if call.function.text == "earlier":
        return before
    return arithmetic("+", before, read, read.type.unit)


def _usage(call: nodes.Call) -> str:
    return BY_NAME[call.function.text].usage


def _past_item(items: Items, call: nodes.Call) -> Read | None:
    """The value whose past is asked for: a name or a column, not a sum over people."""
    argument = call.arguments[0]
    own = _own_past(items, argument)
    if own is not None:
        return own
    if isinstance(argument, nodes.Name | nodes.ColumnOf):
        bound = FormulaBinder(items, items.found).bind(argument)
        if bound is None:
            return None  # reported there
        is_kept = isinstance(bound, Read) and items.items[bound.key].kind not in ("people", "past")
        if isinstance(bound, Read) and is_kept and bound.type.unit is not Unit.TRUTH:
            return bound
    items.found.append(PAST_ARGUMENT.at(call.span, usage=_usage(call)))
    return None


def _own_past(items: Items, argument: nodes.Expression) -> Read | None:
    """A line that reads what it paid before; posted amounts are held to these bounds."""
    line = items.open_line(argument.text) if isinstance(argument, nodes.Name) else None
    if line is None:
        return None
    rounding = line.round or items.policy.line_round
    if rounding is None:
        return None
    type_ = number_type(Unit.MONEY, rounding.places, -MOST_MONEY, MOST_MONEY)
    return Read(line.heading.name, type_)


def _previous(items: Items, call: nodes.Call, read: Read) -> Typed | None:
    """The value so many months back, or what the author puts in its place."""
    months = _count(call.arguments[2]) if len(call.arguments) > 2 else 1
    if months is None:
        items.found.append(PAST_ARGUMENT.at(call.span, usage=_usage(call)))
        return None
    instead = _instead(items, call, read)
    if instead is None:
        return None
    unit = same(read.type.unit, instead.type.unit)
    if unit is None:
        items.found.append(PAST_ARGUMENT.at(call.arguments[1].span, usage=_usage(call)))
        return None
    key = f"previous({read.key}, {months})"
    past = _past(items, key, PastOf(read.key, "value", months, None), read.type, call.span)
    if read.type.is_number:
        type_ = joined([read.type, instead.type], unit)
    else:
        type_ = _either(read.type, instead.type)
    return Choose(Missing((past.key,), TRUTH), instead, past, type_)


def _instead(items: Items, call: nodes.Call, read: Read) -> Typed | None:
    argument = call.arguments[1]
    is_word = isinstance(argument, nodes.Name) and not items.has_name(argument.text)
    if is_word and read.type.unit is Unit.TEXT and isinstance(argument, nodes.Name):
        return Word(argument.text, ValueType(Unit.TEXT, words=(argument.text,)))
    return FormulaBinder(items, items.found).bind(argument)


def _either(one: ValueType, other: ValueType) -> ValueType:
    known = None
    if one.words is not None and other.words is not None:
        known = tuple(dict.fromkeys((*one.words, *other.words)))
    return replace(one, words=known)


def _count(node: nodes.Expression) -> int | None:
    """A number of months as typed: 1 to 120."""
    if not isinstance(node, nodes.Number) or node.is_ratio:
        return None
    return int(node.amount) if node.amount in range(1, LONGEST_WINDOW + 1) else None


def _window(items: Items, call: nodes.Call, node: nodes.Expression) -> int | Window | None:
    word = WINDOW_WORDS.get(node.text) if isinstance(node, nodes.Name) else None
    window = word or _count(node)
    if window is None:
        items.found.append(PAST_ARGUMENT.at(node.span, usage=_usage(call)))
    return window


def _summed(items: Items, span: Span, read: Read, window: int | Window) -> Read:
    months = window if isinstance(window, int) else _MONTHS_BEFORE[window]
    low, high = read.type.low * months, read.type.high * months
    type_ = number_type(
        read.type.unit, read.type.places, min(low, Decimal(0)), max(high, Decimal(0))
    )
    definition = PastOf(read.key, "sum", window, Decimal(0))
    return _past(items, f"earlier({read.key}, {window})", definition, type_, span)


def _past(items: Items, key: str, definition: PastOf, type_: ValueType, span: Span) -> Read:
    """An input that the ledger gives; which months count must be stated once."""
    if key not in items.items:
        if items.policy.history_from is None:
            items.found.append(HISTORY_UNSTATED.at(span, name=definition.item))
        items.add(
            Item(
                key=key,
                kind="past",
                type=type_,
                definition=definition,
                expression=None,
                reads=(),
                path="history",
                span=span,
            )
        )
    return Read(key, items.items[key].type)


# -- limits, streaks, levels ---------------------------------------------------------------------


def times_paid(items: Items, line: Line) -> Read:
    """How often the line was paid within the months that its `times` names, before this one."""
    times = line.times
    window: int | Window = "always" if times is None or not times.months else times.months - 1
    key = f"{line.heading.name}[times]"
    type_ = number_type(Unit.COUNT, 0, Decimal(0), Decimal(MOST_MONTHS))
    definition = PastOf(line.heading.name, "times", window, Decimal(0))
    return _past(items, key, definition, type_, line.heading.span)


def state_columns(state: Streak | Ladder) -> tuple[str, ...]:
    """What it gives, in the order in which one is worked out from the other."""
    if isinstance(state, Streak):
        return ("months", "reached") if state.goal else ("months",)
    return ("level", "next")


def state_expression(items: Items, state: Streak | Ladder, column: str) -> Typed | None:
    """One column of a streak (months, reached) or of a ladder (level, next)."""
    if isinstance(state, Streak):
        return _streak(items, state, column)
    return _level(items, state, column)


def _streak(items: Items, streak: Streak, column: str) -> Typed | None:
    type_ = number_type(Unit.COUNT, 0, Decimal(0), Decimal(MOST_MONTHS))
    months_key = f"{streak.heading.name}.months"
    if column == "reached":
        return _reached(streak, Read(months_key, items.items[months_key].type))
    condition = items.truth(streak.condition)
    if condition is None:
        return None
    use = PastOf(months_key, "carried" if streak.absent == "skip" else "last", "always", Decimal(0))
    before = _past(items, f"{streak.heading.name}[before]", use, type_, streak.heading.span)
    zero, one = constant(Decimal(0), Unit.COUNT), constant(Decimal(1), Unit.COUNT)
    longer = arithmetic("+", before, one, Unit.COUNT)
    return Choose(condition, longer, zero, joined([longer.type, zero.type], Unit.COUNT))


def _reached(streak: Streak, months: Read) -> Typed:
    goal = constant(Decimal(streak.goal or 0), Unit.COUNT)
    match streak.again:
        case "each_month":
            return Compare(">=", months, goal, TRUTH)
        case "every":
            full = rounded(quotient(months, goal, Unit.COUNT), 0, "floor")
            multiple = arithmetic("*", full, goal, Unit.COUNT)
            is_full = Compare("=", multiple, months, TRUTH)
            return Combine("and", (Compare(">=", months, goal, TRUTH), is_full), TRUTH)
        case _:
            return Compare("=", months, goal, TRUTH)


def _level(items: Items, ladder: Ladder, column: str) -> Typed | None:
    name = ladder.heading.name
    type_ = ValueType(Unit.TEXT, words=ladder.steps)
    use = PastOf(f"{name}.next", "carried", "always", ladder.start.name)
    before = _past(items, f"{name}[before]", use, type_, ladder.heading.span)
    if column == "level" and ladder.effect == "next_month":
        return before
    if column == "next" and ladder.effect == "this_month":
        return Read(f"{name}.level", type_)
    return _moved(items, ladder, before)


def _moved(items: Items, ladder: Ladder, before: Read) -> Typed | None:
    """One step up or down from the level before, in a month of review."""
    promote = items.truth(ladder.promote) if ladder.promote else None
    demote = items.truth(ladder.demote) if ladder.demote else None
    if (ladder.promote and promote is None) or (ladder.demote and demote is None):
        return None
    up, down = promote, demote
    if promote is not None and demote is not None:
        if ladder.if_both != "promote":
            up = Combine("and", (promote, Not(demote, TRUTH)), TRUTH)
        if ladder.if_both != "demote":
            down = Combine("and", (demote, Not(promote, TRUTH)), TRUTH)
    arms = [
        *_steps(items, ladder, before, up, ladder.steps, ladder.steps[1:]),
        *_steps(items, ladder, before, down, ladder.steps[1:], ladder.steps),
    ]
    # an unknown condition must leave no level at all, not the old one
    stays = Not(Combine("or", tuple(condition for condition, _ in arms), TRUTH), TRUTH)
    return Cases((), (*arms, (stays, before)), before.type)


def _steps(
    items: Items,
    ladder: Ladder,
    before: Read,
    condition: Typed | None,
    froms: tuple[str, ...],
    tos: tuple[str, ...],
) -> list[tuple[Typed, Typed]]:
    if condition is None:
        return []
    review = _in_review(items, ladder)
    arms: list[tuple[Typed, Typed]] = []
    for start, end in zip(froms, tos, strict=False):
        at = Compare("=", before, Word(start, before.type), TRUTH)
        parts = (at, condition) if review is None else (review, at, condition)
        arms.append((Combine("and", parts, TRUTH), Word(end, before.type)))
    return arms


def _in_review(items: Items, ladder: Ladder) -> Typed | None:
    if len(set(ladder.review)) == 12:
        return None
    key = items.built_in(words.MONTH_NUMBER, ladder.heading.span) or words.MONTH_NUMBER
    month = Read(key, items.items[key].type)
    tests = [
        Compare("=", month, constant(Decimal(number), Unit.COUNT), TRUTH)
        for number in sorted(set(ladder.review))
    ]
    return tests[0] if len(tests) == 1 else Combine("or", tuple(tests), TRUTH)
