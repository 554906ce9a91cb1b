"""L703 chain-broken.

What it means
    An entry of the ledger is not the one that was written: its digest, or its link to the entry
    before, does not fit.

Why it matters
    Somebody changed, removed or inserted an entry.

Wrong
    ledger: altered body

Right
    ledger: post once
"""

from engine.core.diagnostic import Check

CHAIN_BROKEN = Check(code="L703", name="chain-broken")
