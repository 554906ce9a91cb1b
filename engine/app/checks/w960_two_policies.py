"""W960 two-policies.

What it means
    A difference is to be split over clauses, and the sides are not two policies.

Why it matters
    Clauses are changed from one text to another; what holds in each month, or was paid, has no
    single text.

Wrong
    cli: tianping compare v1 posted --by-clause

Right
    cli: tianping check
"""

from engine.core.diagnostic import Check

TWO_POLICIES = Check(code="W960", name="two-policies")
