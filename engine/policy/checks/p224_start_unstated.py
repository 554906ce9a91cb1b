"""P224 start-unstated.

What it means
    A version begins on a day within a month, and does not say how that month is paid.

Why it matters
    By days, by the version before or by the new one: each pays another amount, and there is no
    default.

Wrong
    effective: {from: 2024-06-16}   # <-

Right
    effective: {from: 2024-06-16}
    mid_month: {version: by_days}
"""

from engine.core.diagnostic import Check

START_UNSTATED = Check(code="P224", name="start-unstated")
