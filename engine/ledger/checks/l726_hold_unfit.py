"""L726 hold-unfit.

What it means
    A release gives more than is held back by that entry for that agent.

Why it matters
    Money that was never held back would be paid.

Wrong
    ledger: release too much

Right
    ledger: release
"""

from engine.core.diagnostic import Check

HOLD_UNFIT = Check(code="L726", name="hold-unfit")
