"""W933 months-not-set.

What it means
    The number or the months of a version are written in a way in which they cannot be changed with certainty.

Why it matters
    A file that is copied by guess might say something else than its author sees.

Wrong
    cli: tianping new-version of a version with a complex key

Right
    cli: tianping new-version --month 2024-07
"""

from engine.core.diagnostic import Check

MONTHS_NOT_SET = Check(code="W933", name="months-not-set")
