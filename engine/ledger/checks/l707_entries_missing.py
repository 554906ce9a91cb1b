"""L707 entries-missing.

What it means
    The ledger has fewer entries than were written to it.

Why it matters
    Somebody removed a posted month; a chain that lost its end looks whole by itself.

Wrong
    ledger: last entry removed

Right
    ledger: post once
"""

from engine.core.diagnostic import Check

ENTRIES_MISSING = Check(code="L707", name="entries-missing")
