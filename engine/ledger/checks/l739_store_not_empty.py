"""L739 store-not-empty.

What it means
    The workspace has a database already: it holds something, or cannot be read.

Why it matters
    Restoring would put an older state over a newer one; even a damaged file may hold what
    nothing else does.

Wrong
    ledger: restore over a database

Right
    ledger: restore both months
"""

from engine.core.diagnostic import Check

STORE_NOT_EMPTY = Check(code="L739", name="store-not-empty")
