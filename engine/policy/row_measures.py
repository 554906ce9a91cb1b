"""A measure that is worked out from rows: a filter and an aggregate over a table of facts."""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal
from typing import Literal

from engine.core.record import record
from engine.core.span import Span

How = Literal["count", "distinct", "sum", "least", "greatest"]
HOWS: tuple[How, ...] = ("count", "distinct", "sum", "least", "greatest")


@record(kw_only=True)
class Condition:
    """One column of the facts; `words` are the values that fit, or the bounds that hold.

    `least` and `greatest` are inclusive, `above` and `below` exclusive.
    """

    column: str
    words: tuple[str, ...] = ()
    least: Decimal | None = None
    above: Decimal | None = None
    greatest: Decimal | None = None
    below: Decimal | None = None
    span: Span = field(compare=False, default=Span(file=""))


@record(kw_only=True)
class Aggregate:
    """What is counted or summed: `fact` and, but for a count of rows, its `column`.

    `whole`: over all agents of the shop, not the agent alone.
    """

    how: How
    fact: str
    column: str = ""
    where: tuple[Condition, ...] = ()
    is_whole: bool = False
    span: Span = field(compare=False, default=Span(file=""))


@record
class Quotient:
    """`of` ÷ `per`."""

    of: Aggregate
    per: Aggregate | None


@record(kw_only=True)
class RowMeasure:
    """`of`, less `less` where stated, ÷ `per` where stated: a sum over a sum.

    `relative_to`: another such quotient, by which the whole is divided, as the shop's.

    `settles_days`: how long after the month's end the figure still changes.
    """

    of: Aggregate
    less: Aggregate | None = None
    per: Aggregate | None = None
    relative_to: Quotient | None = None
    settles_days: int = 0

    @property
    def aggregates(self) -> tuple[Aggregate, ...]:
        other = (self.relative_to.of, self.relative_to.per) if self.relative_to else ()
        return tuple(a for a in (self.of, self.less, self.per, *other) if a is not None)
