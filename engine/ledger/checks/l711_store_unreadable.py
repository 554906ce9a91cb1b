"""L711 store-unreadable.

What it means
    The workspace's database cannot be read: it is damaged, or it is no database of tianping.
    Damage may show only at the page that is read.

Why it matters
    Nothing is computed from a store that cannot be trusted.

Wrong
    store: damaged

Right
    ledger: post once
"""

from engine.core.diagnostic import Check

STORE_UNREADABLE = Check(code="L711", name="store-unreadable")
