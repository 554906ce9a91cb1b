"""W953 nothing-compared.

What it means
    No agent and month is paid by two sides.

Why it matters
    An empty comparison looks like no difference.

Wrong
    cli: tianping compare v1 posted of a month that was not posted

Right
    cli: tianping compare v1 v1
"""

from engine.core.diagnostic import Check

NOTHING_COMPARED = Check(code="W953", name="nothing-compared")
