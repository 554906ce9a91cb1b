"""L728 month-ahead.

What it means
    A month is to be closed that has not begun.

Why it matters
    It could take nothing once it comes, and a closing cannot be undone.

Wrong
    ledger: close a month to come

Right
    ledger: close
"""

from engine.core.diagnostic import Check

MONTH_AHEAD = Check(code="L728", name="month-ahead")
