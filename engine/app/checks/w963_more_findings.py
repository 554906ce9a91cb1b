"""W963 more-findings.

What it means
    More rows of the file have a finding of the same kind than are shown.

Why it matters
    A list that ends in silence looks as if it were the whole.

Wrong
    rows: orders that were refunded above what was paid, more than are shown

Right
    rows: messages of accounts that are listed
"""

from engine.core.diagnostic import Check

MORE_FINDINGS = Check(code="W963", name="more-findings", severity="warning")
