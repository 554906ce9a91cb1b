"""W912 nothing-posted.

What it means
    Nothing has been posted that could be verified.

Why it matters
    An empty ledger proves nothing.

Wrong
    cli: tianping verify in a new workspace

Right
    cli: tianping check
"""

from engine.core.diagnostic import Check

NOTHING_POSTED = Check(code="W912", name="nothing-posted")
