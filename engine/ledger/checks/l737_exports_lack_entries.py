"""L737 exports-lack-entries.

What it means
    Entries of the ledger are in none of the exports that it is to be restored from.

Why it matters
    A ledger with holes proves nothing, and the next entry would hang on the wrong one.

Wrong
    ledger: restore one month of two

Right
    ledger: restore both months
"""

from engine.core.diagnostic import Check

EXPORTS_LACK_ENTRIES = Check(code="L737", name="exports-lack-entries")
