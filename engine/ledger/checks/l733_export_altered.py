"""L733 export-altered.

What it means
    A file of an export is not what was written.

Why it matters
    Somebody changed it, or it was damaged on its way.

Wrong
    ledger: a byte of an export flipped

Right
    ledger: verify an export
"""

from engine.core.diagnostic import Check

EXPORT_ALTERED = Check(code="L733", name="export-altered")
