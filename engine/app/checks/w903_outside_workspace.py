"""W903 outside-workspace.

What it means
    A path leads out of the workspace.

Why it matters
    Policies and commands only touch the workspace that they are given.

Wrong
    cli: a path with ..

Right
    cli: tianping check
"""

from engine.core.diagnostic import Check

OUTSIDE_WORKSPACE = Check(code="W903", name="outside-workspace")
