"""W907 which-policy.

What it means
    The shop has several policies and none was named, or the one named is not there.

Why it matters
    Which one pays must be said.

Wrong
    cli: tianping run --policy salary

Right
    cli: tianping check
"""

from engine.core.diagnostic import Check

WHICH_POLICY = Check(code="W907", name="which-policy")
