"""W954 months-reversed.

What it means
    A span of months ends before it begins, or is longer than ten years.

Why it matters
    No month would be compared, and that looks like no difference.

Wrong
    cli: tianping compare --months 2024-06..2024-01

Right
    cli: tianping compare v1 v1
"""

from engine.core.diagnostic import Check

MONTHS_REVERSED = Check(code="W954", name="months-reversed")
