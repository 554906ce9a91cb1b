"""Orders that are credited to nobody, because they got a certain flag in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from engine.bind.flag_model import BoundFlags


def is_voided(
    flags: BoundFlags, created: dt.datetime, events: Iterable[tuple[dt.datetime, str]]
) -> bool:
    """Whether one of the colours was set before the day on which the order was placed had ended.

    `events`: when a flag was set, and its code. What became of the flag later changes nothing.
    """
    midnight = dt.datetime.combine(created.date() + dt.timedelta(days=1), dt.time())
    return any(
        moment < midnight and flags.colour_of.get(code) in flags.voids for moment, code in events
    )
