"""L710 store-busy.

What it means
    Another process has the workspace's database open.

Why it matters
    Two writers at once could tear a month apart.

Wrong
    store: busy

Right
    ledger: post once
"""

from engine.core.diagnostic import Check

STORE_BUSY = Check(code="L710", name="store-busy")
