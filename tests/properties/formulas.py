"""Random formulas whose units fit, over the measures, formulas and tables that a policy has."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from hypothesis import strategies as st

from engine.core.number import plain

MODES = ("half_up", "half_down", "half_even", "up", "down", "ceiling", "floor")
MONEY, COUNT, POINTS, RATIO, DAYS = "money", "count", "points", "ratio", "days"
SIGNS = ("<", "<=", ">", ">=", "=", "!=", "≤", "≥", "≠")


@dataclass(frozen=True)
class Given:
    """A measure of the policy's own."""

    name: str
    unit: str
    places: int
    least: str
    greatest: str

    @property
    def step(self) -> Decimal:
        return Decimal(1).scaleb(-self.places)


GIVEN = (
    Given("sales", MONEY, 2, "0", "100000000"),
    Given("refund", MONEY, 2, "-5000", "5000"),
    Given("fine", MONEY, 0, "0", "1000"),
    Given("orders", COUNT, 0, "0", "5000"),
    Given("errors", COUNT, 0, "0", "20"),
    Given("quality", POINTS, 2, "0", "100"),
    Given("attitude", POINTS, 0, "0", "100"),
    Given("rating", RATIO, 4, "0", "1"),
    Given("growth", RATIO, 3, "-1", "2"),
    Given("worked", DAYS, 1, "0", "31"),
    Given("goal", MONEY, 0, "1", "100000"),
)
BY_NAME = {given.name: given for given in GIVEN}
POSITIVE = {MONEY: ("goal",)}


@dataclass
class Scope:
    """What formulas may read, by unit; `words` are text values with the words they can be."""

    readable: dict[str, list[str]] = field(default_factory=dict)
    countable: dict[str, list[str]] = field(default_factory=dict)
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    roles: tuple[str, ...] = ()
    constants: set[Decimal] = field(default_factory=set)

    def add(self, unit: str, name: str, *, is_countable: bool = True) -> None:
        self.readable.setdefault(unit, []).append(name)
        if is_countable:
            self.countable.setdefault(unit, []).append(name)


def literals(
    scope: Scope, *, most: int = 2000, is_positive: bool = False
) -> st.SearchStrategy[str]:
    """Plain numbers with few decimals; remembered, so that figures can hit them."""
    least = 1 if is_positive else 0

    def remember(number: Decimal) -> str:
        scope.constants.add(number)
        return plain(number)

    whole = st.integers(least, most).map(Decimal)
    cents = st.integers(least, most * 100).map(lambda n: Decimal(n).scaleb(-2))
    return st.one_of(whole, whole, cents).map(remember)


PERCENTS = ("5%", "0.5%", "12.5%", "0.75%", "3‰", "50%", "100%", "1pp", "33.3%")


@st.composite
def value(draw: st.DrawFn, scope: Scope, unit: str, depth: int) -> str:
    """A formula of that unit (or a bare number, which fits every unit)."""
    if depth <= 0:
        return draw(leaf(scope, unit))
    make = draw(st.sampled_from(_BY_UNIT.get(unit, _ANY)))
    return draw(make(scope, unit, depth - 1))


@st.composite
def leaf(draw: st.DrawFn, scope: Scope, unit: str) -> str:
    names = scope.readable.get(unit, [])
    if names and draw(st.integers(0, 5)):
        return draw(st.sampled_from(names))
    if unit == RATIO:
        return draw(st.sampled_from(PERCENTS))
    return draw(literals(scope))


@st.composite
def added(draw: st.DrawFn, scope: Scope, unit: str, depth: int) -> str:
    left, right = draw(value(scope, unit, depth)), draw(value(scope, unit, depth))
    sign = draw(st.sampled_from("+−-"))
    return f"({left} {sign} {right})"


@st.composite
def scaled(draw: st.DrawFn, scope: Scope, unit: str, depth: int) -> str:
    factor = draw(
        st.one_of(value(scope, RATIO, 0), literals(scope, most=20), st.sampled_from(PERCENTS))
    )
    amount = draw(value(scope, unit, depth))
    pair = (amount, factor) if draw(st.booleans()) else (factor, amount)
    return f"({pair[0]} {draw(st.sampled_from('×*'))} {pair[1]})"


@st.composite
def divided(draw: st.DrawFn, scope: Scope, unit: str, depth: int) -> str:
    amount = draw(value(scope, unit, depth))
    divisor = draw(literals(scope, most=60, is_positive=True))
    return f"({amount} {draw(st.sampled_from('÷/'))} {divisor})"


