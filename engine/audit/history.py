"""Whether the earlier months that a policy looks back to have been posted, with what it asks."""

from __future__ import annotations

from collections.abc import Iterator

from engine.audit.checks.r512_month_not_posted import MONTH_NOT_POSTED
from engine.audit.checks.r513_value_not_posted import VALUE_NOT_POSTED
from engine.bind.model import BoundPolicy, PastOf
from engine.core.diagnostic import Diagnostic
from engine.core.period import Month
from engine.ledger.history import History


def history_mistakes(bound: BoundPolicy, history: History, month: Month) -> Iterator[Diagnostic]:
    """Every month from `history.from` must be there: a gap would be taken for nothing earned."""
    first = bound.policy.history_from
    wanted = [item for item in bound.items if isinstance(item.definition, PastOf)]
    if first is None or not wanted:
        return
    current = first
    while current < month:
        posted = history.get(current)
        if posted is None:
            yield MONTH_NOT_POSTED.at(
                wanted[0].span, month=str(current), first=str(first), wanted=str(month)
            )
        else:
            for item in wanted:
                definition = item.definition
                if isinstance(definition, PastOf) and definition.item not in posted.items:
                    yield VALUE_NOT_POSTED.at(
                        item.span, month=str(current), name=definition.item, version=posted.version
                    )
        current = current.plus(1)
