"""W916 several-agents.

What it means
    Several agents bear the name that was typed.

Why it matters
    Money would go to the wrong one of two people.

Wrong
    cli: tianping explain --agent of a name that two bear

Right
    cli: tianping check
"""

from engine.core.diagnostic import Check

SEVERAL_AGENTS = Check(code="W916", name="several-agents")
