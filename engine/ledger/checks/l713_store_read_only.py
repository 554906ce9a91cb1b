"""L713 store-read-only.

What it means
    The command writes, and the workspace or its database can only be read.

Why it matters
    A month counts as posted only once it is stored.

Wrong
    store: read-only

Right
    ledger: post once
"""

from engine.core.diagnostic import Check

STORE_READ_ONLY = Check(code="L713", name="store-read-only")
