"""F102 order-undecided.

What it means
    A rule asks for something that is not known of an order, so that it may fit or not.

Why it matters
    What is not known is not the same as no; the order would get another flag if it were known.

Wrong
    flags: an order of which nobody knows whether the price was changed

Right
    flags: an order with the code 2
"""

from engine.core.diagnostic import Check

ORDER_UNDECIDED = Check(code="F102", name="order-undecided")
