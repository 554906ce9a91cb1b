"""F101 unknown-flag-code.

What it means
    Orders have a flag whose code the policy's source does not know.

Why it matters
    Another tool's codes mean other colours, so the order can be called neither right nor wrong.

Wrong
    flags: an order with the code 9 of another tool

Right
    flags: an order with the code 2
"""

from engine.core.diagnostic import Check

UNKNOWN_FLAG_CODE = Check(code="F101", name="unknown-flag-code")
