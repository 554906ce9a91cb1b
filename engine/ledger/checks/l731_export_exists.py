"""L731 export-exists.

What it means
    The folder that an export was to be written to is there already, and is not empty.

Why it matters
    An export is kept as proof: it is never overwritten, and never mixed with other files.

Wrong
    ledger: export twice into one folder

Right
    ledger: export
"""

from engine.core.diagnostic import Check

EXPORT_EXISTS = Check(code="L731", name="export-exists")