@st.composite
def quotient(draw: st.DrawFn, scope: Scope, unit: str, depth: int) -> str:
    """divide(a, b, otherwise), a division by a positive measure, or one that `if` guards."""
    if unit == RATIO:
        other = draw(st.sampled_from([MONEY, COUNT, POINTS]))
        top, bottom = draw(value(scope, other, depth)), draw(leaf(scope, other))
    else:
        top = draw(value(scope, unit, depth))
        bottom = draw(value(scope, draw(st.sampled_from([RATIO, COUNT])), 0))
    instead = draw(literals(scope, most=9))
    match draw(st.integers(0, 2)):
        case 0:
            return f"divide({top}, {bottom}, {instead})"
        case 1:
            return f"if({bottom} = 0, {instead}, {top} ÷ {bottom})"
        case _:
            return f"if({bottom} > 0, {top} ÷ {bottom}, {instead})"


@st.composite
def share_of_goal(draw: st.DrawFn, scope: Scope, unit: str, depth: int) -> str:
    return f"({draw(value(scope, MONEY, 0))} ÷ goal)" if "goal" in scope.readable[MONEY] else "1"


@st.composite
def extreme(draw: st.DrawFn, scope: Scope, unit: str, depth: int) -> str:
    count = draw(st.integers(2, 3))
    parts = ", ".join(draw(value(scope, unit, depth)) for _ in range(count))
    return f"{draw(st.sampled_from(['min', 'max', '最小', '最大']))}({parts})"


@st.composite
def clamped(draw: st.DrawFn, scope: Scope, unit: str, depth: int) -> str:
    low, high = draw(literals(scope, most=50)), draw(literals(scope))
    return f"clamp({draw(value(scope, unit, depth))}, {low}, {high})"


@st.composite
def rounding(draw: st.DrawFn, scope: Scope, unit: str, depth: int) -> str:
    inner = draw(value(scope, unit, depth))
    whole = draw(st.sampled_from(["floor", "ceil", "round", "round"]))
    if whole != "round":
        return f"{whole}({inner})"
    return f"round({inner}, {draw(st.integers(0, 4))}, {draw(st.sampled_from(MODES))})"


@st.composite
def signed(draw: st.DrawFn, scope: Scope, unit: str, depth: int) -> str:
    inner = draw(value(scope, unit, depth))
    return f"abs({inner})" if draw(st.booleans()) else f"(−{inner})"


@st.composite
def chosen(draw: st.DrawFn, scope: Scope, unit: str, depth: int) -> str:
    then, otherwise = draw(value(scope, unit, depth)), draw(value(scope, unit, depth))
    word = draw(st.sampled_from(["if", "如果"]))
    return f"{word}({draw(condition(scope, 1))}, {then}, {otherwise})"


@st.composite
def over_people(draw: st.DrawFn, scope: Scope, unit: str, depth: int) -> str:
    names = scope.countable.get(unit, [])
    role = draw(st.sampled_from(["", *scope.roles]))
    if unit == COUNT and draw(st.booleans()):
        return f"headcount({role})"
    if unit == COUNT and draw(st.booleans()):
        return draw(place(scope))
    if not names:
        return draw(leaf(scope, unit))
    function = draw(st.sampled_from(["average", "total", "平均"]))
    arguments = ", ".join(part for part in (draw(st.sampled_from(names)), role) if part)
    return f"{function}({arguments})"


@st.composite
def place(draw: st.DrawFn, scope: Scope) -> str:
    """A place among all; a role cannot be ranked among another."""
    names = sorted(name for of_unit in scope.countable.values() for name in of_unit)
    function = draw(st.sampled_from(["rank", "rank_from_low", "名次"]))
    ties = draw(st.sampled_from(["shared", "dense"]))
    return f"{function}({draw(st.sampled_from(names))}, {ties})"


@st.composite
def shared(draw: st.DrawFn, scope: Scope, unit: str, depth: int) -> str:
    return f"share({draw(value(scope, POINTS, depth))})"


@st.composite
def condition(draw: st.DrawFn, scope: Scope, depth: int) -> str:
    if depth > 0 and draw(st.integers(0, 3)) == 0:
        left, right = draw(condition(scope, depth - 1)), draw(condition(scope, depth - 1))
        joined = draw(st.sampled_from(["and", "or", "且", "或"]))
        return f"({left} {joined} {right})"
    if depth > 0 and draw(st.integers(0, 7)) == 0:
        return f"not ({draw(condition(scope, depth - 1))})"
    if scope.words and draw(st.integers(0, 3)) == 0:
        name = draw(st.sampled_from(sorted(scope.words)))
        word = draw(st.sampled_from(scope.words[name]))
        return f"{name} {draw(st.sampled_from(['=', '!=']))} {word}"
    unit = draw(st.sampled_from([MONEY, COUNT, POINTS, RATIO]))
    left = draw(value(scope, unit, 0))
    sign = draw(st.sampled_from(SIGNS))
    return f"{left} {sign} {draw(value(scope, unit, 0))}"


_ANY = (
    added,
    added,
    scaled,
    scaled,
    divided,
    quotient,
    extreme,
    clamped,
    rounding,
    rounding,
    signed,
    chosen,
    chosen,
    over_people,
)
_BY_UNIT = {RATIO: (*_ANY, shared, shared, quotient, share_of_goal)}
