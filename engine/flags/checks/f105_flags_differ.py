"""F105 flags-differ.

What it means
    Orders lack the flag or memo that they should have, have another one, or got it late.

Why it matters
    The colleagues who look at the order are misled; the table says which orders, and who answers for them.

Wrong
    flags: an order without its flag

Right
    flags: an order with the code 2
"""

from engine.core.diagnostic import Check

FLAGS_DIFFER = Check(code="F105", name="flags-differ", severity="warning")
