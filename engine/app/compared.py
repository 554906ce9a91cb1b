"""What a comparison came to, with how each side's months were worked out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field

from engine.app.month import PaidMonth
from engine.app.side_pay import Found
from engine.compare.model import Comparison
from engine.core.diagnostic import Diagnostic
from engine.core.period import Month
from engine.core.record import record


@record(kw_only=True)
class Compared:
    """All that could be compared; `diagnostics` refuse a side or a month of it.

    `worked`: by side and month; what the ledger says only where it is explained.
    """

    comparison: Comparison
    diagnostics: tuple[Diagnostic, ...] = ()
    worked: Mapping[tuple[int, Month], PaidMonth] = field(default_factory=dict)


def worked_months(found: Iterable[Found]) -> Mapping[tuple[int, Month], PaidMonth]:
    return {
        (one.paid.side, one.paid.month): one.worked
        for one in found
        if one.paid is not None and one.worked is not None
    }
