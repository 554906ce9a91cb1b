"""L734 export-incomplete.

What it means
    A file that an export lists is not there.

Why it matters
    What is missing can be checked by nobody.

Wrong
    ledger: a file of an export removed

Right
    ledger: verify an export
"""

from engine.core.diagnostic import Check

EXPORT_INCOMPLETE = Check(code="L734", name="export-incomplete")
