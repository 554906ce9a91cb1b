"""W906 not-a-period.

What it means
    What was typed as a month is none.

Why it matters
    A month is never guessed.

Wrong
    cli: tianping run --month 2024-13

Right
    cli: tianping check
"""

from engine.core.diagnostic import Check

NOT_A_PERIOD = Check(code="W906", name="not-a-period")
