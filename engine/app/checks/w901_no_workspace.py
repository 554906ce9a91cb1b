"""W901 no-workspace.

What it means
    The command needs a workspace and the current folder is in none.

Why it matters
    Policies and figures of different shops must not mix.

Wrong
    cli: outside a workspace

Right
    cli: tianping check
"""

from engine.core.diagnostic import Check

NO_WORKSPACE = Check(code="W901", name="no-workspace")
