"""W955 one-side.

What it means
    Only one side was named.

Why it matters
    There is nothing to hold it against.

Wrong
    cli: tianping compare v1

Right
    cli: tianping compare v1 v1
"""

from engine.core.diagnostic import Check

ONE_SIDE = Check(code="W955", name="one-side")
