"""L721 period-not-open.

What it means
    The month is posted or closed and takes nothing any more.

Why it matters
    What was paid does not change; a later month pays the difference.

Wrong
    ledger: adjust a posted month

Right
    ledger: adjust an open month
"""

from engine.core.diagnostic import Check

PERIOD_NOT_OPEN = Check(code="L721", name="period-not-open")
