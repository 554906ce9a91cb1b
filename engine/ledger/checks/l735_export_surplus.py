"""L735 export-surplus.

What it means
    A file lies in an export that does not belong to it.

Why it matters
    It would pass for a part of the proof.

Wrong
    ledger: a file added to an export

Right
    ledger: verify an export
"""

from engine.core.diagnostic import Check

EXPORT_SURPLUS = Check(code="L735", name="export-surplus")
