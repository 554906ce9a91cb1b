"""L723 not-awaiting.

What it means
    The entry that is to be approved or withdrawn awaits no name.

Why it matters
    What holds is corrected by a later entry, never taken back.

Wrong
    ledger: withdraw what holds

Right
    ledger: withdraw
"""

from engine.core.diagnostic import Check

NOT_AWAITING = Check(code="L723", name="not-awaiting")
