"""L722 same-name.

What it means
    The name that approves stands behind the entry already.

Why it matters
    Two names mean two people.

Wrong
    ledger: approve by the same name

Right
    ledger: approve
"""

from engine.core.diagnostic import Check

SAME_NAME = Check(code="L722", name="same-name")
