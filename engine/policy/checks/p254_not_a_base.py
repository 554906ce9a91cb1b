"""P254 not-a-base.

What it means
    A file under bases/ does not say that it is the base at its path.

Why it matters
    A policy would be built on a file that was written for something else.

Wrong
    cli: a base that says another name

Right
    cli: tianping check of a policy that extends a base
"""

from engine.core.diagnostic import Check

NOT_A_BASE = Check(code="P254", name="not-a-base")
