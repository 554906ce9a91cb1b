"""W930 month-not-later.

What it means
    A new version is to begin in or before the month with which the newest one begins.

Why it matters
    Both would hold for that month, and nobody could say which of them pays it.

Wrong
    cli: tianping new-version --month 2024-01 of a version from 2024-01

Right
    cli: tianping new-version --month 2024-07
"""

from engine.core.diagnostic import Check

MONTH_NOT_LATER = Check(code="W930", name="month-not-later")
