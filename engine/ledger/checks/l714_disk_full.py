"""L714 disk-full.

What it means
    The disk has no room for what the command writes. Nothing of it was stored.

Why it matters
    A month or a file is stored whole or not at all.

Wrong
    store: disk full

Right
    ledger: post once
"""

from engine.core.diagnostic import Check

DISK_FULL = Check(code="L714", name="disk-full")
