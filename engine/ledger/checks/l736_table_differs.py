"""L736 table-differs.

What it means
    A table of an export is not what the entries beside it say.

Why it matters
    The tables are what other programs read; only the entries are bound by the chain.

Wrong
    ledger: a table of an export made to say more

Right
    ledger: verify an export
"""

from engine.core.diagnostic import Check

TABLE_DIFFERS = Check(code="L736", name="table-differs")
