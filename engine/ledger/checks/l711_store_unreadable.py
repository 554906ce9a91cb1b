"""L711 store-unreadable.

What it means
    The workspace's database cannot be opened: it is damaged, of another version, or not
    writable.

Why it matters
    Nothing is computed from a store that cannot be trusted.

Wrong
    store: damaged

Right
    ledger: post once
"""

from engine.core.diagnostic import Check

STORE_UNREADABLE = Check(code="L711", name="store-unreadable")
