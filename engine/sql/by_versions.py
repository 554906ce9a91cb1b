"""What several versions of a policy pay together in one month: each line weighted by days."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from engine.bind.mid_month import Weighed
from engine.bind.types import ValueType
from engine.core.record import record
from engine.core.span import Span
from engine.policy.model import Rounding
from engine.sql.by_days import weighing
from engine.sql.from_plan import Statement, macros, view


@record(kw_only=True)
class Together:
    """`statements` read the relation `parts`, which has `columns` beside agent and weight.

    `most`: what the weights of one agent can come to.
    """

    statements: tuple[Statement, ...]
    columns: tuple[tuple[str, ValueType], ...]
    most: Decimal


def together(
    name: str, lines: Sequence[Weighed], total_round: Rounding | None, most: Decimal, span: Span
) -> Together:
    """Print the weighing of these lines; the versions' own scripts pay what is weighed."""
    views = weighing(f"{name}__by_versions", lines, total_round, most)
    return Together(
        statements=(*macros(name, span), *(view(*named, span) for named in views)),
        columns=tuple((line.key, line.type) for line in lines),
        most=most,
    )
