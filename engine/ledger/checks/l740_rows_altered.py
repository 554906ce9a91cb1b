"""L740 rows-altered.

What it means
    A file of imported rows is gone, or is not what was written at its import.

Why it matters
    Whatever is computed from it is no longer what was paid.

Wrong
    ledger: a row file altered

Right
    ledger: approve
"""

from engine.core.diagnostic import Check

ROWS_ALTERED = Check(code="L740", name="rows-altered")
