"""W952 nothing-to-set.

What it means
    `--set` stands behind `posted`, which is what was paid and no policy.

Why it matters
    What was paid cannot have been otherwise.

Wrong
    cli: tianping compare v1 posted --set pay.提成.amount=1

Right
    cli: tianping compare v1 v1
"""

from engine.core.diagnostic import Check

NOTHING_TO_SET = Check(code="W952", name="nothing-to-set")
