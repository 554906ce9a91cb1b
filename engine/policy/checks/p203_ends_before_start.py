"""P203 ends-before-start.

What it means
    The month from which a policy no longer holds is not after its first month.

Why it matters
    Such a version is never in force.

Wrong
    effective: {from: 2024-05, to: 2024-05}   # <-

Right
    effective: {from: 2024-05, to: 2024-06}
"""

from engine.core.diagnostic import Check

ENDS_BEFORE_START = Check(code="P203", name="ends-before-start")
