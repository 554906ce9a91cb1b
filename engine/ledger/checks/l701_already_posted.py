"""L701 already-posted.

What it means
    The month of this shop is posted already.

Why it matters
    A month is paid once; corrections are later entries.

Wrong
    ledger: post twice

Right
    ledger: post once
"""

from engine.core.diagnostic import Check

ALREADY_POSTED = Check(code="L701", name="already-posted")
