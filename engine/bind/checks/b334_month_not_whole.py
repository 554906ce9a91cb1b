"""B334 month-not-whole.

What it means
    Versions of the policy hold for some days of the month, and none for the others.

Why it matters
    There is no rule to pay those days by.

Wrong
    month: 2024-06 with v1 2024-01..2024-06-16

Right
    month: 2024-06 with v1 2024-01..2024-06-16, v2 2024-06-16..
"""

from engine.core.diagnostic import Check

MONTH_NOT_WHOLE = Check(code="B334", name="month-not-whole")
