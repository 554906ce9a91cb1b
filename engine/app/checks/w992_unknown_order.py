"""W992 unknown-order.

What it means
    No imported order of the shop has this number.

Why it matters
    There is nothing to explain; a number whose last digits a spreadsheet lost finds nothing too.

Wrong
    rows: an order that nobody imported

Right
    rows: the rows of a measure
"""

from engine.core.diagnostic import Check

UNKNOWN_ORDER = Check(code="W992", name="unknown-order")
