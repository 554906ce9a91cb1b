"""L715 store-newer.

What it means
    A newer version of tianping wrote the database.

Why it matters
    This version does not know what the newer one keeps there, and might drop some of it.

Wrong
    store: newer

Right
    ledger: post once
"""

from engine.core.diagnostic import Check

STORE_NEWER = Check(code="L715", name="store-newer")
