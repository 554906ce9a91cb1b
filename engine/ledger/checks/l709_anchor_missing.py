"""L709 anchor-missing.

What it means
    A digest that was kept elsewhere is not in this ledger.

Why it matters
    The ledger was swapped for another one, or cut off at its end.

Wrong
    ledger: another ledger

Right
    ledger: post once
"""

from engine.core.diagnostic import Check

ANCHOR_MISSING = Check(code="L709", name="anchor-missing")
