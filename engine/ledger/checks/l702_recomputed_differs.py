"""L702 recomputed-differs.

What it means
    A posted payout does not come out again when it is recomputed from the stored policy and
    figures.

Why it matters
    Either what was stored has been altered, or the engine now computes something else.

Wrong
    ledger: altered amount

Right
    ledger: post once
"""

from engine.core.diagnostic import Check

RECOMPUTED_DIFFERS = Check(code="L702", name="recomputed-differs")
