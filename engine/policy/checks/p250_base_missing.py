"""P250 base-missing.

What it means
    The base that a policy extends is not at its place.

Why it matters
    Half of the rules are missing; nothing can be paid by the other half.

Wrong
    cli: extends a base that is not there

Right
    cli: tianping check of a policy that extends a base
"""

from engine.core.diagnostic import Check

BASE_MISSING = Check(code="P250", name="base-missing")
