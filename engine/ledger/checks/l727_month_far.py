"""L727 month-far.

What it means
    An adjustment or a closing names a month more than a year from all for which the shop has
    figures or entries.

Why it matters
    A mistyped year would pay or close a month that nobody looks at.

Wrong
    ledger: adjust in another year

Right
    ledger: adjust an open month
"""

from engine.core.diagnostic import Check

MONTH_FAR = Check(code="L727", name="month-far")
