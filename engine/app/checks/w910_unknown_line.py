"""W910 unknown-line.

What it means
    A line or item is named that the agent's payslip does not have.

Why it matters
    An empty explanation would look like an answer.

Wrong
    cli: tianping explain --line nothing

Right
    cli: tianping check
"""

from engine.core.diagnostic import Check

UNKNOWN_LINE = Check(code="W910", name="unknown-line")
