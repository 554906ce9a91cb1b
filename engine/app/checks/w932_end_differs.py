"""W932 end-differs.

What it means
    The newest version already states its end, and the new one is to begin in another month.

Why it matters
    Months between the two would have no rule, or the end that somebody wrote would be overruled.

Wrong
    cli: tianping new-version --month 2024-08 of a version until 2024-07

Right
    cli: tianping new-version --month 2024-07
"""

from engine.core.diagnostic import Check

END_DIFFERS = Check(code="W932", name="end-differs")
