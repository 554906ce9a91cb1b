"""W909 unknown-agent.

What it means
    An agent is named who was not paid in that month.

Why it matters
    An empty explanation would look like an answer.

Wrong
    cli: tianping explain --agent nobody

Right
    cli: tianping check
"""

from engine.core.diagnostic import Check

UNKNOWN_AGENT = Check(code="W909", name="unknown-agent")
