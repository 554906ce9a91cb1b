"""P202 not-a-month.

What it means
    A month does not exist, such as month 13.

Why it matters
    A policy in force at no real month pays nobody.

Wrong
    effective: {from: 0000-01}   # <-

Right
    effective: {from: 2024-01}
"""

from engine.core.diagnostic import Check

NOT_A_MONTH = Check(code="P202", name="not-a-month")
