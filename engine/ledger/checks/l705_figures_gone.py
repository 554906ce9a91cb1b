"""L705 figures-gone.

What it means
    The batches that a posted month was computed from are no longer stored.

Why it matters
    The payout cannot be recomputed.

Wrong
    ledger: batch removed

Right
    ledger: post once
"""

from engine.core.diagnostic import Check

FIGURES_GONE = Check(code="L705", name="figures-gone")
