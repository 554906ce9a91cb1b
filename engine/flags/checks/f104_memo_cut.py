"""F104 memo-cut.

What it means
    The old memo of an order does not fit behind the new one.

Why it matters
    Whoever uploads the file loses what stood there; the report has all of it.

Wrong
    flags: an order with a memo of 100,000 bytes

Right
    flags: an order with the code 2
"""

from engine.core.diagnostic import Check

MEMO_CUT = Check(code="F104", name="memo-cut", severity="warning")
