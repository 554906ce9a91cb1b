"""W904 no-policy.

What it means
    The shop has no policy.

Why it matters
    There is nothing to pay by.

Wrong
    cli: a shop without policies

Right
    cli: tianping check
"""

from engine.core.diagnostic import Check

NO_POLICY = Check(code="W904", name="no-policy")
