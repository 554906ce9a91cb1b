"""All that a value can be while some figures range over intervals, and how it answers each.

Bounds are sound: no value lies outside. A direction is stated only where it is certain, so what
is concluded from it is exact; where it is not, whoever asks must look closer or say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from engine.core.number import divide, plain, quantize
from engine.core.record import record

ZERO, ONE = Decimal(0), Decimal(1)
NONE, MINUS = Fraction(0), Fraction(-1)
# Quotients are rounded to 12 places.
QUOTIENT_SLACK = Fraction(1, 2 * 10**12)
# A staircase of more steps than this is taken for a slope: only its direction is told.
MOST_STEPS = 64

Variable = tuple[str, str]


@record
class Move:
    """1 never falls where the figure grows, -1 never rises, 0 unknown.

    `slope`: the value is straight but for at most `slack`; figures lie `step` apart.
    """

    direction: int
    slope: Fraction | None = None
    slack: Fraction = NONE
    step: Fraction = NONE

    def times(self, factor: Fraction) -> Move:
        sign = 1 if factor > 0 else -1
        slope = None if self.slope is None else self.slope * factor
        return Move(self.direction * sign, slope, self.slack * abs(factor), self.step)

    def plus(self, other: Move) -> Move | None:
        """None: what one adds the other takes."""
        if self.slope is None or other.slope is None:
            return Move(self.direction if self.direction == other.direction else 0)
        slope, slack = self.slope + other.slope, self.slack + other.slack
        if not slope and not slack:
            return None
        # from one figure to the next the slope must outweigh what rounding may take back
        is_sure = abs(slope) * self.step >= 2 * slack
        direction = (slope > 0) - (slope < 0) if is_sure else 0
        if self.direction == other.direction:
            direction = self.direction
        return Move(direction, slope, slack, self.step)


Moves = Mapping[Variable, Move]


@record
class Spread:
    """`moves` names the figures that the value answers; conditions are 0 or 1.

    `is_straight`: one formula holds throughout, no choice is open. `lacks`: there may be no value.
    """

    low: Decimal
    high: Decimal
    moves: Moves = field(default_factory=dict)
    is_straight: bool = True
    words: frozenset[str] | None = None
    lacks: bool = False

    @property
    def is_point(self) -> bool:
        if self.words is not None:
            return len(self.words) == 1 and not self.lacks
        return self.low == self.high and not self.lacks

    def direction(self, variable: Variable) -> int | None:
        """None: it does not answer this figure at all."""
        move = self.moves.get(variable)
        return None if move is None else move.direction

    @property
    def is_nothing(self) -> bool:
        return self.words is not None and not self.words


NOTHING = Spread(ZERO, ZERO, words=frozenset(), lacks=True)


def number(amount: Decimal) -> Spread:
    return Spread(amount, amount)


def truth(*, holds: bool) -> Spread:
    return number(ONE if holds else ZERO)


def word(text: str) -> Spread:
    return Spread(ZERO, ZERO, words=frozenset((text,)))


def ranging(low: Decimal, high: Decimal, variable: Variable, step: Decimal) -> Spread:
    """A figure itself, free between its bounds."""
    if low == high:
        return number(low)
    return Spread(low, high, {variable: Move(1, Fraction(1), NONE, Fraction(step))})


def vague(low: Decimal, high: Decimal, answers: Iterable[Variable]) -> Spread:
    """Nothing is known but the bounds."""
    return Spread(low, high, dict.fromkeys(answers, Move(0)), is_straight=False)


# -- moves -------------------------------------------------------------------------------------


def turned(moves: Moves) -> Moves:
    return {variable: move.times(MINUS) for variable, move in moves.items()}


def agreeing(parts: Sequence[Moves]) -> Moves:
    """The direction that all parts share, each on its own."""
    if len(parts) == 1:
        return {v: Move(m.direction) for v, m in parts[0].items()}
    found: dict[Variable, int] = {}
    for moves in parts:
        for variable, move in moves.items():
            known = found.setdefault(variable, move.direction)
            found[variable] = known if known == move.direction else 0
    return {variable: Move(direction) for variable, direction in found.items()}


def _together(one: Moves, other: Moves) -> Moves:
    """Of a sum: slopes add up, directions must agree."""
    found = dict(one)
    for variable, move in other.items():
        known = found.get(variable)
        together = move if known is None else known.plus(move)
        if together is None:
            del found[variable]
        else:
            found[variable] = together
    return found


def _pushed(moves: Moves, sign: int) -> Moves:
    """Directions after a factor of a known sign; of an unknown one nothing is left."""
    return {variable: Move(move.direction * sign) for variable, move in moves.items()}


def _sign(one: Spread) -> int:
    if one.low >= 0:
        return 1
    return -1 if one.high <= 0 else 0


# -- arithmetic --------------------------------------------------------------------------------


def added(one: Spread, other: Spread) -> Spread:
    return Spread(
        one.low + other.low,
        one.high + other.high,
        _together(one.moves, other.moves)
        if one.moves and other.moves
        else one.moves or other.moves,
        one.is_straight and other.is_straight,
        lacks=one.lacks or other.lacks,
    )


def negative(one: Spread) -> Spread:
    return replace(one, low=-one.high, high=-one.low, moves=turned(one.moves))


def multiplied(one: Spread, other: Spread) -> Spread:
    if not one.moves and one.low == one.high:
        return _scaled(other, one)
    if not other.moves and other.low == other.high:
        return _scaled(one, other)
    corners = [a * b for a in (one.low, one.high) for b in (other.low, other.high)]
    moves = agreeing((_pushed(one.moves, _sign(other)), _pushed(other.moves, _sign(one))))
    straight = one.is_straight and other.is_straight
    return Spread(min(corners), max(corners), moves, straight, lacks=one.lacks or other.lacks)


def _scaled(one: Spread, factor: Spread) -> Spread:
    by = factor.low
    lacks = one.lacks or factor.lacks
    if not by:
        return Spread(ZERO, ZERO, lacks=lacks)
    share = Fraction(by)
    moves = {v: m.times(share) for v, m in one.moves.items()}
    ends = (one.low * by, one.high * by)
    return Spread(min(ends), max(ends), moves, one.is_straight, lacks=lacks)


def divided(one: Spread, other: Spread) -> Spread | None:
    """Rounding half-up keeps the order of quotients. None where the divisor can be zero."""
    if other.low <= 0 <= other.high:
        return None
    corners = [divide(a, b) for a in (one.low, one.high) for b in (other.low, other.high)]
    if other.low == other.high and not other.moves:
        moves = _divided_moves(one.moves, Fraction(other.low))
    else:
        moves = agreeing((_pushed(one.moves, _sign(other)), _pushed(other.moves, -_sign(one))))
    straight = one.is_straight and other.is_straight
    return Spread(min(corners), max(corners), moves, straight, lacks=one.lacks or other.lacks)


def _divided_moves(moves: Moves, divisor: Fraction) -> Moves:
    scaled = ((v, m.times(1 / divisor)) for v, m in moves.items())
    slack = NONE if abs(divisor) == 1 else QUOTIENT_SLACK
    return {v: m if m.slope is None else replace(m, slack=m.slack + slack) for v, m in scaled}


def least(operands: Sequence[Spread]) -> Spread:
    """An operand that is nowhere the least is left out."""
    top = min(o.high for o in operands)
    lacks = any(o.lacks for o in operands)
    deciding = [o for o in operands if o.low < top]
    if not any(o.high == top for o in deciding):
        deciding.append(number(top))  # an operand that is always so much
    if len(deciding) == 1:
        return replace(deciding[0], lacks=lacks)
    low = min(o.low for o in deciding)
    return Spread(low, top, agreeing([o.moves for o in deciding]), is_straight=False, lacks=lacks)


def greatest(operands: Sequence[Spread]) -> Spread:
    return negative(least([negative(o) for o in operands]))


def rounded(one: Spread, places: int, mode: str) -> Spread:
    low, high = (quantize(end, places=places, mode=mode) for end in (one.low, one.high))
    if low == high:
        return Spread(low, high, lacks=one.lacks)
    is_fine = (high - low).scaleb(places) > MOST_STEPS
    straight = one.is_straight and (is_fine or places > 1)
    return Spread(low, high, agreeing((one.moves,)), straight, lacks=one.lacks)


def absolute(one: Spread) -> Spread:
    if one.low >= 0:
        return one
    if one.high <= 0:
        return negative(one)
    most = max(-one.low, one.high)
    return replace(vague(ZERO, most, one.moves), lacks=one.lacks)


# -- conditions and choices --------------------------------------------------------------------


def compared(sign: str, one: Spread, other: Spread) -> Spread:
    lacks = one.lacks or other.lacks
    if one.words is not None or other.words is not None:
        found = _same_words(one, other)
    elif sign in ("=", "!="):
        found = _equal(one, other)
    else:
        found = _ordered(sign, one, other)
    if sign == "!=":
        found = opposite(found)
    return replace(found, lacks=lacks)


def _same_words(one: Spread, other: Spread) -> Spread:
    mine, theirs = _texts(one), _texts(other)
    if mine is None or theirs is None:
        return vague(ZERO, ONE, (*one.moves, *other.moves))
    if not mine & theirs:
        return truth(holds=False)
    if len(mine) == len(theirs) == 1:
        return truth(holds=True)
    return vague(ZERO, ONE, (*one.moves, *other.moves))


def _texts(one: Spread) -> frozenset[str] | None:
    if one.words is not None:
        return one.words
    return frozenset((plain(one.low),)) if one.low == one.high else None


def _equal(one: Spread, other: Spread) -> Spread:
    if one.high < other.low or other.high < one.low:
        return truth(holds=False)
    if one.low == one.high == other.low == other.high:
        return truth(holds=True)
    if one.high <= other.low or other.high <= one.low:
        # they can meet in one value only, so being equal is being on this side of it
        return _ordered(">=" if one.high <= other.low else "<=", one, other)
    return vague(ZERO, ONE, (*one.moves, *other.moves))


def _ordered(sign: str, one: Spread, other: Spread) -> Spread:
    if sign in (">", ">="):
        return _ordered("<" if sign == ">" else "<=", other, one)
    always = one.high < other.low or (sign == "<=" and one.high <= other.low)
    never = one.low > other.high or (sign == "<" and one.low >= other.high)
    if always or never:
        return truth(holds=always)
    beyond = _together(other.moves, turned(one.moves))
    return Spread(ZERO, ONE, agreeing((beyond,)), is_straight=False)


def opposite(one: Spread) -> Spread:
    return replace(one, low=ONE - one.high, high=ONE - one.low, moves=turned(one.moves))


def all_of(operands: Sequence[Spread]) -> Spread:
    lacks = any(o.lacks for o in operands)
    if any(not o.high for o in operands):
        return replace(truth(holds=False), lacks=lacks)
    undecided = [o for o in operands if not o.low]
    if not undecided:
        return replace(truth(holds=True), lacks=lacks)
    return Spread(ZERO, ONE, agreeing([o.moves for o in undecided]), False, lacks=lacks)


def any_of(operands: Sequence[Spread]) -> Spread:
    return opposite(all_of([opposite(o) for o in operands]))


def chosen(condition: Spread, then: Spread, otherwise: Spread) -> Spread:
    if condition.low == 1:
        return replace(then, lacks=then.lacks or condition.lacks)
    if not condition.high:
        return replace(otherwise, lacks=otherwise.lacks or condition.lacks)
    found = joined((otherwise, then), condition.moves)
    return replace(found, lacks=found.lacks or condition.lacks)


def joined(steps: Sequence[Spread], moves: Moves) -> Spread:
    """One of several values; the later ones are taken as `moves` goes up."""
    some = [s for s in steps if not s.is_nothing]
    lacks = any(s.lacks for s in steps)
    if not some:
        return NOTHING
    if any(s.words is not None for s in some):
        texts = frozenset(w for s in some for w in s.words or ())
        answers = dict.fromkeys([*moves, *(v for s in some for v in s.moves)], Move(0))
        return Spread(ZERO, ZERO, answers if len(texts) > 1 else {}, False, texts, lacks)
    low, high = min(s.low for s in some), max(s.high for s in some)
    if low == high:
        return Spread(low, high, lacks=lacks)
    going = _pushed(moves, _way(some) if len(some) == len(steps) else 0)
    own = agreeing([going, *(s.moves for s in some)])
    return Spread(low, high, own, is_straight=False, lacks=lacks)


def _way(steps: Sequence[Spread]) -> int:
    """1 if every step lies wholly above the one before, -1 below, 0 neither."""
    pairs = list(pairwise(steps))
    if all(one.high <= other.low for one, other in pairs):
        return 1
    return -1 if all(one.low >= other.high for one, other in pairs) else 0
