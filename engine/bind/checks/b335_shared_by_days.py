"""B335 shared-by-days.

What it means
    A version takes over within the month and pays by days, but a line comes from a pool.

Why it matters
    The shares of a pool add up to it to the last cent; weighted by days and rounded again, they
    would not.

Wrong
    cli: tianping run, where a version with a pool takes over by days

Right
    cli: tianping run, where a version with a pool takes over by the last state
"""

from engine.core.diagnostic import Check

SHARED_BY_DAYS = Check(code="B335", name="shared-by-days")
