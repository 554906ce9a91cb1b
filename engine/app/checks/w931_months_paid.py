"""W931 months-paid.

What it means
    A new version is to begin in a month that was posted already, or before such a month.

Why it matters
    What was paid stays paid; a later version cannot become the rule for it.

Wrong
    cli: tianping new-version --month 2024-05 after May was posted

Right
    cli: tianping new-version --month 2024-07
"""

from engine.core.diagnostic import Check

MONTHS_PAID = Check(code="W931", name="months-paid")
