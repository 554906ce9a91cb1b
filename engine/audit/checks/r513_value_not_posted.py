"""R513 value-not-posted.

What it means
    An earlier month was posted by a version that did not work out the value that is asked
    of it.

Why it matters
    A value that was never worked out is not 0, and not a month without a streak.

Wrong
    ledger: new rule looks back

Right
    ledger: new rule counts from now
"""

from engine.core.diagnostic import Check

VALUE_NOT_POSTED = Check(code="R513", name="value-not-posted")
