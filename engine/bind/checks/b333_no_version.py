"""B333 no-version.

What it means
    No version of the policy holds for the month.

Why it matters
    There is no rule to pay by.

Wrong
    month: 2023-12 with v1 2024-01..

Right
    month: 2024-01 with v1 2024-01..
"""

from engine.core.diagnostic import Check

NO_VERSION = Check(code="B333", name="no-version")
