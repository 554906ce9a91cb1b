"""W982 no-orders.

What it means
    No orders of the shop and month have been imported.

Why it matters
    Nothing can be said of orders that are not there.

Wrong
    flags: no orders

Right
    flags: an order with the code 2
"""

from engine.core.diagnostic import Check

NO_ORDERS = Check(code="W982", name="no-orders")
