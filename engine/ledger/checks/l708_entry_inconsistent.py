"""L708 entry-inconsistent.

What it means
    An entry is what was written, but it contradicts entries before it: it approves what is not there,
    pays in a month that was not open, or its parts do not add up to the whole.

Why it matters
    The commands refuse such an entry; it was written by another tool.

Wrong
    ledger: forged approval

Right
    ledger: post once
"""

from engine.core.diagnostic import Check

ENTRY_INCONSISTENT = Check(code="L708", name="entry-inconsistent")
