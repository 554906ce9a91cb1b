"""W913 not-two-sides.

What it means
    A comparison needs two policies of which both can be computed.

Why it matters
    A difference to nothing is no difference.

Wrong
    cli: tianping compare v1 v9

Right
    cli: tianping check
"""

from engine.core.diagnostic import Check

NOT_TWO_SIDES = Check(code="W913", name="not-two-sides")
