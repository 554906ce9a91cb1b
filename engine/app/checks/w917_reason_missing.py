"""W917 reason-missing.

What it means
    A correction is to be posted, and nobody says why.

Why it matters
    Years later the entry is all that is left to tell.

Wrong
    cli: tianping rerun --by without a reason

Right
    cli: tianping check
"""

from engine.core.diagnostic import Check

REASON_MISSING = Check(code="W917", name="reason-missing")
