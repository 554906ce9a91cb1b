"""W914 no-policies.

What it means
    The workspace has no policy at all.

Why it matters
    Checking nothing finds nothing, and that is not the same as all being well.

Wrong
    cli: tianping check in a workspace without policies

Right
    cli: tianping check
"""

from engine.core.diagnostic import Check

NO_POLICIES = Check(code="W914", name="no-policies")
