"""L720 awaiting-name.

What it means
    An entry still needs another name, and something would be built on it.

Why it matters
    What is not approved may still be withdrawn; nothing may rest on it.

Wrong
    ledger: rerun before the approval

Right
    ledger: rerun
"""

from engine.core.diagnostic import Check

AWAITING_NAME = Check(code="L720", name="awaiting-name")
