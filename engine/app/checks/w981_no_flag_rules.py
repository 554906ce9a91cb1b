"""W981 no-flag-rules.

What it means
    The policy in force says nothing about flags.

Why it matters
    There is nothing to hold the orders against.

Wrong
    flags: a policy without rules about flags

Right
    flags: an order with the code 2
"""

from engine.core.diagnostic import Check

NO_FLAG_RULES = Check(code="W981", name="no-flag-rules")
