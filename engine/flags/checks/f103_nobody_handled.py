"""F103 nobody-handled.

What it means
    A rule asks for a flag, and nothing says who handled the order.

Why it matters
    Nobody answers for it, and it counts in nobody's note discipline.

Wrong
    flags: an order without a name

Right
    flags: an order with the code 2
"""

from engine.core.diagnostic import Check

NOBODY_HANDLED = Check(code="F103", name="nobody-handled", severity="warning")
