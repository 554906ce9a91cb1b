"""L738 exports-differ.

What it means
    Two exports tell the same entry or the same import differently.

Why it matters
    They are of two ledgers, and no ledger is made of both.

Wrong
    ledger: restore from two ledgers

Right
    ledger: restore both months
"""

from engine.core.diagnostic import Check

EXPORTS_DIFFER = Check(code="L738", name="exports-differ")
